"""What a linter says: a rule, a place, what is wrong there, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grader.text import Lang, Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One lint rule.

    Parameters
    ----------
    id : str
        Stable id such as ``S012``; never reused.
    severity : {'error', 'warning'}
        Errors make ``kakehashi lint`` exit with 1.
    title : Text
        What the rule asks for.
    remedy : Text
        How to mend a violation.
    """

    id: str
    severity: Severity
    title: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of a rule at one place.

    Parameters
    ----------
    rule : Rule
        The rule violated.
    path : Path
        The file.
    line : int
        Line in the file, from 1.
    message : Text
        What is wrong there.
    softened : bool
        Whether it only warns, whatever the rule says: the file is still being written.
    cell : str or None
        The cell of a notebook in which the line is counted; None in a text file.
    """

    rule: Rule
    path: Path
    line: int
    message: Text
    softened: bool = False
    cell: str | None = None

    @property
    def severity(self) -> Severity:
        """How much it weighs at this place."""
        return "warning" if self.softened else self.rule.severity

    def render(self, root: Path, lang: Lang) -> str:
        """Return one line for a terminal.

        Parameters
        ----------
        root : Path
            Folder to which the path is shown relative.
        lang : {'ja', 'en'}
            Language of the sentence.

        Returns
        -------
        str
            ``path:line: [RULE] what is wrong → remedy``; with the cell, ``path#cell:line: …``.
        """
        path = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        what, remedy = self.message.get(lang), self.rule.remedy.get(lang)
        place = path.as_posix() if self.cell is None else f"{path.as_posix()}#{self.cell}"
        return f"{place}:{self.line}: [{self.rule.id}] {what} → {remedy}"


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings by file, line and rule, so that the same input prints the same lines.

    Parameters
    ----------
    findings : iterable of Finding
        Findings in any order.

    Returns
    -------
    list of Finding
        Sorted, without duplicates.
    """
    unique = dict.fromkeys(findings)
    return sorted(
        unique, key=lambda f: (f.path.as_posix(), f.cell or "", f.line, f.rule.id, f.message.ja)
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding is an error rather than a warning.

    Parameters
    ----------
    findings : iterable of Finding
        Findings of any severity.

    Returns
    -------
    bool
        True if at least one of them weighs as an error.
    """
    return any(f.severity == "error" for f in findings)


def soften(findings: Iterable[Finding]) -> list[Finding]:
    """Let findings warn only, as those about work in progress do.

    Parameters
    ----------
    findings : iterable of Finding
        Findings of any severity.

    Returns
    -------
    list of Finding
        The same, none of them an error.
    """
    return [replace(finding, softened=True) for finding in findings]
