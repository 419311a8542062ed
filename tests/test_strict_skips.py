"""A browser or sandbox test that is skipped on CI counts as failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

CASES = """
import pytest

@pytest.mark.browser
def test_page():
    pytest.skip("no Chromium")

@pytest.mark.sandbox
@pytest.mark.skipif(True, reason="no bubblewrap")
def test_prison():
    pass

def test_other():
    pytest.skip("of no importance")
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, {"skipped": 3}),
        ({"KAKEHASHI_STRICT_SKIPS": "1"}, {"skipped": 1, "failed": 1, "error": 1}),
        ({"CI": "true"}, {"skipped": 1, "failed": 1, "error": 1}),
    ],
    ids=["at-home", "strict", "ci"],
)
def test_skips(tmp_path: Path, variables: dict[str, str], expected: dict[str, int]) -> None:
    """At home three tests are skipped; on CI the browser and the sandbox test are not let off."""
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_cases.py").write_text(CASES, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n browser\n sandbox\n", "utf-8")
    ours = {"CI", "KAKEHASHI_STRICT_SKIPS", "PYTEST_ADDOPTS"}
    home = {k: v for k, v in os.environ.items() if k not in ours}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        env={**home, **variables},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    last = run.stdout.strip().splitlines()[-1]
    words = last.replace(",", "").split()
    actual = {word: int(n) for n, word in pairwise(words) if n.isdigit()}

    assert expected == actual
