"""Read a lesson: one Markdown file with both languages, its exercises and everything that proves them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import jupytext
from jupytext.myst import MystMetadataParsingError

from grader.authoring import rules
from grader.authoring.lesson_form import Part, cell_findings, cell_lines, exercise_findings
from grader.errors import LessonError
from grader.findings import Finding, has_errors
from grader.schema.store import schema_findings
from grader.text import LANGS, Lang, Text
from grader.yamlfile import YamlDocument, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of ``lesson.md``.

    Parameters
    ----------
    kind : {'text', 'code'}
        What stands in it.
    role : str
        One of the roles of `grader.authoring.lesson_form`.
    source : str
        Its text.
    line : int
        Line of its header in the file, from 1.
    first : int
        Line of the first line of its text.
    meta : mapping
        Everything that its header says.
    """

    kind: Literal["text", "code"]
    role: str
    source: str
    line: int
    first: int
    meta: Mapping[str, Any]

    @property
    def lang(self) -> Lang | None:
        """Language of a text cell; None for code, which both editions share."""
        return self.meta.get("lang")

    @property
    def part(self) -> Part | None:
        """Notebook to which the cell belongs; exercise cells take it from the exercise's text."""
        return self.meta.get("part")

    @property
    def exercise(self) -> str | None:
        """Exercise to which the cell belongs."""
        name = self.meta.get("ex")
        return name if isinstance(name, str) else None


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise with all that belongs to it.

    Parameters
    ----------
    id : str
        Such as ``sec-3-q4``; ties heading, answer, check, hidden test, hints and results together.
    part : {'learn', 'assess'}
        Only ``assess`` is evidence.
    type : str
        Item type.
    skills : mapping of str to int
        From skill id to the level that the exercise can show; exactly one.
    points : float
        Points for a full answer; 0 in ``learn``.
    minutes : int
        Minutes that a trainee needs.
    answer : str
        Name that the trainee defines.
    form : {'literal', 'code'}
        What is asked for.
    choices : mapping of str to list or str
        What the optional form offers for each slot of a literal; see `grader.lab.choices`.
    line : int
        Line of the exercise's text.
    cells : tuple of Cell
        Its cells in the order of the file.
    """

    id: str
    part: Part
    type: str
    skills: Mapping[str, int]
    points: float
    minutes: int
    answer: str
    form: Literal["literal", "code"]
    choices: Mapping[str, Any]
    line: int
    cells: tuple[Cell, ...]

    def find(self, role: str, lang: Lang | None = None) -> list[Cell]:
        """Return its cells of one role.

        Parameters
        ----------
        role : str
            Role of the cells.
        lang : {'ja', 'en'}, optional
            Only this language.

        Returns
        -------
        list of Cell
            In the order of the file.
        """
        return [c for c in self.cells if c.role == role and (lang is None or c.lang == lang)]

    def one(self, role: str) -> Cell:
        """Return its only cell of one role.

        Parameters
        ----------
        role : str
            Role of the cell.

        Returns
        -------
        Cell
            The cell; `kakehashi lint` (L004) makes sure that it is there once.
        """
        return self.find(role)[0]

    @property
    def skill(self) -> str:
        """The one skill that it proves."""
        return next(iter(self.skills))

    @property
    def level(self) -> int:
        """The level of that skill that it can show."""
        return self.skills[self.skill]

    @property
    def title(self) -> Text:
        """Its heading in both languages."""
        heads = {lang: _heading(self.find("text", lang)) for lang in LANGS}
        return Text(ja=heads["ja"], en=heads["en"])

    @property
    def categories(self) -> int:
        """Score categories: 3 if a known wrong answer earns part of the points, else 2."""
        return 3 if any(c.meta.get("expect") == "part" for c in self.find("wrong")) else 2


def _heading(cells: list[Cell]) -> str:
    first = cells[0].source.splitlines()[0] if cells and cells[0].source else ""
    return first.lstrip("#").strip()


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson.

    Parameters
    ----------
    slug : str
        Name of its folder.
    path : Path
        Its ``lesson.md``.
    code : str
        Catalogue number such as ``SEC-3``.
    title : Text
        Its title.
    front : YamlDocument
        The ``lesson:`` block of the front matter.
    cells : tuple of Cell
        Everything in the order of the file.
    exercises : tuple of Exercise
        Its exercises in order.
    """

    slug: str
    path: Path
    code: str
    title: Text
    front: YamlDocument
    cells: tuple[Cell, ...]
    exercises: tuple[Exercise, ...] = field(default=())

    def part_of(self, cell: Cell) -> Part | None:
        """Return the notebook to which a cell belongs.

        Parameters
        ----------
        cell : Cell
            A cell of this lesson.

        Returns
        -------
        {'learn', 'assess'} or None
            None if the cell says nothing and belongs to no exercise.
        """
        if cell.part is not None or cell.exercise is None:
            return cell.part
        return next((e.part for e in self.exercises if e.id == cell.exercise), None)

    @property
    def assessed(self) -> list[Exercise]:
        """Exercises that are evidence."""
        return [e for e in self.exercises if e.part == "assess"]


