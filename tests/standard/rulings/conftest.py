"""What tests of rulings share: the rulebook of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.standard import load_rulebook

STANDARD = Path(__file__).parents[3] / "skills_standard"


@pytest.fixture(scope="session")
def rules():
    """The repository's own rules, loaded once."""
    return load_rulebook(STANDARD)
