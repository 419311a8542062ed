"""`kakehashi diagnose`: on the terminal, from a file, broken off and gone on with, as a notebook."""

from __future__ import annotations

import json

import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient

from grader.cli import main
from grader.diagnosis import Session
from grader.diagnosis.answers import right_response, shown_order
from grader.diagnosis.board import Board
from grader.diagnosis.notebook import typed
from grader.diagnosis.words import NOTICE

HEAD = ("diagnose", "--track", "security", "--role", "engineer", "--seed", "5")


@pytest.fixture
def run(minimal):
    """Call ``kakehashi --workspace <minimal> …``, with what is typed."""

    def called(*args, given=None):
        options = ["--workspace", str(minimal.root)]
        return CliRunner().invoke(main, [*options, *map(str, args)], input=given)

    return called


@pytest.fixture
def answers(desk, tmp_path):
    """A file with the right answers, as typed."""
    entries = {}
    for item in desk.items:
        right, order = right_response(item), shown_order(item)
        numbers = [order.index(p) + 1 for p in right] if isinstance(right, tuple) else right
        entries[item.id] = numbers
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def files(minimal):
    """Every file of a workspace."""
    return sorted(path.relative_to(minimal.root) for path in minimal.root.rglob("*"))


def test_a_sitting_on_the_terminal_ends_with_report_and_leaves_no_file(run, minimal):
    """`?` to everything: questions with their number, then the report; nothing is written."""
    before = files(minimal)
    done = run(*HEAD, given="?\n" * 15)

    assert 0 == done.exit_code, done.output
    assert "1問目 / 最大15問" in done.output
    assert NOTICE.ja in done.output
    assert "tiny-counts" in done.output
    assert "--seed）：5" in done.output
    assert before == files(minimal)


def test_nothing_is_explained_between_the_questions(run, desk):
    """No explanation stands before the last question, so that no item cues another."""
    told = run(*HEAD, given="?\n" * 15).output
    questions, _, explained = told.partition("## 解説")

    assert [] == [item.id for item in desk.items if item.explanation.ja in questions]
    assert "青です。" in explained


def test_what_is_no_answer_is_asked_again(run):
    """A wrong entry brings the hint how to answer, and the same question once more."""
    done = run(*HEAD, given="99\n" + "?\n" * 15)

    assert 0 == done.exit_code, done.output
    assert 2 <= done.output.count("入力してください")


def test_the_track_is_asked_for(run):
    """Without --track a numbered list comes first."""
    done = run("--lang", "en", "diagnose", "--seed", "1", given="1\n" + "?\n" * 15)

    assert 0 == done.exit_code, done.output
    assert "1. セキュリティ" not in done.output
    assert NOTICE.en in done.output


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_answers_from_a_file(run, answers, lang):
    """With a file of right answers the sitting runs through, in either language, twice the same."""
    first, again = (run(*HEAD, "--lang", lang, "--answers", answers) for _ in range(2))

    assert 0 == first.exit_code, first.output
    assert first.output == again.output
    assert {"ja": "届いていそうです", "en": "probably reached"}[lang] in first.output


def test_a_missing_answer_is_shown_as_a_question(run, answers):
    """A question without an answer is printed with its id, so that one can go on by file alone."""
    answers.write_text("{}", encoding="utf-8")
    done = run(*HEAD, "--answers", answers)

    assert 1 == done.exit_code
    assert "入力してください" in done.stdout
    assert "「sec-log-" in done.stderr
    assert "--seed 5" in done.stderr


@pytest.mark.parametrize("text", ["[1, 2]", "a: [", None])
def test_a_file_that_is_no_answers_is_refused(run, answers, text):
    """A list, broken YAML, or an entry that fits no question: one sentence, exit code 1."""
    nonsense = json.dumps(dict.fromkeys(json.loads(answers.read_text("utf-8")), "abc"))
    answers.write_text(text or nonsense, encoding="utf-8")
    done = run(*HEAD, "--answers", answers)

    assert 1 == done.exit_code
    assert done.stderr
    assert "Traceback" not in done.output


