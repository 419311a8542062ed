"""Versions of the standard: releases, the lock, tombstones, deltas, and moving recorded levels along."""

from __future__ import annotations
