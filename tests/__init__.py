"""The tests of etappe."""
