"""What travels by its name: some modules, and Python's own types and functions that only calculate."""

from __future__ import annotations

import builtins
import importlib
import sys
from typing import TYPE_CHECKING, Any

from grader.grading.wire.errors import NotPlainError, WireError

if TYPE_CHECKING:
    from types import ModuleType

STANDARD = frozenset(
    "collections datetime decimal functools itertools json math random re statistics string".split()  # noqa: SIM905  # one word, one name
)
LIBRARIES = frozenset({"numpy", "pandas", "plotly.express", "plotly.graph_objects"})
"""The other side may not have them loaded yet; they are the engine's own dependencies."""

_FUNCTIONS = """
    abs all any bin callable chr divmod enumerate filter format hex isinstance issubclass len map max min oct ord pow
    repr reversed round sorted sum zip
    bool bytearray bytes complex dict float frozenset int list object range set slice str tuple type
""".split()  # noqa: SIM905
# Never eval, exec, open, globals and their like: a judge that calls them by the trainee's wish would be no judge.

_ERRORS = [
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException) and value.__name__ == name
]
BUILTINS: dict[str, Any] = {name: getattr(builtins, name) for name in (*_FUNCTIONS, *_ERRORS)}
_NAMES = {id(value): name for name, value in BUILTINS.items()}


def module_name(value: ModuleType) -> str:
    """Return under which name a module travels.

    Parameters
    ----------
    value : module
        A module.

    Returns
    -------
    str
        Its name.

    Raises
    ------
    NotPlainError
        If it is not one of the few.
    """
    for name in sorted(STANDARD | LIBRARIES):
        if sys.modules.get(name) is value:
            return name
    raise NotPlainError


def module(name: Any) -> ModuleType:
    """Return one of the few modules that travel.

    Parameters
    ----------
    name : str
        Its name.

    Returns
    -------
    module
        The module of this process.

    Raises
    ------
    WireError
        If it is not one of the few.
    """
    if name not in STANDARD | LIBRARIES:
        raise WireError("module")
    return importlib.import_module(name)


def builtin_name(value: object) -> str:
    """Return the name of one of Python's own types or functions.

    Parameters
    ----------
    value : object
        A type or a function.

    Returns
    -------
    str
        Its name.

    Raises
    ------
    NotPlainError
        If it is something else.
    """
    name = _NAMES.get(id(value))
    if name is None or BUILTINS[name] is not value:
        raise NotPlainError
    return name
