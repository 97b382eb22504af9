"""The support for local decision-makers."""
