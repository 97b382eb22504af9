"""Stand-ins for the ports, typed and with a memory."""
