"""The solved notebooks of every lesson run from top to bottom in a real kernel."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring.build import EXEMPLAR, build
from grader.workspace import find_workspace

ROOT = Path(__file__).parents[1]


@pytest.mark.kernel
@pytest.mark.slow
def test_exemplar_notebooks_run(tmp_path: Path) -> None:
    """Each solved notebook, in both languages, runs under nbval without an error."""
    workspace = replace(find_workspace(ROOT), build=tmp_path / "build")
    assignments = build(workspace, skill_names={})
    notebooks = sorted((workspace.build / "exemplar").rglob("*.ipynb"))
    command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*command, *map(str, notebooks)],
        cwd=tmp_path,  # outside of the checkout, whose pytest settings are for our own tests
        env={
            **os.environ,
            "KAKEHASHI_WORKSPACE": str(workspace.root),
            "KAKEHASHI_TRAINEE": EXEMPLAR,
        },
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    assert 2 * len(assignments) == len(notebooks)
    assert 0 == run.returncode, run.stdout[-3000:]
