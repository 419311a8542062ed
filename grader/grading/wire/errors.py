"""What cannot travel, and what must not be read."""

from __future__ import annotations


class WireError(ValueError):
    """A value or a tree is too deep or too large, or a tree is malformed."""


class NotPlainError(Exception):
    """A part of a table has no form of its own here, so the whole table stays where it is."""
