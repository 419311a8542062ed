"""Read the files of a skill standard: YAML held to its schema, and crosswalk tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.findings import Finding
from grader.schema.store import schema_findings
from grader.standard.crosswalk import Crosswalk, read_crosswalk
from grader.standard.rules import S022
from grader.text import Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.findings import Rule
    from grader.yamlfile import Key, YamlDocument

SINGLE = ("standard", "scale", "sources", "domains")
OFFICIAL_PREFIX = "mic-"  # folders of roles/ that hold personas of an official standard


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a file, with its place.

    Parameters
    ----------
    document : YamlDocument
        The file.
    at : tuple of str or int
        Keys and indexes that lead to it.
    data : mapping
        Its content.
    """

    document: YamlDocument
    at: tuple[Key, ...]
    data: Mapping[str, Any]

    def finding(self, rule: Rule, message: Text, *keys: Key) -> Finding:
        """Return a finding at a place inside the entry.

        Parameters
        ----------
        rule : Rule
            The rule violated.
        message : Text
            What is wrong.
        *keys : str or int
            Keys and indexes below the entry.

        Returns
        -------
        Finding
            With file and line.
        """
        line = self.document.line(*self.at, *keys)
        return Finding(rule, self.document.path, line, message)


@dataclass(frozen=True, slots=True)
class Files:
    """All readable files of a standard.

    Parameters
    ----------
    documents : mapping of str to tuple of YamlDocument
        By kind: ``standard``, ``scale``, ``sources``, ``domains``, ``skills``, ``roles``,
        ``personas``; sorted by path.
    crosswalks : tuple of Crosswalk
        Mapping tables.
    """

    documents: Mapping[str, tuple[YamlDocument, ...]]
    crosswalks: tuple[Crosswalk, ...]

    def one(self, kind: str) -> YamlDocument:
        """Return the only document of a kind.

        Parameters
        ----------
        kind : str
            A kind that stands in one file, such as ``domains``.

        Returns
        -------
        YamlDocument
            The first document of that kind.
        """
        return self.documents[kind][0]

    def entries(self, kind: str) -> Iterator[Entry]:
        """Go through the entries of all files of a kind.

        Parameters
        ----------
        kind : {'skills', 'roles', 'personas', 'sources', 'domains'}
            What to go through.

        Yields
        ------
        Entry
            One skill, role, persona, source or domain.
        """
        for document in self.documents[kind]:
            if kind in {"roles", "personas"}:
                yield Entry(document, (), document.data)
                continue
            for index, item in enumerate(document.data[kind]):
                yield Entry(document, (kind, index), item)

    def ids(self, kind: str) -> frozenset[str]:
        """Return the ids of all entries of a kind.

        Parameters
        ----------
        kind : str
            As for `entries`.

        Returns
        -------
        frozenset of str
            Ids, whether unique or not.
        """
        return frozenset(entry.data["id"] for entry in self.entries(kind))


def read_files(directory: Path) -> tuple[Files, list[Finding], bool]:
    """Read every file of a standard.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.

    Returns
    -------
    Files
        What could be read.
    list of Finding
        YAML traps (Y), misshapen files (X001), missing files (S022) and unreadable rows (S024).
    bool
        True if every file has its shape, so that the files may be held against each other.
    """
    documents: dict[str, list[YamlDocument]] = defaultdict(list)
    findings: list[Finding] = []
    whole = True
    for kind, path in _paths(directory):
        document, notes, fits = _read(path, kind)
        findings += notes
        whole = whole and fits
        if document is not None:
            documents[kind].append(document)
    missing = _missing(directory)
    crosswalks, rows = _crosswalks(directory)
    files = Files({k: tuple(v) for k, v in _all_kinds(documents).items()}, crosswalks)
    return files, [*findings, *missing, *rows], whole and not missing


def _paths(directory: Path) -> Iterator[tuple[str, Path]]:
    for name in SINGLE:
        if (directory / f"{name}.yaml").is_file():
            yield name, directory / f"{name}.yaml"
    for path in sorted((directory / "skills").glob("*.yaml")):
        yield "skills", path
    for path in sorted((directory / "roles").glob("*/*.yaml")):
        yield ("personas" if path.parent.name.startswith(OFFICIAL_PREFIX) else "roles"), path


def _read(path: Path, kind: str) -> tuple[YamlDocument | None, list[Finding], bool]:
    document, findings = read_yaml(path)
    if document is None:
        return None, findings, False
    misfits = schema_findings(document, kind)
    return document, [*findings, *misfits], not misfits


def _all_kinds(documents: Mapping[str, list[YamlDocument]]) -> dict[str, list[YamlDocument]]:
    return {kind: documents.get(kind, []) for kind in (*SINGLE, "skills", "roles", "personas")}


def _missing(directory: Path) -> list[Finding]:
    wanted = [directory / f"{name}.yaml" for name in SINGLE]
    return [
        Finding(S022, path, 1, Text(f"「{path.name}」がありません。", f"“{path.name}” is missing."))
        for path in (*wanted, directory / "skills", directory / "roles")
        if not path.exists()
    ]


def _crosswalks(directory: Path) -> tuple[tuple[Crosswalk, ...], list[Finding]]:
    tables, findings = [], []
    for path in sorted((directory / "crosswalks").glob("*.sssom.tsv")):
        table, notes = read_crosswalk(path)
        tables.append(table)
        findings += notes
    return tuple(tables), findings
