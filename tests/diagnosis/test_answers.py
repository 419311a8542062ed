"""What is typed, what it means, and how far it is right."""

from __future__ import annotations

import pytest

from grader.diagnosis.answers import (
    category,
    read_response,
    reasons,
    right_response,
    shown_order,
    told_response,
)
from grader.errors import InputError


@pytest.fixture
def items(desk):
    """The items of the minimal workspace by id."""
    return {item.id: item for item in desk.items}


def typed(item, places):
    """Return what one types to choose options by their place in the file."""
    order = shown_order(item)
    return " ".join(str(order.index(place) + 1) for place in places)


def test_what_is_typed_comes_back_as_places_in_the_file(items):
    """Numbers as shown are turned into positions in the file, in full width and with commas too."""
    order_item, all_item = items["sec-log-sizes"], items["sec-log-even"]
    wide = typed(order_item, (2, 0, 1)).translate(str.maketrans("123 ", "１２３、"))

    assert (2, 0, 1) == read_response(order_item, wide)
    assert (0, 2) == read_response(all_item, typed(all_item, (2, 0)))
    assert (3,) == read_response(items["sec-log-colour-1"], typed(items["sec-log-colour-1"], (3,)))


@pytest.mark.parametrize(
    ("entry", "number"), [("14", 14.0), ("１，４００", 1400.0), ("−3.5", -3.5), (" 0 ", 0.0)]
)
def test_numbers_are_read_as_people_write_them(items, entry, number):
    """Full width, thousands separators and the typographic minus are numbers."""
    assert number == read_response(items["sec-log-days"], entry)


@pytest.mark.parametrize("entry", ["?", "？", " ? "])
def test_a_question_mark_means_i_do_not_know(items, entry):
    """For every type `?` is “I do not know”, and counts as nothing right."""
    for item in items.values():
        assert read_response(item, entry) is None
        assert 0 == category(item, None, part=0.5)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("sec-log-colour-1", ""),
        ("sec-log-colour-1", "5"),
        ("sec-log-colour-1", "1 2"),
        ("sec-log-colour-1", "blue"),
        ("sec-log-even", "1 1"),
        ("sec-log-even", "1 x"),
        ("sec-log-sizes", "1 2"),
        ("sec-log-days", "a week"),
        ("sec-log-days", "1 2"),
        ("sec-log-days", "9" * 400),
    ],
)
def test_what_is_no_answer_is_refused_in_both_languages(items, name, entry):
    """Too many, too few, unknown or doubled numbers are asked for again, not marked wrong."""
    with pytest.raises(InputError) as caught:
        read_response(items[name], entry)

    assert caught.value.ja
    assert caught.value.en


def test_part_of_an_answer_counts_from_one_half(items):
    """Two of two even numbers are all, one is part; one with a wrong one is nothing; an order half kept is nothing."""
    even, sizes = items["sec-log-even"], items["sec-log-sizes"]

    # hits / wanted − wrong / unwanted: 1/2 − 0 = .5; 1/2 − 1/2 = 0; 2/2 − 1/2 = .5.
    assert [2, 1, 0, 1] == [
        category(even, chosen, part=0.5) for chosen in ((0, 2), (0,), (0, 1), (0, 1, 2))
    ]
    # Pairs kept 3, 2, 1 of 3: 2·share − 1 = 1, .33, −.33.
    assert [2, 0, 0] == [
        category(sizes, order, part=0.5) for order in ((0, 1, 2), (1, 0, 2), (2, 0, 1))
    ]
    assert 1 == category(sizes, (1, 0, 2), part=0.3)


def test_right_answers_earn_the_highest_category(items):
    """For every item the right answer is right, and can be typed."""
    for item in items.values():
        right = right_response(item)
        entry = str(right) if isinstance(right, float) else typed(item, right)

        assert right == read_response(item, entry)
        assert item.categories - 1 == category(item, right, part=0.5)
        assert () == reasons(item, right)


def test_wrong_answers_are_explained(items):
    """A wrong option and a near miss bring their reason; a number out of the blue brings none."""
    colour, days = items["sec-log-colour-1"], items["sec-log-days"]

    assert ["赤ではありません。"] == [why.ja for why in reasons(colour, (1,))]
    assert ["Working days only."] == [why.en for why in reasons(days, 10.0)]
    assert () == reasons(days, 99.0)
    assert () == reasons(days, None)
    assert 1 == category(days, 14.5, part=0.5)


def test_an_order_is_never_shown_as_it_should_be(items):
    """The options of an order item are mixed, and mixed the same for everybody."""
    order = shown_order(items["sec-log-sizes"])

    assert [0, 1, 2] == sorted(order)
    assert (0, 1, 2) != order
    assert order == shown_order(items["sec-log-sizes"])


def test_answers_are_told_in_words(items):
    """Options by their text, numbers with their unit, not knowing as such."""
    assert "二、四" == told_response(items["sec-log-even"], (0, 2), "ja")
    assert "town → prefecture → country" == told_response(items["sec-log-sizes"], (0, 1, 2), "en")
    assert "14日" == told_response(items["sec-log-days"], 14.0, "ja")
    assert "14 days" == told_response(items["sec-log-days"], 14.0, "en")
    assert "わからない" == told_response(items["sec-log-days"], None, "ja")
