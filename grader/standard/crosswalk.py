"""Read crosswalk tables: SSSOM in TSV, a header of comment lines, then one match a row.

In every table the other scheme is the subject and our skill the object. Where one side has no
counterpart, ``sssom:NoTermFound`` stands there, with the reason as the comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.findings import Finding
from grader.standard.frameworks import Match
from grader.standard.rules import S024
from grader.text import Text
from grader.yamlfile import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence")
PREDICATES = frozenset(
    f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related")
)
NOTHING = "sssom:NoTermFound"
VERIFICATION = "verification"  # our extension of SSSOM: how the other id and its name were checked


@dataclass(frozen=True, slots=True)
class Row:
    """One readable row.

    Parameters
    ----------
    line : int
        Line of the file, from 1.
    cells : mapping of str to str
        Content by column.
    match : Match or None
        What it says; None if one side has no counterpart.
    """

    line: int
    cells: Mapping[str, str]
    match: Match | None


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """One table.

    Parameters
    ----------
    path : Path
        The file.
    header : mapping of str to Any
        What the comment lines say about the table; empty if they are no YAML.
    rows : tuple of Row
        In the order of the file.
    """

    path: Path
    header: Mapping[str, Any]
    rows: tuple[Row, ...]


def read_crosswalk(path: Path) -> tuple[Crosswalk, list[Finding]]:
    """Read one crosswalk table.

    Parameters
    ----------
    path : Path
        A UTF-8 file ``….sssom.tsv``.

    Returns
    -------
    Crosswalk
        The rows that could be read.
    list of Finding
        Rule S024 at each row that could not; YAML traps (Y) in the header.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:  # a spreadsheet program may have saved it as Shift_JIS
        message = Text("文字コードがUTF-8ではありません。", "The file is not UTF-8.")
        return Crosswalk(path, {}, ()), [Finding(S024, path, 1, message)]
    header, notes = _header(path, lines)
    rows, findings = _rows(path, lines)
    return Crosswalk(path, header, rows), [*notes, *findings]


def _header(path: Path, lines: list[str]) -> tuple[Mapping[str, Any], list[Finding]]:
    text = "\n".join(line[1:] if line.startswith("#") else "" for line in lines)
    document, findings = parse_yaml(path, text, first_line=1)
    data = document.data if document is not None else None
    return (data if isinstance(data, dict) else {}), findings


def _rows(path: Path, lines: list[str]) -> tuple[tuple[Row, ...], list[Finding]]:
    columns: list[str] | None = None
    rows: list[Row] = []
    findings: list[Finding] = []
    for line, text in enumerate(lines, 1):
        if text.startswith("#") or not text.strip():
            continue
        if columns is None:
            columns = text.split("\t")
            continue
        cells = dict(zip(columns, text.split("\t"), strict=False))
        wrong = _unreadable(cells)
        if wrong is None:
            rows.append(Row(line, cells, _match(cells)))
        else:
            findings.append(Finding(S024, path, line, wrong))
    return tuple(rows), findings


def _unreadable(row: Mapping[str, str]) -> Text | None:
    """Say what is wrong with a row, if anything is."""
    unmatched = NOTHING in (row.get("subject_id"), row.get("object_id"))
    needed = (*NEEDED, "comment") if unmatched else NEEDED
    empty = [name for name in needed if not row.get(name, "").strip()]
    if empty:
        return Text(f"列「{empty[0]}」が空です。", f"The column “{empty[0]}” is empty.")
    if row["predicate_id"] not in PREDICATES:
        return Text(
            f"「{row['predicate_id']}」は対応の種類ではありません。",
            f"“{row['predicate_id']}” is no kind of match.",
        )
    if _share(row["confidence"]) is None:
        return Text(
            f"confidence「{row['confidence']}」は0から1の数ではありません。",
            f"The confidence “{row['confidence']}” is no number from 0 to 1.",
        )
    return None


def _match(row: Mapping[str, str]) -> Match | None:
    if NOTHING in (row["subject_id"], row["object_id"]):
        return None
    scheme, _, subject = row["subject_id"].partition(":")
    return Match(
        scheme=scheme,
        subject=subject,
        predicate=row["predicate_id"],
        skill=local(row["object_id"]),
        confidence=float(row["confidence"]),
        label=row.get("subject_label", ""),
        justification=row["mapping_justification"],
        verification=row.get(VERIFICATION) or "none",
    )


def _share(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def local(curie: str) -> str:
    """Return an id without its prefix.

    Parameters
    ----------
    curie : str
        Such as ``jdx:SEC-LOG``.

    Returns
    -------
    str
        Such as ``SEC-LOG``.
    """
    return curie.partition(":")[2]
