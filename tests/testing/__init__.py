"""Tests of what the tests of modules work with."""