def read_lesson(folder: Path) -> tuple[Lesson | None, list[Finding]]:
    """Read a lesson and check that its parts are there.

    Parameters
    ----------
    folder : Path
        ``curriculum/<slug>``.

    Returns
    -------
    Lesson or None
        None if it is too broken to look further.
    list of Finding
        What is wrong with its form; the content is checked by `grader.authoring.lint`.
    """
    path = folder / "lesson.md"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = Text(f"読めません（{error}）。", f"Cannot be read ({error}).")
        return None, [Finding(rules.L001, path, 1, what)]
    lesson, findings = _parsed(path, text)
    return lesson, list(findings)


@lru_cache(maxsize=64)
def _parsed(path: Path, text: str) -> tuple[Lesson | None, tuple[Finding, ...]]:
    """Parse a text once, though linting, linking and counting each ask for the lesson."""
    document, findings = _front_matter(path, text)
    if document is None or has_errors(findings):
        return None, tuple(findings)
    cells, cell_findings = _cells(path, text)
    findings += cell_findings
    exercises, exercise_findings = _exercises(path, cells)
    findings += exercise_findings
    block = document.data["lesson"]
    lesson = Lesson(
        slug=path.parent.name,
        path=path,
        code=block["code"],
        title=Text(**block["title"]),
        front=document,
        cells=tuple(cells),
        exercises=tuple(exercises),
    )
    return lesson, tuple(findings)


def load_lesson(folder: Path) -> Lesson:
    """Read a lesson that must be whole.

    Parameters
    ----------
    folder : Path
        ``curriculum/<slug>``.

    Returns
    -------
    Lesson
        The lesson.

    Raises
    ------
    LessonError
        If its form is broken; the first finding is told.
    """
    lesson, findings = read_lesson(folder)
    errors = [f for f in findings if f.rule.severity == "error"]
    if lesson is None or errors:
        first = errors[0]
        raise LessonError(
            first.render(folder.parent.parent, "ja"), first.render(folder.parent.parent, "en")
        )
    return lesson


def _front_matter(path: Path, text: str) -> tuple[YamlDocument | None, list[Finding]]:
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines[1:], start=1) if line == "---"), None)
    if not lines or lines[0] != "---" or end is None:
        finding = Finding(
            rules.L001,
            path,
            1,
            Text(
                "先頭に --- で囲んだ見出し情報がありません。",
                "The file does not begin with a front matter between --- lines.",
            ),
        )
        return None, [finding]
    document, findings = parse_yaml(path, "\n".join(lines[1:end]), first_line=2)
    if document is None:
        return None, findings
    return document, [*findings, *schema_findings(document, "lesson")]


def _cells(path: Path, text: str) -> tuple[list[Cell], list[Finding]]:
    try:
        notebook = jupytext.reads(text, fmt="md:myst")
    except MystMetadataParsingError as error:
        return [], [_unreadable_header(path, error)]
    lines, empty = cell_lines(text)
    what = Text("見出しの下に文章がありません。", "There is no text under the header.")
    findings = [Finding(rules.L001, path, line, what) for line in empty]
    if len(lines) != len(notebook.cells):
        what = Text(
            "セルの区切りが読み取れません（``` の閉じ忘れなど）。",
            "The cells cannot be told apart (is a ``` left open?).",
        )
        return [], [*findings, Finding(rules.L001, path, lines[0] if lines else 1, what)]
    whole = text.splitlines()
    cells = [_cell(line, raw, whole) for line, raw in zip(lines, notebook.cells, strict=True)]
    for cell in cells:
        findings += cell_findings(path, cell)
    return cells, findings


def _unreadable_header(path: Path, error: MystMetadataParsingError) -> Finding:
    place = re.search(r"at line (\d+)", str(error))
    what = " ".join(str(error).split())
    return Finding(
        rules.L001,
        path,
        int(place.group(1)) if place else 1,
        Text(f"セルの見出しが読めません（{what}）。", f"A cell's header cannot be read ({what})."),
    )


def _cell(line: int, raw: Any, whole: list[str]) -> Cell:
    kind: Literal["text", "code"] = "code" if raw.cell_type == "code" else "text"
    role = str(raw.metadata.get("role", "text" if kind == "text" else ""))
    # Options and blank lines may stand between the header and the text.
    start = raw.source.split("\n")[0]
    first = next((n for n in range(line, len(whole)) if whole[n] == start), line) + 1
    return Cell(
        kind=kind, role=role, source=raw.source, line=line, first=first, meta=dict(raw.metadata)
    )


def _exercises(path: Path, cells: Iterable[Cell]) -> tuple[list[Exercise], list[Finding]]:
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.exercise is not None:
            groups.setdefault(cell.exercise, []).append(cell)
    exercises, findings = [], []
    for name, group in groups.items():
        problems = list(exercise_findings(path, name, group))
        findings += problems
        # What is wrong with a single cell has been told; nothing can be made of its exercise.
        if not problems and not any(True for cell in group for _ in cell_findings(path, cell)):
            exercises.append(_exercise(name, group))
    return exercises, findings


def _exercise(name: str, group: list[Cell]) -> Exercise:
    head = next(c for c in group if c.role == "text" and c.lang == "ja")
    meta = head.meta
    return Exercise(
        id=name,
        part=meta["part"],
        type=str(meta["type"]),
        skills=dict(meta["skills"]),
        points=float(meta.get("points", 0)),
        minutes=int(meta["minutes"]),
        answer=str(meta["answer"]),
        form=meta["form"],
        choices=dict(meta.get("choices", {})),
        line=head.line,
        cells=tuple(group),
    )
