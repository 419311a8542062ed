"""What a trainee meets in a notebook: states of a check, untouched stubs, hints, words."""

from __future__ import annotations

import pytest

from grader.authoring.build import EXEMPLAR
from grader.errors import LessonError
from grader.lab import attempted, check, expect, hint, labels, misconception, open_lesson
from grader.lab import result as shown
from grader.lab.checks import NotAttemptedError, message_of, raised, untouched
from grader.lab.result import Result, bundle, card, emit, recording
from grader.lab.session import LabError, using_data

CODE = "def total(visits):\n    ...  # ここに書きます / write here"
SKELETON = "LIMIT = 3\n\ndef total(visits):\n    for v in visits:\n        if v > LIMIT:\n            pass\n    ..."
TABLE = 'busy = {"A": None, "B": None}   # True / False'


@pytest.fixture(params=["ja", "en"])
def lesson(request, built):
    """The tiny lesson, open in one language."""
    folder = built.build / "exemplar" / f"tiny-counts-{request.param}" / "data"
    with using_data(folder):
        yield open_lesson("tiny-counts", lang=request.param)


def _said(body, exercise="tst-1-q1", **notebook) -> Result:
    with recording() as results:
        check(exercise, notebook)(body)
    (result,) = results
    return result


def _defined(source, name="total"):
    names: dict[str, object] = {}
    exec(source, names)  # noqa: S102  # as a notebook would
    return names[name]


def _begun(busy):
    attempted(busy)


def _fine(total):
    attempted(total(None))


def test_an_answer_never_run_is_not_attempted(lesson):
    """If the notebook does not know the name, the trainee is asked to run the cell."""
    assert Result("tst-1-q1", "not_attempted", (), labels.RUN_ANSWER.get(lesson.lang)) == _said(
        _fine
    )


def test_an_untouched_answer_is_not_attempted(lesson):
    """The stub as it was handed out is no wrong answer."""
    result = _said(_fine, total=_defined(lesson.exercise("tst-1-q1")["stub"]))
    assert Result("tst-1-q1", "not_attempted", (), labels.BEGIN.get(lesson.lang)) == result


def test_a_half_filled_table_lists_what_is_missing(lesson):
    """None inside nested lists and dicts is named by its path; list places count from 1."""

    def body(busy):
        attempted(busy)

    result = _said(
        body, "tst-1-q2", busy={"A": True, "B": None, "C": [1, None, {"x": ..., "y": 2}]}
    )
    assert labels.MISSING.get(lesson.lang).format(names="B, C.2, C.3.x") == result.message
    assert "not_attempted" == result.state


@pytest.mark.parametrize("empty", [None, ..., [None, None], {"a": None}, {"a": [None], "b": None}])
@pytest.mark.usefixtures("lesson")
def test_nothing_but_none_is_not_attempted(empty):
    """An answer with nothing in it is empty as a whole, without a list of places."""
    with pytest.raises(NotAttemptedError) as caught:
        attempted(empty)
    assert "" == str(caught.value)


@pytest.mark.parametrize("answer", [0, False, "", [], {}, [0], {"a": False}])
@pytest.mark.usefixtures("lesson")
def test_an_answer_that_looks_empty_is_an_answer(answer):
    """Zero, false, an empty text and an empty list are answers."""
    assert attempted(answer) is None


def test_a_wrong_answer_is_told_why_in_the_language_of_the_notebook(lesson):
    """`expect` gives the state wrong and the author's reason."""

    def body(total):
        expect(total == 1, ja="一ではありません。", en="It is not one.")

    said = {"ja": "一ではありません。", "en": "It is not one."}[lesson.lang]
    assert Result("tst-1-q1", "wrong", (), said) == _said(body, total=2)


def test_a_misconception_is_named_and_told_from_the_register(lesson):
    """`misconception` gives its id for the machine and the register's message for the trainee."""

    def body(total):
        misconception("M-ALL", total == 3)
        misconception("M-FIRST", total == 2)

    said = message_of("M-FIRST").get(lesson.lang)
    heading = {"ja": "確かめる", "en": "Assess"}[lesson.lang]
    again = ((heading, "assess.ipynb#cell-id=text"),)
    assert Result("tst-1-q1", "wrong", ("M-FIRST",), said, again) == _said(body, total=2)


