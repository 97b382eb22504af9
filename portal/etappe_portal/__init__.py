"""The web face: pages for project management, one page for whoever answers a letter."""
