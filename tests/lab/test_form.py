"""The form of an answer cell: what it offers, what it writes, and that it never stands in the way of marks."""

from __future__ import annotations

import ast
import json
from datetime import date
from types import SimpleNamespace

import ipywidgets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.events import EventManager

from grader.errors import LessonError
from grader.lab import form, open_lesson
from grader.lab.answer_cell import calls_form, rewritten
from grader.lab.fields import Field, fields, fill
from grader.lab.form_widgets import Board
from grader.lab.forms import sheet_of
from grader.lab.literals import parsed, place, put, same, value_at, written
from grader.lab.result import recording
from grader.lab.session import using_data

EX = "tst-1-q2"
STUB = 'cards = {"C1": {"ground": None, "due": None}, "note": None, "rows": [None, None]}'
CHOICES = {
    "*.ground": ["special", "none", True, 2],
    "*.due": "date",
    "note": "long",
    "rows.*": "int",
}
ANSWER = {"C1": {"ground": "special", "due": "2026-10-05"}, "note": "一行\n二行", "rows": [3, 4]}
HANDOUT = {
    "lesson": "x",
    "trainee": "s001",
    "exercises": {
        EX: {"part": "assess", "answer": "cards", "stub": STUB, "choices": CHOICES},
        "tst-1-q1": {"part": "learn", "answer": "total", "stub": "def total(v):\n    ..."},
    },
    "misconceptions": {},
}


class Shell:
    """What a form needs of IPython's shell."""

    def __init__(self):
        self.history_manager = SimpleNamespace(input_hist_raw=[""])
        self.events = EventManager(self, {"post_run_cell": lambda _: None})
        self.user_ns, self.next = {}, []

    def set_next_input(self, text, *, replace):
        assert replace
        self.next.append(text)

    def run(self, source):
        """Run a cell: the form, then what stands below it, then the hooks."""
        self.history_manager.input_hist_raw.append(source)
        exec(source, {"form": form}, self.user_ns)  # noqa: S102
        self.events.trigger("post_run_cell", None)


@pytest.fixture
def pages():
    """What is displayed."""
    return []


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """An open lesson with one form; closed again for the tests that come after."""
    monkeypatch.setattr("grader.lab.session._OPEN", [])
    (tmp_path / "lesson.json").write_text(json.dumps(HANDOUT), encoding="utf-8")
    with using_data(tmp_path):
        return open_lesson("x", lang="en")


@pytest.fixture
def shell(lesson, pages, monkeypatch):  # noqa: ARG001  # the lesson must be open
    """A shell in which forms show."""
    made = Shell()
    monkeypatch.setattr("grader.lab.forms._shell", lambda: made)
    monkeypatch.setattr("grader.lab.forms.show_bundle", pages.append)
    return made


CALL = f'form("{EX}")   # say'
CELL = f"{CALL}\n{STUB}"


def _enter(lesson, answer, exercise=EX):
    """Put an answer into the boxes, as somebody at the screen would."""
    board = lesson.forms[exercise]
    for field in board.sheet.fields:
        value = value_at(answer, field.path)
        if value is not None:
            entry = field.entry(value)
            board.boxes[field.path].value = (
                date.fromisoformat(entry) if field.kind == "date" else entry
            )


# ---- the way through -------------------------------------------------------------------------------


def test_filled_in_and_run_again_the_cell_holds_the_literal(shell, lesson, pages):
    """The second run replaces the text, turns the call into a remark, and lets the answer hold in the kernel."""
    shell.run(CELL)
    _enter(lesson, ANSWER)
    shell.run(CELL)

    (text,) = shell.next
    head, rest = text.split("\n", 1)
    assert f"#{CALL}" == head
    assert rest == written("cards", ANSWER)
    assert shell.user_ns["cards"] == ANSWER
    assert ["application/vnd.jupyter.widget-view+json" in page for page in pages] == [True, False]
    assert "Your answer is in the cell" in pages[1]["text/plain"]


def test_a_form_that_nobody_touched_writes_nothing(shell, lesson):
    """Running the cell twice without entering anything shows the form again."""
    shell.run(CELL)
    shell.run(CELL)

    assert [] == shell.next
    assert shell.user_ns["cards"] == parsed(STUB)[1]
    assert EX in lesson.forms


