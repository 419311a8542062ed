"""Find and open a workspace: the folder of one municipality's standard, lessons and records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import WorkspaceError
from grader.schema.store import schema_findings
from grader.text import Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.findings import Finding

FILE_NAME = "workspace.yaml"
OVERLAY = "overlay.yaml"
_PARTS = ("standard", "curriculum", "assessments", "build", "records")
_DEFAULTS = {"standard": "skills_standard"}
_PERSON_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")
_PASSWORD = re.compile(r"^postgresql[^:]*://[^/@]*:[^@]*@|[?&]password=", re.IGNORECASE)
# Names that Windows keeps for devices; a folder of that name could not be made.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))}
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where everything of one municipality stands.

    Parameters
    ----------
    root : Path
        Folder that holds ``workspace.yaml``.
    name : Text
        Name shown on pages.
    standard, curriculum, assessments : Path
        Content.
    build : Path
        What `kakehashi build` makes; may be deleted at any time.
    records : Path
        People's work and results; cannot be made again.
    overlay : Path or None
        What the municipality adds to the standard: the file named in ``workspace.yaml``, or the
        ``overlay.yaml`` beside it; None if there is none.
    records_url : str
        Database of people and posts, without a password; empty: a file in `records`.
    """

    root: Path
    name: Text
    standard: Path
    curriculum: Path
    assessments: Path
    build: Path
    records: Path
    overlay: Path | None = None
    records_url: str = ""

    @property
    def course(self) -> Path:
        """Root of the nbgrader course: submissions and the gradebook."""
        return self.records / "course"

    @property
    def handouts(self) -> Path:
        """One folder per trainee with the notebooks handed out to them."""
        return self.records / "handouts"

    @property
    def results(self) -> Path:
        """One ``results.json`` per graded submission."""
        return self.course / "results"

    @property
    def dashboard(self) -> Path:
        """Pages for HR."""
        return self.records / "dashboard"


def is_person_id(text: str) -> bool:
    """Tell whether a text can be a person id, which also names folders on every system.

    Parameters
    ----------
    text : str
        The candidate.

    Returns
    -------
    bool
        True for letters, digits, hyphen and underscore that Windows does not keep for a device.

    Examples
    --------
    >>> is_person_id("s001"), is_person_id("../s001"), is_person_id("nul")
    (True, False, False)
    """
    return _PERSON_ID.match(text) is not None and text.lower() not in _DEVICES


def find_workspace(start: Path | None = None) -> Workspace:
    """Find the workspace around a folder by walking up.

    Parameters
    ----------
    start : Path, optional
        Where to begin; the current folder if not given.

    Returns
    -------
    Workspace
        The nearest one.

    Raises
    ------
    WorkspaceError
        If there is none, or its ``workspace.yaml`` cannot be used.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return _open(folder)
    raise WorkspaceError(
        f"{here}: workspace.yaml が見つかりません。教材と標準のあるフォルダに移るか、--workspace で指定してください。",
        f"{here}: no workspace.yaml here or above; change into the folder with the curriculum, or give --workspace.",
    )


def records_url_of(records: Path) -> str:
    """Find the database that a workspace names for its records.

    Parameters
    ----------
    records : Path
        The workspace's folder of records.

    Returns
    -------
    str
        ``records_url`` of the ``workspace.yaml`` above the folder; empty if it names none, or no workspace has this folder
        of records.

    Raises
    ------
    WorkspaceError
        If the ``workspace.yaml`` cannot be used.
    """
    here = records.resolve()
    for folder in here.parents:
        if (folder / FILE_NAME).is_file():
            found = _open(folder)
            if found.records.resolve() == here:
                return found.records_url
    return ""


def lint_workspace(root: Path) -> list[Finding]:
    """Check the ``workspace.yaml`` of a folder.

    Parameters
    ----------
    root : Path
        Folder that holds it.

    Returns
    -------
    list of Finding
        YAML and schema findings.
    """
    document, findings = read_yaml(root / FILE_NAME)
    return findings if document is None else [*findings, *schema_findings(document, "workspace")]


def _open(root: Path) -> Workspace:
    findings = lint_workspace(root)
    if findings:
        raise WorkspaceError(findings[0].render(root, "ja"), findings[0].render(root, "en"))
    document, _ = read_yaml(root / FILE_NAME)
    assert document is not None  # noqa: S101  # a file without findings is a document
    paths = document.data.get("paths", {})
    places = {part: root / paths.get(part, _DEFAULTS.get(part, part)) for part in _PARTS}
    url = document.data.get("records_url", "")
    _check_url(root, places["records"], url)
    return Workspace(
        root=root,
        name=Text(**document.data["name"]),
        overlay=_overlay(root, paths),
        records_url=url,
        **places,
    )


def _check_url(root: Path, records: Path, url: str) -> None:
    """Passwords do not belong into a file that is kept with the lessons; the folder must lead back to the workspace."""
    if _PASSWORD.search(url):
        raise WorkspaceError(
            f"{root / FILE_NAME}: records_url にパスワードを書かないでください。~/.pgpass か環境変数 PGPASSWORD に置きます。",
            f"{root / FILE_NAME}: no password in records_url. Keep it in ~/.pgpass or the environment variable PGPASSWORD.",
        )
    if url and root.resolve() not in records.resolve().parents:
        raise WorkspaceError(
            f"{root / FILE_NAME}: records_url を書くときは、paths の records を作業場のフォルダーの中にしてください。",
            f"{root / FILE_NAME}: with records_url, the folder of records (paths) has to lie in the workspace.",
        )


def _overlay(root: Path, paths: Mapping[str, str]) -> Path | None:
    """A file that is named is meant, though it be missing; the usual one may be absent."""
    usual = root / OVERLAY
    return root / paths["overlay"] if "overlay" in paths else usual if usual.is_file() else None
