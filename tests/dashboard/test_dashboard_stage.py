"""From the files of a workspace to its pages."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import pytest

from grader.dashboard import run
from grader.errors import InputError, RecordsError
from grader.measurement import Policy
from grader.placement import run as place
from grader.records.access_log import Access
from grader.records.roster import Person, write_roster
from grader.schema.store import read_json, write_json
from grader.standard import load_standard, overlay_template
from grader.text import Text
from grader.workspace import find_workspace

MINIMAL = Path(__file__).parents[1] / "workspaces" / "minimal"
ACCESS = Access("jinji", datetime.fromisoformat("2026-04-01T09:00:00+09:00"), "研修計画<b>")


def show(workspace, **options):
    """Write the pages, for the purpose of these tests."""
    return run(workspace, **{"access": ACCESS, **options})


@pytest.fixture
def workspace(tmp_path):
    """The minimal workspace with one measured person and one unmeasured."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    found = find_workspace(tmp_path)
    skill = next(iter(load_standard(found.standard).skills))
    item = {
        "id": "tiny-1-q1",
        "lesson": "tiny-counts",
        "skill": skill,
        "level": 1,
        "categories": 2,
        "points": 2.0,
        "minutes": 5,
        "title": {"ja": "数える", "en": "Count"},
        "type": "VALUES",
    }
    evidence = {
        "lesson": "tiny-counts",
        "exercise": "tiny-1-q1",
        "category": 1,
        "max_category": 1,
        "points": 2.0,
        "max_points": 2.0,
        "state": "right",
        "misconceptions": [],
    }
    estimate = {
        "skill": skill,
        "n_items": 1,
        "n_notebooks": 1,
        "eap": 2.1,
        "sd": 0.9,
        "interval": [0.6, 3.6],
        "p_at_least": [0.89, 0.55, 0.15, 0.02],
        "level": 2,
        "confirmed_level": 0,
        "provisional": True,
        "evidence": [evidence],
    }
    found.build.mkdir()
    write_json(found.build / "items.json", {"format_version": 1, "items": [item]}, "items")
    estimates = {
        "format_version": 1,
        "policy": asdict(Policy()),
        "bank": [item],
        "persons": [{"person": "s001", "skills": [estimate]}],
        "problems": [],
    }
    found.records.mkdir()
    write_json(found.records / "estimates.json", estimates, "estimates")
    place(found)
    people = [
        Person("s001", "青木　葵", "あおき　あおい", "市民課", "主事", "engineer", "ja"),
        Person("s002", "石田　健", "いしだ　けん", "市民課", "主事", "engineer", "ja"),
    ]
    write_roster(found.records / "roster.csv", people)
    return found


def test_workspace_gets_its_pages(workspace):
    """The files of the earlier stages become pages under the workspace's own name."""
    index = show(workspace)

    assert workspace.records / "dashboard" / "index.html" == index
    page = (index.parent / "ja" / "person" / "s001.html").read_text(encoding="utf-8")
    assert workspace.name.ja in page
    assert "<small>tiny-1-q1</small>" in page


def test_each_run_is_logged_with_the_people_and_pages_shown(workspace, audited):
    """Purpose, everybody shown and the SHA-256 of each page stand in the audit; the same on every page, and no tag of it."""
    folder = show(workspace).parent
    (entry,) = audited(workspace.records)
    pages = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.html")}

    assert ("dashboard", ACCESS.purpose, ("s001", "s002")) == (
        entry.what,
        entry.purpose,
        entry.subjects,
    )
    assert {name: hashlib.sha256(page).hexdigest() for name, page in pages.items()} == entry.files
    del pages["index.html"]  # leads to the languages, and shows nobody
    ja = "出力者：jinji　出力日時：令和8年4月1日 09:00 (UTC+0900)　目的：研修計画&lt;b&gt;</p>"
    en = "exported by jinji on 2026-04-01 09:00 (UTC+0900) for: 研修計画&lt;b&gt;</p>"
    assert [] == [
        name
        for name, page in pages.items()
        if (ja if name[:2] == "ja" else en).encode() not in page
    ]


def test_without_an_entry_no_page_is_written(workspace, monkeypatch):
    """A blank purpose, and an audit that cannot be written, stop before anything of anybody is shown."""
    monkeypatch.setenv("KAKEHASHI_AUDIT_KEY", "short")
    with pytest.raises(InputError, match="目的が空です"):
        show(workspace, access=replace(ACCESS, purpose=" "))
    with pytest.raises(RecordsError):
        show(workspace)

    assert not workspace.dashboard.exists()


def test_progress_ends_with_every_page_written(workspace):
    """It counts up by one to the number of pages: two a person, four for all, one to choose the language."""
    told = []
    folder = show(workspace, progress=lambda done, total: told.append((done, total))).parent

    pages = len(list(folder.rglob("*.html")))
    assert [(done, pages) for done in range(1, pages + 1)] == told


