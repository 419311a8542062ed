"""`kakehashi standard overlay`: what it shows, what it begins, and what it leaves alone."""

from __future__ import annotations

import json

import pytest

from grader.workspace import find_workspace

OVERLAY = """\
format_version: 1
id: aobano
municipality: {code: "990019", name: {ja: 青葉野市, en: Aobano City}}
base: {version: "0.1.0"}
roles:
  - id: engineer
    requirements:
      - {skill: SEC-LOG, weight: 4, reason: {ja: 監視のため, en: For monitoring}}
      - {skill: SEC-IAM, remove: true, reason: {ja: 委託のため}}
own_roles:
  - id: x-990019-watch
    name: {ja: 監視担当, en: Watch}
    description: {ja: 監視する, en: Watches}
    layer: general
    applies_to: [internal]
    origin: project
    verification: none
    status: draft
    since: "0.1.0"
    matches: []
    sources: []
    requirements: [{skill: SEC-LOG, level: 1, weight: 1, need: nice, applies_to: [internal]}]
"""


@pytest.fixture
def overlay(minimal):
    """Put an overlay into the workspace."""
    path = minimal.root / "overlay.yaml"
    path.write_text(OVERLAY, encoding="utf-8")
    return path


def test_without_an_overlay_it_says_how_to_begin(run):
    """The next command stands in the sentence."""
    result = run("standard", "overlay")
    assert 0 == result.exit_code
    assert "kakehashi standard overlay --new" in result.stdout


def test_table_holds_ours_yours_and_the_reason(run, overlay):
    """One row per change; columns stand at the same place although a Japanese character is twice as wide."""
    assert overlay.is_file()
    lines = run("standard", "overlay").stdout.splitlines()
    assert lines[0].startswith("青葉野市 (990019) aobano → 0.1.0+overlay.")
    assert [
        "役割      スキル            標準                  上乗せ                理由",
        "engineer  SEC-LOG ログ分析  レベル2・重み3・必須  レベル2・重み4・必須  監視のため",
        "engineer  SEC-IAM 権限設計  レベル1・重み2・重要  -                     委託のため",
        "独自の役割:",
        "  x-990019-watch 監視担当",
    ] == lines[1:]


def test_table_in_english_falls_back_to_the_japanese_reason(run, overlay):
    """A reason that was only written in Japanese is shown as it is."""
    assert overlay.is_file()
    lines = run("--lang", "en", "standard", "overlay").stdout.splitlines()
    assert lines[2].endswith("level 2, weight 4, must-have  For monitoring")
    assert lines[3].endswith("委託のため")


def test_new_begins_an_overlay_that_lint_accepts(run, minimal):
    """It is made for the code, name and version of this workspace, and changes nothing yet."""
    result = run("--lang", "en", "standard", "overlay", "--new", "990019")
    assert 0 == result.exit_code
    assert minimal.root / "overlay.yaml" == find_workspace(minimal.root).overlay
    assert 0 == run("lint").exit_code
    assert "標準のままです" in run("standard", "overlay").stdout


def test_new_never_overwrites(run, overlay):
    """An overlay that is there stays as it is; exit 1, one sentence."""
    result = run("standard", "overlay", "--new", "990019")
    assert (1, 1) == (result.exit_code, len(result.stderr.splitlines()))
    assert OVERLAY == overlay.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["990018", "99001", "青葉野市"])
def test_new_refuses_what_is_no_code(run, minimal, code):
    """A wrong check digit, five digits, a name: nothing is written."""
    assert 1 == run("standard", "overlay", "--new", code).exit_code
    assert not (minimal.root / "overlay.yaml").exists()


def test_lint_finds_mistakes_in_the_overlay(run, overlay):
    """File, line, rule and remedy, as for any other file."""
    text = OVERLAY.replace("weight: 4", "weight: 1")
    overlay.write_text(text, encoding="utf-8")
    result = run("lint")
    assert 1 == result.exit_code
    assert any(line.startswith("overlay.yaml:8: [O005]") for line in result.stdout.splitlines())


def test_own_roles_may_be_target_roles(run, overlay, tmp_path):
    """A roster that names an own role is accepted with the overlay, and warned about without it."""
    roster = tmp_path / "名簿.csv"
    roster.write_text(
        "職員番号,氏名,ふりがな,所属,職名,目標役割,言語\ns001,青木 葵,あおき あおい,市民課,主事,x-990019-watch,ja\n",
        encoding="utf-8",
    )
    with_overlay = run("roster", roster, "--dry-run").stdout
    overlay.unlink()
    without = run("roster", roster, "--dry-run").stdout
    assert "0 件の指摘" in with_overlay
    assert "1 件の指摘" in without


def test_a_preview_sees_the_overlay(run, overlay, minimal):
    """The workspace of a preview names the same overlay."""
    from grader.exchange.preview import preview  # noqa: PLC0415

    place, _ = preview(find_workspace(minimal.root), "tiny-counts", lang="ja", skill_names={})
    told = json.loads((place.root / "workspace.yaml").read_text(encoding="utf-8"))
    assert overlay.as_posix() == told["paths"]["overlay"]
    assert overlay == find_workspace(place.root).overlay
    assert 0 == run("standard", "overlay", workspace=place).exit_code
