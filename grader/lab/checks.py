"""What a trainee meets in a notebook: `check` with its three states, `hint`, and the words authors check with."""

from __future__ import annotations

import ast
import dis
import inspect
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from grader.errors import LessonError
from grader.lab import labels
from grader.lab.guard import Foreign, Guard, UnfinishedError, finished
from grader.lab.limits import TooSlowError, time_limit
from grader.lab.mishap import raised
from grader.lab.result import Result, card, emit, show_bundle
from grader.lab.session import PRACTICE, OpenLesson, current
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class NotAttemptedError(Exception):
    """The exercise has not been begun, or is only partly filled in."""


@dataclass(slots=True)
class WrongError(Exception):
    """The answer is wrong, and this is why.

    Parameters
    ----------
    text : Text
        Why.
    misconception : str or None
        Id of the misconception recognised.
    """

    text: Text
    misconception: str | None = None


def expect(holds: object, *, ja: str, en: str) -> None:
    """Say that an answer is wrong unless something holds.

    Parameters
    ----------
    holds : object
        True if the answer is fine so far.
    ja, en : str
        Why it is not.

    Raises
    ------
    WrongError
        If it does not hold.
    """
    if not holds:
        raise WrongError(Text(ja, en))


def misconception(name: str, seen: object) -> None:
    """Say that an answer shows a known misconception.

    Parameters
    ----------
    name : str
        Id in the register of misconceptions.
    seen : object
        True if the answer shows it.

    Raises
    ------
    WrongError
        If it was seen; carries the message of the register.
    """
    if seen:
        raise WrongError(message_of(name), name)


def message_of(name: str) -> Text:
    """Return the message of a misconception from the handout of the open lesson.

    Parameters
    ----------
    name : str
        Id of the misconception.

    Returns
    -------
    Text
        The message.

    Raises
    ------
    LessonError
        If the lesson does not know it: the author's mistake, not the trainee's.
    """
    known = current().handout["misconceptions"]
    if name not in known:
        raise LessonError(
            f"{name}: この教材の誤解の一覧にありません。",
            f"{name}: not among the misconceptions of this lesson.",
        )
    return Text(**known[name])


