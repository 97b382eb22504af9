"""What every table of a tenant has: the tenant itself, and references that cannot leave it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, String


def tenant_column() -> Column[str]:
    """The tenant that a row belongs to."""
    return Column("tenant_id", String(80), nullable=False)


def points_to(table: str, here: tuple[str, ...], there: tuple[str, ...]) -> ForeignKeyConstraint:
    """A reference that cannot leave its tenant."""
    return ForeignKeyConstraint(["tenant_id", *here], [f"{table}.{c}" for c in ("tenant_id", *there)])
