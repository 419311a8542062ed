"""A lesson's checks and marks say in the judge what they say in a kernel."""

from __future__ import annotations

import json
import re

import pytest

from grader.authoring.build import handout, right_answers
from grader.authoring.lesson import load_lesson
from grader.authoring.literal import stub
from grader.authoring.notebooks import Edition, answered_notebook
from grader.authoring.registers import load_registers
from grader.authoring.selftest import Bench
from grader.grading.job import CodeCell, Limits, NotebookJob
from grader.grading.judge import run_notebook
from grader.lab.limits import SECONDS
from grader.lab.result import MIME

TRAINEE = "s001"
BROKEN = {
    "nothing": "",
    "stub": None,
    "stopped": "{answer} = 1 / 0",
    "no Python": "{answer} = (",
    "a generator": "def {answer}(x):\n    yield x\n{answer} = {answer}(1)",
    "an error": "def {answer}(x):\n    raise KeyError('訪問')",
    "an error of its own": "class MyError(ValueError): pass\ndef {answer}(x):\n    raise MyError('x')",
    "nonsense": "def {answer}(x): return 'many'",
    "a class": "class {answer}:\n    def __init__(self, x): pass",
    "damage": "def {answer}(x):\n    del x['visits']\n    return 0",
    "printing": "def {answer}(x):\n    print(x)\n    return x['visits'].sum()",
    "leaving": "def {answer}(x):\n    raise SystemExit(0)",
    "a half": "{answer} = {{'A': None, 'B': True}}",
    "a number": "{answer} = 12",
}


@pytest.fixture
def tiny(built, tmp_path):
    """The tiny lesson: its parts for a job, and the bench that marks without a sandbox."""
    lesson = load_lesson(built.curriculum / "tiny-counts")
    registers = load_registers(built.curriculum)
    texts = handout(lesson, registers)
    bench = Bench(
        lesson, curriculum=built.curriculum, trainee=TRAINEE, handout=texts, folder=tmp_path / "own"
    )
    return built, lesson, registers, texts, bench


def _cells(lesson, notebook):
    names = {f"{e.id}-answer": e.answer for e in lesson.exercises}
    names |= {e.id: e.answer for e in lesson.exercises}
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        known = cell.metadata.get("nbgrader", {})
        kind = "test" if known.get("grade") else "locked" if known.get("locked") else "answer"
        grade_id = known.get("grade_id")
        surface = (names[grade_id],) if known.get("solution") else ()
        yield CodeCell(index, kind, cell.source, grade_id=grade_id, surface=surface)


def _graded(tiny, warm_box, answers, **more):
    built, lesson, registers, texts, _ = tiny
    notebook = answered_notebook(Edition(lesson, "ja", registers), "assess", answers, hidden=True)
    cells = tuple(_cells(lesson, notebook))
    job = NotebookJob(
        "assess",
        TRAINEE,
        cells,
        lesson=lesson.slug,
        lang="ja",
        curriculum=str(built.curriculum),
        handout=texts,
        limits=Limits(seconds=10.0),
        **more,
    )
    run = run_notebook(job, warm_box.open)
    return {cell.grade_id: run.outputs.get(cell.index, []) for cell in cells}, run


def _told(result):
    return (result.state, _plain(result.message), list(result.misconceptions))


def _plain(message):
    # IPython and Python word what is no Python differently, and name another file; what an error says is not shown
    # any more once a hidden test has called the submission.
    return re.sub("止まりました（.*?）。答え", "止まりました。答え", message)


def _said(outputs):
    (result,) = [o["data"][MIME] for o in outputs if MIME in o.get("data", {})]
    points = [o["data"]["text/plain"] for o in outputs if o["output_type"] == "execute_result"]
    return (
        result["state"],
        _plain(result["message"]),
        result["misconceptions"],
        *map(float, points),
    )


@pytest.mark.parametrize("how", ["right", *BROKEN])
def test_marks_are_those_of_a_kernel(tiny, warm_box, how):
    """Points, state, message and misconceptions of every exercise are the same, whatever the answer."""
    built, lesson, _, _, bench = tiny
    right = right_answers(lesson, built, TRAINEE)
    answers = {
        e.id: right[e.id] if how == "right" else (BROKEN[how] or "").format(answer=e.answer)
        for e in lesson.assessed
        if how != "stub"
    }
    outputs, _ = _graded(tiny, warm_box, answers)
    for exercise in lesson.assessed:
        source = answers.get(exercise.id, stub(exercise))
        wanted = bench.run(exercise, source)
        checked = _said(outputs[f"{exercise.id}-check"])
        marked = _said(outputs[f"{exercise.id}-marks"])
        assert (*_told(wanted.marked), wanted.points) == marked
        assert _told(wanted.checked) == checked


def test_the_trainees_own_data_are_ours(tiny, warm_box):
    """Data handed in beside the notebook change nothing; the truth is in no file of the sandbox."""
    _, lesson, *_ = tiny
    spy = (
        "import os, pathlib\nfound = {str(p): p.read_text() for p in pathlib.Path('.').rglob('*') "
        "if p.is_file()}\nprint(sorted(found))\nprint('spoilt' in str(found))"
    )
    outputs, run = _graded(
        tiny,
        warm_box,
        {lesson.assessed[0].id: spy},
        files={"data/visits.csv": b"spoilt", "own.txt": b"mine"},
    )
    printed = "".join(o.get("text", "") for some in run.outputs.values() for o in some)
    assert "False" in printed
    assert "['data/desks.json', 'data/lesson.json', 'data/visits.csv', 'own.txt']" in printed
    assert json.dumps(outputs)


def test_an_endless_answer_is_told_in_words(tiny, warm_box):
    """Check and marks stop it after their own time, and the process lives on."""
    _, lesson, _, _, bench = tiny
    exercise = next(e for e in lesson.assessed if e.form == "code")
    endless = f"def {exercise.answer}(x):\n    while True: pass"
    token = SECONDS.set(0.5)
    try:
        outputs, run = _graded(tiny, warm_box, {exercise.id: endless})
        wanted = bench.run(exercise, endless)
    finally:
        SECONDS.reset(token)
    assert ("could_not_run", wanted.marked.message) == _said(outputs[f"{exercise.id}-marks"])[:2]
    assert () == run.stops
