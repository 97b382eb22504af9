"""A module that misbehaves."""
