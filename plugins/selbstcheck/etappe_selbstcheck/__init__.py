"""The Selbstcheck of the programme Weltoffene Kommune."""
