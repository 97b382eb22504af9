"""Letters go to the mail server of the house, one conversation at a time."""
