"""Certified Welcoming, a programme of cities and counties in the United States."""
