"""Workspaces for tests: the minimal one of `tests/workspaces`, as it is and built."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from grader.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

WORKSPACES = Path(__file__).parent / "workspaces"
MINIMAL = WORKSPACES / "minimal"


# A machine without Chromium or bubblewrap must not look like one on which pages and sandbox are right.
NEVER_SKIPPED = ("browser", "sandbox")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    """Count a skipped browser or sandbox test as failed, where skipping would hide a missing tool."""
    report: pytest.TestReport = yield
    strict = os.environ.get("KAKEHASHI_STRICT_SKIPS") == "1" or os.environ.get("CI") == "true"
    marked = any(item.get_closest_marker(name) for name in NEVER_SKIPPED)
    if strict and marked and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"may not be skipped here: {reason}"
    return report


def _copied(folder: Path, to: Path) -> Workspace:
    return find_workspace(Path(shutil.copytree(folder, to)))


@pytest.fixture(scope="session")
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the minimal workspace once; tests get copies."""
    from grader.authoring.build import build  # noqa: PLC0415  # most tests never build

    workspace = _copied(MINIMAL, tmp_path_factory.mktemp("built") / "minimal")
    build(workspace, skill_names={})
    return workspace.root


@pytest.fixture
def minimal(tmp_path: Path) -> Workspace:
    """A workspace with one tiny lesson, not built."""
    return _copied(MINIMAL, tmp_path / "minimal")


@pytest.fixture
def built(_built_once: Path, tmp_path: Path) -> Workspace:
    """The same, built."""
    return _copied(_built_once, tmp_path / "built")


@pytest.fixture
def explained(minimal: Workspace) -> Workspace:
    """The same, built, with explanations of its first exercise (learn) and its third (assess)."""
    from grader.authoring.build import build  # noqa: PLC0415

    path = minimal.curriculum / "tiny-counts" / "lesson.md"
    texts = {"tst-1-q1": ("`sum` で足します。", "`sum` adds."), "tst-1-q3": ("ひみつ1", "secret 1")}
    cells = [
        f'+++ {{"ex": "{name}", "role": "solution", "lang": "{lang}"}}\n{text}\n'
        for name, pair in texts.items()
        for lang, text in zip(("ja", "en"), pair, strict=True)
    ]
    path.write_text(path.read_text(encoding="utf-8") + "".join(cells), encoding="utf-8")
    build(minimal, skill_names={})
    return minimal


@pytest.fixture
def break_as(minimal: Workspace) -> Callable[[str], dict[str, Any]]:
    """Break the minimal workspace as ``tests/workspaces/broken/<rule>/change.yaml`` says; return what it says."""

    def broken(rule: str) -> dict[str, Any]:
        path = WORKSPACES / "broken" / rule / "change.yaml"
        fixture: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for change in fixture["changes"]:
            file = minimal.root / change["file"]
            old, new = change["replace"], change["with"] * change.get("times", 1)
            text = file.read_text(encoding="utf-8")
            assert old in text
            count = -1 if change.get("every") else 1
            file.write_text(text.replace(old, new, count), encoding="utf-8")
        return fixture

    return broken
