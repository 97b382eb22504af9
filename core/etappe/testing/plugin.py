"""The pytest plugin: fixtures for the tests of a module, loaded because etappe is installed."""
