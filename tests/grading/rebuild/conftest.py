"""A small released notebook, as nbgrader releases one."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

MARKS = {
    "intro": {"locked": True},
    "load": {"locked": True},
    "q1": {"solution": True},
    "q1-test": {"grade": True, "locked": True, "points": 3},
    "q2": {"solution": True, "grade": True, "points": 2},
    "task": {"locked": True, "task": True, "points": 4},
}
TYPES = {"intro": "markdown", "q2": "markdown", "task": "markdown"}
HIDDEN = {"q1-test": "assert f(1) == 2\nassert f(2) == 3", "load": "df = load()", "q1": "never"}


def _cell(name):
    marks = {"grade": False, "solution": False, "locked": False, "task": False, **MARKS[name]}
    kind = TYPES.get(name, "code")
    cell = {
        "cell_type": kind,
        "id": name,
        "metadata": {
            "deletable": False,
            "nbgrader": {**marks, "grade_id": name, "schema_version": 3},
        },
        "source": f"released {name}",
    }
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


def _own(source, kind="code"):
    cell = {"cell_type": kind, "id": f"x-{len(source)}", "metadata": {}, "source": source}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


@pytest.fixture(scope="session")
def released():
    """Six known cells, one of them hidden in part, and two without a mark."""
    cells = [_cell(name) for name in MARKS]
    cells.insert(1, _own("plot()"))
    cells.insert(0, _own("# Title", "markdown"))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells,
    }  # fmt: skip


@pytest.fixture(scope="session")
def hidden():
    """The author's whole text of cells; that of an answer must never be used."""
    return HIDDEN


@pytest.fixture
def work(released):
    """The released notebook with an answer in it, to be changed by a test."""
    notebook = deepcopy(released)
    next(cell for cell in notebook["cells"] if cell["id"] == "q1")["source"] = (
        "def f(x):\n    return x + 1"
    )
    return notebook


@pytest.fixture(scope="session")
def as_file():
    """Return the writer of a notebook into bytes."""
    return lambda notebook: json.dumps(notebook, ensure_ascii=False).encode()
