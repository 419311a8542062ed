"""The form of a lesson: what must hold before anything can be built from it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal

from grader.authoring import rules
from grader.authoring.literal import has_solution
from grader.findings import Finding
from grader.lab.choices import KINDS
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from grader.authoring.lesson import Cell

Part = Literal["learn", "assess"]
PARTS: tuple[Part, ...] = ("learn", "assess")
TEXT_ROLES = ("text", "hint", "solution", "reflect", "teach")
CODE_ROLES = ("setup", "worked", "answer", "wrong", "check", "hidden")
_EXERCISE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+\Z")
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
        "choices",
        "says",
        "expect",
    }
)


def cell_lines(text: str) -> tuple[list[int], list[int]]:
    """Find the lines on which cells begin, skipping what stands inside code fences.

    Parameters
    ----------
    text : str
        The whole ``lesson.md``.

    Returns
    -------
    list of int
        First line of each cell: its header, or its text where it has none.
    list of int
        Headers of text cells without text, which jupytext drops.
    """
    lines: list[int] = []
    empty: list[int] = []
    fenced = in_text = False
    rows = text.splitlines()
    for number, line in _after_front_matter(rows):
        begins_code = not fenced and line.startswith("```{code-cell}")
        begins_text = not fenced and line.startswith("+++")
        if (begins_code or begins_text) and _ends_in_header(rows, lines, number):
            empty.append(lines.pop())
        if begins_code or begins_text or (not fenced and not in_text and line.strip()):
            lines.append(number)
            in_text = not begins_code
        if line.startswith("```"):
            fenced = not fenced
    return lines, empty


def _after_front_matter(rows: list[str]) -> Iterator[tuple[int, str]]:
    end = rows.index("---", 1)
    return ((n, row) for n, row in enumerate(rows, start=1) if n > end + 1)


def _ends_in_header(rows: list[str], lines: list[int], before: int) -> bool:
    """Tell whether the cell begun last is a text header with nothing but blank lines under it."""
    if not lines:
        return False
    head, *body = rows[lines[-1] - 1 : before - 1]
    return head.startswith("+++") and not any(row.strip() for row in body)


def cell_findings(path: Path, cell: Cell) -> Iterator[Finding]:
    """Check one cell by itself.

    Parameters
    ----------
    path : Path
        The lesson's file.
    cell : Cell
        One of its cells.

    Yields
    ------
    Finding
        Rules L001 and L010.
    """
    for ja, en in _header_problems(cell):
        yield Finding(rules.L001, path, cell.line, Text(ja, en))
    if cell.kind == "code":
        yield from _syntax_findings(path, cell)


def _header_problems(cell: Cell) -> Iterator[tuple[str, str]]:
    roles = TEXT_ROLES if cell.kind == "text" else CODE_ROLES
    if cell.role not in roles:
        yield (
            f"role「{cell.role}」は使えません（使えるのは {', '.join(roles)}）。",
            f"The role “{cell.role}” is unknown; there are {', '.join(roles)}.",
        )
    for key in sorted(set(cell.meta) - _KEYS):
        yield f"キー「{key}」は使えません。", f"The key “{key}” is unknown."
    if cell.kind == "text" and cell.lang not in LANGS:
        yield "lang は ja か en です。", "lang is ja or en."
    if cell.part is not None and cell.part not in PARTS:
        yield "part は learn か assess です。", "part is learn or assess."
    if "ex" in cell.meta and not _EXERCISE_ID.match(str(cell.meta["ex"])):
        yield "ex は sec-3-q4 のような番号です。", "ex is an id such as sec-3-q4."
    if cell.part is None and cell.exercise is None:
        yield (
            "part（learn か assess）も ex もありません。",
            "The cell names neither a part nor an exercise.",
        )


def _syntax_findings(path: Path, cell: Cell) -> Iterator[Finding]:
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        what = Text(
            f"Pythonとして読めません（{error.msg}）。", f"This is not valid Python ({error.msg})."
        )
        yield Finding(rules.L010, path, cell.first + (error.lineno or 1) - 1, what)


def exercise_findings(path: Path, name: str, group: list[Cell]) -> Iterator[Finding]:
    """Check that an exercise has all its parts.

    Parameters
    ----------
    path : Path
        The lesson's file.
    name : str
        Exercise id.
    group : list of Cell
        Its cells.

    Yields
    ------
    Finding
        Rules L004, L005, L008 and L017.
    """
    head = next((c for c in group if c.role == "text" and c.lang == "ja"), None)
    if head is None:
        what = Text(f"{name}: 日本語の問題文がありません。", f"{name}: has no Japanese text.")
        yield Finding(rules.L004, path, group[0].line, what)
        return
    for ja, en in (*_meta_problems(head.meta), *_cell_problems(group)):
        yield Finding(rules.L004, path, head.line, Text(f"{name}: {ja}", f"{name}: {en}"))
    yield from _skill_findings(path, name, head)
    hidden = sum(c.role == "hidden" for c in group)
    if hidden != (1 if head.part == "assess" else 0):
        what = Text(
            f"{name}: hidden のセルが {hidden} 個あります（assess は1つ、learn は0）。",
            f"{name}: has {hidden} hidden cells (assess needs one, learn none).",
        )
        yield Finding(rules.L008, path, head.line, what)
    # Without its marks the solution would be handed out.
    for answer in group:
        if answer.role == "answer" and not has_solution(answer.source):
            what = Text(
                f"{name}: 解答の囲みがありません。", f"{name}: lacks the marks around its solution."
            )
            yield Finding(rules.L017, path, answer.line, what)


def _meta_problems(meta: Any) -> Iterator[tuple[str, str]]:
    checks: dict[str, Callable[[Any], bool]] = {
        "part": lambda v: v in PARTS,
        "type": lambda v: isinstance(v, str) and v != "",
        "skills": lambda v: isinstance(v, dict) and all(map(_whole, v.values())),
        "minutes": lambda v: _whole(v) and v > 0,
        "answer": lambda v: isinstance(v, str) and v.isidentifier(),
        "form": lambda v: v in ("literal", "code"),
        "points": lambda v: isinstance(v, int | float) and not isinstance(v, bool) and v > 0,
        "choices": lambda v: isinstance(v, dict) and all(map(_offer, v.values())),
    }
    if meta.get("part") != "assess":
        del checks["points"]
    if "choices" not in meta:
        del checks["choices"]  # L020 asks for it; a lesson without it can still be built
    for key, fits in checks.items():
        if key not in meta:
            yield f"{key} がありません。", f"{key} is missing."
        elif not fits(meta[key]):
            yield f"{key} の値 {meta[key]!r} は使えません。", f"{key} cannot be {meta[key]!r}."


def _offer(value: object) -> bool:
    """Tell whether something can be offered for a slot: values to choose from, or a kind of input."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, str | int | float) for one in value)
    return value in KINDS


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _cell_problems(group: list[Cell]) -> Iterator[tuple[str, str]]:
    for role in ("answer", "check"):
        count = sum(c.role == role for c in group)
        if count != 1:
            yield (
                f"{role} のセルは1つ必要です（今は {count}）。",
                f"needs one {role} cell, has {count}.",
            )


def _skill_findings(path: Path, name: str, head: Cell) -> Iterator[Finding]:
    count = len(head.meta["skills"]) if isinstance(head.meta.get("skills"), dict) else 1
    if count != 1:
        what = Text(
            f"{name}: skills が {count} 個です。間違えたとき、どのスキルが足りないのか分かりません。",
            f"{name}: has {count} skills; a wrong answer would not say which is missing.",
        )
        yield Finding(rules.L005, path, head.line, what)
