"""What can be read from the text of a code cell: the names that it binds, looks up and leaves behind."""

from __future__ import annotations

from grader.cells.reading import without_harmless_magics
from grader.cells.surface import WRONG, answer_surface, exports, loaded_names

__all__ = ["WRONG", "answer_surface", "exports", "loaded_names", "without_harmless_magics"]
