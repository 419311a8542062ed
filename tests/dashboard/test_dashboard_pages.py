"""The pages as files: well formed, in two languages, inert, the same every time."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from grader.dashboard import write_pages
from grader.dashboard.read import page_name
from grader.measurement import Policy
from grader.measurement.sentence import report_sentence

VOID = {"meta", "link", "input", "br", "img", "hr"}
EVIL = '<script>alert("x")</script>'


class Outline(HTMLParser):
    """Tags in order; fails on one that is not closed, and notes what would be fetched."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.fetched, self.ids = [], [], [], []

    def handle_starttag(self, tag, attrs):
        """Note an element and what it would fetch."""
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"]] if "id" in values else []
        self.fetched += [
            values[name] for name in ("src", "href", "action", "data") if name in values
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):  # noqa: ARG002  # the parser gives them
        """Note an element that closes itself."""
        self.tags.append(tag)

    def handle_endtag(self, tag):
        """Hold a closing tag to the one that is open."""
        assert self.open.pop() == tag


def _outline(path):
    parser = Outline()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    return parser


def _digest(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _pages(site):
    return sorted(path for path in site.rglob("*.html"))


def test_every_page_is_there(site):
    """24 people make 24 pages in each language, beside two overviews, one door and one plotly.js."""
    names = set(_digest(site))

    assert 24 == len([name for name in names if name.startswith("ja/person/")])
    assert {"index.html", "ja/index.html", "ja/people.html", "en/index.html"} <= names
    assert ["assets/plotly.min.js"] == [name for name in names if "plotly" in name]


def test_pages_are_well_formed(site):
    """Every element that is opened is closed in order, and no id stands twice."""
    for path in _pages(site):
        outline = _outline(path)
        assert [] == outline.open, path
        assert len(outline.ids) == len(set(outline.ids)), path


def test_languages_are_twins(site):
    """A page has the same elements in Japanese and in English."""
    for path in _pages(site / "ja"):
        twin = site / "en" / path.relative_to(site / "ja")
        assert _shape(path) == _shape(twin), path


def _shape(path):
    """Elements without line breaks, and without the switch, whose two links change places."""
    parser = Outline()
    parser.feed(
        re.sub(r'<nav class="languages".*?</nav>', "", path.read_text("utf-8"), flags=re.DOTALL)
    )
    return [tag for tag in parser.tags if tag != "br"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_declares_its_language(site, lang):
    """Screen readers are told the language of the page."""
    for path in _pages(site / lang):
        assert f'<html lang="{lang}">' in path.read_text(encoding="utf-8")


def test_links_lead_to_files(site):
    """Whatever a page fetches or links to stands in the folder."""
    for path in _pages(site):
        for target in _outline(path).fetched:
            place = target.split("#")[0]
            assert target == "data:," or (path.parent / place).exists(), (path, target)


def test_nothing_names_another_host(site):
    """No page, style or script of ours holds an address of the network."""
    for path in [*_pages(site), site / "assets" / "style.css", site / "assets" / "dashboard.js"]:
        text = path.read_text(encoding="utf-8")
        assert [] == re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]+|@import|@font-face", text), path


def test_policy_allows_no_inline_script(site):
    """Every page forbids inline script and every connection, so that a slip in escaping stays inert."""
    for path in _pages(site):
        (policy,) = re.findall(
            r'Content-Security-Policy" content="([^"]*)"', path.read_text("utf-8")
        )
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy.split("script-src")[-1].split(";")[0]
        assert "connect-src" not in policy


def test_second_run_gives_the_same_bytes(site, office, tmp_path):
    """The same input gives the same files, byte for byte."""
    write_pages(**office(), out=tmp_path, as_of="2026-04-01")

    assert _digest(site) == _digest(tmp_path)


def test_names_are_inert(office, tmp_path):
    """A tag in the roster is shown as text, in the page and in the data of the charts."""
    data = office()
    data["roster"][2] = replace(data["roster"][2], name=EVIL, department=EVIL, post=EVIL, kana=EVIL)
    write_pages(**data, out=tmp_path)
    for path in _pages(tmp_path):
        text = path.read_text(encoding="utf-8")
        assert "<script>" not in text, path
        assert 'alert("x")' not in text, path
    assert "&lt;script&gt;alert(" in (tmp_path / "ja" / "people.html").read_text(encoding="utf-8")


def test_charts_get_inert_names(office, tmp_path):
    """Plotly reads tags in labels, so names reach it with entities."""
    data = office()
    data["roster"][2] = replace(data["roster"][2], name="<b>x</b>")
    write_pages(**data, out=tmp_path)
    figure = _figures(tmp_path / "ja" / "people.html")["plot-people"]

    assert "&lt;b&gt;x&lt;/b&gt;　s003" in figure["layout"]["yaxis"]["ticktext"]


@pytest.mark.parametrize("key", ["../s001", "a/b", "con", "", "x" * 200, "職員一"])
def test_staff_number_never_becomes_a_path(key):
    """A number that is no plain word gets a file name made from its hash."""
    assert re.fullmatch(r"x-[0-9a-f]{16}\.html", page_name(key, set()))


def test_numbers_alike_but_for_case_get_two_files():
    """Windows takes S001 and s001 for one file."""
    taken = set()

    assert page_name("s001", taken).lower() != page_name("S001", taken).lower()


def test_page_of_a_leaver_is_deleted(office, tmp_path):
    """Who has left the roster must not stay visible in an old page; other files stay."""
    data = office()
    write_pages(**data, out=tmp_path)
    note = tmp_path / "ja" / "person" / "note.txt"
    note.write_text("mine", encoding="utf-8")
    data["roster"] = data["roster"][1:]
    write_pages(**data, out=tmp_path)

    assert not (tmp_path / "ja" / "person" / "s001.html").exists()
    assert (tmp_path / "en" / "person" / "s002.html").exists()
    assert note.exists()


def test_people_outside_the_roster_are_counted_not_shown(office, tmp_path):
    """Estimates of somebody whom the roster does not know are told as a number."""
    data = office()
    data["roster"] = data["roster"][1:]
    write_pages(**data, out=tmp_path)
    index = (tmp_path / "ja" / "index.html").read_text(encoding="utf-8")

    assert "名簿にない1人の推定値があり" in index
    assert not (tmp_path / "ja" / "person" / "s001.html").exists()


def test_small_department_shows_no_value(site):
    """The department of two shows words instead of shares, in the table and in the chart."""
    page = (site / "ja" / "index.html").read_text(encoding="utf-8")
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.findall(r"<td>([^<]*)</td>", line) for line in table.splitlines() if "<td>" in line]

    assert 8 == len(rows)
    assert {"5人未満", "証拠なし"} >= {row[4] for row in rows}


