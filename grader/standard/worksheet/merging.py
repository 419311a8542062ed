"""Put what was checked into the personas' files, line by line, so that comments and other facts stay."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.standard.worksheet.table import SOURCE, known_items, read_personas
from grader.yamlfile import parse_yaml, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.standard.worksheet.reading import Filled, Worksheet
    from grader.yamlfile import YamlDocument

_TOP_KEY = re.compile(r"[A-Za-z_]+:")


@dataclass(frozen=True, slots=True)
class Change:
    """A file and what becomes of it.

    Parameters
    ----------
    path : Path
        The file.
    before, after : str
        Its whole text.
    """

    path: Path
    before: str
    after: str


def merge_worksheet(directory: Path, sheet: Worksheet) -> tuple[Change, ...]:
    """Work out what a filled worksheet changes; nothing is written.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    sheet : Worksheet
        What was read.

    Returns
    -------
    tuple of Change
        Persona files sorted by name, then ``sources.yaml`` if the document counts as not read so far.
        Empty if everything stands there already.

    Raises
    ------
    InputError
        If a file is laid out so that it cannot be changed line by line.
    StandardError
        If a persona's file cannot be read.
    """
    changes = []
    for name, document in read_personas(directory).items():
        wanted = _wanted(document.data, name, sheet)
        if wanted != document.data:
            changes.append(_persona_change(document, wanted))
    days = [found.checked_on for found in (*sheet.filled, *sheet.whole)]
    if days:
        changes += _source_changes(directory / "sources.yaml", max(days))
    return tuple(changes)


def _wanted(data: Mapping[str, Any], name: str, sheet: Worksheet) -> dict[str, Any]:
    """Return the content that the file should have."""
    cells = {(c["section"], c["item"]["ja"]): c for c in data.get("cells", ())}
    for found in sheet.filled:
        if found.persona == name:
            key = (found.section, found.item)
            cells[key] = _cell(found, data, cells.get(key, {}))
    whole = {found.section for found in sheet.whole if found.persona == name}
    pending = [section for section in data["pending"] if section not in whole]
    wanted = {**data, "pending": pending}
    if cells:
        wanted["cells"] = list(cells.values())
    if not pending:
        wanted["verification"] = "verified"
    return wanted


def _cell(found: Filled, data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    _, name = known_items(data, found.section).get(found.item, ("", ""))
    item = before.get("item") or {"ja": found.item, **({"en": name} if name else {})}
    text = before.get("text", {})
    if found.text != text.get("ja", ""):  # a translation stays as long as its Japanese does
        text = {"ja": found.text} if found.text else {}
    return {
        "section": found.section,
        "item": item,
        **({"text": text} if text else {}),
        "mark": found.mark,
        "page": found.page,
        "verified_by": found.checked_by,
        "verified_on": found.checked_on,
        "sources": [SOURCE],
    }


# ---- lines -----------------------------------------------------------------------------------------


def _persona_change(document: YamlDocument, wanted: Mapping[str, Any]) -> Change:
    before = document.path.read_text(encoding="utf-8-sig")
    lines = before.splitlines()
    lines = _with_cells(document, lines, wanted.get("cells", ()))
    for key in ("pending", "verification"):
        if wanted[key] != document.data[key]:
            value = wanted[key]
            shown = value if isinstance(value, str) else f"[{', '.join(value)}]"
            start, end = _block(lines, key)
            lines[start:end] = [f"{key}: {shown}"]
    return _checked(document.path, before, lines, wanted)


def _with_cells(
    document: YamlDocument, lines: Sequence[str], cells: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Replace the cells that changed, add the new ones, and leave every other line alone."""
    old = document.data.get("cells", ())
    if not cells or list(cells) == list(old):
        return list(lines)
    if not old:
        start, end = _block(lines, "cells")
        new = ["cells:", *(line for cell in cells for line in _cell_lines(cell, "  "))]
        return [*lines[:start], *new, *lines[end:]]
    starts = [document.line("cells", index) - 1 for index in range(len(old))]
    ends = [*starts[1:], _block(lines, "cells")[1]]
    indent = lines[starts[0]].partition("-")[0]
    out = list(lines[: starts[0]])
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        chunk = lines[start:end]
        if cells[index] != old[index]:
            chunk = [*_cell_lines(cells[index], indent), *chunk[_end(chunk) :]]
        out += chunk
    for cell in cells[len(old) :]:
        out += _cell_lines(cell, indent)
    return [*out, *lines[ends[-1] :]]


def _cell_lines(cell: Mapping[str, Any], indent: str) -> list[str]:
    shown = [f"{key}: {_flow(value)}" for key, value in cell.items()]
    return [f"{indent}{'- ' if n == 0 else '  '}{line}" for n, line in enumerate(shown)]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(text)}" for key, text in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)  # JSON strings and lists are YAML


def _block(lines: Sequence[str], key: str) -> tuple[int, int]:
    """Return where a top-level key begins and ends; both are the end of the file if it is not there."""
    keys = [n for n, line in enumerate(lines) if _TOP_KEY.match(line)]
    start = next((n for n in keys if lines[n].startswith(f"{key}:")), len(lines))
    after = next((n for n in keys if n > start), len(lines))
    return start, start + _end(lines[start:after])


def _end(chunk: Sequence[str]) -> int:
    """Return how many lines a chunk has without the comments and blank lines after it."""
    end = len(chunk)
    while end and (not chunk[end - 1].strip() or chunk[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _source_changes(path: Path, day: str) -> list[Change]:
    document, _ = read_yaml(path)
    sources = document.data["sources"] if document is not None else ()
    index = next((n for n, source in enumerate(sources) if source["id"] == SOURCE), None)
    if document is None or index is None:
        raise InputError(
            f"{path}: 出典「{SOURCE}」がありません。登録してから取り込んでください。",
            f"{path}: there is no source “{SOURCE}”; register it, then import again.",
        )
    source = sources[index]
    if source["access"] == "read":
        return []
    before = path.read_text(encoding="utf-8-sig")
    lines = before.splitlines()
    wanted = {**source, "access": "read", "retrieved": day}
    for key, shown in (("access", "read"), ("retrieved", f'"{day}"')):
        at = document.line("sources", index, key) - 1
        lines[at] = re.sub(rf"({key}:).*", rf"\1 {shown}", lines[at])
    everything = [wanted if n == index else other for n, other in enumerate(sources)]
    return [_checked(path, before, lines, {**document.data, "sources": everything})]


def _checked(path: Path, before: str, lines: Sequence[str], wanted: Mapping[str, Any]) -> Change:
    """Return the change, if the new text really says what is wanted."""
    after = "\n".join(lines) + "\n"
    document, findings = parse_yaml(path, after, first_line=1)
    if document is None or findings or document.data != wanted:
        raise InputError(
            f"{path}: 書き方が想定と違うため、行を書き換えられません。元のファイルの並べ方に戻してください。",
            f"{path}: is laid out in a way that cannot be edited line by line; lay it out as it was.",
        )
    return Change(path, before, after)
