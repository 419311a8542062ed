"""What the tests of authoring share: the tiny lesson, whole or with one change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.workspace import Workspace


@pytest.fixture
def lesson_file(minimal: Workspace) -> Path:
    """The tiny lesson of a fresh workspace."""
    return minimal.curriculum / "tiny-counts" / "lesson.md"


@pytest.fixture
def change(lesson_file: Path) -> Callable[..., Path]:
    """Replace text in the tiny lesson; the text must be there."""

    def changed(old: str, new: str, *, count: int = 1) -> Path:
        text = lesson_file.read_text(encoding="utf-8")
        assert old in text
        lesson_file.write_text(text.replace(old, new, count), encoding="utf-8")
        return lesson_file.parent

    return changed


@pytest.fixture
def rules_of() -> Callable[[Any], list[tuple[str, int]]]:
    """Shorten findings to rule and line."""
    return lambda findings: [(f.rule.id, f.line) for f in findings]