def test_no_small_number_of_people_is_printed(site):
    """No cell of the overview gives a number of people between one and four."""
    for lang in ("ja", "en"):
        for figure in _figures(site / lang / "index.html").values():
            assert [] == re.findall(r"n=[1-4]\b", json.dumps(figure))
        assert [] == re.findall(r"n=[1-4]\b", (site / lang / "index.html").read_text("utf-8"))


def test_person_without_evidence_has_no_level(site):
    """Somebody without graded work is shown without any level, never as level 0."""
    page = (site / "ja" / "person" / "s024.html").read_text(encoding="utf-8")

    assert '<span class="verdict v-no_evidence">証拠なし</span>' in page
    assert '<b class="level">' not in page


def test_person_page_says_the_sentence(site, office):
    """Each skill with evidence says the sentence of the measurement stage, in both languages."""
    data = office()
    policy = Policy(**data["estimates"]["policy"])
    (person,) = (row for row in data["fit"]["persons"] if row["person"] == "s001")
    (role,) = (p.target_role for p in data["roster"] if p.person == "s001")
    parts = next(row["parts"] for row in person["roles"] if row["role"] == role)
    required = {part["skill"]: part["required"] for part in parts}
    (skills,) = (row["skills"] for row in data["estimates"]["persons"] if row["person"] == "s001")
    for skill in skills:
        said = report_sentence(skill, policy=policy, required=required.get(skill["skill"]))
        for lang in ("ja", "en"):
            page = (site / lang / "person" / "s001.html").read_text(encoding="utf-8")
            assert f"<p>{said.get(lang)}</p>" in page