def read_again(lesson: OpenLesson, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return where to read again after some misconceptions.

    Parameters
    ----------
    lesson : OpenLesson
        The open lesson.
    names : iterable of str
        Ids of misconceptions.

    Returns
    -------
    tuple of pairs of str
        Heading and link, each once; nothing for a misconception without a place.
    """
    known = lesson.handout.get("remedies", {})
    places = [known[name][lesson.lang] for name in names if name in known]
    return tuple(dict.fromkeys((place["heading"], place["link"]) for place in places))


def attempted(value: object) -> None:
    """Stop the check if an answer, or a part of it, is still empty.

    Parameters
    ----------
    value : object
        The answer; ``None`` and ``...`` count as empty, also inside lists and dicts.

    Raises
    ------
    NotAttemptedError
        If it is empty, or only partly filled in (then the missing places are named).
    """
    missing = _empty_places(value)
    if missing == [()]:
        raise NotAttemptedError
    if missing:
        names = ", ".join(".".join(map(str, place)) for place in missing)
        lang = current().lang
        raise NotAttemptedError(labels.MISSING.get(lang).format(names=names))


def _empty_places(value: object) -> list[tuple[object, ...]]:
    if value is None or value is ...:
        return [()]
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list | tuple):
        parts = list(enumerate(value, start=1))
    else:
        return []
    found = [(key, places) for key, part in parts if (places := _empty_places(part))]
    if parts and len(found) == len(parts) and all(places == [()] for _, places in found):
        return [()]
    return [(key, *place) for key, places in found for place in places]


def check(exercise: str, notebook: Mapping[str, Any]) -> Callable[[Callable[..., object]], None]:
    """Run the body of a check cell on the trainee's answer, and say one of three things.

    Parameters
    ----------
    exercise : str
        Exercise id.
    notebook : mapping
        ``globals()`` of the notebook.

    Returns
    -------
    callable
        A decorator for the function that holds the check; its first parameter is named like the answer.
    """

    def run(body: Callable[..., object]) -> None:
        lesson = current()
        result = outcome(lesson, exercise, body, notebook)
        if result.state == "right":
            lesson.solved.add(exercise)
        emit(result, lesson.lang)

    return run


def outcome(
    lesson: OpenLesson, exercise: str, body: Callable[..., object], notebook: Mapping[str, Any]
) -> Result:
    """Return what a check says of an answer; nothing that the answer raises gets out.

    Parameters
    ----------
    lesson : OpenLesson
        The open lesson.
    exercise : str
        Exercise id.
    body : callable
        The check; its first parameter is named like the answer.
    notebook : mapping
        Names that the notebook has defined.

    Returns
    -------
    Result
        One of the states.
    """
    known, lang = lesson.exercise(exercise), lesson.lang
    name = next(iter(inspect.signature(body).parameters))
    absent = not_there(lesson, exercise, name, notebook)
    if absent is not None:
        return absent
    try:
        if untouched(notebook[name], name=name, stub=known["stub"]):
            raise NotAttemptedError  # noqa: TRY301
        with time_limit():
            body(guarded(notebook[name]))
    except NotAttemptedError as empty:
        return Result(exercise, "not_attempted", message=str(empty) or labels.BEGIN.get(lang))
    except WrongError as wrong:
        said = (wrong.misconception,) if wrong.misconception else ()
        return Result(exercise, "wrong", said, wrong.text.get(lang), read_again(lesson, said))
    except UnfinishedError:
        return Result(exercise, "wrong", message=labels.UNFINISHED.get(lang))
    except (Exception, SystemExit, TooSlowError) as error:  # noqa: BLE001  # whatever the trainee's code raises is told in words
        return Result(exercise, "could_not_run", message=raised(error).get(lang))
    if known["part"] == "learn":
        return Result(exercise, "right", message=labels.SOLVED.get(lang))
    practice = lesson.handout.get("mode") == PRACTICE
    ready = labels.READY_PRACTICE if practice else labels.READY
    return Result(exercise, "ready", message=ready.get(lang))


def not_there(
    lesson: OpenLesson, exercise: str, name: str, notebook: Mapping[str, Any]
) -> Result | None:
    """Tell apart an answer that is not there because its cell stopped and one whose cell has not been run.

    Parameters
    ----------
    lesson : OpenLesson
        The open lesson.
    exercise : str
        Exercise id.
    name : str
        Name of the answer.
    notebook : mapping
        Names that the notebook has defined.

    Returns
    -------
    Result or None
        None if the answer is there, and its cell ran to the end.
    """
    why = lesson.stopped.get(name)
    if why is not None:
        message = labels.STOPPED.get(lesson.lang).format(why=why.get(lesson.lang))
        return Result(exercise, "could_not_run", message=message)
    if name not in notebook:
        return Result(exercise, "not_attempted", message=labels.RUN_ANSWER.get(lesson.lang))
    return None


def guarded(answer: object) -> Any:
    """Wrap a function so that it works on copies and ends; refuse what is no finished answer.

    Parameters
    ----------
    answer : object
        What the trainee defined.

    Returns
    -------
    Any
        A `Guard` around a function; anything else as it is.

    Raises
    ------
    UnfinishedError
        If it is a generator or another iterator.
    """
    return Guard(answer) if isinstance(answer, FunctionType | Foreign) else finished(answer)


def untouched(answer: object, *, name: str, stub: str) -> bool:
    """Tell whether an answer is still what was handed out.

    Parameters
    ----------
    answer : object
        The value or function in the notebook.
    name : str
        Its name.
    stub : str
        Source of the answer cell as released.

    Returns
    -------
    bool
        True for the stub's own function (comments and docstrings may differ) or the stub's own literal.
    """
    if isinstance(answer, Foreign):
        return answer.is_untouched(name, stub)
    tree = ast.parse(stub)
    if isinstance(answer, FunctionType):
        module = compile(tree, "<stub>", "exec", dont_inherit=True)
        codes = [c for c in module.co_consts if isinstance(c, CodeType) and c.co_name == name]
        return any(_steps(code) == _steps(answer.__code__) for code in codes)
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _target(statement) == name:
            try:
                return bool(ast.literal_eval(statement.value or ast.Constant(None)) == answer)
            except (ValueError, TypeError):  # not a literal, or a table that has no one truth value
                return False
    return answer is None or answer is ...


def _target(statement: ast.Assign | ast.AnnAssign) -> str:
    one = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    return ast.unparse(one)


def _steps(code: CodeType) -> list[tuple[object, ...]]:
    """Return what a function does: its instructions with their operands, without what only the reader sees."""
    return [
        (step.opname, *_operand(step.argval))
        for step in dis.get_instructions(code)
        if step.opname != "NOP"
    ]


def _operand(value: object) -> tuple[object, ...]:
    # 1, True and 1.0 are equal, but not the same answer.
    return (CodeType, _steps(value)) if isinstance(value, CodeType) else (type(value), value)


def hint(exercise: str) -> None:
    """Show the next hint of an exercise; each call goes one step further up the ladder.

    Parameters
    ----------
    exercise : str
        Exercise id.
    """
    lesson = current()
    ladder = lesson.exercise(exercise)["hints"][lesson.lang]
    if not ladder:
        text = labels.NO_HINT.get(lesson.lang)
        show_bundle({"text/plain": text, "text/html": card(text, "", state="not_attempted")})
        return
    step = min(lesson.hints_shown.get(exercise, 0) + 1, len(ladder))
    lesson.hints_shown[exercise] = step
    title = labels.HINT.get(lesson.lang).format(n=step, of=len(ladder))
    last = "\n" + labels.LAST_HINT.get(lesson.lang) if step == len(ladder) else ""
    text = ladder[step - 1] + last
    show_bundle({"text/plain": f"{title}: {text}", "text/html": card(title, text, state="partial")})
