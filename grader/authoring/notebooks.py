"""Turn a lesson into notebooks: source and release for nbgrader, exemplar, and a trainee's finished work."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from grader.authoring import labels
from grader.authoring.cell_source import check_source, hidden_source, prelude
from grader.authoring.cells import Names, code_cell, help_cell, lock, text_cell
from grader.authoring.literal import BEGIN, END, stub

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.authoring.lesson import Cell, Exercise, Lesson
    from grader.authoring.lesson_form import Part
    from grader.authoring.registers import Registers
    from grader.text import Lang, Text

_FACT = re.compile(r"\{fact\}`([^`]+)`")
_LINES, _WIDTH = 6, 90
"""A setup cell with more lines, or a wider one, is folded."""
_METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True, slots=True)
class Edition:
    """What is needed to make the notebooks of one lesson in one language.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    lang : {'ja', 'en'}
        Language.
    registers : Registers
        For facts and credits.
    skill_names : mapping of str to Text
        Names of the skills, by id.
    """

    lesson: Lesson
    lang: Lang
    registers: Registers
    skill_names: Mapping[str, Text] = field(default_factory=dict)

    @property
    def assignment(self) -> str:
        """Name of the nbgrader assignment."""
        return f"{self.lesson.slug}-{self.lang}"


def source_notebook(edition: Edition, part: Part, answers: Mapping[str, str]) -> NotebookNode:
    """Make nbgrader's source notebook: solutions and hidden tests between nbgrader's marks.

    Parameters
    ----------
    edition : Edition
        Lesson and language.
    part : {'learn', 'assess'}
        Which notebook.
    answers : mapping of str to str
        Right answers, written out, by exercise.

    Returns
    -------
    NotebookNode
        The notebook.
    """
    marked = {e.id: _marked(edition, e, answers[e.id]) for e in edition.lesson.exercises}
    # nbgrader locks the cells itself when it makes its own release of a source notebook.
    return _notebook(edition, part, marked, hidden=True, locked=False)


def _marked(edition: Edition, exercise: Exercise, answer: str) -> str:
    """Put the solution between nbgrader's marks; what is left without it is what we hand out."""
    if exercise.form == "code":
        return exercise.one("answer").source
    return f"{handed_out(exercise, edition.lang)}\n{BEGIN}\n{answer}\n{END}"


def release_notebook(edition: Edition, part: Part) -> NotebookNode:
    """Make the notebook that is handed out: stubs, no hidden test, no wrong answer.

    Parameters
    ----------
    edition : Edition
        Lesson and language.
    part : {'learn', 'assess'}
        Which notebook.

    Returns
    -------
    NotebookNode
        The notebook.
    """
    return _notebook(edition, part, {}, hidden=False)


def answered_notebook(
    edition: Edition, part: Part, answers: Mapping[str, str], *, hidden: bool
) -> NotebookNode:
    """Make a notebook with given answers: a finished submission, or (with hidden tests) the exemplar.

    Parameters
    ----------
    edition : Edition
        Lesson and language.
    part : {'learn', 'assess'}
        Which notebook.
    answers : mapping of str to str
        Source of the answer cell by exercise; the stub where an exercise is not named.
    hidden : bool
        Whether hidden tests stay in, and explanations are shown.

    Returns
    -------
    NotebookNode
        The notebook.
    """
    return _notebook(edition, part, answers, hidden=hidden, explained=hidden)


def _notebook(
    edition: Edition,
    part: Part,
    answers: Mapping[str, str],
    *,
    hidden: bool,
    explained: bool = False,
    locked: bool = True,
) -> NotebookNode:
    cells = [
        text_cell(f"opening-{part}", opening(edition, part, labels.OPENING[part])),
        *_cells(edition, part, answers, hidden=hidden, explained=explained),
    ]
    if part == "assess":
        cells.append(_credits(edition))
    if locked:
        lock(cells)
    mark = {"lesson": edition.lesson.slug, "lang": edition.lang, "part": part, "format_version": 1}
    notebook: NotebookNode = new_notebook(cells=cells, metadata={**_METADATA, "kakehashi": mark})
    nbformat.validate(notebook)
    return notebook


def _cells(
    edition: Edition, part: Part, answers: Mapping[str, str], *, hidden: bool, explained: bool
) -> Iterator[NotebookNode]:
    lesson = edition.lesson
    yield code_cell(f"setup-{part}", prelude(lesson.slug, edition.lang), locked=True)
    exercises = {e.id: e for e in lesson.exercises}
    last: list[Cell] = []
    name = Names()
    for cell in lesson.cells:
        if lesson.part_of(cell) != part or cell.lang not in {None, edition.lang}:
            continue
        if cell.role == "reflect":
            last.append(cell)
        elif cell.role == "text" and cell.exercise:
            text = _exercise_text(edition, exercises[cell.exercise], cell)
            yield text_cell(name(f"{cell.exercise}-text"), text)
        elif cell.role == "solution" and explained:
            yield text_cell(name(f"{cell.exercise}-solution"), _shown(edition, cell.source))
        elif cell.role == "text":
            yield text_cell(name("text"), _shown(edition, cell.source))
        elif cell.role in {"setup", "worked"}:
            yield _given(edition, name(cell.role), cell)
        elif cell.role == "answer":
            yield from _answer(edition, exercises[str(cell.exercise)], answers, hidden=hidden)
    for cell in last:
        yield text_cell(name("take-to-work"), _shown(edition, cell.source))


