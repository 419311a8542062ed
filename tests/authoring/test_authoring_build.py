"""Built notebooks: nothing secret is handed out, nbgrader can read them, and two builds are the same."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import shutil
from itertools import product

import nbformat
import pytest

from grader.authoring import build, handout, load_lesson, load_registers
from grader.authoring.build import EXEMPLAR, right_answers
from grader.authoring.notebooks import Edition, answered_notebook, release_notebook
from grader.errors import LessonError
from grader.lab.session import using_data
from grader.marking.sheet import MARKER, Marker
from grader.schema.store import read_json
from grader.text import LANGS, Text

PARTS = ("learn", "assess")
SECRETS = (
    '["visits"].sum()\n    ###',  # the solution
    'return visits["visits"].sum()',
    "BEGIN SOLUTION",
    "own.truth",  # literal answers and hidden tests
    "BEGIN HIDDEN TESTS",
    "grader.marking",
    'world.truth["total"]',
    "7 * own",
    "len(chosen) == 6",
    ".iloc[0]\\n```",  # wrong answers
    ".sum() * len(visits)",
    "d: True for d in",
)


def notebook(workspace, kind, lang, part):
    """Read one built notebook."""
    path = workspace.build / kind / f"tiny-counts-{lang}" / f"{part}.ipynb"
    return nbformat.read(path, as_version=4)


def nbgrader_of(book):
    """Its cells that nbgrader knows."""
    return [c.metadata.nbgrader for c in book.cells if "nbgrader" in c.metadata]


def code_of(book):
    """Its code without comments, and without the language."""
    sources = [cell.source for cell in book.cells if cell.cell_type == "code"]
    return [re.sub("lang='(ja|en)'", "", ast.unparse(ast.parse(source))) for source in sources]


def files_of(folder):
    """All files of a folder with their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---- nothing secret --------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "part"), list(product(LANGS, PARTS)))
def test_release_holds_nothing_secret(built, lang, part):
    """No solution, hidden test, wrong answer or truth stands anywhere in a released file."""
    path = built.build / "course/release" / f"tiny-counts-{lang}" / f"{part}.ipynb"
    text = path.read_text(encoding="utf-8")
    cells = "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)

    assert [] == [s for s in SECRETS if s in text or s in cells]


def test_secrets_are_where_they_belong(built):
    """The same strings are found in the source, so that the test above looks for the right ones."""
    cells = "\n".join(c.source for c in notebook(built, "course/source", "ja", "assess").cells)

    assert [] == [
        s
        for s in ('return visits["visits"].sum()', "BEGIN HIDDEN TESTS", "7 * own", "own.truth")
        if s not in cells
    ]


def test_texts_of_the_lab_hold_nothing_secret(built):
    """``lesson.json`` has stubs, hints and messages, and neither answers nor truth."""
    text = (built.build / "lessons" / "tiny-counts.json").read_text(encoding="utf-8")

    assert [] == [s for s in (*SECRETS, '"total":', '"busy":') if s in text]


def test_answers_of_literals_are_not_released(built):
    """The literal of the exemplar's world stands in the source and not in the release."""
    answer = right_answers(load_lesson(built.curriculum / "tiny-counts"), built, EXEMPLAR)
    release = notebook(built, "course/release", "ja", "assess")
    source = notebook(built, "course/source", "ja", "assess")

    assert any(answer["tst-1-q4"] in cell.source for cell in source.cells)
    assert not any(answer["tst-1-q4"] in cell.source for cell in release.cells)


# ---- nbgrader --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_grade_ids_are_unique(built, lang):
    """Nbgrader refuses a notebook in which a grade id stands twice."""
    ids = [cell.grade_id for cell in nbgrader_of(notebook(built, "course/source", lang, "assess"))]

    assert sorted(set(ids)) == sorted(ids)


