"""Where a form may lead on to: to pages of the portal, and nowhere else."""

from __future__ import annotations


def is_ours(path: str) -> bool:
    """Whether a path leads to no other host: browsers take //host and /\\host for one."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
