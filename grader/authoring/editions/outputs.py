"""Run a lesson's own cells in this process, without a kernel, and keep what they show."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import pprint
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader.authoring.cell_source import prelude
from grader.authoring.lesson_form import PARTS
from grader.authoring.literal import stub
from grader.errors import LessonError
from grader.lab.result import CAPTION, FIGURE, showing_to
from grader.lab.session import using_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.authoring.lesson import Cell, Lesson
    from grader.authoring.lesson_form import Part
    from grader.text import Lang

_STYLED = re.compile(r"(<[a-z][^<>]*?) style=\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that a cell shows.

    Parameters
    ----------
    kind : {'text', 'html', 'figure'}
        What the content is.
    content : str
        Plain text, an HTML fragment without styles of its own, or a figure as JSON.
    words : str
        What a figure shows, in one sentence; empty otherwise.
    """

    kind: Literal["text", "html", "figure"]
    content: str
    words: str = ""


def outputs_of(lesson: Lesson, lang: Lang, data: Path) -> dict[int, tuple[Shown, ...]]:
    """Run setup cells and worked examples, and keep what they show.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    lang : {'ja', 'en'}
        Language that the cells see as ``lesson.lang``.
    data : Path
        Folder with the data of one trainee.

    Returns
    -------
    dict
        What each cell shows, by the line of its header.

    Raises
    ------
    LessonError
        If a cell raises.
    """
    with using_data(data):
        return {
            line: shown for part in PARTS for line, shown in _outputs_of_part(lesson, lang, part)
        }


def _outputs_of_part(
    lesson: Lesson, lang: Lang, part: Part
) -> Iterator[tuple[int, tuple[Shown, ...]]]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(prelude(lesson.slug, lang), names)  # noqa: S102  # the first cell of each notebook
    stubs = {e.one("answer").line: stub(e) for e in lesson.exercises}
    for cell in lesson.cells:
        if cell.kind != "code" or lesson.part_of(cell) != part:
            continue
        if cell.role in {"setup", "worked"}:
            yield cell.line, _shown_by(lesson, cell, cell.source, names)
        elif cell.line in stubs:
            # A later cell may look at what the trainee wrote; here nobody has written anything.
            _shown_by(lesson, cell, stubs[cell.line], names)


def _shown_by(lesson: Lesson, cell: Cell, source: str, names: dict[str, Any]) -> tuple[Shown, ...]:
    tray = _Tray()
    try:
        with showing_to(tray.take), contextlib.redirect_stdout(tray):
            value = _run(source, names)
        if value is not None:
            tray.take(_bundle_of(value))
    except Exception as error:
        place = f"{lesson.slug}/{lesson.path.name}:{cell.line}"
        what = f"{type(error).__name__}: {error}"
        raise LessonError(
            f"{place}: {cell.role} のセルが止まりました（{what}）。受講者の画面でも止まります。直してください。",
            f"{place}: the {cell.role} cell raised {what}. It would for a trainee, too; mend it.",
        ) from error
    return tuple(tray.shown())


def _run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; return the value of a last line that is an expression, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or source.rstrip().endswith(";"):
        exec(compile(tree, "<lesson>", "exec"), names)  # noqa: S102  # the author's own cells
        return None
    before = ast.Module(tree.body[:-1], [])
    exec(compile(before, "<lesson>", "exec"), names)  # noqa: S102
    return eval(compile(ast.Expression(last.value), "<lesson>", "eval"), names)  # noqa: S307  # the same cell


def _bundle_of(value: Any) -> dict[str, object]:
    plain: dict[str, object] = {"text/plain": pprint.pformat(value, sort_dicts=False)}
    if hasattr(value, "to_html") and hasattr(value, "columns"):
        return {**plain, "text/html": value.to_html(border=0)}
    return plain


class _Tray(io.StringIO):
    """Takes what is printed and what is shown, in the order in which it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[str | Mapping[str, object]] = []

    def write(self, text: str) -> int:
        """Take printed text."""
        self.items.append(text)
        return len(text)

    def take(self, bundle: Mapping[str, object]) -> None:
        """Take a MIME bundle; the sentence below a figure has come with the figure."""
        if CAPTION not in bundle:
            self.items.append(bundle)

    def shown(self) -> Iterator[Shown]:
        """Give everything taken, printed pieces joined."""
        printed = ""
        for item in (*self.items, {}):
            if isinstance(item, str):
                printed += item
                continue
            if printed.strip():
                yield Shown("text", printed.rstrip("\n"))
            printed = ""
            if item:
                yield _shown(item)


def _shown(bundle: Mapping[str, object]) -> Shown:
    words = str(bundle.get("text/plain", ""))
    if FIGURE in bundle:
        figure = json.dumps(bundle[FIGURE], ensure_ascii=False, sort_keys=True, allow_nan=False)
        return Shown("figure", figure, words)
    if "text/html" in bundle:
        # Ours are written for a notebook; the page has a style sheet, and phones.
        fragment = str(bundle["text/html"])
        while fragment != (bare := _STYLED.sub(r"\1", fragment)):
            fragment = bare
        return Shown("html", fragment)
    return Shown("text", words)