def test_levels_of_the_table_are_those_of_the_sentence(site, office):
    """Level and interval in the table of a person's page are the numbers of the sentence; thin evidence has no level."""
    data = office()
    for person in data["estimates"]["persons"]:
        page = (site / "ja" / "person" / f"{person['person']}.html").read_text(encoding="utf-8")
        (table,) = re.findall(r'<table class="figures side">.*?</table>', page, re.DOTALL)
        said = re.findall(r"<p>レベル(\d)（90％区間 ([\d〜]+)）", page)
        shown = re.findall(r'<b class="level">(\d)</b>\*?<small>90％区間 ([\d–]+)<', table)
        thin = sum(
            not {"few_items", "few_notebooks"}.isdisjoint(s["provisional_reasons"])
            for s in person["skills"]
        )

        assert sorted((a, b.replace("〜", "–")) for a, b in said) == sorted(shown)
        assert (thin, len(person["skills"])) == (
            table.count('測定したレベル">証拠不足'),
            thin + len(shown),
        )


def test_evidence_goes_down_to_the_exercise(site, office):
    """Every graded exercise of a person stands on the person's page."""
    data = office()
    for person in data["estimates"]["persons"]:
        page = (site / "ja" / "person" / f"{person['person']}.html").read_text(encoding="utf-8")
        wanted = [row["exercise"] for skill in person["skills"] for row in skill["evidence"]]
        assert [] == [key for key in wanted if f"<small>{key}</small>" not in page]


def test_date_is_printed_only_if_given(site, office, tmp_path):
    """No clock is read: the date of the pages is the one that was given."""
    write_pages(**office(), out=tmp_path)

    assert "2026-04-01 現在" in (site / "ja" / "index.html").read_text(encoding="utf-8")
    assert "現在</p>" not in (tmp_path / "ja" / "index.html").read_text(encoding="utf-8")


def test_empty_office_gets_pages(office, tmp_path):
    """Before the first course there are pages that say so."""
    data = office()
    data["estimates"] = {**data["estimates"], "persons": []}
    data["fit"] = {**data["fit"], "persons": []}
    write_pages(**data, out=tmp_path)

    assert "採点結果がまだありません" in (tmp_path / "ja" / "index.html").read_text("utf-8")


def test_large_office_gets_charts_of_sixty(office, tmp_path):
    """Above sixty people the chart waits for a department, and no chart holds more than sixty rows."""
    data = office()
    first = data["roster"][0]
    data["roster"] = [replace(first, person=f"p{i:03d}", name=f"人{i}") for i in range(130)]
    write_pages(**data, out=tmp_path)
    page = tmp_path / "ja" / "people.html"
    figures = _figures(page)

    assert {} == figures
    data["roster"] += office()["roster"]
    write_pages(**data, out=tmp_path)
    sizes = [len(f["layout"]["yaxis"]["ticktext"]) for f in _figures(page).values()]
    assert [60, 60, 16, 6, 5, 5, 2] == sizes
    assert "所属を選ぶと図を表示します" in page.read_text(encoding="utf-8")


def _figures(path):
    found = re.findall(
        r'<script type="application/json" data-figure="([^"]+)">(.*?)</script>',
        path.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    return {key: json.loads(text) for key, text in found}


def test_results_without_isolation_are_told_apart(office, tmp_path):
    """The overview counts results graded without isolation, and the person's page marks their rows; others have none."""
    data = office()
    person, other = data["estimates"]["persons"][:2]
    rows = [row for skill in person["skills"] for row in skill["evidence"]]
    for row in rows:
        row["isolation"] = "none"
    for skill in other["skills"]:
        for row in skill["evidence"]:
            row["isolation"] = "landlock"
    write_pages(**data, out=tmp_path)

    index = (tmp_path / "en" / "index.html").read_text(encoding="utf-8")
    assert f"Levels include {len({row['lesson'] for row in rows})} results graded without" in index
    pages = [tmp_path / "ja" / "person" / f"{one['person']}.html" for one in (person, other)]
    marks = [page.read_text(encoding="utf-8").count("<small>未隔離</small>") for page in pages]
    assert [len(rows), 0] == marks
