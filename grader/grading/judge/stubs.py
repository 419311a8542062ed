"""What stands in the judge for a function or an object of the submission: it is asked, never looked into."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from grader.grading import wire
from grader.grading.judge import labels
from grader.grading.judge.channel import told
from grader.grading.judge.errors import rebuilt
from grader.lab.guard import Foreign, ForeignError
from grader.lab.limits import TooSlowError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.judge.trainee import Trainee

ITERATORS = frozenset({"generator", "map", "filter", "zip", "enumerate", "reversed"})
"""Types of Python that are used up by looking at them."""
TIMEOUT = "TooSlowError"
_PRINTED = 100_000
"""Characters that one call may print."""
_NAME_LENGTH = 80


class Remote:
    """An object of the submission.

    Comparison is identity and truth is True: nothing that decides a test is left to the submission. Attributes whose
    names begin with ``_`` do not exist.

    Parameters
    ----------
    trainee : Trainee
        The submission.
    handle : list
        Number, kind and name of the type, as they came.
    root : str
        The answer through which the object was reached.
    direct : bool
        Whether it is the value of that answer itself.
    """

    __slots__ = ("_direct", "_epoch", "_handle", "_kind", "_root", "_trainee", "_type")

    def __init__(
        self, trainee: Trainee, handle: tuple[int, str, str], *, root: str, direct: bool = False
    ) -> None:
        self._trainee, self._root, self._direct = trainee, root, direct
        self._handle, self._kind, self._type = handle
        self._epoch = trainee.epoch

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Call it, with data only; what it changes in the arguments and prints comes back too."""
        seconds = self._trainee.seconds()
        answer = _asked(
            self,
            "call",
            args=[_encoded(self, value) for value in args],
            kwargs={name: _encoded(self, value) for name, value in named.items()},
            seconds=seconds,
        )
        _change(self, {**dict(zip(map(str, range(len(args))), args, strict=True)), **named}, answer)
        return _value(self, answer)

    def __getattr__(self, name: str) -> Any:
        """Return an attribute."""
        if name.startswith("_"):
            raise AttributeError(name)
        return _value(self, _asked(self, "attr", name=name))

    def __getitem__(self, key: Any) -> Any:
        """Return an item."""
        return _value(self, _asked(self, "item", key=_encoded(self, key)))

    def __len__(self) -> int:
        """Return its length."""
        return _checked(_value(self, _asked(self, "len")), int)

    def __iter__(self) -> Iterator[Any]:
        """Go through its items."""
        return iter(_checked(_value(self, _asked(self, "iter")), list))

    def __bool__(self) -> bool:
        """Whatever it is, it is there."""
        return True

    def __repr__(self) -> str:
        """Name it; only its type is known."""
        kind = labels.KINDS.get(self._kind, labels.KINDS["object"])
        name = self._root if self._direct else _plain(self._type)
        text = labels.REMOTE
        return f"<{text.ja.format(kind=kind.ja, name=name)} / {text.en.format(kind=kind.en, name=name)}>"

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
        return _value(self, _asked(self, "untouched", name=name, stub=stub)) is True


class RemoteIterator(Remote):
    """An iterator of the submission."""

    __slots__ = ("_items",)

    def __iter__(self) -> Iterator[Any]:
        """Go through what is left of it."""
        return self

    def __next__(self) -> Any:
        """Return the next of its items, which are fetched all at once."""
        try:
            items = object.__getattribute__(self, "_items")
        except AttributeError:
            self._items = items = super().__iter__()
        return next(items)


def decoded(trainee: Trainee, tree: Any, *, root: str, direct: bool = False) -> Any:
    """Turn what the sandbox sent into a value.

    Parameters
    ----------
    trainee : Trainee
        The submission.
    tree : Any
        JSON data.
    root : str
        The answer through which the value was reached.
    direct : bool
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
    alone = direct and isinstance(tree, dict) and "h" in tree

    def stub(number: int, kind: str, name: str) -> Remote:
        made: type[Remote] = RemoteFunction if kind == "function" else Remote
        if kind != "function" and name in ITERATORS:
            made = RemoteIterator
        return made(trainee, (number, kind, name), root=root, direct=alone)

    try:
        return wire.decode(tree, stub)
    except Exception:  # noqa: BLE001  # whatever was sent instead of a value
        raise ForeignError(labels.UNUSABLE) from None


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
        if isinstance(other, Remote) and other._trainee is trainee:
            return [_current(other), other._kind, other._type]
        text = told(labels.NOT_DATA, kind=type(other).__name__)
        raise TypeError(f"{text.ja} / {text.en}")

    return wire.encode(value, keep)


def _encoded(remote: Remote, value: object) -> Any:
    return encoded(remote._trainee, value)


def _current(remote: Remote) -> int:
    """Return the handle of an object in the process that is alive now."""
    trainee = remote._trainee
    if remote._epoch != trainee.epoch or not trainee.is_alive:
        if not remote._direct:
            raise ForeignError(labels.GONE)
        answer = said(trainee.ask("get", root=remote._root, name=remote._root))
        again = decoded(trainee, answer.get("value"), root=remote._root, direct=True)
        if type(again) is not type(remote):
            raise ForeignError(labels.GONE)
        remote._handle, remote._epoch = again._handle, again._epoch
    return remote._handle


def _asked(remote: Remote, op: str, **fields: Any) -> dict[str, Any]:
    handle = _current(remote)
    return said(remote._trainee.ask(op, root=remote._root, handle=handle, **fields))


def said(answer: dict[str, Any]) -> dict[str, Any]:
    """Raise what an answer says was raised, after printing what it says was printed.

    Parameters
    ----------
    answer : dict
        An answer of the sandbox.

    Returns
    -------
    dict
        The same, if nothing was raised.

    Raises
    ------
    BaseException
        What the submission raised, rebuilt.
    TooSlowError
        If its time was over.
    """
    _print(answer.get("stdout"))
    error = answer.get("error")
    if error is None:
        return answer
    if isinstance(error, dict) and error.get("class") == TIMEOUT and error.get("module") != "__main__":
        raise TooSlowError
    raise rebuilt(error)


def _print(text: object) -> None:
    # What the submission prints in a test is for the test's own ears: it may hold the test's data.
    if isinstance(text, str) and text and not getattr(sys.stdout, "is_deaf", False):
        sys.stdout.write(text[:_PRINTED])


def _value(remote: Remote, answer: dict[str, Any]) -> Any:
    return decoded(remote._trainee, answer.get("value"), root=remote._root)


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind or (kind is int and not 0 <= value <= sys.maxsize):
        raise ForeignError(labels.UNUSABLE)
    return value


def _change(remote: Remote, given: dict[str, Any], answer: dict[str, Any]) -> None:
    """Do to the arguments what the call did to its copies of them."""
    changed = answer.get("changed")
    for name, tree in changed.items() if isinstance(changed, dict) else ():
        if name in given:
            _replace(given[name], decoded(remote._trainee, tree, root=remote._root))


def _replace(old: Any, new: Any) -> None:
    if type(old) is not type(new):
        raise ForeignError(labels.UNUSABLE)
    if type(old) is list:
        old[:] = new
    elif type(old) in (dict, set):
        old.clear()
        old.update(new)
    elif hasattr(old, "iloc"):  # tables and columns of pandas
        old.__init__(new)
    elif hasattr(old, "dtype") and old.shape == new.shape and old.dtype == new.dtype:
        old[...] = new


def _plain(name: str) -> str:
    return name[:_NAME_LENGTH] if name.isidentifier() else "?"
