"""What stands in the judge for a function or an object of the submission: it is asked, never looked into."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from grader.grading import wire
from grader.grading.judge import labels
from grader.grading.judge.channel import told
from grader.lab.guard import Foreign, ForeignError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.judge.trainee import Trainee

ITERATORS = frozenset({"generator", "map", "filter", "zip", "enumerate", "reversed"})
"""Types of Python that are used up by looking at them."""
_NAME_LENGTH = 80


@dataclass(slots=True)
class Link:
    """Where an object of the submission is, and how the judge came to it.

    Parameters
    ----------
    trainee : Trainee
        The submission.
    number : int
        Its handle in the process of `epoch`.
    kind, type_name : str
        What it is, as the sandbox says.
    root : str
        The answer through which it was reached.
    is_root : bool
        Whether it is the value of that answer itself.
    epoch : int
        Number of the process.
    """

    trainee: Trainee
    number: int
    kind: str
    type_name: str
    root: str
    is_root: bool
    epoch: int

    def handle(self) -> int:
        """Return the handle in the process that is alive.

        Returns
        -------
        int
            A number.

        Raises
        ------
        ForeignError
            If the object ended with its process.
        """
        if self.epoch == self.trainee.epoch and self.trainee.is_alive:
            return self.number
        if not self.is_root:
            raise ForeignError(labels.GONE)
        answer = self.trainee.ask("get", root=self.root, name=self.root)
        again = link_of(decoded(self.trainee, answer.get("value"), root=self.root, is_root=True))
        if again is None or again.kind != self.kind:
            raise ForeignError(labels.GONE)
        self.number, self.epoch = again.number, again.epoch
        return self.number

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        """Ask the object for something.

        Parameters
        ----------
        op : str
            What to do.
        **fields : Any
            JSON data that belong to the question.

        Returns
        -------
        dict
            The answer.
        """
        return self.trainee.ask(op, root=self.root, handle=self.handle(), **fields)

    def read(self, tree: Any) -> Any:
        """Read a value that the object gave.

        Parameters
        ----------
        tree : Any
            As it came.

        Returns
        -------
        Any
            The value.
        """
        return decoded(self.trainee, tree, root=self.root)

    def value(self, op: str, **fields: Any) -> Any:
        """Ask the object for a value.

        Parameters
        ----------
        op : str
            What to do.
        **fields : Any
            JSON data that belong to the question.

        Returns
        -------
        Any
            The value.
        """
        return self.read(self.ask(op, **fields).get("value"))


class Remote:
    """An object of the submission.

    Comparison is identity and truth is True: nothing that decides a test is left to the submission. Attributes whose
    names begin with ``_`` do not exist.

    Parameters
    ----------
    link : Link
        Where it is.
    """

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Call it, with data only; what it changes in the arguments and prints comes back too."""
        link = self._link
        sent = [encoded(link.trainee, value) for value in args]
        also = {name: encoded(link.trainee, value) for name, value in named.items()}
        answer = link.ask("call", args=sent, kwargs=also)
        changed = answer.get("changed")
        if isinstance(changed, dict):
            given = {**{str(place): value for place, value in enumerate(args)}, **named}
            for name in given.keys() & changed.keys():
                _replace(given[name], link.read(changed[name]))
        return link.read(answer.get("value"))

    def __getattr__(self, name: str) -> Any:
        """Return an attribute."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self._link.value("attr", name=name)

    def __getitem__(self, key: Any) -> Any:
        """Return an item."""
        return self._link.value("item", key=encoded(self._link.trainee, key))

    def __len__(self) -> int:
        """Return its length."""
        length = self._link.value("len")
        if type(length) is int and 0 <= length <= sys.maxsize:
            return length
        raise ForeignError(labels.UNUSABLE)

    def __iter__(self) -> Iterator[Any]:
        """Go through its items, which are fetched all at once."""
        items = self._link.value("iter")
        if type(items) is list:
            return iter(items)
        raise ForeignError(labels.UNUSABLE)

    def __bool__(self) -> bool:
        """Whatever it is, it is there."""
        return True

    def __repr__(self) -> str:
        """Name it; only its type is known."""
        link = self._link
        kind = labels.KINDS.get(link.kind, labels.KINDS["object"])
        name = link.root if link.is_root else _plain(link.type_name)
        ja = labels.REMOTE.ja.format(kind=kind.ja, name=name)
        return f"<{ja} / {labels.REMOTE.en.format(kind=kind.en, name=name)}>"

    def __copy__(self) -> Remote:
        """Return itself: there is one object, and it is elsewhere."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Remote:
        """Return itself: there is one object, and it is elsewhere."""
        return self


