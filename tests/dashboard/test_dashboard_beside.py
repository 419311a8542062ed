"""Other evidence on a person's page: in its own columns, with its dates, never in a number."""

from __future__ import annotations

import re
from datetime import date

import pytest

from grader.dashboard import write_pages
from grader.dashboard.beside import beside_levels
from grader.records.other_evidence import OtherEvidence


def _page(site, person, lang="ja"):
    return (site / lang / "person" / f"{person}.html").read_text(encoding="utf-8")


def _row(page, skill="利用者理解"):
    """Text of the row of a skill in the table of measured levels and other evidence, cell by cell."""
    (table,) = re.findall(r'<table class="figures side">.*?</table>', page, re.DOTALL)
    (row,) = (
        row for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL) if f'row">{skill}<' in row
    )
    cells = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
    bare = [re.sub(r"<[^>]+>", " ", re.sub("</?time>", "", cell)) for cell in cells]
    return [" ".join(cell.split()) for cell in bare]


def test_each_kind_has_its_column(site):
    """Registration with its end, two raters within a level, and a document: three columns, in this order."""
    exam, raters, records = _row(_page(site, "s001"))[-3:]

    assert exam == (
        "情報処理安全確保支援士試験 登録（2023-04-02）、有効期限 2026-04-30 90日以内に期限"
    )
    assert raters.startswith("レベル3–4（評価者2人）")
    assert records.startswith("成果物：手引き")


def test_raters_apart_are_told_not_averaged(site):
    """Levels 1 and 3 are told as a disagreement; the 2 between them stands nowhere in the cell."""
    raters = _row(_page(site, "s002"))[-2]

    assert raters.startswith("評価が割れています（レベル1から3、評価者2人）")
    assert "レベル2" not in raters


def test_one_rater_is_told(site):
    """One supervisor's word is called that, in both languages."""
    assert _row(_page(site, "s003"))[-2].startswith("レベル2（評価者は一人だけ）")
    assert "Level 2 (one rater only)" in _page(site, "s003", "en")


def test_evidence_of_no_one_skill_stands_below(site):
    """An old registration that names no skill is listed apart, as expired."""
    (line,) = re.findall(r'<p class="general">.*?</p>', _page(site, "s001"), re.DOTALL)

    assert "2023-04-01" in line
    assert "期限切れ" in line


def test_requirement_for_people_shows_what_they_said(office, tmp_path):
    """Level 4 keeps its decision by notebooks; its row bears the evidence with its dates beside it."""
    data = office()
    data["roster"][0] = data["roster"][0].__class__(
        **{
            name: getattr(data["roster"][0], name)
            for name in ("person", "name", "kana", "department", "post", "lang")
        },
        target_role="service-designer",
    )
    write_pages(**data, out=tmp_path, as_of="2026-04-01")
    (person,) = (row for row in data["fit"]["persons"] if row["person"] == "s001")
    (role,) = (row for row in person["roles"] if row["role"] == "service-designer")
    (part,) = (row for row in role["parts"] if row["skill"] == "SVC-USER")
    (table, *_) = re.findall(
        r'<table class="figures parts">.*?</table>', _page(tmp_path, "s001"), re.DOTALL
    )
    (row,) = (r for r in re.findall(r"<tr>.*?</tr>", table, re.DOTALL) if "利用者理解" in r)

    assert "human" == part["needs"]
    assert f'class="verdict v-{part["decision"]}"' in row
    assert "有効期限 <time>2026-04-30</time>" in row
    assert "レベル3–4（評価者2人）" in row


def test_other_evidence_changes_no_number(office, tmp_path):
    """Without it the pages have the same levels, charts and decisions: only its own cells are empty."""
    data = office()
    write_pages(**data, out=tmp_path / "with", as_of="2026-04-01")
    write_pages(**{**data, "evidence": []}, out=tmp_path / "without", as_of="2026-04-01")
    pieces = re.compile(r'<(span|b) class="(piece|panel-of).*?</\1>|<p class="general">.*?</p>', re.DOTALL)  # fmt: skip

    for name in ("index.html", "people.html"):
        assert (tmp_path / "with/ja" / name).read_bytes() == (
            tmp_path / "without/ja" / name
        ).read_bytes()
    bare = [
        "".join(pieces.sub("", re.sub(r"<b class=\"standing.*?</b>", "", _page(tmp_path / kind, "s002"))).split())
        for kind in ("with", "without")
    ]  # fmt: skip
    assert bare[0] == bare[1]


@pytest.mark.parametrize("day", [None, date(2026, 4, 1)])
def test_nothing_expires_without_a_day(office, day):
    """Pages without a date say of nothing that it has expired, and count every rater."""
    data = office()
    rows = [
        OtherEvidence(
            "s001",
            "observation",
            ("SVC-USER",),
            2,
            "",
            date(2020, 1, 1),
            date(2021, 1, 1),
            "s010",
            "見た",
        )
    ]
    found = beside_levels(rows, data["standard"], data["roster"], day)["s001"]["SVC-USER"]

    assert [None if day is None else "expired"] == [piece.state for piece in found.observations]
    assert (day is None) == (found.panel is not None)
