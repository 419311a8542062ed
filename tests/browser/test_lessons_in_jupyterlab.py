"""Every active lesson, worked through in JupyterLab as a trainee works: in both languages, in a real browser."""

from __future__ import annotations

import nbformat
import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from grader.cli import main
from grader.lab.forms import sheet_of
from grader.lab.labels import STATE
from grader.lab.literals import parsed, value_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.kernel,
    pytest.mark.slow,
    pytest.mark.checkout,
]


@pytest.mark.parametrize("part", ["learn", "assess"])
def test_untouched_it_runs_without_an_error_and_nothing_is_wrong(request, lab, work, part):
    """Every cell runs as handed out; each check says that nothing has been answered, none says wrong."""
    book = request.getfixturevalue(part)
    book.show(f"opening-{part}")
    lab.shot(f"{work.lesson.slug}-{part}-top")
    said = {cell: book.said(cell) for cell in book.call("codeCells")}

    noisy = {cell: one.kinds for cell, one in said.items() if {"error", "stderr"} & set(one.kinds)}
    assert {} == noisy
    checked = {e.id: said[f"{e.id}-check"] for e in work.exercises(part)}
    states = {name: [r["state"] for r in one.results] for name, one in checked.items()}
    assert {name: ["not_attempted"] for name in checked} == states
    words = STATE["not_attempted"].get(lab.lang)
    assert [] == [name for name, one in checked.items() if not one.text.startswith(words)]


def test_wrong_answers_are_told_why_and_right_ones_are_right(lab, work, learn):
    """In each practice exercise a known wrong answer reads its misconception on the page, the right one is right."""
    for exercise in work.exercises("learn"):
        wrong = exercise.find("wrong")[0]
        idea = work.registers.misconceptions[str(wrong.meta["says"])]

        said = learn.answer(exercise.id, work.typed(exercise, wrong))
        page = learn.show(f"{exercise.id}-check").inner_text()
        lab.shot(f"{work.lesson.slug}-{exercise.id}-wrong")
        told = " ".join(page.split())
        assert (exercise.id, ["wrong"]) == (exercise.id, [r["state"] for r in said.results])
        assert STATE["wrong"].get(lab.lang) in told
        assert " ".join(idea.message.get(lab.lang).split()) in told

        said = learn.answer(exercise.id, work.typed(exercise))
        page = learn.show(f"{exercise.id}-check").inner_text()
        assert (exercise.id, ["right"]) == (exercise.id, [r["state"] for r in said.results])
        assert STATE["right"].get(lab.lang) in page


def test_a_wrong_answer_leads_to_where_it_is_explained(lab, work, learn):
    """The link below a misconception brings its heading into view, in the notebook of the same language."""
    exercise = work.exercises("learn")[0]
    learn.answer(exercise.id, work.typed(exercise, exercise.find("wrong")[0]))
    link = learn.show(f"{exercise.id}-check").locator('[role="status"] a').first
    heading = link.inner_text()
    link.click()

    panel = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    place = panel.locator("h1, h2, h3").filter(has_text=" ".join(heading.split())).first
    expect(place).to_be_in_viewport(timeout=20_000)


def test_the_form_writes_the_literal(lab, work, learn):
    """With mouse and keyboard alone: open the form, fill it in, run the cell again, and the check says right."""
    exercise = next(e for e in work.exercises("learn") if e.choices)
    released = nbformat.read(work.folder / "learn.ipynb", as_version=4)
    stub = next(cell.source for cell in released.cells if cell.id == exercise.id)
    learn.call("write", exercise.id, stub)

    cell = learn.show(exercise.id)
    _take_the_sign_away(lab, cell)
    _fill_in(cell, work, exercise)
    expect(cell.locator(".widget-html pre")).to_have_text(work.typed(exercise))
    learn.show(exercise.id)
    lab.shot(f"{work.lesson.slug}-{exercise.id}-form")
    cell.locator(".cm-line").first.click()
    lab.page.keyboard.press("Shift+Enter")
    learn.wait_for_a_text_beginning(exercise.id, "#")

    head, _, literal = learn.call("source", exercise.id).partition("\n")
    assert stub.splitlines()[0] == head
    assert work.typed(exercise) == literal
    said = learn.run(f"{exercise.id}-check")
    assert ["right"] == [r["state"] for r in said.results]
    lab.shot(f"{work.lesson.slug}-{exercise.id}-form-written")


def _take_the_sign_away(lab, cell):
    """Turn the first line of a cell from a remark into a call, and run it."""
    cell.locator(".cm-line").first.click()
    for key in ("Control+Home", "Delete", "Shift+Enter"):
        lab.page.keyboard.press(key)


def _fill_in(cell, work, exercise):
    answer = parsed(work.typed(exercise))[1]
    kinds = ("dropdown select", "text input", "datepicker input", "textarea textarea")
    boxes = cell.locator(", ".join(f".widget-{kind}" for kind in kinds))
    boxes.first.wait_for()
    asked = sheet_of(work.told(exercise)).fields
    assert len(asked) == boxes.count()
    for place, field in enumerate(asked):
        entry = field.entry(value_at(answer, field.path))
        box = boxes.nth(place)
        if field.kind == "choice":
            box.select_option(label=entry)
        else:
            box.fill(entry)


def test_hints_come_by_taking_the_sign_away(lab, work, learn):
    """With the keyboard alone: the first hint of the first exercise is read on the page."""
    exercise = work.exercises("learn")[0]
    hint = work.told(exercise)["hints"][lab.lang][0]

    cell = learn.show(f"{exercise.id}-hint")
    _take_the_sign_away(lab, cell)

    expect(cell.get_by_role("status")).to_contain_text(hint)


def test_charts_are_drawn(lab, work, learn, assess):
    """The lesson has charts, and each is drawn on the page without the network."""
    charts = [
        (book, cell)
        for book in (learn, assess)
        for cell in book.call("codeCells")
        if "lesson.chart" in book.call("source", cell)
    ]
    for book, cell in charts:
        book.show(cell).locator(".js-plotly-plot .main-svg").first.scroll_into_view_if_needed()
        lab.shot(f"{work.lesson.slug}-{cell}-chart")
    assert charts


def test_the_assessment_is_handed_in_as_it_stands(lab, work, assess, workspace):
    """With every right answer the checks say ready; saved and submitted, the answers arrive as they were typed."""
    for exercise in work.exercises("assess"):
        said = assess.answer(exercise.id, work.typed(exercise))
        assert (exercise.id, ["ready"]) == (exercise.id, [r["state"] for r in said.results])
    assess.call("save")
    lab.shot(f"{work.lesson.slug}-assess-answered")

    options = ["--workspace", str(workspace.root), "submit", str(work.folder)]
    done = CliRunner().invoke(main, options)

    assert 0 == done.exit_code, done.output
    arrived = (
        workspace.course / "submitted" / work.folder.parent.name / work.folder.name / "assess.ipynb"
    )
    cells = {cell.id: cell.source for cell in nbformat.read(arrived, as_version=4).cells}
    right = {e.id: work.typed(e) for e in work.exercises("assess")}
    assert right == {name: cells[name] for name in right}


@pytest.mark.usefixtures("work", "learn", "assess")
def test_nothing_is_asked_of_any_other_machine(lab):
    """All that the pages asked for came from this machine, and no script of theirs stopped."""
    assert lab.requests
    assert (set(), []) == (lab.strangers, lab.complaints)