def test_broken_off_it_keeps_nothing_or_goes_on(run, tmp_path):
    """The end of the input breaks off: without --save nothing is left; with it the same command goes on."""
    lost = run(*HEAD, given="?\n?\n")
    path = tmp_path / "mine.json"
    kept = run(*HEAD, "--save", path, given="?\n?\n")
    halfway = json.loads(path.read_text("utf-8"))
    done = run(*HEAD, "--save", path, given="?\n" * 13)
    whole = json.loads(path.read_text("utf-8"))

    assert [1, 1, 0] == [lost.exit_code, kept.exit_code, done.exit_code]
    assert "何も保存していません" in lost.stderr
    assert "続きから" in kept.stderr
    assert 2 == len(halfway["answers"])
    assert "" == halfway["stop"]
    assert "3問目" in done.output
    assert "1問目 /" not in done.output
    assert halfway["answers"] == whole["answers"][:2]
    assert whole["stop"]
    assert {"ja": NOTICE.ja, "en": NOTICE.en} == whole["notice"]


def test_a_saved_sitting_of_something_else_is_refused(run, tmp_path):
    """Another role's sitting, or any other file, is neither gone on with nor overwritten."""
    path = tmp_path / "mine.json"
    run(*HEAD, "--save", path, given="?\n?\n")
    before = path.read_text("utf-8")
    other = run("diagnose", "--track", "security", "--save", path, given="?\n" * 15)
    path_of_mine = tmp_path / "letter.json"
    path_of_mine.write_text("{}", encoding="utf-8")
    letter = run(*HEAD, "--save", path_of_mine, given="?\n" * 15)

    assert [1, 1] == [other.exit_code, letter.exit_code]
    assert before == path.read_text("utf-8")
    assert "{}" == path_of_mine.read_text("utf-8")


def test_the_notebook_is_not_overwritten(run, tmp_path):
    """A notebook that is there already stays; the first one is valid and the same each time."""
    path, other = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    first, again = (run(*HEAD, "--notebook", path) for _ in range(2))
    run(*HEAD, "--notebook", other)

    assert [0, 2] == [first.exit_code, again.exit_code]
    assert path.read_bytes() == other.read_bytes()
    nbformat.validate(nbformat.read(path, as_version=4))


def test_the_form_runs_the_same_sitting(desk, diagnostic):
    """Answers given in the form are those that would be typed, for every type of item."""
    board = Board(desk, diagnostic, Session(3), lang="ja", clock=lambda: 0.0)
    kinds = set()
    while (item := board.item) is not None:
        kinds.add(item.type)
        board.next.click()  # an empty form is no answer
        assert item is board.item
        assert "入力してください" in board.remark.value
        _fill(board, item)
        board.next.click()

    assert kinds >= {"choose", "choose_all"} or kinds >= {"choose", "number"}
    assert [right_response(_item(desk, a.item)) for a in board.session.answers] == [
        a.response for a in board.session.answers
    ]
    assert NOTICE.ja in board.text.value
    board.unknown.click()  # after the end nothing happens
    assert "解説" in board.text.value


def _item(desk, name):
    return next(item for item in desk.items if item.id == name)


def _fill(board, item):
    """Put the right answer into the boxes on the screen."""
    right, order, boxes = right_response(item), shown_order(item), board.fields.children
    if item.type == "choose":
        boxes[0].value = str(order.index(right[0]) + 1)
    elif item.type == "choose_all":
        for place, box in zip(order, boxes, strict=True):
            box.value = place in right
    elif item.type == "order":
        for place, box in zip(right, boxes, strict=True):
            box.value = str(order.index(place) + 1)
    else:
        boxes[0].children[0].value = str(right)


def test_without_widgets_answers_are_typed(desk, diagnostic):
    """The fallback asks by text and ends with the same report."""
    said = []
    session = typed(desk, diagnostic, Session(3), "en", ask=lambda _: "?", say=said.append)

    assert {None} == {answer.response for answer in session.answers}
    assert NOTICE.en in said[-1]


@pytest.mark.kernel
@pytest.mark.slow
def test_the_notebook_runs(run, tmp_path):
    """Executed from top to bottom it shows the form; pressing “I do not know” to the end brings the report."""
    path = tmp_path / "diagnosis.ipynb"
    run(*HEAD, "--notebook", path)
    book = nbformat.read(path, as_version=4)
    drive = "while diagnosis.item is not None:\n    diagnosis.unknown.click()\nprint(diagnosis.text.value)"
    book.cells.append(nbformat.v4.new_code_cell(drive))

    NotebookClient(book, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()

    shown = book.cells[1].outputs[0]["data"]
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert NOTICE.ja in book.cells[-1].outputs[0]["text"]
