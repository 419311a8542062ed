"""Page, workbook and command."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from grader.cli import main
from grader.errors import InputError
from grader.measurement import load_items
from grader.quality import run
from grader.quality.cases import CASES
from grader.quality.figures import FIGURES
from grader.quality.page import rendered
from grader.quality.thresholds import WEIGHTS
from grader.quality.workbook import workbook


def _rows(report, sheet):
    book = load_workbook(io.BytesIO(workbook(report)))
    head, *rows = next(s for s in book if s.title.endswith(sheet)).iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_names_the_planted_faults(big_report, faults, lang):
    """The head of the page lists the five exercises with a planted fault, and the file to mend."""
    page = rendered(big_report, lang)
    head = page[: page.index('id="sure"')]

    assert set(faults) == set(re.findall(r'<a href="#([a-z0-9-]+)">', head))
    assert "curriculum/mail/lesson.md" in head


def test_page_says_what_is_wrong(big_report):
    """Each planted fault is told in words."""
    page = rendered(big_report, "ja")

    for words in (
        "よくできる人ほど間違えています",
        "レベル2と宣言していますが",
        "「税務課」の人より難しく",
        "答えがそろいすぎています",
    ):
        assert words in page


def test_page_of_a_small_class_says_so(small_report):
    """With 12 people the page says that nothing can be judged, and how wide intervals are."""
    page = rendered(small_report, "ja")

    assert "判定できるだけの回答がある設問は、まだありません" in page
    assert "正答率50%は25%～75%" in page
    assert "見直す</span>" not in page.split('id="levels"')[0]


def test_page_names_nobody(big_report):
    """Neither page nor workbook holds a person id or a name."""
    texts = [rendered(big_report, lang) for lang in ("ja", "en")]
    book = load_workbook(io.BytesIO(workbook(big_report)))
    texts += [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]

    assert [] == [text for text in texts if re.search(r"s\d{3}\b|架空", text)]


def test_workbook_says_the_same(big_report, faults):
    """The sheet of exercises has the verdict “review” for the planted faults, with reason and remedy."""
    rows = _rows(big_report, "items")
    review = [row for row in rows if row["判定 / verdict"] == "見直す / review"]

    assert set(faults) == {row["設問 / exercise"] for row in review}
    assert all(row["すること"] and row["what to do"] for row in review)
    assert [("queue-q3", "queue-q8")] == [
        (row[0], row[1])
        for row in next(
            s for s in load_workbook(io.BytesIO(workbook(big_report))) if s.title.endswith("pairs")
        ).iter_rows(min_row=2, values_only=True)
    ]


def test_no_cell_is_a_formula(big_report):
    """A group called like a formula is text in the workbook and escaped on the page."""
    for name in ("=1+1", "<script>"):
        rows = [replace(row, focal=name) for row in big_report.groupings[0].rows]
        report = replace(
            big_report, groupings=(replace(big_report.groupings[0], rows=tuple(rows)),)
        )
        book = load_workbook(io.BytesIO(workbook(report)))
        cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]

        assert [] == [cell for cell in cells if cell.data_type == "f"]
        assert "<script>" not in rendered(report, "ja")


def test_same_input_gives_same_bytes(small, tmp_path):
    """Two runs write the same files."""
    first = run(small, to=tmp_path / "1")
    second = run(small, to=tmp_path / "2")

    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_every_figure_and_case_has_words():
    """Each case has a reason and a remedy in both languages, and those of exercises a weight."""
    texts = [
        t for c in CASES.values() for t in (c.reason.ja, c.reason.en, c.remedy.ja, c.remedy.en)
    ]

    assert all(texts)
    assert set(WEIGHTS) < set(CASES)
    assert all(label.explanation.ja and label.explanation.en for label in FIGURES.values())


@pytest.mark.parametrize(
    ("formats", "names"), [("xlsx", {".xlsx"}), ("html,xlsx", {".html", ".xlsx"})]
)
def test_command_writes_what_is_asked_for(small, tmp_path, formats, names):
    """``kakehashi quality`` writes the chosen files, tells where, and exits with 0."""
    done = CliRunner().invoke(
        main,
        ["--workspace", str(small.root), "quality", "--to", str(tmp_path), "--format", formats],
    )

    assert 0 == done.exit_code
    assert names == {path.suffix for path in tmp_path.iterdir()}


def test_command_refuses_other_formats(small):
    """Another format is a wrong use."""
    done = CliRunner().invoke(main, ["--workspace", str(small.root), "quality", "--format", "pdf"])

    assert 2 == done.exit_code


def test_unknown_lesson_is_told(small):
    """A lesson without exercises is an error that lists those there are."""
    with pytest.raises(InputError) as told:
        run(small, lesson="nothing")

    assert "mail" in told.value.en


def test_course_without_results_is_told(tmp_path, small):
    """Without any result the command says what to run first."""
    with pytest.raises(InputError) as told:
        run(replace(small, records=tmp_path))

    assert "kakehashi grade" in told.value.en


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_opens_in_silence(big, browser, tmp_path, lang):
    """The page asks nothing of the network and reports no error in a browser."""
    run(big, to=tmp_path, formats=("html",))
    visit = browser.visit(tmp_path / f"quality-{lang}.html")

    assert [] == visit.console
    assert [] == visit.requests


def test_one_person_with_one_lesson_is_enough_for_a_page(small, result_of, save, tmp_path):
    """The first submission of a course already gives a report, which judges nothing."""
    alone = replace(small, records=tmp_path / "records")
    items = [item for item in load_items(small.build / "items.json") if item.lesson == "mail"]
    save(alone, result_of("s000", "mail", items, [0] * len(items)))
    page, *_ = run(alone)

    assert "判定できるだけの回答がある設問は、まだありません" in page.read_text(encoding="utf-8")