def test_marked_cells_carry_the_points_of_the_lesson(built):
    """3 + 2 + 3 + 2 points on the marks cells, 0 on the checks, and nothing else is graded."""
    cells = nbgrader_of(notebook(built, "course/source", "ja", "assess"))
    graded = {cell.grade_id: cell.points for cell in cells if cell.grade}

    assert graded == {
        "tst-1-q3-check": 0,
        "tst-1-q3-marks": 3,
        "tst-1-q4-check": 0,
        "tst-1-q4-marks": 2,
        "tst-1-q5-check": 0,
        "tst-1-q5-marks": 3,
        "tst-1-q6-check": 0,
        "tst-1-q6-marks": 2,
    }


def test_only_answers_may_be_changed(built):
    """Everything but the answer cells is locked, in the present schema of nbgrader."""
    cells = nbgrader_of(notebook(built, "course/source", "en", "assess"))

    assert {3} == {cell.schema_version for cell in cells}
    assert [f"tst-1-q{n}" for n in (3, 4, 5, 6)] == [c.grade_id for c in cells if c.solution]
    assert all(cell.locked != cell.solution for cell in cells)


@pytest.mark.parametrize("kind", ["course/source", "course/release"])
def test_editions_differ_in_words_only(built, kind):
    """Both have the same grade ids, and the same code but for comments and the line that opens the lesson."""
    ja, en = (notebook(built, kind, lang, "assess") for lang in LANGS)

    assert [c.grade_id for c in nbgrader_of(ja)] == [c.grade_id for c in nbgrader_of(en)]
    assert code_of(ja) == code_of(en)


def test_release_is_the_source_without_what_is_secret(built):
    """Cell for cell the same notebook: an answer once handed out still fits when it comes back."""
    source, release = (
        notebook(built, f"course/{kind}", "ja", "assess") for kind in ("source", "release")
    )

    assert [cell.id for cell in source.cells] == [cell.id for cell in release.cells]


def test_several_texts_of_one_exercise_have_names_of_their_own(change):
    """A second text cell, or a second page to take to work, does not double a grade id."""
    old = '+++ {"role": "reflect", "lang": "ja", "part": "assess"}'
    pair = "".join(
        f'+++ {{"ex": "tst-1-q6", "part": "assess", "lang": "{lang}"}}\nx\n' for lang in LANGS
    )
    folder = change(old, pair + old)
    registers = load_registers(folder.parent)

    book = release_notebook(Edition(load_lesson(folder), "en", registers), "assess")

    ids = [cell.grade_id for cell in nbgrader_of(book)]
    assert {"tst-1-q6-text", "tst-1-q6-text-2"} <= set(ids)
    assert sorted(set(ids)) == sorted(ids)


def test_hidden_cell_ends_with_the_points(built):
    """Run as a notebook runs it, the last line of a marks cell is the number of points: 3 for a right answer."""
    book = notebook(built, "exemplar", "ja", "assess")
    names = {}
    token = MARKER.set(Marker(built.curriculum, EXEMPLAR))
    last = None
    try:
        with (
            using_data(built.build / "exemplar" / "tiny-counts-ja" / "data"),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            for cell in book.cells:
                if cell.cell_type == "code":
                    exec(cell.source, names)  # noqa: S102
                if cell.id == "tst-1-q3-marks":
                    last = [row for row in cell.source.splitlines() if row[:1] not in {"#", ""}][-1]
                    break
    finally:
        MARKER.reset(token)

    assert "tst_1_q3_marks" == last
    assert 3.0 == names[last]


# ---- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ja", "1週間は**7日**（出典：暦、2026-01 時点）です。"),
        ("en", "1 week has **7 days** (source: 暦, as of 2026-01)."),
    ],
)
def test_facts_are_shown_with_source_and_date(built, lang, expected):
    """A fact of the register is written out where the lesson names it."""
    cells = notebook(built, "course/release", lang, "learn").cells

    assert any(expected in cell.source for cell in cells)


