"""The gradebook's tables: nbgrader's, as far as they are used, and our own beside them.

nbgrader's are written down again because importing `nbgrader.api` costs a second of CPU. A test compares
them with nbgrader's own, so that a new nbgrader is noticed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

THEIRS = MetaData()
"""nbgrader's tables; never created or changed here."""

OURS = MetaData()
"""Our tables; their names begin with ``kakehashi_``."""

VERSION = 1
"""Of our tables. A later version only adds to them."""

alembic_version = Table("alembic_version", THEIRS, Column("version_num", String(32)))

student = Table("student", THEIRS, Column("id", String(128), primary_key=True))

assignment = Table(
    "assignment",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("duedate", DateTime()),
)

notebook = Table(
    "notebook",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("assignment_id", String(32)),
)

base_cell = Table(
    "base_cell",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("notebook_id", String(32), nullable=False),
    Column("type", String(50)),
)

grade_cells = Table(
    "grade_cells",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("max_score", Float(), nullable=False),
)

task_cells = Table(
    "task_cells",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("max_score", Float(), nullable=False),
)

submitted_assignment = Table(
    "submitted_assignment",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("assignment_id", String(32)),
    Column("student_id", String(128)),
    Column("timestamp", DateTime()),
    Column("extension", Interval()),
)

submitted_notebook = Table(
    "submitted_notebook",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("assignment_id", String(32)),
    Column("notebook_id", String(32)),
    Column("flagged", Boolean),
    Column("late_submission_penalty", Float(0)),
)

grade = Table(
    "grade",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("cell_id", String(32)),
    Column("notebook_id", String(32)),
    Column("auto_score", Float()),
    Column("manual_score", Float()),
    Column("extra_credit", Float()),
    Column("needs_manual_grade", Boolean, nullable=False),
)

comment = Table(
    "comment",
    THEIRS,
    Column("id", String(32), primary_key=True),
    Column("cell_id", String(32)),
    Column("notebook_id", String(32)),
    Column("auto_comment", Text()),
)

schema = Table("kakehashi_schema", OURS, Column("version", Integer, primary_key=True))

# Times are ISO 8601 in UTC with microseconds: they sort as they run, and every database gives them back unchanged.
job = Table(
    "kakehashi_job",
    OURS,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("trainee", String(128), nullable=False),
    Column("assignment", String(128), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("submission_sha256", String(64), nullable=False),
    Column("release_sha256", String(64), nullable=False),
    Column("environment_sha256", String(64), nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason_ja", Text),
    Column("reason_en", Text),
    Column("lease_owner", String(128)),
    Column("lease_until", String(32)),
    Column("received_at", String(32), nullable=False),
    Column("isolation", String(16)),
    Column("graded_turn", Integer),
    UniqueConstraint("trainee", "assignment", "turn"),
    CheckConstraint("state IN ('received', 'running', 'graded', 'refused')"),
)

occurrence = Table(
    "kakehashi_event",
    OURS,
    Column("id", Integer, primary_key=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("job_key", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    CheckConstraint("kind IN ('received', 'graded', 'refused', 'regraded', 'overridden')"),
)

result = Table(
    "kakehashi_result",
    OURS,
    Column("job_key", String(64), ForeignKey(job.c.key), primary_key=True),
    Column("results", Text, nullable=False),
    Column("notebooks", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("usage", Text, nullable=False),
    Column("by_hand", String(64), nullable=False),
)

# By content: grading again mostly gives the same notebooks, and these are most of what a result weighs.
content = Table(
    "kakehashi_content",
    OURS,
    Column("sha256", String(64), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

# The last trigger makes a repeated event a silent nothing. Without it INSERT OR REPLACE would get past the one
# before it: SQLite does not call it a deletion.
_SQLITE = """
CREATE TRIGGER kakehashi_event_no_update BEFORE UPDATE ON kakehashi_event
BEGIN SELECT RAISE(ABORT, 'kakehashi_event is append-only'); END

CREATE TRIGGER kakehashi_event_no_delete BEFORE DELETE ON kakehashi_event
BEGIN SELECT RAISE(ABORT, 'kakehashi_event is append-only'); END

CREATE TRIGGER kakehashi_event_once BEFORE INSERT ON kakehashi_event
WHEN EXISTS (SELECT 1 FROM kakehashi_event WHERE key = NEW.key OR id = NEW.id)
BEGIN SELECT RAISE(IGNORE); END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION kakehashi_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'kakehashi_event is append-only'; END $$

CREATE TRIGGER kakehashi_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
ON kakehashi_event FOR EACH STATEMENT EXECUTE FUNCTION kakehashi_append_only()
"""
for _dialect, _statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
    for _statement in _statements.strip().split("\n\n"):
        _ddl: Any = DDL  # its constructor has no types
        event.listen(occurrence, "after_create", _ddl(_statement).execute_if(dialect=_dialect))
