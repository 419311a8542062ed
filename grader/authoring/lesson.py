"""Read a lesson: one Markdown file with both languages, its exercises and everything that proves them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import jupytext

from grader.authoring import rules
from grader.errors import LessonError
from grader.findings import Finding, has_errors
from grader.schema.store import schema_findings
from grader.text import LANGS, Lang, Text
from grader.yamlfile import YamlDocument, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Part = Literal["learn", "assess"]
PARTS: tuple[Part, ...] = ("learn", "assess")
TEXT_ROLES = ("text", "hint", "solution", "reflect")
CODE_ROLES = ("setup", "worked", "answer", "wrong", "check", "hidden")
_KEYS = frozenset(
    {
        "ex",
        "part",
        "lang",
        "role",
        "type",
        "skills",
        "points",
        "minutes",
        "answer",
        "form",
        "says",
        "expect",
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of ``lesson.md``.

    Parameters
    ----------
    kind : {'text', 'code'}
        What stands in it.
    role : str
        One of `TEXT_ROLES` or `CODE_ROLES`.
    source : str
        Its text.
    line : int
        Line of its header in the file, from 1.
    meta : mapping
        Everything that its header says.
    """

    kind: Literal["text", "code"]
    role: str
    source: str
    line: int
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
        return self.meta.get("ex")


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
    text = path.read_text(encoding="utf-8")
    document, findings = _front_matter(path, text)
    if document is None or has_errors(findings):
        return None, findings
    cells, cell_findings = _cells(path, text)
    findings += cell_findings
    exercises, exercise_findings = _exercises(path, cells)
    findings += exercise_findings
    block = document.data["lesson"]
    lesson = Lesson(
        slug=folder.name,
        path=path,
        code=block["code"],
        title=Text(**block["title"]),
        front=document,
        cells=tuple(cells),
        exercises=tuple(exercises),
    )
    return lesson, findings


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


def _headers(text: str) -> Iterator[int]:
    """Yield the lines on which cells begin, skipping what stands inside code fences."""
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("```"):
            if not inside and line.startswith("```{code-cell}"):
                yield number
            inside = not inside
        elif not inside and line.startswith("+++"):
            yield number


def _cells(path: Path, text: str) -> tuple[list[Cell], list[Finding]]:
    notebook = jupytext.reads(text, fmt="md:myst")
    lines = list(_headers(text))
    findings: list[Finding] = []
    if len(lines) != len(notebook.cells):
        findings.append(
            Finding(
                rules.L001,
                path,
                lines[0] if lines else 1,
                Text("+++ {…} の見出しがない文章があります。", "Some text has no +++ {…} header."),
            )
        )
        lines = (lines + [1] * len(notebook.cells))[: len(notebook.cells)]
    cells = []
    for line, raw in zip(lines, notebook.cells, strict=True):
        kind: Literal["text", "code"] = "code" if raw.cell_type == "code" else "text"
        role = str(raw.metadata.get("role", "text" if kind == "text" else ""))
        cells.append(
            Cell(kind=kind, role=role, source=raw.source, line=line, meta=dict(raw.metadata))
        )
        findings += _header_findings(path, cells[-1])
    return cells, findings


def _header_findings(path: Path, cell: Cell) -> Iterator[Finding]:
    roles = TEXT_ROLES if cell.kind == "text" else CODE_ROLES
    if cell.role not in roles:
        yield Finding(
            rules.L001,
            path,
            cell.line,
            Text(
                f"role「{cell.role}」は使えません（使えるのは {', '.join(roles)}）。",
                f"The role “{cell.role}” is unknown; there are {', '.join(roles)}.",
            ),
        )
    for key in sorted(set(cell.meta) - _KEYS):
        yield Finding(
            rules.L001,
            path,
            cell.line,
            Text(f"キー「{key}」は使えません。", f"The key “{key}” is unknown."),
        )
    if cell.kind == "text" and cell.lang not in LANGS:
        yield Finding(
            rules.L001, path, cell.line, Text("lang は ja か en です。", "lang is ja or en.")
        )
    if cell.part is not None and cell.part not in PARTS:
        yield Finding(
            rules.L001,
            path,
            cell.line,
            Text("part は learn か assess です。", "part is learn or assess."),
        )
    if cell.part is None and cell.exercise is None:
        yield Finding(
            rules.L001,
            path,
            cell.line,
            Text(
                "part（learn か assess）も ex もありません。",
                "The cell names neither a part nor an exercise.",
            ),
        )


def _exercises(path: Path, cells: Iterable[Cell]) -> tuple[list[Exercise], list[Finding]]:
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.exercise is not None:
            groups.setdefault(cell.exercise, []).append(cell)
    exercises, findings = [], []
    for name, group in groups.items():
        problems = list(_exercise_findings(path, name, group))
        findings += problems
        if not problems:
            exercises.append(_exercise(name, group))
    return exercises, findings


def _exercise_findings(path: Path, name: str, group: list[Cell]) -> Iterator[Finding]:
    head = next((c for c in group if c.role == "text" and c.lang == "ja"), None)
    if head is None:
        yield Finding(
            rules.L004,
            path,
            group[0].line,
            Text(f"{name}: 日本語の問題文がありません。", f"{name}: has no Japanese text."),
        )
        return
    needed = ["part", "type", "skills", "minutes", "answer", "form"]
    if head.part == "assess":
        needed.append("points")
    for key in needed:
        if key not in head.meta:
            yield Finding(
                rules.L004,
                path,
                head.line,
                Text(f"{name}: {key} がありません。", f"{name}: {key} is missing."),
            )
    if head.meta.get("form", "code") not in {"literal", "code"}:
        yield Finding(
            rules.L004,
            path,
            head.line,
            Text(f"{name}: form は literal か code です。", f"{name}: form is literal or code."),
        )
    for role in ("answer", "check"):
        count = sum(c.role == role for c in group)
        if count != 1:
            yield Finding(
                rules.L004,
                path,
                head.line,
                Text(
                    f"{name}: {role} のセルは1つ必要です（今は {count}）。",
                    f"{name}: needs one {role} cell, has {count}.",
                ),
            )
    hidden = sum(c.role == "hidden" for c in group)
    if hidden != (1 if head.part == "assess" else 0):
        yield Finding(
            rules.L008,
            path,
            head.line,
            Text(
                f"{name}: hidden のセルが {hidden} 個あります（assess は1つ、learn は0）。",
                f"{name}: has {hidden} hidden cells (assess needs one, learn none).",
            ),
        )


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
        line=head.line,
        cells=tuple(group),
    )