def _given(edition: Edition, name: str, cell: Cell) -> NotebookNode:
    """Fold what only prepares or draws: whoever wants to see how a chart is made unfolds it."""
    lines = cell.source.splitlines()
    long = len(lines) > _LINES or max(map(len, lines), default=0) > _WIDTH
    draws = "lesson.chart(" in cell.source
    folded = long and (cell.role == "setup" or draws)
    remark = labels.CHART_LINE if draws else labels.SETUP_LINE
    head = f"# {remark.get(edition.lang)}\n" if folded else ""
    return code_cell(name, head + cell.source, locked=True, folded=folded)


def _answer(
    edition: Edition, exercise: Exercise, answers: Mapping[str, str], *, hidden: bool
) -> Iterator[NotebookNode]:
    given = answers.get(exercise.id)
    source = handed_out(exercise, edition.lang) if given is None else given
    yield code_cell(exercise.id, source, solution=True)
    # In learn a check is not part of a gradebook, so it is only locked.
    points = 0.0 if exercise.part == "assess" else None
    yield code_cell(
        f"{exercise.id}-check",
        f"# {labels.CHECK_LINE.get(edition.lang)}\n{check_source(exercise)}",
        locked=True,
        points=points,
        folded=True,
    )
    explained = exercise.part == "learn" and bool(exercise.find("solution"))
    yield help_cell(exercise.id, edition.lang, explained=explained)
    if exercise.part == "assess":
        source = labels.MARKS_LINE + (
            f"\n{hidden_source(edition.lesson, exercise)}" if hidden else ""
        )
        yield code_cell(
            f"{exercise.id}-marks", source, locked=True, points=exercise.points, folded=True
        )


def handed_out(exercise: Exercise, lang: Lang) -> str:
    """Return the answer cell as a trainee gets it.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    lang : {'ja', 'en'}
        Language of the edition.

    Returns
    -------
    str
        The stub; a literal begins with a remark that can be turned into its form.
    """
    if exercise.form == "code":
        return stub(exercise)
    return f'#form("{exercise.id}")   # {labels.FORM_LINE.get(lang)}\n{stub(exercise)}'


def opening(edition: Edition, part: Part, words: Text) -> str:
    """Return the first text of a notebook.

    Parameters
    ----------
    edition : Edition
        Lesson and language.
    part : {'learn', 'assess'}
        Which notebook.
    words : Text
        One of the openings of `grader.authoring.labels`.

    Returns
    -------
    str
        Markdown.
    """
    lesson, lang = edition.lesson, edition.lang
    block = lesson.front.data["lesson"]
    minutes = sum(e.minutes for e in lesson.exercises if e.part == part)
    goals = "\n".join(f"- {goal}" for goal in block["goals"][lang])
    return words.get(lang).format(
        code=lesson.code,
        title=lesson.title.get(lang),
        goals=goals,
        minutes=minutes,
        whole=block["minutes"],
    )


def _exercise_text(edition: Edition, exercise: Exercise, cell: Cell) -> str:
    skill = edition.skill_names.get(exercise.skill)
    name = f"{exercise.skill} {skill.get(edition.lang)}" if skill else exercise.skill
    label = labels.FOOT_ASSESS if exercise.part == "assess" else labels.FOOT_LEARN
    foot = label.get(edition.lang).format(
        minutes=exercise.minutes, skill=name, level=exercise.level, points=f"{exercise.points:g}"
    )
    return f"{_shown(edition, cell.source)}\n\n<small>{foot}</small>"


def _shown(edition: Edition, source: str) -> str:
    return with_facts(source, edition.registers, edition.lang)


def with_facts(source: str, registers: Registers, lang: Lang) -> str:
    """Write out the facts that a text names.

    Parameters
    ----------
    source : str
        Markdown with ``{fact}`id```.
    registers : Registers
        For the facts.
    lang : {'ja', 'en'}
        Language of the text.

    Returns
    -------
    str
        Markdown with value, source and date in their place.
    """
    facts = registers.facts
    return _FACT.sub(
        lambda m: facts[m.group(1)].render(lang) if m.group(1) in facts else m.group(0), source
    )


def _credits(edition: Edition) -> NotebookNode:
    block = edition.lesson.front.data["lesson"]
    lines = [labels.CREDITS.get(edition.lang), ""]
    for credit in block["credits"]:
        where = f" <{credit['url']}>" if "url" in credit else ""
        title, licence, use = (credit[key][edition.lang] for key in ("title", "licence", "use"))
        lines.append(f"- {title}{where} — {licence} — {use}")
    for name in block["facts"]:
        fact = edition.registers.facts.get(name)
        if fact is not None:
            lines.append(f"- {fact.title.get(edition.lang)}: {fact.render(edition.lang)}")
    return text_cell("credits", "\n".join(lines))
