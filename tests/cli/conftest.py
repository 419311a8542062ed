"""Run the command line in this process, on a workspace of its own."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from grader.cli import main


@pytest.fixture
def run(minimal):
    """Call ``kakehashi --workspace <minimal> …``."""

    def called(*args, workspace=minimal, env=None):
        options = ["--workspace", str(workspace.root)] if workspace else []
        return CliRunner().invoke(main, [*options, *map(str, args)], env=env)

    return called
