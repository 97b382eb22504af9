"""Spreadsheets: what project management takes along, and what it has changed there."""
