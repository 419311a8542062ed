"""Receive submissions: read what can be read safely, keep it under its SHA-256, write a receipt."""

from __future__ import annotations

from grader.exchange.intake.archive import read_archive
from grader.exchange.intake.names import printable, why_not
from grader.exchange.intake.read import read_folder
from grader.exchange.intake.receipt import (
    Receipt,
    ReceivedFile,
    Work,
    latest,
    receive,
    receive_all,
)
from grader.exchange.intake.store import Store
from grader.exchange.intake.take import Handed, IntakeLimits, Refusal

__all__ = [
    "Handed",
    "IntakeLimits",
    "Receipt",
    "ReceivedFile",
    "Refusal",
    "Store",
    "Work",
    "latest",
    "printable",
    "read_archive",
    "read_folder",
    "receive",
    "receive_all",
    "why_not",
]
