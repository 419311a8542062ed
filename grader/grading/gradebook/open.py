"""Open the gradebook: one engine, checked and ready, with our tables in it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)

from grader.errors import GradingError
from grader.grading.gradebook import labels
from grader.grading.gradebook.tables import OURS, THEIRS, VERSION, schema
from grader.grading.labels import unusable_gradebook
from grader.schema.points import write_point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

    from grader.text import Text

_BUSY_MS = 30_000
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
    engine = _engine(url)
    try:
        with translated():
            if engine.dialect.name == "sqlite":
                _check(engine)
                _log_ahead(engine)
            _create(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Write to the gradebook: all of it, or nothing.

    Parameters
    ----------
    engine : Engine
        The gradebook.

    Yields
    ------
    Connection
        Inside the block nobody else writes to an SQLite database.
    """
    with engine.execution_options(kakehashi_writes=True).begin() as connection:
        yield connection
        write_point("commit")
    write_point("committed")


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
    with translated(), transaction(engine) as connection:
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
    with translated(), engine.connect() as connection:
        yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database raises into an error that says what to do.

    Yields
    ------
    None
        Nothing.

    Raises
    ------
    GradingError
        What the database said.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise unusable(error) from error


def unusable(error: SQLAlchemyError) -> GradingError:
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
    full = "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", None) == "53100"
    return _error(labels.DISK_FULL if full else unusable_gradebook(error))


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
    engine = _engine(url)
    try:
        with translated(), engine.connect() as connection:
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
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _error(said: Text) -> GradingError:
    return GradingError(*astuple(said))


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise _error(labels.unusable_url(_place(parsed)))
        engine = create_engine(parsed)
    except (ArgumentError, NoSuchModuleError):
        # The URL may hold a password: it is not repeated.
        raise _error(labels.unusable_url("gradebook")) from None
    except ModuleNotFoundError as error:
        raise _error(labels.NO_DRIVER) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begun)
    return engine


def _place(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _connected(connection: Any, _record: object) -> None:
    # Python's own idea of when a transaction begins is switched off: _begun says it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_BUSY_MS}", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begun(connection: Connection) -> None:
    # A transaction that reads first and writes later could find that another has written in between, and fail.
    writes = connection.get_execution_options().get("kakehashi_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check(engine: Engine) -> None:
    if not Path(engine.url.database or "").is_file():
        # Connecting would make an empty one.
        raise _error(labels.not_made(_place(engine.url)))
    try:
        with engine.connect() as connection:
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except OperationalError:
        raise
    except DatabaseError as error:  # "file is not a database", "malformed"
        said = str(error.orig)
    if said != "ok":
        raise _error(labels.damaged(_place(engine.url), str(said).replace("\n", " ")))


def _log_ahead(engine: Engine) -> None:
    """Switch the write-ahead log on, once; where the file system cannot do that, go on without."""
    deadline = time.monotonic() + _BUSY_MS / 1000
    while True:
        connection: Any = engine.raw_connection()
        try:
            if connection.cursor().execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.cursor().execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            # SQLite does not wait here as it does elsewhere.
            if time.monotonic() > deadline:
                raise
        else:
            return
        finally:
            connection.close()
        time.sleep(0.05)


def _create(engine: Engine) -> None:
    with transaction(engine) as connection:
        one_at_a_time(connection)
        there = set(inspect(connection).get_table_names())
        if not there.issuperset(THEIRS.tables):
            # Were ours the first, nbgrader would take the database for its own and leave its version out.
            raise _error(labels.not_made(_place(engine.url)))
        if schema.name not in there:
            OURS.create_all(connection)
            connection.execute(insert(schema).values(version=VERSION))
        elif (connection.scalar(select(schema.c.version)) or 0) > VERSION:
            raise _error(labels.too_new(_place(engine.url)))