def test_fact_with_an_address_links_to_it(minimal):
    """Where the register has an address, the source is a link."""
    path = minimal.curriculum / "facts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "  url: https://a.example/\n", encoding="utf-8")

    fact = load_registers(minimal.curriculum).facts["test.days"]

    assert "**7 days** (source: [暦](https://a.example/), as of 2026-01)" == fact.render("en")


def test_exercise_says_minutes_skill_level_and_points(minimal):
    """Under each assessed exercise stands what it asks for and what it gives."""
    build(minimal, skill_names={"SEC-LOG": Text("ログ分析", "Log analysis")})
    texts = {
        lang: next(
            c.source
            for c in notebook(minimal, "course/release", lang, "assess").cells
            if c.id == "tst-1-q3-text"
        )
        for lang in LANGS
    }

    assert "約5分 ・ SEC-LOG ログ分析 ・ レベル2 ・ 3点" in texts["ja"]
    assert "about 5 min · SEC-LOG Log analysis · level 2 · 3 points" in texts["en"]


def test_answered_notebook_keeps_stubs_where_nothing_is_given(minimal):
    """A submission with one answer has that answer and otherwise what was handed out."""
    lesson = load_lesson(minimal.curriculum / "tiny-counts")
    edition = Edition(lesson, "ja", load_registers(minimal.curriculum))
    stubs = {c.id: c.source for c in release_notebook(edition, "assess").cells}

    book = answered_notebook(edition, "assess", {"tst-1-q4": "busy = {}"}, hidden=False)

    changed = {c.id: c.source for c in book.cells if c.source != stubs[c.id]}
    assert {"tst-1-q4": "busy = {}"} == changed


# ---- files -----------------------------------------------------------------------------------------


def test_two_builds_are_byte_identical(built):
    """Cell ids and everything else come from the lesson, so a second build changes no byte."""
    first = files_of(built.build)

    build(built, skill_names={})

    assert first == files_of(built.build)
    assert len(first) > 10


def test_lists_fit_their_schemas(built):
    """The item list and the list of assignments are read by later stages."""
    items = read_json(built.build / "items.json", "items")["items"]
    assignments = read_json(built.build / "assignments.json", "assignments")["assignments"]

    assert [("tst-1-q3", "SEC-LOG", 2, 2, 3.0), ("tst-1-q4", "SEC-IAM", 2, 3, 2.0)] == [
        (i["id"], i["skill"], i["level"], i["categories"], i["points"]) for i in items[:2]
    ]
    assert ["tiny-counts-ja", "tiny-counts-en"] == [a["assignment"] for a in assignments]


def test_lesson_that_is_no_longer_active_is_taken_away(built):
    """Its notebooks and texts disappear from the build, and from the lists."""
    path = built.curriculum / "registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("active", "wip"), encoding="utf-8")

    assert [] == build(built, skill_names={})

    left = [name for name in files_of(built.build) if "tiny-counts" in name]
    assert [] == left
    assert [] == read_json(built.build / "items.json", "items")["items"]


def test_build_tells_each_assignment(minimal):
    """Both editions are told when they are done, and returned."""
    told = []

    built = build(minimal, skill_names={}, progress=told.append)

    assert ["tiny-counts-ja", "tiny-counts-en"] == told == built


def test_broken_lesson_stops_the_build_with_file_and_line(change, minimal):
    """Nothing is built from a lesson whose solution would be handed out."""
    change("    ### BEGIN SOLUTION\n", "")

    with pytest.raises(LessonError) as told:
        build(minimal, skill_names={})

    assert told.value.en.startswith("curriculum/tiny-counts/lesson.md:36: [L017]")
    assert not (minimal.build / "items.json").exists()


