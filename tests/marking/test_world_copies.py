"""A fresh world: a copy that is made where somebody looks."""

from __future__ import annotations

import copy

import pandas as pd

from grader.marking.world import World


def _world():
    shared = [1]
    frame = pd.DataFrame({"area": ["A", ""], "n": [1, 2]})
    return World({"t": frame}, {"d": {"x": shared}}, {"first": shared, "second": {"k": [2]}})


def test_changes_in_a_copy_stay_in_it():
    """Tables, documents and truth of the original are as before, whatever is done to a copy."""
    world = _world()
    spoilt = world.fresh()
    spoilt.truth["second"]["k"].append(3)
    spoilt.documents["d"]["x"].append(3)
    raw = spoilt.tables["t"]
    raw["n"] = 0
    read = spoilt.table("t")
    read["n"] = 0
    again = world.fresh()
    assert ({"k": [2]}, {"x": [1]}) == (again.truth["second"], again.documents["d"])
    assert [[1, 2], [1, 2]] == [list(again.tables["t"]["n"]), list(again.table("t")["n"])]


def test_a_copy_is_one_world():
    """Looked at twice a value is the same object, and what two values share their copies share."""
    fresh = _world().fresh()
    assert fresh.truth["second"] is fresh.truth["second"]
    assert fresh.truth["first"] is fresh.documents["d"]["x"]
    assert ({"first", "second"}, 2, None) == (
        set(fresh.truth),
        len(fresh.truth),
        fresh.truth.get("x"),
    )


def test_truth_that_is_handed_out_is_a_dict():
    """A copy of a whole part is plain data."""
    assert {"first": [1], "second": {"k": [2]}} == copy.deepcopy(_world().fresh().truth)
