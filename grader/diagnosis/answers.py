"""What is shown of an item, what an entry means, and how far it is right."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis import words
from grader.errors import InputError
from grader.marking.items import chosen_set, ordering, values
from grader.measurement import category as category_of

if TYPE_CHECKING:
    from grader.diagnosis.items import ShortItem
    from grader.text import Lang, Text

Response = float | tuple[int, ...] | None
"""A number; positions of options from 0, as in the file; None for “I do not know”."""

UNKNOWN = "?"
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_MINUS = str.maketrans("−–ー", "---")


def shown_order(item: ShortItem) -> tuple[int, ...]:
    """Return the order in which the options are shown.

    Parameters
    ----------
    item : ShortItem
        The item.

    Returns
    -------
    tuple of int
        Positions in the file, mixed. It depends on the id alone, so that number 2 on the screen is the
        same option for everybody and in a file of answers; an order item is never shown in its right
        order.
    """
    count = len(item.options)
    mixed = np.random.default_rng(zlib.crc32(item.id.encode())).permutation(count).tolist()
    if item.type == "order" and mixed == sorted(mixed):
        mixed = [*mixed[1:], mixed[0]]
    return tuple(mixed)


def read_response(item: ShortItem, entry: str) -> Response:
    """Read what was typed for an item.

    Parameters
    ----------
    item : ShortItem
        The item.
    entry : str
        Numbers as shown, from 1, parted by blanks or commas; a number; or ``?`` for “I do not know”.
        Full-width characters are read too.

    Returns
    -------
    float or tuple of int or None
        The number; positions in the file, in the order typed; None for “I do not know”.

    Raises
    ------
    InputError
        If the entry is no answer to this item.
    """
    text = unicodedata.normalize("NFKC", entry).translate(_MINUS).strip()
    if text == UNKNOWN:
        return None
    if item.type == "number":
        return _number(text)
    numbers = [int(part) for part in re.split(r"[\s,、]+", text) if re.fullmatch("[0-9]+", part)]
    parts = len([part for part in re.split(r"[\s,、]+", text) if part])
    order = shown_order(item)
    known = len(numbers) == parts and all(1 <= n <= len(order) for n in numbers)
    if not known or len(set(numbers)) < parts or not _fits(item, parts):
        raise InputError(*_pair(words.HOW[item.type], count=len(order)))
    chosen = tuple(order[n - 1] for n in numbers)
    return chosen if item.type == "order" else tuple(sorted(chosen))


def _fits(item: ShortItem, count: int) -> bool:
    wanted = {"choose": count == 1, "order": count == len(item.options), "choose_all": count > 0}
    return wanted[item.type]


def _number(text: str) -> float:
    plain = text.replace(",", "")
    if not _NUMBER.fullmatch(plain) or not math.isfinite(float(plain)):
        raise InputError(*_pair(words.HOW["number"]))
    return float(plain)


def _pair(text: Text, **values: object) -> tuple[str, str]:
    return text.ja.format(**values), text.en.format(**values)


def category(item: ShortItem, response: Response, *, part: float) -> int:
    """Return the category of an answer.

    Parameters
    ----------
    item : ShortItem
        The item.
    response : float or tuple of int or None
        As from `read_response`.
    part : float
        Share from which an answer is partly right; below it nothing is.

    Returns
    -------
    int
        0 to ``item.categories − 1``; 0 for “I do not know”.
    """
    if response is None:
        return 0
    share = _share(item, response)
    return category_of(share if share >= part else 0.0, 1.0, categories=item.categories)


def _share(item: ShortItem, response: Response) -> float:
    if item.type == "number":
        return values(response, item.answer, tolerance=item.tolerance)
    everything = range(len(item.options))
    if item.type == "order":
        return ordering(response, list(combinations(everything, 2)))
    right = {place for place in everything if item.options[place].right}
    if item.type == "choose":
        return float(response == tuple(right))
    return chosen_set(response, right, universe=everything)


def told_response(item: ShortItem, response: Response, lang: Lang) -> str:
    """Say an answer in words.

    Parameters
    ----------
    item : ShortItem
        The item.
    response : float or tuple of int or None
        The answer.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        The options, or the number with its unit.
    """
    if response is None:
        return words.UNKNOWN.get(lang)
    if not isinstance(response, tuple):
        unit = item.unit.get(lang) if item.unit else ""
        return f"{response:g}{'' if lang == 'ja' else ' '}{unit}".strip()
    joint = " → " if item.type == "order" else words.AND.get(lang)
    return joint.join(item.options[place].text.get(lang) for place in response)


def right_response(item: ShortItem) -> Response:
    """Return the right answer.

    Parameters
    ----------
    item : ShortItem
        The item.

    Returns
    -------
    float or tuple of int
        What earns the highest category.
    """
    if item.type == "number":
        return item.answer
    everything = range(len(item.options))
    if item.type == "order":
        return tuple(everything)
    return tuple(place for place in everything if item.options[place].right)


def reasons(item: ShortItem, response: Response) -> tuple[Text, ...]:
    """Say what speaks for and against the wrong parts of an answer.

    Parameters
    ----------
    item : ShortItem
        The item.
    response : float or tuple of int or None
        The answer.

    Returns
    -------
    tuple of Text
        Of each wrong option chosen, or of the near miss; empty where nothing is known.
    """
    if response is None:
        return ()
    if isinstance(response, tuple):
        options = [item.options[place] for place in response]
        return tuple(option.why for option in options if option.why is not None)
    return tuple(
        near.why
        for near in item.near
        if values(response, near.value, tolerance=item.tolerance) == 1
        and values(response, item.answer, tolerance=item.tolerance) < 1
    )
