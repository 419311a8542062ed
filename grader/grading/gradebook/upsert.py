"""Insert a row or update the one that is there, in either database."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def upsert(dialect: str, table: Table, names: tuple[str, ...]) -> Any:
    """Begin an ``INSERT … ON CONFLICT`` for some columns.

    Parameters
    ----------
    dialect : {'sqlite', 'postgresql'}
        Whose.
    table : Table
        Where to.
    names : tuple of str
        Columns that are given values.

    Returns
    -------
    Insert
        To be completed with ``on_conflict_do_nothing`` or ``on_conflict_do_update``.
    """
    make: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(table).values({name: bindparam(name) for name in names})


def put(
    connection: Connection, table: Table, by: tuple[str, ...], rows: list[dict[str, Any]]
) -> None:
    """Write rows; one that is there already by its key gets the new values and keeps its ``id``.

    Parameters
    ----------
    connection : Connection
        Inside a transaction that writes.
    table : Table
        Where to.
    by : tuple of str
        Columns of the key.
    rows : list of dict
        All with the same columns.
    """
    if rows:
        connection.execute(_put(connection.dialect.name, table, by, tuple(rows[0])), rows)


def put_once(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write rows, except those that are there already.

    Parameters
    ----------
    connection : Connection
        Inside a transaction that writes.
    table : Table
        Where to.
    rows : list of dict
        All with the same columns.
    """
    if rows:
        connection.execute(_put_once(connection.dialect.name, table, tuple(rows[0])), rows)


# Building a statement takes longer than running it.
@cache
def _put(dialect: str, table: Table, by: tuple[str, ...], names: tuple[str, ...]) -> Any:
    insert = upsert(dialect, table, names)
    new = {name: insert.excluded[name] for name in names if name not in (*by, "id")}
    return insert.on_conflict_do_update(index_elements=by, set_=new)


@cache
def _put_once(dialect: str, table: Table, names: tuple[str, ...]) -> Any:
    return upsert(dialect, table, names).on_conflict_do_nothing()