def test_empty_boxes_stay_none_and_are_named(shell, lesson, pages):
    """A form that is partly filled in writes what there is."""
    shell.run(CELL)
    _enter(lesson, {"C1": {"ground": True}, "rows": [None, 7]})
    shell.run(CELL)

    expected = {"C1": {"ground": True, "due": None}, "note": None, "rows": [None, 7]}
    assert expected == shell.user_ns["cards"]
    assert "C1.due, note, rows.1" in pages[-1]["text/plain"]


def test_a_form_begins_with_what_was_written(shell, lesson):
    """An answer that stands in the cell stands in the boxes; what is changed there is written, the rest kept."""
    shell.run(f"{CALL}\n{written('cards', ANSWER)}")
    assert "special" == lesson.forms[EX].boxes["C1", "ground"].value
    lesson.forms[EX].boxes["C1", "ground"].value = "none"
    later = {**ANSWER, "rows": [3, 5]}
    shell.run(f"{CALL}\n{written('cards', later)}")

    changed = {**later, "C1": {**ANSWER["C1"], "ground": "none"}}
    assert changed == shell.user_ns["cards"]


def test_what_the_form_cannot_offer_is_told(shell, lesson):
    """A typing error in the cell leaves its box empty, and the form says so."""
    shell.run(CELL.replace('"ground": None', '"ground": "extra"'))

    board = lesson.forms[EX]
    assert "" == board.boxes["C1", "ground"].value
    assert "extra" in board.remarks.value
    board.boxes["C1", "ground"].value = "special"
    assert "" == board.remarks.value


def test_what_is_no_number_is_not_written(shell, lesson):
    """An entry that cannot be read is named, kept in its box, and nothing is written until it is mended."""
    shell.run(CELL)
    lesson.forms[EX].boxes["rows", 0].value = "三"
    shell.run(CELL)

    board = lesson.forms[EX]
    assert ([], "三") == (shell.next, board.boxes["rows", 0].value)
    assert "rows.1: “三” cannot be read as a whole number" in board.remarks.value
    board.boxes["rows", 0].value = "３"
    shell.run(CELL)
    assert [3, None] == shell.user_ns["cards"]["rows"]


def test_the_literal_is_shown_while_it_grows(shell, lesson):
    """The form shows what it will write, for front ends that do not let it write, with markup as text."""
    shell.run(CELL)
    lesson.forms[EX].boxes[("note",)].value = "<b>"

    assert "&#x27;note&#x27;: &#x27;&lt;b&gt;&#x27;" in lesson.forms[EX].preview.value


def test_an_answer_that_is_computed_begins_empty(shell, lesson):
    """A cell that holds no literal, or another form of one, still gets its form."""
    for text in ("cards = dict(a=1)", "cards = 3", "cards = {'C1': 5, 'rows': [1]}", ""):
        shell.run(f"{CALL}\n{text}")
        assert lesson.forms[EX].boxes["C1", "ground"].value == ""


def test_forms_that_are_gone_leave_no_widget(shell, lesson):
    """A form that was replaced or written is closed, others stay."""
    kept = ipywidgets.Text()
    before = set(ipywidgets.Widget.get_manager_state()["state"])
    shell.run(CELL)
    _enter(lesson, ANSWER)
    shell.run(CELL)

    assert before == set(ipywidgets.Widget.get_manager_state()["state"])
    assert kept.model_id in before


# ---- where no form can be --------------------------------------------------------------------------


def test_in_grading_a_form_does_nothing(shell, pages, tmp_path, monkeypatch):
    """A call that was left in a submission shows nothing, hooks nothing and does not touch the answer."""
    folder = tmp_path / "autograded" / "s001" / "x-en"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    shell.run(f"{CALL}\n{written('cards', ANSWER)}")

    assert ([], []) == (pages, shell.next)
    assert shell.user_ns["cards"] == ANSWER


@pytest.mark.usefixtures("lesson")
def test_in_the_self_test_a_form_does_nothing(capsys):
    """Nothing is shown while results are recorded."""
    with recording() as results:
        form(EX)

    assert ([], "") == (results, capsys.readouterr().out)


@pytest.mark.usefixtures("lesson")
def test_without_a_front_end_one_sentence_is_printed(capsys):
    """In plain Python the trainee is told to write into the cell."""
    form(EX)

    assert "Write into the answer cell" in capsys.readouterr().out


