"""Parts together with a real database, socket or folder."""
