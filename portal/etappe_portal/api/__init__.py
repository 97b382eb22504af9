"""The API for programs: JSON under /api/v1, opened by a token and by nothing else."""