@pytest.mark.parametrize("name", ["registry", "misconceptions", "facts"])
def test_missing_register_is_an_error_of_ours(minimal, name):
    """Each register must be there, even if it is empty."""
    (minimal.curriculum / f"{name}.yaml").unlink()

    with pytest.raises(LessonError) as told:
        build(minimal, skill_names={})

    assert told.value.en.startswith(f"curriculum/{name}.yaml:1: [X001]")


def test_missing_world_is_an_error_of_ours(minimal):
    """A lesson without data cannot be built."""
    (minimal.curriculum / "tiny-counts" / "world.py").unlink()

    with pytest.raises(LessonError):
        build(minimal, skill_names={})


def test_exemplar_has_the_data_of_its_world(built):
    """Beside the exemplar notebooks stand the trainee's data, and no truth."""
    data = built.build / "exemplar" / "tiny-counts-en" / "data"
    handout = json.loads((data / "lesson.json").read_text(encoding="utf-8"))

    assert ["desks.json", "lesson.json", "visits.csv"] == sorted(p.name for p in data.iterdir())
    assert ("en", EXEMPLAR) == (handout["lang"], handout["trainee"])


def test_build_may_be_deleted(built):
    """Everything under build can be made again, the same."""
    first = files_of(built.build)
    shutil.rmtree(built.build)

    build(built, skill_names={})

    assert first == files_of(built.build)


def test_facts_in_hints_are_shown_too(change, minimal):
    """The ladder of hints is shown by the lab, which knows nothing of the register."""
    folder = change("表を見ます。", "1週間は{fact}`test.days`です。")

    texts = handout(load_lesson(folder), load_registers(minimal.curriculum))

    hints = texts["exercises"]["tst-1-q1"]["hints"]["ja"]
    assert "1週間は**7日**（出典：暦、2026-01 時点）です。" == hints[0]


def test_explanations_stand_in_the_exemplar_only(change, minimal):
    """What explains a solution is for the instructor; nobody is handed it before the deadline."""
    hint = '+++ {"ex": "tst-1-q3", "role": "hint", "lang": "ja"}'
    pair = "".join(
        f'+++ {{"ex": "tst-1-q3", "role": "solution", "lang": "{lang}"}}\nBecause of the sum.\n'
        for lang in LANGS
    )
    change(hint, pair + hint)

    build(minimal, skill_names={})

    found = {
        kind: "Because of the sum." in [c.source for c in notebook(minimal, kind, lang, part).cells]
        for kind, part in (
            ("course/source", "assess"),
            ("course/release", "assess"),
            ("exemplar", "assess"),
        )
        for lang in LANGS
    }
    assert {"course/source": False, "course/release": False, "exemplar": True} == found


# ---- what is folded, and the form ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "expected"), [("", False), ("\n" * 6 + "x = 1", True), (f"\nx = {'1' * 90}", True)]
)
def test_setup_that_is_long_is_folded(change, minimal, more, expected):
    """A cell that only prepares shows one line that says so, if it has many lines or a wide one."""
    change("lesson.show(visits)", f"lesson.show(visits){more}")
    build(minimal, skill_names={})
    cells = {c.id: c for c in notebook(minimal, "course/release", "en", "learn").cells}

    assert expected == cells["setup"].source.startswith("# prepare the data (run this cell)\n")
    assert expected == cells["setup"].metadata.get("jupyter", {}).get("source_hidden", False)


@pytest.mark.parametrize("lang", LANGS)
def test_literals_begin_with_their_form_as_a_remark(built, lang):
    """The line becomes a call that is not indented when its sign is removed; code has none."""
    cells = {c.id: c.source for c in notebook(built, "course/release", lang, "learn").cells}
    lesson = load_lesson(built.curriculum / "tiny-counts")

    begun = {
        e.id: cells[e.id].startswith(f'#form("{e.id}")   # ')
        for e in lesson.exercises
        if e.id in cells
    }
    assert begun == {e.id: e.form == "literal" for e in lesson.exercises if e.id in cells}
    assert {True, False} == set(begun.values())
