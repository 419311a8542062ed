"""The table of the audit, to which one can only append."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

from grader.records.columns import LENGTH

METADATA = MetaData()
"""The audit's own."""

# Plain texts: whatever somebody wrote into them from outside can be read, and is found not to fit.
audit = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("time", String(LENGTH), nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("subjects", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
)
