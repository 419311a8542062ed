"""Open the gradebook: one engine, checked and ready, with our tables in it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, inspect, select, text

from grader.errors import GradingError
from grader.grading.gradebook import labels
from grader.grading.gradebook.tables import OURS, THEIRS, VERSION, schema
from grader.grading.labels import unusable_gradebook
from grader.schema.database import (
    Words,
    check_file,
    connect,
    log_ahead,
    place,
    transaction,
    translated,
    trouble,
    wait_turn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.exc import SQLAlchemyError

    from grader.errors import KakehashiError

_WORDS = Words(
    name="gradebook",
    error=GradingError,
    no_driver=labels.NO_DRIVER,
    full=labels.DISK_FULL,
    bad_url=labels.unusable_url,
    damaged=labels.damaged,
    unusable=unusable_gradebook,
)
_LOCK = 0x6B616B65  # our number among PostgreSQL's advisory locks; the next one is ours too


def open_gradebook(url: str) -> Engine:
    """Open a gradebook that nbgrader has made, and put our tables beside nbgrader's.

    SQLite is switched to its write-ahead log, so that readers never wait for a grader, and every commit is
    on the disk before it is reported.

    Parameters
    ----------
    url : str
        ``sqlite:////absolute/path/gradebook.db`` or ``postgresql+psycopg://user@host/name``.

    Returns
    -------
    Engine
        To be disposed of by the caller.

    Raises
    ------
    GradingError
        If the database is damaged, is of another kind, was made by a newer program, has no tables of nbgrader, or
        cannot be reached.
    """
    engine = connect(url, _WORDS)
    try:
        with translated(_WORDS):
            if engine.dialect.name == "sqlite":
                _check(engine)
                log_ahead(engine)
            _create(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write to the gradebook, and say in plain words when that is not possible.

    Parameters
    ----------
    engine : Engine
        The gradebook.

    Yields
    ------
    Connection
        As of `transaction`.

    Raises
    ------
    GradingError
        What the database said.
    """
    with translated(_WORDS), transaction(engine) as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read from the gradebook, and say in plain words when that is not possible.

    Parameters
    ----------
    engine : Engine
        The gradebook.

    Yields
    ------
    Connection
        For queries only.

    Raises
    ------
    GradingError
        What the database said.
    """
    with translated(_WORDS), engine.connect() as connection:
        yield connection


def unusable(error: SQLAlchemyError) -> KakehashiError:
    """Say what is wrong with the gradebook as a whole.

    Parameters
    ----------
    error : SQLAlchemyError
        What the database said.

    Returns
    -------
    GradingError
        What to do about it.
    """
    return trouble(error, _WORDS)


@contextmanager
def registering(url: str) -> Iterator[None]:
    """Keep others from making the tables of nbgrader's, and from recording assignments, at the same time.

    Parameters
    ----------
    url : str
        The gradebook. With SQLite the course's own lock is enough, and nothing is done here.

    Yields
    ------
    None
        Inside the block; others wait.

    Raises
    ------
    GradingError
        If the database cannot be reached.
    """
    if not url.startswith("postgresql"):
        yield
        return
    engine = connect(url, _WORDS)
    try:
        with translated(_WORDS), engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK + 1})
            yield
    finally:
        engine.dispose()  # with its session the lock is gone


def one_at_a_time(connection: Connection) -> None:
    """Keep others from what must not be done by two at once, until the transaction ends.

    Parameters
    ----------
    connection : Connection
        Inside a transaction that writes; with SQLite that alone is enough.
    """
    wait_turn(connection, _LOCK)


def _check(engine: Engine) -> None:
    if not Path(engine.url.database or "").is_file():
        # Connecting would make an empty one.
        raise _WORDS.say(labels.not_made(place(engine.url)))
    check_file(engine, _WORDS)


def _create(engine: Engine) -> None:
    with transaction(engine) as connection:
        one_at_a_time(connection)
        there = set(inspect(connection).get_table_names())
        if not there.issuperset(THEIRS.tables):
            # Were ours the first, nbgrader would take the database for its own and leave its version out.
            raise _WORDS.say(labels.not_made(place(engine.url)))
        if schema.name not in there:
            OURS.create_all(connection)
            connection.execute(insert(schema).values(version=VERSION))
        elif (connection.scalar(select(schema.c.version)) or 0) > VERSION:
            raise _WORDS.say(labels.too_new(place(engine.url)))
