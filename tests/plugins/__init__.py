"""The modules that etappe brings, at work together."""
