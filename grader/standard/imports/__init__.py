"""Make a standard of what others publish or keep in a table, as a draft and without adding to it."""

from __future__ import annotations

from grader.standard.imports.draft import Imported, Problem, standard_files
from grader.standard.imports.nice import read_nice
from grader.standard.imports.sheet import read_sheet

__all__ = ["Imported", "Problem", "read_nice", "read_sheet", "standard_files"]
