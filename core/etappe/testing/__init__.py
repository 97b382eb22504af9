"""What the tests of a module work with: a project on a frozen clock, its letters, the time machine.

Importing this package imports nothing else: pytest does it in every run where etappe is installed.
"""
