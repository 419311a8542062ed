"""`kakehashi export …` and `kakehashi import …`: what they print, write and leave alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

CONTEXT = Path(__file__).parents[2] / "skills_standard" / "context.jsonld"
TABLE = "スキルID,スキル名,スキル名（英語）\nSEC-LOG,ログ分析,Log analysis\nbad,名,Name\n"


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("csv", {"skills.csv", "levels.csv", "roles.csv", "placements.csv", "README.txt"}),
        ("moodle", {"moodle_framework.csv", "moodle_plans.csv"}),
        ("case", {"case.ja.json", "case.en.json"}),
        ("jsonld", {"standard.jsonld"}),
    ],
)
def test_export_writes_its_files(run, minimal, tmp_path, command, names):
    """Into the folder asked for; a second run writes the same bytes."""
    shutil.copy(CONTEXT, minimal.standard)
    first, second = tmp_path / "a", tmp_path / "b"

    assert [0, 0] == [run("export", command, "--to", to).exit_code for to in (first, second)]
    assert names == {path.name for path in first.iterdir()}
    assert [p.read_bytes() for p in sorted(first.iterdir())] == [
        p.read_bytes() for p in sorted(second.iterdir())
    ]


def test_export_goes_to_the_build_folder(run, minimal):
    """Unless told otherwise, beside everything else that the program makes."""
    run("--lang", "en", "export", "csv")
    head = (minimal.build / "exports" / "skills.csv").read_text(encoding="utf-8-sig")

    assert head.startswith("id,domain,")


def test_export_without_context_is_told(run):
    """One sentence and exit 1."""
    result = run("export", "jsonld")

    assert 1 == result.exit_code
    assert "context.jsonld" in result.stderr


@pytest.fixture
def table(tmp_path):
    """A table with one good row and one bad one."""
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return path


def test_import_names_bad_rows_and_writes_the_others(run, table, tmp_path):
    """Exit 1 because of the bad row; the standard that was written has no error."""
    result = run("import", "csv", table, "--to", tmp_path / "new", "--today", "2026-11-26")

    assert 1 == result.exit_code
    assert "3行目・スキルID" in result.stdout
    assert "スキル 1 件" in result.stdout
    text = (tmp_path / "new" / "standard.yaml").read_text(encoding="utf-8")
    assert 'date: "2026-11-26"' in text
    assert "（誤り 0 件、注意 0 件）" in result.stdout


def test_import_dry_run_writes_nothing(run, table, tmp_path):
    """The same report, and no folder."""
    result = run("import", "csv", table, "--to", tmp_path / "new", "--dry-run")

    assert "何も書いていません" in result.stdout
    assert not (tmp_path / "new").exists()


def test_import_replaces_nothing_without_force(run, table, tmp_path):
    """A file that is there stays, and nothing else is written; --force replaces it."""
    there = tmp_path / "new" / "domains.yaml"
    there.parent.mkdir()
    there.write_text("mine", encoding="utf-8")
    refused = run("import", "csv", table, "--to", tmp_path / "new")

    assert 1 == refused.exit_code
    assert "--force" in refused.stderr
    assert [there] == [*there.parent.iterdir()]
    assert "mine" == there.read_text(encoding="utf-8")
    run("import", "csv", table, "--to", tmp_path / "new", "--force")
    assert "SEC" in there.read_text(encoding="utf-8")


def test_import_refuses_an_id_that_no_standard_may_have(run, table, tmp_path):
    """Wrong use: exit 2."""
    assert 2 == run("import", "csv", table, "--to", tmp_path / "n", "--id", "A b").exit_code


def test_import_nice(run, tmp_path):
    """Elements and relationships make a standard; exit 0."""
    data = {
        "elements": [
            {"element_type": "task", "element_identifier": "T9001", "title": "", "text": "Do it"}
        ],
        "relationships": [],
    }
    path = tmp_path / "nice.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    result = run("--lang", "en", "import", "nice", path, "--to", tmp_path / "nice")

    assert 0 == result.exit_code, result.output
    assert "1 skills, 0 roles, 0 not imported." in result.stdout
    assert "NICE-T9001" in (tmp_path / "nice" / "skills" / "tasks.yaml").read_text("utf-8")
