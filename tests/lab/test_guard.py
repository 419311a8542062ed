"""Functions of trainees work on copies, must finish, and are seen through when they never look at the data."""

from __future__ import annotations

import pandas as pd
import pytest

from grader.lab.guard import Guard, UnfinishedError, finished


@pytest.mark.parametrize(
    "answer", [(n for n in range(3)), map(str, [1]), iter([1]), zip([1], [2], strict=True)]
)
def test_iterators_are_no_finished_answers(answer):
    """A generator, a map and an iterator are refused before anybody uses them up."""
    with pytest.raises(UnfinishedError):
        finished(answer)


@pytest.mark.parametrize(
    "answer", [None, 0, "text", [1], {"a": 1}, pd.DataFrame({"a": [1]}), range(3)]
)
def test_everything_else_is_handed_on(answer):
    """What can be looked at twice comes back as it is."""
    assert answer is finished(answer)


def test_a_function_cannot_change_what_it_is_given():
    """The caller's table and list stay as they were, and the damage is remembered."""

    def empties(table, names):
        del table["a"]
        names.clear()
        return 1

    table, names = pd.DataFrame({"a": [1, 2]}), ["x"]
    guard = Guard(empties)

    assert 1 == guard(table, names)
    assert ["a"] == list(table.columns)
    assert ["x"] == names
    assert guard.damaged


@pytest.mark.parametrize(
    "work",
    [
        lambda t: t.assign(b=1),
        lambda t: t.__setitem__("b", 1),
        lambda t: t.sort_values("a", ascending=False, inplace=True),  # noqa: PD002  # what trainees do
    ],
)
@pytest.mark.filterwarnings(
    "ignore::Warning"
)  # pandas 3 warns of inplace, which trainees still use
def test_adding_a_column_or_sorting_is_no_damage(work):
    """What beginners are taught to do to a table loses nothing."""
    guard = Guard(work)
    guard(pd.DataFrame({"a": [1, 2]}))

    assert not guard.damaged


@pytest.mark.parametrize(
    "work",
    [
        lambda t: t.drop(0, inplace=True),  # noqa: PD002  # the same
        lambda t: t.__setitem__("a", 0),
        lambda t: t.__delitem__("a"),
    ],
)
@pytest.mark.filterwarnings("ignore::Warning")
def test_losing_rows_values_or_columns_is_damage(work):
    """Whatever was handed over must still be there."""
    guard = Guard(work)
    guard(pd.DataFrame({"a": [1, 2]}))

    assert guard.damaged


@pytest.mark.parametrize(
    ("function", "constant"),
    [
        (lambda _: 7, True),
        (lambda _: [1, {"a": 2}], True),
        (lambda _: pd.Series([1]), True),
        (len, False),
    ],
)
def test_a_function_that_always_returns_the_same_is_seen(function, constant):
    """Different data, the same result: that was no calculation."""
    guard = Guard(function)
    for given in ([1], [1, 2]):
        guard(given)

    assert constant is guard.is_constant


def test_one_kind_of_data_says_nothing_about_constancy():
    """The same argument twice may well give the same twice; and nothing has been called at first."""
    guard = Guard(len)
    assert not guard.is_constant
    guard([1])
    guard([1])
    assert not guard.is_constant
