"""Pages for HR: offline HTML from plotly figures and templates."""

from __future__ import annotations

from grader.dashboard.stage import run
from grader.dashboard.write import write_pages

__all__ = ["run", "write_pages"]
