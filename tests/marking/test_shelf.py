"""A world in place of its files: nobody can tell the difference."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from grader.lab.shelf import FolderShelf
from grader.marking.shelf import WorldShelf
from grader.marking.world import World, write_world

TOLD = {"lesson": "x", "lang": "ja", "trainee": "s001"}


@pytest.fixture
def world():
    """Every kind of column, with gaps, and a nested document."""
    table = pd.DataFrame(
        {
            "text": ["窓口", "", 'a,b\n"c"'],
            "count": [1, -2, 3],
            "share": [0.1, 1 / 3, float("nan")],
            "open": [True, False, True],
            "at": pd.to_datetime(["2026-04-01 09:00:00", "2026-04-02 00:00:01", None]),
        }
    )
    return World(
        tables={"rows": table, "none": table.head(0)}, documents={"deep": {"a": [1, (2,)]}}
    )


def test_a_world_reads_as_its_files_do(world, tmp_path):
    """Tables have the same values and types as those read back from files, and documents are equal."""
    write_world(world, tmp_path, handout=TOLD)
    files, shelf = FolderShelf(tmp_path), WorldShelf(world, TOLD)
    kinds = files.handout()["tables"]
    pd.testing.assert_frame_equal(files.table("rows", kinds["rows"]), shelf.table("rows", {}))
    assert files.document("deep") == shelf.document("deep")
    assert kinds.keys() == shelf.handout()["tables"].keys()
    assert files.handout()["documents"] == shelf.handout()["documents"]


def test_the_bytes_for_the_sandbox_say_what_the_files_say(world, tmp_path):
    """What goes into the sandbox is what stands in the files, but for white space in JSON."""
    write_world(world, tmp_path, handout=TOLD)
    given = WorldShelf(world, TOLD).files()
    assert {path.name for path in tmp_path.iterdir()} == given.keys()
    for name, data in given.items():
        there = (tmp_path / name).read_bytes()
        if name.endswith(".json"):
            assert json.loads(there) == json.loads(data)
        else:
            assert there == data


def test_tables_are_fresh_copies(world):
    """What a cell does to a table is not seen by the next one."""
    shelf = WorldShelf(world, TOLD)
    first = shelf.table("rows", {})
    first["count"] = 0
    assert [1, -2, 3] == shelf.table("rows", {})["count"].tolist()


def test_a_notebook_that_reads_nothing_gets_the_texts_alone(world):
    """Without data there is one file, which names no table."""
    (data,) = WorldShelf(world, TOLD).texts().values()
    assert {**TOLD, "tables": {}, "documents": []} == json.loads(data)