def test_unmeasured_person_is_held_against_the_roles(workspace):
    """Somebody without results sees what the target role asks for, all without evidence."""
    page = show(workspace).parent / "en" / "person" / "s002.html"

    assert "No evidence" in page.read_text(encoding="utf-8")
    assert "Next steps" in page.read_text(encoding="utf-8")


def test_fit_and_growth_of_placements_stand_side_by_side(workspace):
    """Half of what a place asks for is there: 50 % fit, 100 % growth; of somebody unmeasured nothing is said but that."""
    path = workspace.records / "fit.json"
    data = read_json(path, "fit")
    half = dict.fromkeys(("low", "expected", "high"), 0.5)
    unknown = {"low": 0.0, "expected": None, "high": 1.0}
    nothing = dict.fromkeys(("low", "expected", "high"))
    data["persons"][0]["placements"] = [
        {"placement": "away", "fit": half, "growth": unknown},
        {"placement": "side", "fit": nothing, "growth": half},
    ]
    write_json(path, data, "fit")
    page = (show(workspace).parent / "en" / "person" / "s001.html").read_text(encoding="utf-8")

    rows = [
        "away</th><td>50–50 % (50 % over what was measured)</td><td>0–100 %, not measured yet</td>",
        "side</th><td>–</td><td>50–50 % (50 % over what was measured)</td>",
    ]
    assert all(row in page for row in rows)


def test_missing_roster_is_told(workspace):
    """Without a roster there is an error that says what to put where."""
    (workspace.records / "roster.csv").unlink()

    with pytest.raises(InputError) as caught:
        show(workspace)
    assert "roster.csv" in caught.value.ja


def test_bad_roster_row_is_shown_first(workspace):
    """A person whom a bad row left out is not lost in silence."""
    path = workspace.records / "roster.csv"
    text = path.read_text(encoding="utf-8-sig").replace("s002", "s 002")
    path.write_text(text, encoding="utf-8-sig")
    index = show(workspace).parent / "ja" / "index.html"

    assert "roster.csv:3" in index.read_text(encoding="utf-8")


def test_other_evidence_is_read_from_its_file(workspace):
    """A good row stands on the person's page with what it amounts to that day; a bad one is told on the overview."""
    skill = next(s.id for s in load_standard(workspace.standard).skills.values() if s.levels)
    rows = (
        "職員番号,種類,スキル,レベル,名称,日付,有効期限,評価者,根拠",
        f"s001,成果物,{skill},,窓口の手引き,R7.4.1,R8.3.31,,棚3",
        f"s001,評価,{skill},1,,2026-04-01,,本人,見た",
    )
    (workspace.records / "evidence.csv").write_text("\r\n".join(rows), encoding="utf-8")
    folder = show(workspace, as_of="2026-04-01").parent
    page = (folder / "ja" / "person" / "s001.html").read_text(encoding="utf-8")

    assert "成果物：窓口の手引き（<time>2025-04-01</time>）" in page
    assert "期限切れ" in page
    assert "evidence.csv:3: [R018]" in (folder / "ja" / "index.html").read_text(encoding="utf-8")


def test_pages_name_the_overlay(workspace):
    """Footer: the municipality's name and the hash, which is also that of the version; without an overlay nothing."""
    index = show(workspace).parent / "ja" / "index.html"
    assert "上乗せ" not in index.read_text(encoding="utf-8")

    found = overlaid(workspace)
    place(found)
    show(found)
    sha256 = read_json(found.records / "fit.json", "fit")["overlay"]["sha256"]
    page = index.read_text(encoding="utf-8")
    assert f"上乗せ：青葉野市（SHA-256 {sha256[:12]}…）" in page
    assert f"スキル標準 0.1.0+overlay.{sha256[:12]} 版" in page
    assert "別の版のスキル標準" not in page


def test_fits_under_another_standard_are_told(workspace):
    """An overlay that came after the fits: the pages say that fit must run again, in both languages."""
    folder = show(overlaid(workspace)).parent
    assert "別の版のスキル標準（0.1.0）" in (folder / "ja" / "index.html").read_text(
        encoding="utf-8"
    )
    assert "another skill standard (0.1.0)" in (folder / "en" / "index.html").read_text(
        encoding="utf-8"
    )


def test_overlay_that_is_gone_keeps_its_id(workspace):
    """When the overlay of the fits is no longer there, the pages show its id, and that fit must run again."""
    place(overlaid(workspace))
    page = (show(workspace).parent / "ja" / "index.html").read_text(encoding="utf-8")
    assert "上乗せ：x-990019（" in page
    assert "別の版のスキル標準" in page


def test_fits_of_an_earlier_release_can_be_shown(workspace):
    """A fit.json without `overlay` still fits the schema and becomes pages."""
    path = workspace.records / "fit.json"
    document = read_json(path, "fit")
    del document["overlay"]
    write_json(path, document, "fit")
    assert show(workspace).is_file()


def overlaid(workspace):
    """The same workspace with an overlay that changes nothing."""
    path = workspace.root / "overlay.yaml"
    text = overlay_template("990019", Text("青葉野市", "Aobano City"), "0.1.0")
    path.write_text(text, encoding="utf-8")
    return replace(workspace, overlay=path)
