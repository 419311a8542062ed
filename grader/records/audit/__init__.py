"""The audit: who read or changed what about whom, and what for. One can append to it, and prove that nobody did else."""

from __future__ import annotations

from grader.records.audit.anchors import anchor, anchor_text, read_anchor
from grader.records.audit.chain import append, entries, next_time, plain, verify
from grader.records.audit.model import Anchor, Entry, Verdict

__all__ = [
    "Anchor",
    "Entry",
    "Verdict",
    "anchor",
    "anchor_text",
    "append",
    "entries",
    "next_time",
    "plain",
    "read_anchor",
    "verify",
]