def test_without_ipywidgets_one_sentence_is_shown(shell, pages, monkeypatch):
    """So it is where the library is not installed."""
    monkeypatch.setattr("grader.lab.forms._has_widgets", lambda: False)
    shell.run(CELL)

    assert ["text/html", "text/plain"] == sorted(pages[0])


@pytest.mark.usefixtures("shell")
def test_code_has_no_form(pages):
    """An exercise without choices says so."""
    form("tst-1-q1")

    assert "no form" in pages[0]["text/plain"]


def test_front_ends_without_widgets_show_a_sentence(shell, pages):
    """The display that carries the form also carries the sentence."""
    shell.run(CELL)

    assert "cannot show the form" in pages[0]["text/plain"]
    assert pages[0]["text/plain"] == pages[0]["text/html"]


# ---- the text of the cell --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f'{CALL}\na = {{"A": None}}', f"#{CALL}\na = {{'A': 1}}"),
        (f"# 一\n{CALL}\na = [\n  None]  # 二\n# 三", f"# 一\n#{CALL}\na = {{'A': 1}}  # 二\n# 三"),
        (f"あ = 1\na = 2\n{CALL}", f"あ = 1\na = {{'A': 1}}\n#{CALL}"),
        (f"a = [\n1,\n2]\n{CALL}", f"a = {{'A': 1}}\n#{CALL}"),
        (f"a: dict = 2\n{CALL}", f"a = {{'A': 1}}\n#{CALL}"),
        (f'form("{EX}"); a = 1', f"#form(\"{EX}\"); a = 1\na = {{'A': 1}}"),
        (CALL, f"#{CALL}\na = {{'A': 1}}"),
        ("", f"#form(\"{EX}\")\na = {{'A': 1}}"),
        ("%time\na = 1", f"#form(\"{EX}\")\na = {{'A': 1}}"),
    ],
)
def test_only_answer_and_call_change_in_the_cell(source, expected):
    """Remarks and other lines are kept, Japanese before and behind them included."""
    assert expected == rewritten(source, EX, "a", {"A": 1})


@pytest.mark.parametrize(
    ("source", "expected"),
    [(CELL, True), (f"#{CELL}", False), ('form("other")', False), ("a =", False), ("", False)],
)
def test_the_call_of_a_form_is_recognised(source, expected):
    """A remark is no call, nor is the form of another exercise."""
    assert expected == calls_form(source, EX)


# ---- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "entry", "expected"),
    [
        ("int", " １,２００ ", 1200),
        ("int", "−3", -3),
        ("int", "3.0", ValueError),
        ("int", "三", ValueError),
        ("float", "3", 3),
        ("float", "０．８", 0.8),
        ("float", "1e-3", 0.001),
        ("float", "1e999", ValueError),
        ("float", "nan", ValueError),
        ("float", "80%", ValueError),
        ("date", "2026-10-05", "2026-10-05"),
        ("date", "10月5日", ValueError),
        ("text", " 空白 ", " 空白 "),
        ("text", "  ", None),
        ("int", "", None),
    ],
)
def test_entries_become_what_one_would_type(kind, entry, expected):
    """Full-width digits are numbers, whole numbers stay whole, texts stay as they are, blank is empty."""
    field = Field((), kind)
    if expected is ValueError:
        with pytest.raises(ValueError):
            field.read(entry)
    else:
        assert same(expected, field.read(entry))


def test_each_empty_slot_has_a_field():
    """What the stub gives has none; what is offered is found as the linter finds it."""
    literal = {"a": [None, ...], "b": {"09.30": None}, "c": "given", "d": {}, "e": (None,)}
    choices = {"a.1": "int", "a.*": "float", "b.*": "date", "*": "text"}

    expected = [(("a", 0), "float"), (("a", 1), "int"), (("b", "09.30"), "date")]
    assert expected == [(field.path, field.kind) for field in fields(literal, choices)]
    assert [Field((), "int")] == fields(None, {"*": "int"})