@pytest.mark.usefixtures("lesson")
def test_a_misconception_that_the_lesson_does_not_know_is_the_authors_mistake():
    """An id without a message is a LessonError."""
    with pytest.raises(LessonError):
        message_of("M-NOBODY")


def test_a_right_practice_answer_is_right_and_an_assessed_one_only_ready(lesson):
    """In learn a passed check means right; in assess it means that the form is fine."""

    def body(total):
        attempted(total)

    assert Result("tst-1-q1", "right", (), labels.SOLVED.get(lesson.lang)) == _said(body, total=2)
    ready = Result("tst-1-q3", "ready", (), labels.READY.get(lesson.lang))
    assert ready == _said(body, "tst-1-q3", total=2)


class _Mute(Exception):  # noqa: N818
    def __str__(self):
        raise ValueError


def _loop(n):
    return _loop(n + 1)


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("x"), SystemExit(1), KeyError("列"), _Mute(), RecursionError()]
)
@pytest.mark.usefixtures("lesson")
def test_whatever_an_answer_raises_is_told_in_one_sentence(error):
    """Exceptions, exits and even broken exceptions become the state could_not_run, without a traceback."""

    def total(_):
        raise error

    result = _said(_fine, total=total)
    assert ("could_not_run", True) == (result.state, type(error).__name__ in result.message)
    assert ("Traceback" in result.message, "\n" in result.message) == (False, False)


@pytest.mark.usefixtures("lesson")
def test_an_interrupt_of_the_trainee_stops_the_cell():
    """The stop button is not an answer that could not run."""

    def total(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _said(_fine, total=total)


@pytest.mark.usefixtures("lesson")
def test_a_list_that_holds_itself_could_not_run():
    """Endless data end in a sentence, not in a traceback."""
    endless: list[object] = []
    endless.append(endless)
    assert "could_not_run" == _said(_begun, "tst-1-q2", busy=endless).state


def test_a_long_message_of_an_exception_is_cut():
    """Two hundred characters of one line are enough."""
    assert len(raised(ValueError("あ\n" * 5000)).ja) < 350


@pytest.mark.parametrize("stub", [CODE, SKELETON])
@pytest.mark.parametrize(
    "change", [lambda s: s, lambda s: s + "\n    # a remark", lambda s: f"# top\n{s}"]
)
def test_a_function_stub_is_untouched_whatever_the_remarks(stub, change):
    """Comments do not begin an answer, with or without skeleton lines around."""
    assert untouched(_defined(change(stub)), name="total", stub=stub)


@pytest.mark.parametrize(
    "body", ['"""Return the sum."""', '"""Return the sum."""\n    ...', "pass", "return None"]
)
def test_a_docstring_does_not_begin_an_answer(body):
    """A function that still does nothing is untouched."""
    assert untouched(_defined(f"def total(visits):\n    {body}"), name="total", stub=CODE)


@pytest.mark.parametrize("body", ["return 0", "return visits", "return [len(v) for v in visits]"])
def test_a_function_that_does_something_is_touched(body):
    """One working line makes it an answer."""
    assert not untouched(_defined(f"def total(visits):\n    {body}"), name="total", stub=CODE)


def test_equal_constants_of_other_types_are_another_answer():
    """`return True` is not the skeleton's `return 1`."""
    stub = "def total(visits):\n    return 1"
    assert not untouched(_defined("def total(visits):\n    return True"), name="total", stub=stub)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"A": None, "B": None}, True),
        ({"B": None, "A": None}, True),
        ({"A": True, "B": None}, False),
        ({"A": None}, False),
        (None, False),
        (5, False),
    ],
)
def test_a_literal_is_untouched_if_it_equals_the_stub(answer, expected):
    """Comments and order do not count, values do."""
    assert expected == untouched(answer, name="busy", stub=TABLE)


