"""Workspaces for tests: the minimal one of `tests/workspaces`, as it is and built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.workspace import Workspace, find_workspace

MINIMAL = Path(__file__).parent / "workspaces" / "minimal"


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