def test_places_are_named_as_checks_name_them():
    """Positions in lists count from 1, keys stay as they are."""
    literal = {"rows": [None, None], 1: None}

    assert ["rows.2", "1", ""] == [place(literal, path) for path in (("rows", 1), (1,), ())]


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"b": "int"},
        {"*.*": "int"},
        {"a": []},
        {"a": "number"},
        {"a": "choice"},
        {"a": [True, "True"]},
        {"a": ["x", ""]},
    ],
)
def test_choices_that_do_not_serve_are_the_authors_mistake(choices):
    """Every slot needs a kind that exists, or values that can be told apart."""
    with pytest.raises(LessonError):
        fields({"a": None}, choices)


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ({**ANSWER, "rows": [1, 2.5]}, "rows.2"),
        ({**ANSWER, "rows": [1, True]}, "rows.2"),
        ({**ANSWER, "note": ""}, "note"),
        ({**ANSWER, "C1": {"ground": "other", "due": None}}, "C1.ground"),
        ({**ANSWER, "C1": {"ground": 1, "due": None}}, "C1.ground"),
        ({**ANSWER, "C1": {"ground": None, "due": "20261005"}}, "C1.due"),
        ({**ANSWER, "more": 1}, "more"),
        ({**ANSWER, "rows": (1, 2)}, "(1, 2)"),
        ({**ANSWER, "rows": [1, 2, 3]}, "[1, 2, 3]"),
    ],
)
def test_an_answer_that_the_form_cannot_give_is_told(answer, place):
    """A value that is not offered, and an answer of another form, name the place."""
    with pytest.raises(LessonError) as told:
        fill(STUB, CHOICES, answer)

    assert place in told.value.en


def test_filling_in_gives_the_answer_as_a_trainee_would_type_it():
    """The text is the one that `kakehashi build` writes for a literal, in the order of the stub."""
    turned = dict(reversed(ANSWER.items()))

    assert written("cards", ANSWER) == fill(STUB, CHOICES, ANSWER) == fill(STUB, CHOICES, turned)


_VALUES = {
    "int": st.integers(-(10**9), 10**9),
    "float": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-99, 99),
    "date": st.dates().map(date.isoformat),
    "text": st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(str.strip),
    "long": st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(str.strip),
}
_OFFERED = ["report", "消す", 1, 2.5, True, "1.0"]
_LEAF = st.one_of(
    *(value.map(lambda v, kind=kind: (kind, v)) for kind, value in _VALUES.items()),
    st.sampled_from(_OFFERED).map(lambda v: (_OFFERED, v)),
)
_KEY = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=3) | st.integers(1, 9)
_TREE = st.recursive(
    _LEAF.map(lambda leaf: ("leaf", *leaf)),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(_KEY, inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


def _split(tree, at=()):
    """Take a tree apart into stub, answer and choices."""
    if isinstance(tree, tuple):
        return None, tree[2], {".".join(map(str, at)) or "*": tree[1]}
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree)
    got = {key: _split(part, (*at, key)) for key, part in inside}
    choices = {name: what for _, _, more in got.values() for name, what in more.items()}
    stub, answer = ({k: part[n] for k, part in got.items()} for n in (0, 1))
    if isinstance(tree, list):
        return list(stub.values()), list(answer.values()), choices
    return stub, answer, choices


def _names(literal, at=()):
    if literal is None:
        return [".".join(map(str, at))]
    inside = literal.items() if isinstance(literal, dict) else enumerate(literal)
    return [name for key, part in inside for name in _names(part, (*at, key))]


@settings(deadline=None)  # the first form pays for the import of ipywidgets
@given(_TREE)
def test_any_literal_comes_back_as_it_was_entered(tree):
    """Whatever the nesting and the values, a form that is filled in gives exactly the answer, on paper and on screen."""
    stub, answer, choices = _split(tree)
    if len(set(_names(stub))) < len(_names(stub)):
        return  # 1 and "1" as keys of one dict: no author can name them apart
    source = written("x", stub)

    assert same(answer, ast.literal_eval(fill(source, choices, answer)[4:]))

    sheet = sheet_of({"stub": source, "answer": "x", "choices": choices})
    entries, lost = sheet.entries(answer)
    board = Board(sheet, "ja", typed=sheet.entries(stub)[0], entries=entries, lost=lost)
    assert same(answer, sheet.value(board.entries()))
    assert same(answer, sheet.value({**entries, **board.changed()}))
    board.close()


def test_nothing_is_put_where_nothing_was_asked():
    """The stub itself is never changed."""
    stub = {"a": [None, "given"]}
    filled = put(stub, {("a", 0): 1})

    assert ({"a": [1, "given"]}, {"a": [None, "given"]}) == (filled, stub)
