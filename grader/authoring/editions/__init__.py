"""A lesson as one page that needs no notebook: to be read by anybody, or to be taught from."""

from __future__ import annotations

from grader.authoring.editions.model import KINDS, Kind, page_path
from grader.authoring.editions.write import drop_stale, write_editions, write_index

__all__ = ["KINDS", "Kind", "drop_stale", "page_path", "write_editions", "write_index"]
