"""What the tests of a module work with: a project on a frozen clock, its letters, the time machine."""
