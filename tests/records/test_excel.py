"""Cells that a spreadsheet program must not run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import neutralise, restore

DANGEROUS = [
    "=1+1",
    "+81",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "'=1",
    "''",
]


@pytest.mark.parametrize("value", DANGEROUS)
def test_a_formula_becomes_text(value):
    """Whatever begins like a formula, half-width or full-width, gets an apostrophe in front."""
    assert neutralise(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "青葉 花子", "s001", "'t Hooft", "1-2", "a=b"])
def test_ordinary_text_stays_as_it_is(value):
    """Text that no program takes for a formula is not touched."""
    assert neutralise(value) == value


@given(st.text(max_size=8) | st.text(alphabet="'=+-@\uff1d\uff41\t", max_size=5))
def test_what_was_neutralised_comes_back(value):
    """Reading undoes writing, for any text."""
    assert restore(neutralise(value)) == value


@given(st.text(alphabet="'=+-@\uff1d\uff41\t", max_size=5))
def test_nothing_dangerous_is_left(value):
    """After neutralising no cell begins like a formula."""
    assert not neutralise(value).startswith(
        ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")
    )
