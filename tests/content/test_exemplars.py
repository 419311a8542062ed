"""The exemplar notebooks run from the first cell to the last in a real kernel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring import active_lessons, build
from grader.workspace import find_workspace

pytestmark = [pytest.mark.kernel, pytest.mark.checkout, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
CONTENT = ("skills_standard", "curriculum", "assessments")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """The content of the repository, built elsewhere."""
    folder = tmp_path_factory.mktemp("exemplars")
    for name in CONTENT:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "workspace.yaml", folder / "workspace.yaml")
    copied = find_workspace(folder)
    build(copied, skill_names={})
    return copied


def test_exemplars_pass_nbval(workspace):
    """``pytest --nbval-lax`` finds no cell that fails: ja learn and assess, en assess, of every lesson."""
    exemplar = workspace.build / "exemplar"
    slugs = [lesson.slug for lesson in active_lessons(workspace)[0]]
    books = [
        str(exemplar / f"{slug}-{name}.ipynb")
        for slug in slugs
        for name in ("ja/learn", "ja/assess", "en/assess")
    ]
    options = [
        "--nbval-lax",
        "--nbval-current-env",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
    ]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={exemplar}", *books],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )

    assert 0 == done.returncode, done.stdout[-4000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed.group(1)) > 10 * len(books)
