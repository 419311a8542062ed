"""Check the docstring of every public name of the engine against numpydoc's rules.

`numpydoc lint` reads source text only, so it cannot know the parameters of a dataclass and asks a
property for a Returns section. Imported objects tell both. The rules and the exceptions stand in
pyproject.toml, `[tool.numpydoc_validation]`.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
import tomllib
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from numpydoc.validate import validate

import grader

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = Path(__file__).parents[1] / "pyproject.toml"


def _modules() -> Iterator[str]:
    yield grader.__name__
    for info in pkgutil.walk_packages(grader.__path__, f"{grader.__name__}."):
        if not info.name.endswith("__main__"):
            yield info.name


def _members(name: str, owner: type) -> Iterator[str]:
    for attribute, value in vars(owner).items():
        if attribute.startswith("_"):
            continue
        if isinstance(value, (staticmethod, classmethod, property)) or inspect.isfunction(value):
            yield f"{name}.{attribute}"


def _public_names(module_name: str) -> Iterator[str]:
    module = importlib.import_module(module_name)
    for attribute, value in vars(module).items():
        if attribute.startswith("_") or getattr(value, "__module__", None) != module_name:
            continue
        if inspect.isfunction(value):
            yield f"{module_name}.{attribute}"
        elif inspect.isclass(value):
            yield f"{module_name}.{attribute}"
            yield from _members(f"{module_name}.{attribute}", value)


def _takes_over_its_constructor(name: str) -> bool:
    """Tell whether a class is built like its base class, which documents the parameters."""
    module, _, attribute = name.rpartition(".")
    owner = getattr(sys.modules.get(module), attribute, None)
    return inspect.isclass(owner) and not is_dataclass(owner) and "__init__" not in vars(owner)


def main() -> int:
    """Print each broken rule as `file:line: name: CODE message`; return 1 if there is any."""
    settings = tomllib.loads(_SETTINGS.read_text(encoding="utf-8"))["tool"]["numpydoc_validation"]
    excluded = re.compile("|".join(settings["exclude"]))
    names = [n for m in _modules() for n in _public_names(m) if not excluded.search(n)]
    broken = 0
    for name in names:
        report = validate(name)
        for code, message in report["errors"]:
            if code in settings["checks"] and not (
                code == "PR01" and _takes_over_its_constructor(name)
            ):
                broken += 1
                print(f"{report['file']}:{report['file_line']}: {name}: {code} {message}")
    print(f"docstrings: {len(names)} public names, {broken} problems")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
