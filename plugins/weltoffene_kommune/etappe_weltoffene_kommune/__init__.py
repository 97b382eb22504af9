"""The frame of the programme Weltoffene Kommune."""
