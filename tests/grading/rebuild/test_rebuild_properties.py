"""No change to a notebook can change what is the author's."""

from __future__ import annotations

import json
from copy import deepcopy

import nbformat
from hypothesis import given
from hypothesis import strategies as st

from grader.exchange.intake import Refusal
from grader.grading.rebuild import is_answer, is_known, rebuild

# Anything that JSON can hold, and that JSON in Python can hold besides.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["cell_type", "source", "metadata", "id", "outputs", "attachments", "execution_count"]
)
MARKS = st.sampled_from(
    ["grade_id", "points", "grade", "solution", "locked", "task", "schema_version", "checksum"]
)
NAMES = st.sampled_from(["intro", "load", "q1", "q1-test", "q2", "task", "new"])


def _delete(draw, cells):
    del cells[draw(st.integers(0, len(cells) - 1))]


def _repeat(draw, cells):
    at, to = draw(st.integers(0, len(cells) - 1)), draw(st.integers(0, len(cells)))
    cells.insert(to, deepcopy(cells[at]))


def _move(draw, cells):
    cell = cells.pop(draw(st.integers(0, len(cells) - 1)))
    cells.insert(draw(st.integers(0, len(cells))), cell)


def _retype(draw, cells):
    cell = draw(st.sampled_from(cells))
    if isinstance(cell, dict):
        cell["cell_type"] = draw(st.sampled_from(["code", "markdown", "raw", "heading"]))


def _set(draw, cells):
    cell = draw(st.sampled_from(cells))
    if isinstance(cell, dict):
        cell[draw(KEYS)] = draw(JSON)


def _mark(draw, cells):
    cell = draw(st.sampled_from(cells))
    if isinstance(cell, dict) and isinstance(cell.get("metadata"), dict):
        marks = cell["metadata"].setdefault("nbgrader", {})
        if isinstance(marks, dict):
            marks[draw(MARKS)] = draw(JSON | NAMES)


def _write(draw, cells):
    cell = draw(st.sampled_from(cells))
    if isinstance(cell, dict):
        cell["source"] = draw(st.text(max_size=30))


def _replace(draw, cells):
    cells[draw(st.integers(0, len(cells) - 1))] = draw(JSON)


CHANGES = [_delete, _repeat, _move, _retype, _set, _mark, _write, _replace]


@given(st.data())
def test_no_change_reaches_what_is_the_authors(released, hidden, data):
    """After any changes the known cells are the released ones in text, points, marks, type, number and order."""
    notebook = deepcopy(released)
    for _ in range(data.draw(st.integers(0, 12))):
        if notebook["cells"]:
            data.draw(st.sampled_from(CHANGES))(data.draw, notebook["cells"])

    done = rebuild(json.dumps(notebook).encode(), released, hidden=hidden)

    if isinstance(done, Refusal):
        return
    nbformat.validate(nbformat.from_dict(done.notebook))
    theirs = [cell for cell in released["cells"] if is_known(cell)]
    ours = [cell for cell in done.cells if is_known(cell)]
    assert [_authors(cell, hidden) for cell in theirs] == [_authors(cell, {}) for cell in ours]
    assert [] == [cell for cell in done.cells if cell.get("outputs") or cell.get("attachments")]
    json.dumps(done.notebook, ensure_ascii=False, allow_nan=False).encode()


def _authors(cell, hidden):
    """What no trainee may change of a cell."""
    own = {key: cell[key] for key in ("id", "cell_type", "metadata")}
    name = cell["metadata"]["nbgrader"]["grade_id"]
    source = None if is_answer(cell) else hidden.get(name, cell["source"])
    return {**own, "source": source}


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_raise(released, hidden, raw):
    """Anything at all is rebuilt or refused."""
    rebuild(raw, released, hidden=hidden)


@given(st.integers(1, 5000), st.sampled_from(["[{}]", '{{"nbformat": 4, "cells": {}}}']))
def test_no_depth_raises(released, hidden, depth, shape):
    """However deep a notebook is nested, it is refused and nothing breaks."""
    raw = shape.format("[" * depth + "]" * depth)
    assert isinstance(rebuild(raw.encode(), released, hidden=hidden), Refusal)
