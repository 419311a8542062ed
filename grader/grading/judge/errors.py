"""Exceptions of the submission, rebuilt for the author's tests out of the four texts that arrive."""

from __future__ import annotations

import ast
import builtins
import sys
from typing import Any

LIBRARIES = frozenset({"numpy", "pandas", "json", "decimal", "statistics", "zoneinfo", "re"})
"""Packages whose own exception classes a test may catch."""
TEXT_LENGTH = 2000
_NAME_LENGTH = 80


def rebuilt(told: object) -> BaseException:
    """Return an exception like the one that was raised in the sandbox.

    Parameters
    ----------
    told : object
        What the sandbox says of it: ``class``, ``module``, ``base`` and ``text``; nothing of it is trusted.

    Returns
    -------
    BaseException
        Of the built-in class, of an allowed library's, or of a new class with the trainee's name below the nearest
        built-in one. An `Exception` or a `SystemExit`, never anything else that could end the judge.
    """
    facts = told if isinstance(told, dict) else {}
    error = _rebuilt(*(_text(facts.get(key)) for key in ("class", "module", "base", "text")))
    error.is_foreign = True  # type: ignore[attr-defined]
    return error


def is_interrupt(told: object) -> bool:
    """Tell whether the sandbox says that it interrupted the trainee's code.

    Parameters
    ----------
    told : object
        What the sandbox says of an error.

    Returns
    -------
    bool
        True for a `KeyboardInterrupt`.
    """
    return isinstance(told, dict) and told.get("base") == "KeyboardInterrupt"


def _rebuilt(name: str, module: str, base: str, text: str) -> BaseException:
    kind = _known(name, module)
    made = None if kind is None else _made(kind, text)
    if made is not None:
        return made
    try:
        return _new(name, kind or _builtin(base) or Exception, text)
    except TypeError:  # a group of exceptions wants exceptions
        return _new(name, Exception, text)


def _text(value: object) -> str:
    return value[:TEXT_LENGTH] if isinstance(value, str) else ""


def _known(name: str, module: str) -> type[BaseException] | None:
    if module == "builtins":
        return _builtin(name)
    if module.split(".", maxsplit=1)[0] not in LIBRARIES:
        return None
    found = vars(sys.modules.get(module, builtins)).get(name)
    return found if isinstance(found, type) and issubclass(found, Exception) else None


def _builtin(name: str) -> type[BaseException] | None:
    found = vars(builtins).get(name)
    if isinstance(found, type) and issubclass(found, Exception | SystemExit):
        return found
    return None


def _made(kind: type[BaseException], text: str) -> BaseException | None:
    """Make an exception that says a text; None if its class asks for more than that."""
    try:
        error = kind(*_arguments(kind, text))
        return error if str(error) == text else None
    except Exception:  # noqa: BLE001  # classes of libraries may do anything when they are made
        return None


def _arguments(kind: type[BaseException], text: str) -> tuple[Any, ...]:
    if not text:
        return ()
    # The text of a KeyError is the repr of its key.
    return (ast.literal_eval(text) if issubclass(kind, KeyError) else text,)


def _new(name: str, base: type[BaseException], text: str) -> BaseException:
    plain = name.isidentifier() and len(name) <= _NAME_LENGTH and not name.startswith("__")
    inside = {"__module__": "__main__", "__str__": lambda _: text}
    kind: type[BaseException] = type(name if plain else base.__name__, (base,), inside)
    return kind.__new__(kind, text)