class RemoteFunction(Remote, Foreign):
    """A plain function of the submission; `grader.lab` treats it like one at hand."""

    __slots__ = ()

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
            What the submission says: claiming it gives no points.
        """
        return self._link.ask("untouched", name=name, stub=stub).get("value") is True


class RemoteIterator(Remote):
    """An iterator of the submission.

    Parameters
    ----------
    link : Link
        Where it is.
    """

    __slots__ = ("_items",)

    def __init__(self, link: Link) -> None:
        super().__init__(link)
        self._items: Iterator[Any] | None = None

    def __iter__(self) -> Iterator[Any]:
        """Go through what is left of it."""
        return self

    def __next__(self) -> Any:
        """Return the next of its items."""
        if self._items is None:
            self._items = super().__iter__()
        return next(self._items)


def link_of(value: object) -> Link | None:
    """Return where an object of the submission is.

    Parameters
    ----------
    value : object
        Any.

    Returns
    -------
    Link or None
        None for everything else.
    """
    return value._link if isinstance(value, Remote) else None  # noqa: SLF001  # of this module


def decoded(trainee: Trainee, tree: Any, *, root: str, is_root: bool = False) -> Any:
    """Turn what the sandbox sent into a value.

    Parameters
    ----------
    trainee : Trainee
        The submission.
    tree : Any
        JSON data; nothing of it is trusted.
    root : str
        The answer through which the value was reached.
    is_root : bool
        Whether it is the value of that answer itself.

    Returns
    -------
    Any
        Data, or a `Remote`.

    Raises
    ------
    ForeignError
        If it is no value.
    """
    alone = is_root and isinstance(tree, dict) and "h" in tree

    def stub(number: int, kind: str, name: str) -> Remote:
        return _class(kind, name)(Link(trainee, number, kind, name, root, alone, trainee.epoch))

    try:
        return wire.decode(tree, stub)
    except (wire.WireError, RecursionError):
        raise ForeignError(labels.UNUSABLE) from None


@lru_cache(maxsize=256)
def _class(kind: str, name: str) -> type[Remote]:
    """Return a class that is called as the trainee's: tests ask for it, and messages of Python name it."""
    is_used_up = name in ITERATORS or name.endswith("iterator")
    base = RemoteFunction if kind == "function" else RemoteIterator if is_used_up else Remote
    return type(_plain(name), (base,), {"__slots__": ()})


def encoded(trainee: Trainee, value: object) -> Any:
    """Turn a value of the author's into what is sent to the sandbox.

    Parameters
    ----------
    trainee : Trainee
        The submission.
    value : object
        Data, or something of the submission itself.

    Returns
    -------
    Any
        JSON data.

    Raises
    ------
    TypeError
        If it is anything else: code of the author's never goes to the submission.
    """

    def keep(other: object) -> list[Any]:
        link = link_of(other)
        if link is not None and link.trainee is trainee:
            return [link.handle(), link.kind, link.type_name]
        text = told(labels.NOT_DATA, kind=type(other).__name__)
        raise TypeError(f"{text.ja} / {text.en}")

    return wire.encode(value, keep)


def _replace(old: Any, new: Any) -> None:
    """Do to an argument what the call did to its copy of it."""
    if type(old) is not type(new):
        raise ForeignError(labels.UNUSABLE)
    if isinstance(old, list | bytearray):
        old[:] = new
    elif isinstance(old, dict | set):
        old.clear()
        old.update(new)
    elif isinstance(old, deque):
        old.clear()
        old.extend(new)
    elif hasattr(old, "iloc"):  # tables and columns of pandas
        old.__init__(new)
    elif hasattr(old, "dtype") and old.shape == new.shape and old.dtype == new.dtype:
        old[...] = new


def _plain(name: str) -> str:
    return name[:_NAME_LENGTH] if name.isidentifier() else "object"
