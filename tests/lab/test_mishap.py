"""Errors are told in words, at the line where they happened, and stopped cells are remembered."""

from __future__ import annotations

import textwrap

import pytest

from grader.authoring.build import EXEMPLAR
from grader.errors import LessonError
from grader.lab import labels, open_lesson
from grader.lab.limits import SECONDS, TooSlowError
from grader.lab.mishap import in_words, note, raised
from grader.lab.session import using_data


@pytest.fixture(params=["ja", "en"])
def lesson(request, built):
    """The tiny lesson, open in one language."""
    with using_data(built.build / "exemplar" / f"tiny-counts-{request.param}" / "data"):
        yield open_lesson("tiny-counts", lang=request.param)


def _caught(source):
    try:
        exec(compile(source, "<cell>", "exec"), {"__name__": "__main__"})  # noqa: S102  # as a notebook would
    except Exception as error:  # noqa: BLE001  # the error is what is wanted
        return error
    raise AssertionError


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("a = 1\nb = nothing", "NameError", 2),
        ("1 + 'a'", "TypeError", 1),
        ("int('x')", "ValueError", 1),
        ("{}['a']", "KeyError", 1),
        ("[][0]", "IndexError", 1),
        ("''.nothing", "AttributeError", 1),
        ("1 / 0", "ZeroDivisionError", 1),
        ("import nothing_there", "ModuleNotFoundError", 1),
    ],
)
def test_each_usual_error_has_words_of_its_own(source, kind, line):
    """Kind, line and meaning stand there in both languages, and no traceback."""
    error = _caught(source)
    said = in_words(error, error.__traceback__)

    assert said.ja.startswith(f"{kind}: ")
    assert f"→ {line}行目" in said.ja
    assert f"→ line {line}" in said.en
    assert said.ja.endswith(labels.ERRORS[kind].ja)
    assert said.en.endswith(labels.ERRORS[kind].en)
    assert "Traceback" not in said.en


def test_an_unusual_error_is_no_disaster():
    """Whatever has no words of its own gets the general ones."""
    assert labels.ERROR.ja in in_words(RuntimeError("x"), None).ja


def test_a_limit_is_told_with_its_seconds():
    """What took too long is not called an error of the answer."""
    token = SECONDS.set(3.0)
    said = raised(TooSlowError())
    SECONDS.reset(token)

    assert said.ja.startswith("3 秒")
    assert "3 seconds" in said.en


@pytest.mark.parametrize(
    "source", ["total = nothing", "def total(visits):\n  return (", "total = ("]
)
def test_a_cell_that_stops_is_remembered_until_it_runs(lesson, source):
    """Also one that is no Python; a later run that ends makes it forgotten."""
    note(lesson, source, NameError("nothing"))
    assert ["total"] == list(lesson.stopped)

    note(lesson, "other = 1", None)
    assert ["total"] == list(lesson.stopped)

    note(lesson, "total = 1", None)
    assert {} == lesson.stopped


def test_the_exemplar_is_somebody():
    """The data of these tests are the exemplar's."""
    assert "exemplar" == EXEMPLAR


@pytest.mark.kernel
@pytest.mark.slow
def test_a_real_kernel_tells_errors_in_words(built):
    """In a notebook a trainee's error is three lines, a check says that the cell has stopped, and errors stay errors."""
    import nbformat  # noqa: PLC0415
    from nbclient import NotebookClient  # noqa: PLC0415

    folder = built.build / "exemplar" / "tiny-counts-ja"
    cells = [
        'from grader.lab import check, open_lesson\nlesson = open_lesson("tiny-counts", lang="ja")',
        "total = nothing",
        '@check("tst-1-q1", globals())\ndef _(total):\n    pass',
        'lesson.table("nowhere")',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, allow_errors=True, resources=resources).execute()
    _, stopped, checked, ours = notebook.cells

    (error,) = stopped.outputs
    assert "NameError" == error.ename
    assert 3 == len(error.traceback)
    assert labels.ERRORS["NameError"].ja == error.traceback[-1]
    assert (
        "could_not_run" == checked.outputs[0].data["application/vnd.kakehashi.result+json"]["state"]
    )
    assert 1 == len(ours.outputs[0].traceback)
    assert textwrap.shorten(ours.outputs[0].traceback[0], 200) == ours.outputs[0].traceback[0]
    assert issubclass(type(_lab_error()), LessonError)


def _lab_error():
    from grader.lab.session import LabError  # noqa: PLC0415

    return LabError("あ", "a")
