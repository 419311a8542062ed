"""Read crosswalk tables: SSSOM in TSV, comment lines first, then a header, then one match a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.findings import Finding
from grader.standard.model import Match
from grader.standard.rules import S024
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence")
PREDICATES = frozenset(
    f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related")
)


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """One table.

    Parameters
    ----------
    path : Path
        The file.
    rows : tuple of (int, Match)
        Line of the file, from 1, and the match that stands there.
    """

    path: Path
    rows: tuple[tuple[int, Match], ...]


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
        Rule S024 at each row that could not.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:  # a spreadsheet program may have saved it as Shift_JIS
        message = Text("文字コードがUTF-8ではありません。", "The file is not UTF-8.")
        return Crosswalk(path, ()), [Finding(S024, path, 1, message)]
    return _rows(path, lines)


def _rows(path: Path, lines: list[str]) -> tuple[Crosswalk, list[Finding]]:
    header: list[str] | None = None
    rows: list[tuple[int, Match]] = []
    findings: list[Finding] = []
    for line, text in enumerate(lines, 1):
        if text.startswith("#") or not text.strip():
            continue
        cells = text.split("\t")
        if header is None:
            header = cells
            continue
        found = _match(dict(zip(header, cells, strict=False)))
        if isinstance(found, Match):
            rows.append((line, found))
        else:
            findings.append(Finding(S024, path, line, found))
    return Crosswalk(path, tuple(rows)), findings


def _match(row: Mapping[str, str]) -> Match | Text:
    """Return the match of one row, or what is wrong with it."""
    empty = [name for name in NEEDED if not row.get(name, "").strip()]
    if empty:
        return Text(f"列「{empty[0]}」が空です。", f"The column “{empty[0]}” is empty.")
    predicate = row["predicate_id"]
    if predicate not in PREDICATES:
        return Text(
            f"「{predicate}」は対応の種類ではありません。", f"“{predicate}” is no kind of match."
        )
    confidence = _share(row["confidence"])
    if confidence is None:
        return Text(
            f"confidence「{row['confidence']}」は0から1の数ではありません。",
            f"The confidence “{row['confidence']}” is no number from 0 to 1.",
        )
    return Match(_local(row["subject_id"]), predicate, _local(row["object_id"]), confidence)


def _share(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def _local(curie: str) -> str:
    return curie.rpartition(":")[2]
