"""Open the database of the records: one engine, checked and brought up to date."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from grader.errors import RecordsError
from grader.records.audit import chain
from grader.records.audit.key import FILE_NAME as KEY_FILE
from grader.records.database import labels
from grader.records.database.tables import REVISIONS
from grader.schema.database import (
    Words,
    check_file,
    connect,
    log_ahead,
    place,
    transaction,
    translated,
    wait_turn,
)
from grader.workspace import records_url_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from grader.workspace import Workspace

FILE_NAME = "records.db"
VERSIONS = "records_version"
"""Alembic's table; not its usual one, which nbgrader uses too."""

_NBGRADER = "submitted_assignment"
_LOCK = 0x68726B61  # our number among PostgreSQL's advisory locks
_WORDS = Words(
    name="records",
    error=RecordsError,
    no_driver=labels.NO_DRIVER,
    full=labels.DISK_FULL,
    bad_url=labels.bad_url,
    damaged=labels.damaged,
    unusable=labels.unusable,
)


def database_url(workspace: Workspace) -> str:
    """Say where the records of a workspace are kept.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    str
        The environment variable ``KAKEHASHI_RECORDS_URL``; without it ``records_url`` of ``workspace.yaml``; without
        either, ``records/records.db`` of the workspace.

    Raises
    ------
    WorkspaceError
        If the ``workspace.yaml`` cannot be used.
    """
    return _url(workspace.records)


def database_place(workspace: Workspace) -> str:
    """Say where the records of a workspace are kept, for people to read.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    str
        The URL without its password.

    Raises
    ------
    RecordsError
        If the URL cannot be used.
    """
    engine = connect(database_url(workspace), _WORDS)
    engine.dispose()
    return place(engine.url)


def _url(records: Path) -> str:
    named = os.environ.get(labels.VARIABLE) or records_url_of(records)
    return named or f"sqlite:///{records / FILE_NAME}"


def open_records(records: Path) -> Engine:
    """Open the records of a workspace, with the key of the audit beside them.

    Parameters
    ----------
    records : Path
        The workspace's folder of records.

    Returns
    -------
    Engine
        As of `open_database`.

    Raises
    ------
    RecordsError
        As of `open_database`; or if there is a key of the audit and no database is named or there: records that are kept
        elsewhere are not silently begun anew.
    WorkspaceError
        If the ``workspace.yaml`` cannot be used.
    """
    url, key = _url(records), records / KEY_FILE
    usual = records / FILE_NAME
    if url == f"sqlite:///{usual}" and key.is_file() and not usual.exists():
        raise _WORDS.say(labels.missing(str(usual), str(key)))
    return open_database(url, key=key)


def open_database(url: str, *, key: Path | None = None) -> Engine:
    """Open the database of the records; make it, or bring it up to date, if need be.

    Parameters
    ----------
    url : str
        ``sqlite:////absolute/path/records.db`` or ``postgresql+psycopg://user@host/name``.
    key : Path, optional
        File of the audit's key; beside an SQLite file if not given.

    Returns
    -------
    Engine
        To be disposed of by the caller.

    Raises
    ------
    RecordsError
        If the database is damaged, is of another kind, was made by a newer program, is a gradebook, or cannot be reached.
    """
    engine = connect(url, _WORDS)
    database = engine.url.database
    file = Path(database) if database and engine.dialect.name == "sqlite" else None
    place_of_key = key or (file and file.with_name(KEY_FILE))
    try:
        with translated(_WORDS):
            if file is not None:
                _make_folder(file.parent)
                check_file(engine, _WORDS)
            _bring_up_to_date(engine)
            if file is not None:
                log_ahead(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine.execution_options(**{chain.KEY: place_of_key and str(place_of_key)})


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _WORDS.say(labels.unusable(error)) from error


def _bring_up_to_date(engine: Engine) -> None:
    with engine.connect() as connection:
        if _version(engine, connection) == REVISIONS[-1]:
            return
    with transaction(engine) as connection:
        wait_turn(connection, _LOCK)
        if _version(engine, connection) != REVISIONS[-1]:  # nobody else was quicker
            _migrate(connection)


def _version(engine: Engine, connection: Connection) -> str | None:
    there = set(inspect(connection).get_table_names())
    if VERSIONS not in there:
        if _NBGRADER in there:
            raise _WORDS.say(labels.gradebook(place(engine.url)))
        return None
    version: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSIONS}"))  # noqa: S608  # a constant
    if version is not None and version not in REVISIONS:
        raise _WORDS.say(labels.too_new(place(engine.url)))
    return version


def _migrate(connection: Connection) -> None:
    # Alembic takes a fifth of a second to import, and is seldom needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection, "versions": VERSIONS})
    # A percent sign in a path would begin a reference in a setting.
    config.set_main_option("script_location", str(_migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")


def _migrations() -> Path:
    return Path(__file__).with_name("migrations")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write to the records, alone, and say in plain words when that is not possible.

    Parameters
    ----------
    engine : Engine
        The records.

    Yields
    ------
    Connection
        Inside the block nobody else writes.

    Raises
    ------
    RecordsError
        What the database said.
    """
    with translated(_WORDS), transaction(engine) as connection:
        wait_turn(connection, _LOCK)
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read from the records, and say in plain words when that is not possible.

    Parameters
    ----------
    engine : Engine
        The records.

    Yields
    ------
    Connection
        For queries only.

    Raises
    ------
    RecordsError
        What the database said.
    """
    with translated(_WORDS), engine.connect() as connection:
        yield connection
