"""The stage on the standard of this repository: the same bytes every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import InputError
from grader.placement import run
from grader.schema.store import read_json, write_json
from grader.text import Text
from grader.workspace import Workspace

STANDARD = Path(__file__).parents[2] / "skills_standard"


@pytest.fixture
def workspace(tmp_path):
    """A workspace on the standard of this repository."""
    parts = {name: tmp_path / name for name in ("curriculum", "assessments", "build", "records")}
    return Workspace(root=tmp_path, name=Text("試験", "Test"), standard=STANDARD, **parts)


@pytest.mark.checkout
def test_it_writes_fits_and_again_the_same_bytes(workspace, full_estimates):
    """One person against every role of the standard; a second run changes nothing."""
    write_json(workspace.records / "estimates.json", full_estimates, "estimates")
    path = run(workspace)
    first = path.read_bytes()
    assert run(workspace).read_bytes() == first
    (person,) = read_json(path, "fit")["persons"]
    assert {"producer", "project-manager", "service-designer", "engineer"} <= {
        role["role"] for role in person["roles"]
    }


@pytest.mark.checkout
def test_without_estimates_there_is_no_fit(workspace):
    """The error says that the stage before has not run."""
    with pytest.raises(InputError):
        run(workspace)
