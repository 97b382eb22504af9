"""The portal, asked as a browser asks."""
