"""Kakehashi: from a skill standard to graded notebooks, levels and role fit."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
