# ruff: noqa: INP001  # Alembic loads this file; it is no module of the package
"""The first tables. Frozen: what changes later is a migration of its own.

In the lists a field is followed by its type, and by ``!`` if it must not be empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TYPES = {
    "text": sa.Text,
    "list": sa.Text,
    "integer": sa.BigInteger,
    "number": sa.Double,
    "date": sa.Date,
    "yes-no": sa.Boolean,
}

_TABLES = {
    "departments": (
        "department",
        "department:text! name:text! parent:text",
    ),
    "posts": (
        "post",
        (
            "post:text! name:text! department:text! title:text kind:text! placement:text "
            "role:text seats:number! mandatory:number grade_min:integer grade_max:integer "
            "job_families:list! qualifications:list! min_years:number max_years:number "
            "max_leavers:integer days_per_week:number payer:text yearly_cost:integer "
            "term_months:integer access:list! work:text host:text acts:list! procures:list! "
            "bidders:list! evaluates:list!"
        ),
    ),
    "post_skills": (
        "post skill",
        "post:text! skill:text! level:integer people:integer total:integer key:yes-no",
    ),
    "people": (
        "person",
        (
            "person:text! staff_number:text! name:text! kana:text former_name:text "
            "employment:text! title:text grade:integer job_family:text share:number "
            "days_per_week:number hired_on:date leaves_on:date target_role:text lang:text"
        ),
    ),
    "appointments": (
        "person post",
        "person:text! post:text! holds:text! share:number return_post:text term_ends:date",
    ),
    "leaves": (
        "person",
        "person:text!",
    ),
    "wishes": (
        "person rank",
        "person:text! rank:integer! target:text note:text",
    ),
    "remarks": (
        "person author",
        "person:text! author:text! text:text!",
    ),
    "restrictions": (
        "person target",
        "person:text! target:text!",
    ),
    "relations": (
        "person other",
        "person:text! other:text! kind:text!",
    ),
    "qualifications": (
        "person qualification",
        "person:text! qualification:text! state:text acquired_on:date expires_on:date",
    ),
    "pledges": (
        "person pledge",
        "person:text! pledge:text! signed_on:date! version:text expires_on:date document:text",
    ),
    "consents": (
        "person target",
        "person:text! target:text! given_on:date!",
    ),
    "ties": (
        "person company kind",
        "person:text! company:text! kind:text! since:date until:date",
    ),
    "companies": (
        "company kind other",
        "company:text! kind:text! other:text!",
    ),
    "eligibility": (
        "person condition",
        "person:text! condition:text!",
    ),
    "budgets": (
        "payer fiscal_year",
        "payer:text! fiscal_year:integer! yen:integer!",
    ),
    "level_references": (
        "person skill",
        (
            "person:text! skill:text! p_level_1:number! p_level_2:number! p_level_3:number! "
            "p_level_4:number! hardest:integer bank:text estimates:text! exercises:list!"
        ),
    ),
}

_SQLITE = """
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END

CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END
"""
_POSTGRESQL = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
"""


def upgrade() -> None:
    """Make the tables of all sheets and the audit."""
    for name, (key, fields) in _TABLES.items():
        _create(name, key.split(), fields.split())
    _create_audit()


def _create(name: str, key: list[str], fields: list[str]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        *map(_column, fields),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("recorded_from", sa.String(27), nullable=False),
        sa.Column("recorded_to", sa.String(27)),
        sa.Column("recorded_by", sa.Text, nullable=False),
    )
    known = sa.text("recorded_to IS NULL")
    op.create_index(
        f"{name}_known",
        name,
        [*key, "valid_from"],
        unique=True,
        sqlite_where=known,
        postgresql_where=known,
    )


def _column(field: str) -> sa.Column[object]:
    name, kind = field.rstrip("!").split(":")
    return sa.Column(name, _TYPES[kind](), nullable=not field.endswith("!"))


def _create_audit() -> None:
    texts = ("who", "what", "purpose", "subjects", "files")
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("time", sa.String(27), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
    )
    # SQLite does not call INSERT OR REPLACE a deletion: the third trigger stops it.
    triggers = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in triggers.strip().split("\n\n"):
        op.execute(statement)
