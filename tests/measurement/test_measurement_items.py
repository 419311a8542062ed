"""The bank of tasks, and points cut into categories."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import InputError, MeasurementError
from grader.measurement import bank_document, category, load_items
from grader.schema.store import write_json


@pytest.mark.parametrize(
    ("points", "categories", "expected"),
    [
        (0.0, 3, 0),
        (1e-12, 3, 0),
        (0.01, 3, 1),
        (2.99, 3, 1),
        (3.0 - 1e-12, 3, 2),
        (3.0, 3, 2),
        (3.5, 3, 2),
        (0.0, 2, 0),
        (2.99, 2, 0),
        (3.0, 2, 1),
        (0.1, 4, 1),
        (1.4, 4, 1),
        (1.6, 4, 2),
        (2.9, 4, 2),
        (3.0, 4, 3),
    ],
)
def test_points_are_cut_at_nothing_and_at_all(points, categories, expected):
    """Of 3 points: none is 0, all is the top, part lies between; two categories know no part."""
    assert category(points, 3.0, categories=categories) == expected


@given(
    share=st.floats(0, 1),
    more=st.floats(0, 1),
    top=st.floats(0.1, 100),
    categories=st.integers(2, 6),
)
def test_more_points_never_give_a_lower_category(share, more, top, categories):
    """The category grows with the points and stays within the item's categories."""
    low = category(min(share, more) * top, top, categories=categories)
    high = category(max(share, more) * top, top, categories=categories)
    assert 0 <= low <= high <= categories - 1


def test_a_bank_is_read_as_written(tmp_path, bank):
    """Written and read again, the bank is the same, sorted by id."""
    path = tmp_path / "items.json"
    write_json(path, bank_document(bank[::-1]), "items")
    assert load_items(path) == tuple(sorted(bank, key=lambda item: item.id))


def test_an_id_stands_once(tmp_path, bank):
    """Two items of the same id are refused by name."""
    path = tmp_path / "items.json"
    write_json(path, bank_document([*bank, bank[0]]), "items")
    with pytest.raises(MeasurementError) as caught:
        load_items(path)
    assert bank[0].id in caught.value.en


def test_a_missing_bank_is_told(tmp_path):
    """Without items.json the error says which command makes it."""
    with pytest.raises(InputError):
        load_items(tmp_path / "items.json")
