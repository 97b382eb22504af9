"""etappe as it is installed and run, in processes of its own."""
