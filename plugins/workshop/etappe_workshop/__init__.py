"""The workshop on the Selbstcheck."""
