"""The commands of the worksheet: nothing is overwritten, nothing is claimed without being asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.standard import load_standard

OURS = Path(__file__).parents[2] / "skills_standard"
SHEET = "skills_standard/worksheets/mic-2022.csv"


@pytest.fixture
def call(minimal):
    """Call ``kakehashi standard worksheet …`` on a copy of the repository's standard."""
    shutil.rmtree(minimal.standard)
    shutil.copytree(OURS, minimal.standard)

    def called(*args, typed=None):
        options = ["--workspace", str(minimal.root), "standard", "worksheet"]
        return CliRunner().invoke(main, [*options, *map(str, args)], input=typed)

    return called


@pytest.fixture
def filled(minimal, call):
    """The exported worksheet with one row filled and one row begun."""
    path = minimal.root / "filled.csv"
    call("export", path)
    text = path.read_text(encoding="utf-8-sig")
    known = "engineer,テクニカルスキル,RPA、ローコード等に関する知見,名称だけが挙がっている,"
    assert known in text
    text = text.replace(known + ",,,,,", known + "架空の文言,必須,7,試験係,2022-12-01,")
    text = text.replace("engineer,経験,,,,,,,,", "engineer,経験,架空の経験,,,必須,,,,", 1)
    path.write_text(text, encoding="cp932", newline="")
    return path


def files_of(folder):
    """All files of a folder with their bytes."""
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_export_overwrites_only_when_forced(minimal, call):
    """A worksheet that somebody may be filling is not replaced by accident."""
    path = minimal.root / SHEET
    path.write_text("someone's work\n", encoding="utf-8")
    assert 1 == call("export").exit_code
    assert "someone's work\n" == path.read_text(encoding="utf-8")
    assert 0 == call("export", "--force").exit_code
    assert (OURS.parent / SHEET).read_bytes() == path.read_bytes()


def test_dry_run_shows_the_changes_and_makes_none(minimal, call, filled):
    """A dry run prints a diff, tells the refused row, and writes nothing."""
    before = files_of(minimal.root)
    told = call("import", filled, "--dry-run")
    assert before == files_of(minimal.root)
    assert 1 == told.exit_code  # one row was refused
    assert '+    verified_by: "試験係"' in told.output
    assert "+    access: read" in told.output
    assert "の page: 空です。" in told.output


def test_import_asks_whether_the_document_was_held(minimal, call, filled):
    """Without a yes nothing is written; with one the sound row is taken and the other is told."""
    before = files_of(minimal.root)
    assert 1 == call("import", filled, typed="n\n").exit_code
    assert before == files_of(minimal.root)
    told = call("import", filled, typed="y\n")
    assert 1 == told.exit_code
    assert "1 行を読み、1 行を除きました。" in told.output
    assert 1 == len(load_standard(minimal.standard).personas["mic-2022:engineer"].cells)


def test_second_import_asks_nothing(call, filled):
    """What stands there already is not asked again and not written again."""
    call("import", filled, "--yes")
    assert "変更は 0 ファイルです。" in call("import", filled).output


@pytest.mark.parametrize("command", ["export", "import"])
def test_help_shows_an_example(call, command):
    """Each help ends with a line to type."""
    told = call(command, "--help").output
    assert f"kakehashi standard worksheet {command}" in told.split("例 / examples")[1]
