"""Read the files of a skill standard: YAML held to its schema, and crosswalk tables."""

from __future__ import annotations

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
    from datetime import date
    from pathlib import Path

    from grader.findings import Rule
    from grader.yamlfile import Key, YamlDocument

OFFICIAL_PREFIX = "mic-"  # folders of roles/ that hold personas of an official standard


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    Parameters
    ----------
    name : str
        Name of the kind and of its schema.
    pattern : str
        Where its files stand, below the standard.
    listed : str or None
        Key of the list that holds the entries; None where the file itself is the entry.
    required : bool
        Whether a standard must have it.
    """

    name: str
    pattern: str
    listed: str | None = None
    required: bool = False


KINDS = (
    Kind("standard", "standard.yaml", required=True),
    Kind("scale", "scale.yaml", required=True),
    Kind("sources", "sources.yaml", "sources", required=True),
    Kind("domains", "domains.yaml", "domains", required=True),
    Kind("skills", "skills/*.yaml", "skills"),
    Kind("roles", "roles/*/*.yaml"),
    Kind("personas", "roles/*/*.yaml"),
    Kind("layers", "roles/layers.yaml", "layers"),
    Kind("contexts", "roles/contexts.yaml", "contexts"),
    Kind("role_facts", "roles/facts.yaml", "facts"),
    Kind("placements", "placements/*.yaml", "placements"),
    Kind("sharing_schemes", "sharing_schemes.yaml", "sharing_schemes"),
    Kind("qualifications", "qualifications.yaml", "qualifications"),
    Kind("bid_restrictions", "rules/bid_restrictions.yaml", "bid_restrictions"),
    Kind("pledges", "rules/pledges.yaml", "pledges"),
    Kind("information_access", "rules/information_access.yaml", "information_access"),
    Kind("side_jobs", "rules/side_jobs.yaml", "side_jobs"),
    Kind("coverage", "rules/coverage.yaml", "coverage"),
    Kind("funding", "rules/funding.yaml", "funding"),
    Kind("statistics", "statistics.yaml", "statistics"),
    Kind("tombstones", "tombstones.yaml", "tombstones"),
    Kind("level_relations", "crosswalks/levels.yaml", "level_relations"),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


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
        By the name of their `Kind`; sorted by path.
    crosswalks : tuple of Crosswalk
        Mapping tables.
    today : date or None
        The day on which the files are looked at; None if nothing is asked of it.
    proven : frozenset of (str, int) or None
        Skill and level of every assessed exercise; None if the lessons are not known.
    overlay : YamlDocument or None
        The municipality's overlay that was put on them.
    """

    documents: Mapping[str, tuple[YamlDocument, ...]]
    crosswalks: tuple[Crosswalk, ...]
    today: date | None = None
    proven: frozenset[tuple[str, int]] | None = None
    overlay: YamlDocument | None = None

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
        kind : str
            Name of a `Kind`, such as ``skills``.

        Yields
        ------
        Entry
            One skill, role, source …
        """
        listed = _BY_NAME[kind].listed
        for document in self.documents.get(kind, ()):
            if listed is None:
                yield Entry(document, (), document.data)
                continue
            for index, item in enumerate(document.data[listed]):
                yield Entry(document, (listed, index), item)

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
    documents: dict[str, list[YamlDocument]] = {kind.name: [] for kind in KINDS}
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
    files = Files({k: tuple(v) for k, v in documents.items()}, crosswalks)
    return files, [*findings, *missing, *rows], whole and not missing


def _paths(directory: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        for path in sorted(directory.glob(kind.pattern)):
            official = path.parent.name.startswith(OFFICIAL_PREFIX)
            if kind.name not in {"roles", "personas"} or official == (kind.name == "personas"):
                yield kind.name, path


def _read(path: Path, kind: str) -> tuple[YamlDocument | None, list[Finding], bool]:
    document, findings = read_yaml(path)
    if document is None:
        return None, findings, False
    misfits = schema_findings(document, kind)
    return document, [*findings, *misfits], not misfits


def _missing(directory: Path) -> list[Finding]:
    wanted = [directory / kind.pattern for kind in KINDS if kind.required]
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
