"""One notebook in the sandbox: its names, the values that stay here, and the answers to the judge's questions."""

from __future__ import annotations

import base64
import itertools
import marshal
import os
import random
import sys
from contextlib import nullcontext, suppress
from pathlib import Path, PurePosixPath
from types import FunctionType
from typing import TYPE_CHECKING, Any

from grader.grading.inside.clock import Clock
from grader.grading.inside.recorder import Descriptors
from grader.grading.inside.shell import RECORDER, said
from grader.grading.wire import decode, encode, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

MEMBERS = 100_000
"""How many members of an object are handed over when a test walks along it."""
_CHANGEABLE = frozenset({"list", "dict", "set", "bytearray", "df", "series", "nd"})
_CHANGEABLE |= {"Counter", "OrderedDict", "defaultdict", "deque"}

Question = dict[str, Any]
Answer = dict[str, Any]


class Session:
    """What is kept between two questions.

    Parameters
    ----------
    shell : Shell
        Where the cells run.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.clock = Clock()
        self.seconds = 30.0
        self._kept: dict[int, object] = {}
        self._numbers: dict[int, int] = {}
        self._descriptors = Descriptors(RECORDER)

    def answers(self, question: Question) -> Iterator[Answer]:
        """Answer one question.

        Parameters
        ----------
        question : dict
            From the judge.

        Yields
        ------
        dict
            One line each.
        """
        if question["op"] == "run":
            yield from self._run(question)
        else:
            RECORDER.begin()
            yield self._answer(question)

    def _answer(self, question: Question) -> Answer:
        work = _OPERATIONS[question["op"]]
        seconds = question.get("seconds", self.seconds)
        try:
            answer = self.clock.run(lambda: work(self, question), seconds)
        except BaseException as error:  # noqa: BLE001  # whatever a trainee's code raises is the answer
            answer = {"error": describe(error)}
        if question["op"] == "call":
            self._descriptors.collect()
            answer["stdout"] = RECORDER.printed()
        return answer

    # ---- cells -------------------------------------------------------------------------------------

    def _run(self, question: Question) -> Iterator[Answer]:
        for cell in question["cells"]:
            yield self._run_cell(cell)
        yield {"done": True, "values": self._fetch(question.get("fetch", ()))}

    def _run_cell(self, cell: dict[str, Any]) -> Answer:
        RECORDER.begin(muted=cell.get("quiet", False))
        error = self._execute(cell)
        self._descriptors.collect()
        return {
            "cell": cell["index"],
            "outputs": RECORDER.take(),
            "error": None if error is None else describe(error),
            "timeout": self.clock.rang,
        }

    def _execute(self, cell: dict[str, Any]) -> BaseException | None:
        def work() -> Any:
            with _unseen() if RECORDER.muted else nullcontext():
                return self.shell.run_cell(cell["source"], store_history=True)

        try:
            result = self.clock.run(work, self.seconds)
        except BaseException as error:  # noqa: BLE001  # the bell may ring outside the shell's own care
            return error
        before: BaseException | None = result.error_before_exec
        return result.error_in_exec if before is None else before

    def _fetch(self, names: list[str]) -> dict[str, Any]:
        found = {name: self.shell.user_ns[name] for name in names if name in self.shell.user_ns}
        trees: dict[str, Any] = {}

        def work() -> None:
            for name, value in found.items():
                trees[name] = self.tree(value)

        with suppress(BaseException):
            self.clock.run(work, self.seconds)
        return trees

    # ---- values ------------------------------------------------------------------------------------

    def tree(self, value: object) -> Any:
        """Return the tree of a value; what is too deep or too large, or takes too long, stays here.

        Parameters
        ----------
        value : object
            Any.

        Returns
        -------
        Tree
            Of the value, or of its handle.
        """
        try:
            return encode(value, self._keep)
        except BaseException:  # noqa: BLE001  # a library may have been changed by the trainee, too
            return {"h": self._keep(value)}

    def value(self, tree: Any) -> Any:
        """Return the value of a tree from the judge.

        Parameters
        ----------
        tree : Tree
            Its handles are of this session.

        Returns
        -------
        Any
            The value.
        """
        return decode(tree, lambda number, _kind, _name: self._kept[number])

    def handled(self, question: Question) -> Any:
        """Return the object that a question is about.

        Parameters
        ----------
        question : dict
            With its handle.

        Returns
        -------
        Any
            The object.
        """
        return self._kept[question["handle"]]

    def _keep(self, value: object) -> list[Any]:
        number = self._numbers.setdefault(id(value), len(self._numbers) + 1)
        self._kept[number] = value
        return [number, kind_of(value), type(value).__name__]


def describe(error: BaseException) -> dict[str, str]:
    """Put an exception into words for the judge.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    dict of str
        Its class, the module of that, the nearest class of Python's own, its message.
    """
    kind = type(error)
    base = next(each.__name__ for each in kind.__mro__ if each.__module__ == "builtins")
    return {
        "class": str(kind.__name__),
        "module": str(kind.__module__),
        "base": base,
        "text": said(error),
    }


def _unseen() -> AbstractContextManager[None]:
    """Let a lesson know that nobody looks, if there is one."""
    shown = sys.modules.get("grader.lab.result")
    return nullcontext() if shown is None else shown.showing_to(shown.discard)


# ---- what the judge may ask ----------------------------------------------------------------------------


def _start(session: Session, question: Question) -> Answer:
    for name, content in question["files"].items():
        _write(name, base64.b64decode(content))
    os.environ.update(question["env"])
    random.seed(question["seed"])
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(question["seed"])
    session.seconds = question["limits"]["seconds"]
    RECORDER.limit = question["limits"]["output_kb"]
    # Last, where nbgrader puts it first: a trainee's pandas.py must not stand in for pandas.
    here = str(Path.cwd())
    sys.path[:] = [place for place in sys.path if place not in {"", here}] + [here]
    return {"ready": True}


def _write(name: str, content: bytes) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError(name)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content)


def _get(session: Session, question: Question) -> Answer:
    name = question["name"]
    if name not in session.shell.user_ns:
        raise NameError(f"name '{name}' is not defined")
    return {"value": session.tree(session.shell.user_ns[name])}


def _call(session: Session, question: Question) -> Answer:
    given = {**dict(enumerate(question["args"])), **question["kwargs"]}
    before = {place: _spelled(tree) for place, tree in given.items() if _is_changeable(tree)}
    values = {place: session.value(tree) for place, tree in given.items()}
    args = [values[place] for place in range(len(question["args"]))]
    result = session.handled(question)(*args, **{name: values[name] for name in question["kwargs"]})
    after = {place: session.tree(values[place]) for place in before}
    changed = {str(place): tree for place, tree in after.items() if _spelled(tree) != before[place]}
    return {"value": session.tree(result), "changed": changed}


def _is_changeable(tree: Any) -> bool:
    return type(tree) is list or (type(tree) is dict and not _CHANGEABLE.isdisjoint(tree))


def _spelled(tree: Any) -> bytes:
    # 1, True and 1.0 are equal, but not the same. Version 2 knows no references: equal trees, equal bytes.
    return marshal.dumps(tree, 2)


def _attr(session: Session, question: Question) -> Answer:
    return {"value": session.tree(getattr(session.handled(question), question["name"]))}


def _item(session: Session, question: Question) -> Answer:
    return {"value": session.tree(session.handled(question)[session.value(question["key"])])}


def _len(session: Session, question: Question) -> Answer:
    return {"value": len(session.handled(question))}


def _iter(session: Session, question: Question) -> Answer:
    return {"value": session.tree(list(itertools.islice(session.handled(question), MEMBERS)))}


def _set(session: Session, question: Question) -> Answer:
    session.shell.user_ns[question["name"]] = session.value(question["value"])
    return {"value": None}


def _del(session: Session, question: Question) -> Answer:
    if question["name"] not in session.shell.user_ns:
        raise NameError(f"name '{question['name']}' is not defined")
    del session.shell.user_ns[question["name"]]
    return {"value": None}


def _untouched(session: Session, question: Question) -> Answer:
    # Asked in lessons only, and they have loaded it.
    from grader.lab.checks import untouched  # noqa: PLC0415

    function = session.handled(question)
    same = type(function) is FunctionType and untouched(
        function, name=question["name"], stub=question["stub"]
    )
    return {"value": same}


_OPERATIONS: dict[str, Callable[[Session, Question], Answer]] = {
    "start": _start,
    "get": _get,
    "call": _call,
    "attr": _attr,
    "item": _item,
    "len": _len,
    "iter": _iter,
    "set": _set,
    "del": _del,
    "untouched": _untouched,
}
