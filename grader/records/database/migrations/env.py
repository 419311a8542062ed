# ruff: noqa: INP001  # Alembic runs this file; it is no module of the package
"""Alembic's way in: the connection, and the transaction around it, come from `open_database`."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["versions"],
)
context.run_migrations()
