"""The warm process holds what notebooks use and nothing of the engine: a trainee can look at all of it."""

from __future__ import annotations

import json
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from ipykernel.compiler import get_tmp_hash_seed, murmur2_x86

from grader.grading.inside.shell import murmur2

LISTING = """
import json, sys
from grader.grading.inside.serve import prepare
before = sorted(sys.modules)
prepare()
print(json.dumps([before, sorted(sys.modules)]), file=sys.__stdout__)
"""


def _loaded():
    done = subprocess.run(
        [sys.executable, "-c", LISTING],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [set(names) for names in json.loads(done.stdout)]


def test_what_runs_inside_brings_nothing_of_the_engine_along():
    """Of the program only the wire format and this package are imported; lessons' own words come when warm."""
    before, warm = _loaded()
    ours = {".".join(name.split(".")[:3]) for name in before if name.startswith("grader")}
    assert {"grader", "grader.grading", "grader.grading.inside", "grader.grading.wire"} == ours
    assert not {"numpy", "pandas", "plotly"} & before
    assert {"numpy", "pandas", "plotly.express", "grader.lab"} <= warm
    secret = {"grader.marking", "grader.authoring", "grader.grading.judge", "nbgrader", "zmq"}
    assert not secret & warm
    assert "nbformat" not in warm  # it takes a second


@given(st.text())
def test_cells_have_the_numbers_that_ipykernel_gives_them(source):
    """A message about syntax names the cell by the same number as in a kernel."""
    data = source.encode("utf-8", "replace")
    text = data.decode("utf-8")
    assert murmur2_x86(text, get_tmp_hash_seed()) == murmur2(data)
