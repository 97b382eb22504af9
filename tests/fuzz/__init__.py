"""Every parser of what strangers send, given what nobody would send."""
