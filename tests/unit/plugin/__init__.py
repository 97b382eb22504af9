"""The face to modules."""
