"""The names that the author's cells see: their own, and of the submission's only those it was asked to define."""

from __future__ import annotations

import builtins
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.grading.judge.stubs import Remote, decoded, encoded
from grader.lab.guard import ForeignError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.grading.judge.trainee import Trainee

ABSENT = object()
"""The value of a name that the submission has not defined."""
_UNREAD = object()


@dataclass(slots=True)
class _Kept:
    """A value of the submission as it was when last asked for; it is read when it is needed."""

    tree: Any
    moves: int
    runs: int
    value: Any = _UNREAD
    spelled: str = ""


class Names(dict[str, Any]):
    """The globals of the author's cells.

    Parameters
    ----------
    trainee : Trainee
        Where the answers are.
    """

    def __init__(self, trainee: Trainee) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._trainee = trainee
        self._kept: dict[str, _Kept] = {}
        self.surface: set[str] = set()
        self.is_testing = False
        """Whether only the judge runs the cell: what it does to an answer is passed on then."""

    def answered(self, names: Iterable[str]) -> None:
        """Note that an answer cell has run.

        Parameters
        ----------
        names : iterable of str
            Names that it may have defined; values of the author's own under them are forgotten.
        """
        for name in names:
            self.surface.add(name)
            super().pop(name, None)

    def wanted(self, names: Iterable[str], *, anew: bool) -> list[str]:
        """Return which of some names must be fetched.

        Parameters
        ----------
        names : iterable of str
            Names that a cell uses.
        anew : bool
            Whether cells are going to be run before, so that no value is known.

        Returns
        -------
        list of str
            Those of the submission's whose value is not known, sorted.
        """
        mine = self.surface.difference(self.keys())
        return sorted(n for n in mine.intersection(names) if anew or not self._is_fresh(n))

    def fetched(self, names: Iterable[str], values: Mapping[str, Any]) -> None:
        """Note what was fetched.

        Parameters
        ----------
        names : iterable of str
            Names that were asked for.
        values : mapping of str to Any
            Their encoded values; those that are not there are not defined.
        """
        for name in names:
            self._keep(name, values.get(name, ABSENT))

    def __missing__(self, name: str) -> Any:
        """Return a value of the submission's."""
        value = self._foreign(name)
        if value is ABSENT:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        """Tell whether a name is defined, here or in the submission."""
        if super().__contains__(name):
            return True
        try:
            return isinstance(name, str) and self._foreign(name) is not ABSENT
        except ForeignError:
            return True  # whoever asks for its value is told why there is none

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a name, or a default."""
        try:
            return self[name]
        except KeyError:
            return default

    def __setitem__(self, name: str, value: Any) -> None:
        """Define a name; that of an answer is defined anew in the submission too, if its value can go there."""
        if not (self.is_testing and name in self.surface and self._pass_on(name, value)):
            super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        """Delete a name, that of an answer in the submission too."""
        if name not in self:
            raise KeyError(name)
        super().pop(name, None)
        if name in self.surface:
            if self.is_testing:
                self._trainee.ask("del", root=name, name=name)
            self._keep(name, ABSENT)

    def _pass_on(self, name: str, value: Any) -> bool:
        try:
            tree = encoded(self._trainee, value)
        except (TypeError, ValueError):  # code of the author's stays here
            return False
        self._trainee.ask("set", root=name, name=name, value=tree)
        super().pop(name, None)
        self._kept[name] = _Kept(
            tree, self._trainee.moves, self._trainee.runs, value, _spelled(tree)
        )
        return True

    def _foreign(self, name: str) -> Any:
        if name not in self.surface:
            return ABSENT
        if not self._is_fresh(name):
            self._keep(name, self._asked(name))
        kept = self._kept[name]
        if kept.value is _UNREAD:
            kept.spelled = _spelled(kept.tree)
            kept.value = self._read(name, kept.tree)
        return kept.value

    def _read(self, name: str, tree: Any) -> Any:
        return ABSENT if tree is ABSENT else decoded(self._trainee, tree, root=name, is_root=True)

    def _asked(self, name: str) -> Any:
        try:
            return self._trainee.ask("get", root=name, name=name).get("value")
        except (NameError, KeyError):
            return ABSENT

    def _is_fresh(self, name: str) -> bool:
        kept = self._kept.get(name)
        if kept is None or kept.runs != self._trainee.runs:
            return False
        # A function is the same after a call; data may have been changed by it.
        return isinstance(kept.value, Remote) or kept.moves == self._trainee.moves

    def _keep(self, name: str, tree: Any) -> None:
        kept, trainee = self._kept.get(name), self._trainee
        if kept is not None and kept.spelled and kept.spelled == _spelled(tree):
            kept.moves, kept.runs = (
                trainee.moves,
                trainee.runs,
            )  # still the same: the same object too
        else:
            self._kept[name] = _Kept(tree, trainee.moves, trainee.runs)


def _spelled(tree: Any) -> str:
    # As text: 1, True and 1.0 are equal, but not the same. The value may be made of the tree, and change with it.
    return "" if tree is ABSENT else json.dumps(tree)
