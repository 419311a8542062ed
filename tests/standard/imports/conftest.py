"""Where imports go, and what they are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.schema.store import write_text
from grader.standard import lint_standard, load_standard
from grader.standard.imports import standard_files

FOLDER = Path(__file__).parents[3] / "skills_standard"


@pytest.fixture
def made(tmp_path):
    """Write an import as a standard; return its findings and the standard."""

    def write(imported, name="made"):
        beside = {"scale.yaml": (FOLDER / "scale.yaml").read_text(encoding="utf-8")}
        files = standard_files(imported, date="2026-11-26", beside=beside)
        for path, text in files.items():
            write_text(tmp_path / name / path, text)
        return lint_standard(tmp_path / name), load_standard(tmp_path / name)

    return write