def test_a_table_of_data_in_place_of_a_literal_is_touched():
    """A comparison without one truth value is not mistaken for the stub."""
    import pandas as pd  # noqa: PLC0415

    assert not untouched({"A": pd.Series([1, 2]), "B": None}, name="busy", stub=TABLE)
    assert not untouched(pd.DataFrame({"A": [1]}), name="busy", stub=TABLE)


@pytest.mark.parametrize("stub", ["rate: float = 0.0", "rate = 0.0"])
def test_an_annotated_stub_is_a_stub(stub):
    """A stub with an annotation, or with a number in it, is recognised."""
    assert (True, False) == (
        untouched(0.0, name="rate", stub=stub),
        untouched(0.5, name="rate", stub=stub),
    )


def test_hints_climb_and_stay_on_the_last_step(lesson, capsys):
    """Each call shows the next of three hints; the last one repeats and says that it is the last."""
    steps = lesson.exercise("tst-1-q1")["hints"][lesson.lang]
    for _ in range(4):
        hint("tst-1-q1")
    hint("tst-1-q2")
    out = capsys.readouterr().out
    last = labels.LAST_HINT.get(lesson.lang)
    ladder = [(1, steps[0]), (2, steps[1]), (3, f"{steps[2]}\n{last}"), (3, f"{steps[2]}\n{last}")]
    texts = [f"{labels.HINT.get(lesson.lang).format(n=n, of=3)}: {text}\n" for n, text in ladder]
    assert out.startswith("".join(texts))
    assert 2 == out.count(labels.HINT.get(lesson.lang).format(n=1, of=3))


def test_an_exercise_without_hints_says_so(lesson, capsys):
    """No hint is a sentence, not an error."""
    lesson.exercise("tst-1-q1")["hints"][lesson.lang] = []
    hint("tst-1-q1")
    assert f"{labels.NO_HINT.get(lesson.lang)}\n" == capsys.readouterr().out


@pytest.mark.parametrize(
    "ask",
    [
        lambda lesson: lesson.table("nothing"),
        lambda lesson: lesson.document("nothing"),
        lambda _: hint("nothing"),
        lambda _: check("nothing", {"total": 1})(_fine),
    ],
)
def test_an_unknown_name_is_one_sentence(lesson, ask):
    """What is not there is told in one sentence of the notebook's language, naming it."""
    with pytest.raises(LabError) as caught:
        ask(lesson)
    (sentence,) = caught.value._render_traceback_()
    assert {"ja": caught.value.ja, "en": caught.value.en}[lesson.lang] == sentence
    assert ("nothing" in sentence, "\n" in sentence) == (True, False)


@pytest.mark.parametrize("state", sorted(labels.STATE))
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_result_is_shown_to_people_and_machines(state, lang):
    """The bundle holds the data, a card and plain text, each with the state; the card is escaped."""
    evil = '<script>alert("x")</script>\nあ & い'
    parts = bundle(Result("q", state, ("M-ALL",), evil), lang)
    name = labels.STATE[state].get(lang)
    expected = {"exercise": "q", "state": state, "misconceptions": ["M-ALL"], "message": evil}
    assert expected == parts[shown.MIME]
    assert f"{name}: {evil}" == parts["text/plain"]
    assert ("<script" in parts["text/html"], name in parts["text/html"]) == (False, True)
    assert "&lt;script&gt;" in parts["text/html"]
    assert "<br>あ &amp; い" in parts["text/html"]


def test_titles_are_escaped_too():
    """A title with markup is text."""
    assert "&lt;b&gt;" in card("<b>", "", state="wrong")


def test_outside_a_notebook_results_are_printed(capsys):
    """A plain Python prompt gets the plain text; a result without message is just its state."""
    emit(Result("q", "right"), "en")
    assert "Right\n" == capsys.readouterr().out


def test_exemplar_is_nobody(built):
    """The trainee of the exemplar notebooks is not a person who could be assessed."""
    assert EXEMPLAR not in [folder.name for folder in built.root.glob("records/handouts/*")]
