"""Column types that give the same values back on every database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

LENGTH = 27
"""Of a time as text."""


def stamp(when: datetime) -> str:
    """Write a time so that times sort as texts.

    Parameters
    ----------
    when : datetime
        With its time zone.

    Returns
    -------
    str
        ISO 8601 in UTC, to the microsecond; always `LENGTH` characters.

    Raises
    ------
    ValueError
        If the time has no zone: nobody can say later which one was meant.

    Examples
    --------
    >>> stamp(datetime.fromisoformat("2026-04-01T09:00+09:00"))
    '2026-04-01T00:00:00.000000Z'
    """
    if when.tzinfo is None:
        raise ValueError(when)
    return when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class UtcTime(TypeDecorator[datetime]):
    """A time with its zone, kept as text: SQLite has no type for it."""

    impl = String(LENGTH)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's
        """Write a time as `stamp` does.

        Parameters
        ----------
        value : datetime or None
            With its zone.
        dialect : Dialect
            Not looked at.

        Returns
        -------
        str or None
            What is stored.
        """
        return None if value is None else stamp(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's
        """Read a time.

        Parameters
        ----------
        value : Any
            What is stored.
        dialect : Dialect
            Not looked at.

        Returns
        -------
        datetime or None
            In UTC.
        """
        return None if value is None else datetime.fromisoformat(value)


class Texts(TypeDecorator[tuple[str, ...]]):
    """A list of texts, kept as JSON: a text may hold any separator."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002  # SQLAlchemy's
        """Write a list.

        Parameters
        ----------
        value : tuple of str or None
            The texts.
        dialect : Dialect
            Not looked at.

        Returns
        -------
        str
            What is stored.
        """
        return json.dumps(value or (), ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002  # SQLAlchemy's
        """Read a list.

        Parameters
        ----------
        value : Any
            What is stored.
        dialect : Dialect
            Not looked at.

        Returns
        -------
        tuple of str
            The texts; empty if there are none.
        """
        return tuple(json.loads(value or "[]"))
