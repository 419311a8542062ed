"""Call a trainee's function so that nothing it does to its arguments, and nothing it hands back, gets in the way."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from grader.text import Text


class UnfinishedError(Exception):
    """The answer is an iterator: a calculation that has not been done."""


class Foreign:
    """A trainee's function that stays in a process of its own; here it is only called."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Return what the function returns."""
        raise NotImplementedError

    def is_untouched(self, name: str, stub: str) -> bool:
        """Tell whether it is still the function that was handed out.

        Parameters
        ----------
        name : str
            Its name.
        stub : str
            Source of the answer cell as released.

        Returns
        -------
        bool
            As `grader.lab.checks.untouched` tells it of a function at hand.
        """
        raise NotImplementedError


class ForeignError(Exception):
    """What the other process should have given is not to be had.

    Parameters
    ----------
    text : Text
        Why.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.ja}\n{text.en}")
        self.text = text


class Guard:
    """A trainee's function that works on copies; what it returned and broke is remembered.

    Parameters
    ----------
    function : callable
        What the trainee wrote.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.returned: list[tuple[object, object]] = []
        self.damaged = False
        self.__name__ = getattr(function, "__name__", "answer")

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Return what the function returns for copies of the arguments.

        Raises
        ------
        UnfinishedError
            If it returns a generator or another iterator.
        """
        given, kept = copy.deepcopy((args, named)), copy.deepcopy((args, named))
        result = finished(self.function(*given[0], **given[1]))
        self.damaged = self.damaged or not _is_whole(given, kept)
        self.returned.append((kept, result))
        return result

    @property
    def is_constant(self) -> bool:
        """Whether it was called with different arguments and always returned the same."""
        if not self.returned:
            return False
        (first, result), *others = self.returned
        differ = any(not _equal(given, first) for given, _ in others)
        return differ and all(_equal(said, result) for _, said in others)


def finished(answer: Any) -> Any:
    """Return an answer unless it is an iterator.

    Parameters
    ----------
    answer : Any
        What a trainee's cell or function gave.

    Returns
    -------
    Any
        The same.

    Raises
    ------
    UnfinishedError
        If it is a generator, a `map` or another iterator: looking at it would use it up.
    """
    if isinstance(answer, Iterator):
        raise UnfinishedError
    return answer


def _is_whole(now: Any, before: Any) -> bool:
    """Tell whether everything that was handed over is still there; something added does not matter."""
    if isinstance(before, tuple | list):
        same_length = isinstance(now, tuple | list) and len(now) >= len(before)
        return same_length and all(map(_is_whole, now, before))
    if isinstance(before, dict):
        there = isinstance(now, dict) and before.keys() <= now.keys()
        return there and all(_is_whole(now[key], value) for key, value in before.items())
    if hasattr(before, "columns") and hasattr(now, "columns"):
        return _has_all(now, before)
    return _equal(now, before)


def _has_all(now: pd.DataFrame, before: pd.DataFrame) -> bool:
    there = len(now) == len(before) and set(before.columns) <= set(now.columns)
    # Sorting a table in place loses nothing.
    return there and bool(now[list(before.columns)].sort_index().equals(before.sort_index()))


def _equal(one: Any, other: Any) -> bool:
    if hasattr(one, "equals"):  # tables and columns of pandas
        return type(one) is type(other) and bool(one.equals(other))
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    try:
        return bool(one == other)
    except (TypeError, ValueError):
        return False
