"""The dialogue event."""
