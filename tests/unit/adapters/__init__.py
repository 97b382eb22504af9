"""The adapters, as far as they need nothing outside."""
