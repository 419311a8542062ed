"""What an answer cell asks for, slot by slot."""

from __future__ import annotations

import pytest

from grader.lab.choices import offered, slots


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (None, [()]),
        ({"A": None, "B": None}, [("A",), ("B",)]),
        ({"A": {"x": None, "y": [None, None]}}, [("A", "x"), ("A", "y", 0), ("A", "y", 1)]),
        ([None, {"z": None}], [(0,), (1, "z")]),
        ({"A": {}, "B": []}, [("A",), ("B",)]),
    ],
)
def test_slots_are_the_single_values_in_order(literal, expected):
    """Dicts and lists are gone through; an empty one is a slot itself."""
    assert expected == slots(literal)


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        (("C1", "ground"), ["none"]),
        (("C1", "due"), "date"),
        (("who",), "text"),
        (("rows", 0), "long"),
        (("rows", 1), "int"),
        (("C1", "x", "y"), None),
    ],
)
def test_the_first_pattern_that_fits_counts(slot, expected):
    """A star is any one part; list places count from 0; what no pattern fits is None."""
    choices = {
        "*.ground": ["none"],
        "rows.0": "long",
        "rows.*": "int",
        "*.due": "date",
        "*": "text",
    }
    assert expected == offered(slot, choices)


def test_a_literal_of_one_value_fits_the_star():
    """A text to be rewritten is one slot."""
    assert "long" == offered((), {"*": "long"})
