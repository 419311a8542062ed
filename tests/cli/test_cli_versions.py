"""kakehashi standard lock, delta and migrate on the command line."""

from __future__ import annotations

import json

import pytest

from grader.schema.store import write_text

HEADER = "person_id,skill,level,standard_version"


@pytest.fixture
def released(minimal, run):
    """The minimal standard, released as 0.1.0 and as 0.2.0, in which SEC-LOG.1 means something else."""
    assert 0 == run("standard", "lock").exit_code
    skills, about = minimal.standard / "skills/security.yaml", minimal.standard / "standard.yaml"
    text = skills.read_text(encoding="utf-8")
    skills.write_text(text.replace("ログの種別を分類", "ログを消去"), encoding="utf-8")
    text = about.read_text(encoding="utf-8")
    about.write_text(text.replace('version: "0.1.0"', 'version: "0.2.0"'), encoding="utf-8")
    result = run("standard", "lock")
    assert (0, "版 0.2.0 をロックしました（前の版からの変更 1 件）。\n") == (
        result.exit_code,
        result.stdout,
    )
    return minimal


@pytest.fixture
def levels(tmp_path):
    """Level 1 is to be confirmed, level 2 can be carried."""
    path = tmp_path / "levels.csv"
    write_text(path, f"{HEADER}\ns1,SEC-LOG,1,0.1.0\ns2,SEC-LOG,2,0.1.0\n")
    return path


def test_lock_asks_for_a_reason(run):
    """--wording without --reason is wrong use."""
    assert 2 == run("standard", "lock", "--wording", "SEC-LOG.1").exit_code
    assert 2 == run("standard", "lock", "--reason", "x").exit_code


def test_lock_refuses_in_one_sentence(run, released):
    """A third meaning under the same version: exit 1, nothing written."""
    skills = released.standard / "skills/security.yaml"
    text = skills.read_text(encoding="utf-8")
    skills.write_text(text.replace("ログを消去", "ログを保存"), encoding="utf-8")
    before = (released.standard / "standard.lock.json").read_bytes()
    result = run("--lang", "en", "standard", "lock")
    assert (1, "") == (result.exit_code, result.stdout)
    assert "0.3.0 or more" in result.stderr
    assert before == (released.standard / "standard.lock.json").read_bytes()
    assert 0 == run("standard", "lock", "--again").exit_code


@pytest.mark.parametrize("target", ["0.2.0", "working"])
@pytest.mark.usefixtures("released")
def test_delta_names_role_and_lesson(run, target):
    """The changed level concerns the role that asks for level 2, and the lesson that proves level 1."""
    result = run("standard", "delta", "0.1.0", target, "--format", "json")
    (change,) = json.loads(result.stdout)["changes"]
    assert ("SEC-LOG", 1, "meaning") == (change["id"], change["level"], change["happened"])
    assert "roles/engineer" in change["users"]
    page = run("--lang", "en", "standard", "delta", "0.1.0", target).stdout
    assert "| Role engineer | SEC-LOG.1 |" in page


@pytest.mark.usefixtures("released")
def test_delta_as_csv_opens_in_excel(run, tmp_path):
    """The file begins with a BOM and has one row for the change."""
    out = tmp_path / "delta.csv"
    assert 0 == run("standard", "delta", "0.1.0", "--format", "csv", "--out", out).exit_code
    lines = out.read_bytes().decode("utf-8").splitlines()
    assert (True, 2) == (lines[0].startswith("\ufeff区分,"), len(lines))


@pytest.mark.usefixtures("released")
def test_delta_of_an_unknown_version_names_the_known_ones(run):
    """Exit 1 and one sentence."""
    result = run("standard", "delta", "7.0.0")
    assert 1 == result.exit_code
    assert "0.1.0, 0.2.0" in result.stderr


def test_without_a_release_there_is_no_delta(run):
    """The sentence says what to run first."""
    result = run("standard", "delta", "0.1.0")
    assert 1 == result.exit_code
    assert "kakehashi standard lock" in result.stderr


@pytest.mark.usefixtures("released")
def test_migrate_carries_what_it_can_and_keeps_the_rest(run, levels):
    """One row each; exit 1 because one is open; the input is as it was; again with the output: nothing to do."""
    before = levels.read_bytes()
    out = levels.with_name("new.csv")
    result = run("standard", "migrate", levels, "--from", "0.1.0", "--out", out)
    assert 1 == result.exit_code
    assert "levels.csv:2: SEC-LOG.1 の意味が 0.2.0 で変わりました" in result.stdout
    assert "  − ログの種別を分類できる\n  + ログを消去できる\n" in result.stdout
    assert f"\ufeff{HEADER}\r\ns2,SEC-LOG,2,0.2.0\r\n" == out.read_bytes().decode("utf-8")
    rest = levels.with_name("new.unresolved.csv").read_text(encoding="utf-8-sig")
    assert "s1,SEC-LOG,1,0.1.0,2," in rest
    assert before == levels.read_bytes()
    twice = levels.with_name("twice.csv")
    assert 0 == run("standard", "migrate", out, "--from", "0.1.0", "--out", twice).exit_code
    assert out.read_bytes() == twice.read_bytes()


@pytest.mark.parametrize("options", [(), ("--dry-run", "--out", "x.csv", "--unresolved", "y.csv")])
@pytest.mark.usefixtures("released")
def test_migrate_writes_nothing_unless_told(run, levels, monkeypatch, options):
    """Without --out, and with --dry-run, it only reports."""
    monkeypatch.chdir(levels.parent)
    before = sorted(levels.parent.iterdir())
    assert 1 == run("standard", "migrate", levels, "--from", "0.1.0", *options).exit_code
    assert before == sorted(levels.parent.iterdir())


@pytest.mark.usefixtures("released")
def test_migrate_never_overwrites_its_input(run, levels):
    """Input and outputs are different files."""
    for options in (("--out", levels), ("--out", "a.csv", "--unresolved", "a.csv")):
        assert 2 == run("standard", "migrate", levels, "--from", "0.1.0", *options).exit_code
