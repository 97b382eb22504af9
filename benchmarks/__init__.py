"""What etappe costs beside the bare database: `python -m benchmarks`, or `make bench`."""
