"""Pages for HR: offline HTML from plotly figures and templates."""

from grader.dashboard.write import write_pages

__all__ = ["write_pages"]
