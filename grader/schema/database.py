"""A database of ours, SQLite or PostgreSQL: opened with care, written whole or not at all, its errors in plain words."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)

from grader.schema.points import write_point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL, Connection, Engine

    from grader.errors import KakehashiError
    from grader.text import Text

_BUSY_MS = 30_000


@dataclass(frozen=True, slots=True)
class Words:
    """How a database is spoken of.

    Parameters
    ----------
    name : str
        What it is called where its URL cannot be shown.
    error : type of KakehashiError
        What is raised.
    no_driver : Text
        Said if the driver is not installed.
    full : Text
        Said if there is no space left.
    bad_url, damaged, unusable : callable
        Make what is said of a URL that cannot be used, a damaged file (with SQLite's words) and any other error.
    """

    name: str
    error: type[KakehashiError]
    no_driver: Text
    full: Text
    bad_url: Callable[[str], Text]
    damaged: Callable[[str, str], Text]
    unusable: Callable[[BaseException], Text]

    def say(self, said: Text) -> KakehashiError:
        """Make an error.

        Parameters
        ----------
        said : Text
            What it says.

        Returns
        -------
        KakehashiError
            To be raised.
        """
        return self.error(*astuple(said))


def connect(url: str, words: Words, **options: Any) -> Engine:
    """Make an engine whose commits are on the disk before they are reported.

    Parameters
    ----------
    url : str
        ``sqlite:////absolute/path/some.db`` or ``postgresql+psycopg://user@host/name``.
    words : Words
        How the database is spoken of.
    **options : Any
        Execution options of the engine.

    Returns
    -------
    Engine
        Not connected yet.

    Raises
    ------
    KakehashiError
        If the URL cannot be used or the driver is not installed. No password is repeated.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise words.say(words.bad_url(place(parsed)))
        engine = create_engine(parsed, execution_options=options)
    except (ArgumentError, NoSuchModuleError):
        # The URL may hold a password: it is not repeated.
        raise words.say(words.bad_url(words.name)) from None
    except ModuleNotFoundError as error:
        raise words.say(words.no_driver) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begun)
    return engine


def place(url: URL) -> str:
    """Write a URL without its password.

    Parameters
    ----------
    url : URL
        Of a database.

    Returns
    -------
    str
        For messages.
    """
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


def check_file(engine: Engine, words: Words) -> None:
    """Refuse a damaged SQLite file before anything is written to it.

    Parameters
    ----------
    engine : Engine
        On SQLite.
    words : Words
        How the database is spoken of.

    Raises
    ------
    KakehashiError
        If SQLite finds the file damaged, or no database at all.
    """
    try:
        with engine.connect() as connection:
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except OperationalError:
        raise
    except DatabaseError as error:  # "file is not a database", "malformed"
        said = str(error.orig)
    if said != "ok":
        raise words.say(words.damaged(place(engine.url), str(said).replace("\n", " ")))


def log_ahead(engine: Engine) -> None:
    """Switch SQLite's write-ahead log on, once; where the file system cannot do that, go on without.

    Readers never wait for a writer then.

    Parameters
    ----------
    engine : Engine
        On SQLite.

    Raises
    ------
    sqlite3.OperationalError
        If the file stays locked.
    """
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


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Write all of it, or nothing.

    Parameters
    ----------
    engine : Engine
        The database.

    Yields
    ------
    Connection
        Inside the block nobody else writes to an SQLite database.
    """
    with engine.execution_options(kakehashi_writes=True).begin() as connection:
        yield connection
        write_point("commit")
    write_point("committed")


def wait_turn(connection: Connection, lock: int) -> None:
    """Keep others from what must not be done by two at once, until the transaction ends.

    Parameters
    ----------
    connection : Connection
        Inside a transaction that writes; with SQLite that alone is enough.
    lock : int
        Number of the lock among PostgreSQL's advisory locks.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


@contextmanager
def translated(words: Words) -> Iterator[None]:
    """Turn what the database raises into an error that says what to do.

    Parameters
    ----------
    words : Words
        How the database is spoken of.

    Yields
    ------
    None
        Nothing.

    Raises
    ------
    KakehashiError
        What the database said.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise trouble(error, words) from error


def trouble(error: SQLAlchemyError, words: Words) -> KakehashiError:
    """Say what is wrong with a database as a whole.

    Parameters
    ----------
    error : SQLAlchemyError
        What the database said.
    words : Words
        How the database is spoken of.

    Returns
    -------
    KakehashiError
        What to do about it.
    """
    full = "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", None) == "53100"
    return words.say(words.full if full else words.unusable(error))
