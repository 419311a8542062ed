"""What a result says about the standard: the same whether all of it is read or only its version."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import StandardError
from grader.standard import load_stamp, load_standard, overlay_template, standard_stamp
from grader.text import Text

STANDARD = Path(__file__).parents[2] / "tests" / "workspaces" / "minimal" / "skills_standard"


def test_without_an_overlay_the_version_alone_is_read():
    """The quick way gives what reading the whole standard gives."""
    assert standard_stamp(load_standard(STANDARD)) == load_stamp(STANDARD)


def test_with_an_overlay_both_are_read(tmp_path):
    """An overlay is part of the stamp, by its content."""
    overlay = tmp_path / "overlay.yaml"
    version = load_standard(STANDARD).version
    overlay.write_text(overlay_template("990019", Text("市", "City"), version), encoding="utf-8")
    stamp = load_stamp(STANDARD, overlay)
    assert standard_stamp(load_standard(STANDARD, overlay)) == stamp
    assert stamp["overlay_sha256"]


@pytest.mark.parametrize("text", [None, "version: [", "id: x\n"])
def test_a_standard_without_a_version_is_said(tmp_path, text):
    """A standard that names no version is read in full, which says what is wrong."""
    folder = tmp_path / "skills_standard"
    folder.mkdir()
    if text is not None:
        (folder / "standard.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StandardError):
        load_stamp(folder)
