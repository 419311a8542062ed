"""Credentials that others can verify offline: Open Badges for confirmed levels."""

from __future__ import annotations

from grader.credentials.issue import Order, Outcome, issue
from grader.credentials.issuer import (
    Issuer,
    credentials_folder,
    is_encrypted,
    make_key,
    read_issuer,
    read_private_key,
)
from grader.credentials.recipients import read_identities
from grader.credentials.revoke import find_badge, revoke
from grader.credentials.verify import Check, Verdict, find_issuer, verify

__all__ = [
    "Check",
    "Issuer",
    "Order",
    "Outcome",
    "Verdict",
    "credentials_folder",
    "find_badge",
    "find_issuer",
    "is_encrypted",
    "issue",
    "make_key",
    "read_identities",
    "read_issuer",
    "read_private_key",
    "revoke",
    "verify",
]
