"""Write an answer so that one sees what is in it, and where it differs from the right one."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

WIDTH = 80
_SHORT = 36
_PLAIN = Markup("{}")
_MARK = Markup("<mark>{}</mark>")
_MISSING = object()
_BRACKETS: dict[type, tuple[str, str]] = {dict: ("{", "}"), list: ("[", "]"), tuple: ("(", ")")}


def laid_out(answer: str, right: str) -> Markup:
    r"""Lay out an answer for reading; what differs from the right answer is marked.

    Parameters
    ----------
    answer : str
        ``name = literal`` on any number of lines, or a function.
    right : str
        The right answer in the same form; the answer itself for no marks.

    Returns
    -------
    markupsafe.Markup
        The same Python, in lines that fit a page.

    Examples
    --------
    >>> print(laid_out("a = {'x': 1,\n 'y': True}", "a = {'x': 2, 'y': True}"))
    a = {&#34;x&#34;: <mark>1</mark>, &#34;y&#34;: True}
    """
    name, value = _assigned(answer)
    if name is None:
        known = {line.strip() for line in right.splitlines()}
        return escape("\n").join(_line(line, known) for line in answer.splitlines())
    return Markup("{} = {}").format(name, _lay(value, _assigned(right)[1], 0).marked)


def _line(line: str, known: Collection[str]) -> Markup:
    text = line.strip()
    start = line[: len(line) - len(line.lstrip())]
    return escape(start) + (_PLAIN if text in known else _MARK).format(text)


def _assigned(source: str) -> tuple[str | None, Any]:
    """Split ``name = literal``; name is None if the source is anything else."""
    body = ast.parse(source).body
    if len(body) != 1 or not isinstance(body[0], ast.Assign):
        return None, None
    target = body[0].targets[0]
    try:
        value = ast.literal_eval(body[0].value)
    except ValueError:
        return None, None
    return (target.id, value) if isinstance(target, ast.Name) else (None, None)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of Python: as it is, and with marks."""

    plain: str
    marked: Markup


def _lay(value: Any, right: Any, indent: int) -> _Piece:
    brackets = next((b for kind, b in _BRACKETS.items() if isinstance(value, kind)), None)
    if brackets is None or not value:
        return _scalar(value, right)
    pieces = list(_parts(value, right, indent + 4))
    flat = _joined(brackets, [pieces], None)
    if len(flat.plain) + indent <= WIDTH and "\n" not in flat.plain:
        return flat
    short = all(len(p.plain) <= _SHORT and "\n" not in p.plain for p in pieces)
    rows = list(_packed(pieces, WIDTH - indent)) if short else [[p] for p in pieces]
    return _joined(brackets, rows, indent)


def _scalar(value: Any, right: Any) -> _Piece:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
    same = type(value) is type(right) and value == right
    return _Piece(text, (_PLAIN if same else _MARK).format(text))


def _parts(value: Any, right: Any, indent: int) -> Iterator[_Piece]:
    if isinstance(value, dict):
        for key, part in value.items():
            there = right.get(key, _MISSING) if isinstance(right, dict) else _MISSING
            piece = _lay(part, there, indent)
            start = f"{_scalar(key, key).plain}: "
            yield _Piece(start + piece.plain, Markup("{}{}").format(start, piece.marked))
        return
    known = right if isinstance(right, list | tuple) else ()
    for n, part in enumerate(value):
        yield _lay(part, known[n] if n < len(known) else _MISSING, indent)


def _packed(pieces: Sequence[_Piece], width: int) -> Iterator[list[_Piece]]:
    """Fill lines with pieces."""
    row: list[_Piece] = []
    for piece in pieces:
        if row and sum(len(p.plain) + 2 for p in (*row, piece)) + 4 > width:
            yield row
            row = []
        row.append(piece)
    yield row


def _joined(
    brackets: tuple[str, str], rows: Sequence[Sequence[_Piece]], indent: int | None
) -> _Piece:
    """Put brackets around rows of pieces: on lines of their own, or without an indent on one line."""
    first, last = brackets
    start, between, end = first, ", ", last
    if indent is not None:
        start, between, end = (
            f"{first}\n{' ' * (indent + 4)}",
            f",\n{' ' * (indent + 4)}",
            f",\n{' ' * indent}{last}",
        )
    plain = between.join(", ".join(p.plain for p in row) for row in rows)
    marked = escape(between).join(Markup(", ").join(p.marked for p in row) for row in rows)
    return _Piece(f"{start}{plain}{end}", Markup("{}{}{}").format(start, marked, end))
