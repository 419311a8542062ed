"""nbgrader's own commands, in courses that have the configuration of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest


def _nbgrader(course, *command):
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=course,
        env={**os.environ, "PATH": tools, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr if done.returncode else "")


def _use_our_config(course):
    text = resources.files("grader.grading").joinpath("nbgrader_config.template").read_text("utf-8")
    (course / "nbgrader_config.py").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def nbgrader():
    """Run nbgrader in a course, as an instructor does."""
    return _nbgrader


@pytest.fixture(scope="session")
def use_our_config():
    """Give a course the configuration that `kakehashi` writes."""
    return _use_our_config
