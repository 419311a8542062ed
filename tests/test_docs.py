"""The documentation says what the program does, all of it, and its examples run."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import pkgutil
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import grader
from grader.authoring import load_registers
from grader.lab.labels import STATE
from grader.standard import BidCase, Tie, load_rulebook

if TYPE_CHECKING:
    from types import ModuleType

DOCS = Path(__file__).parents[1] / "docs"
REFERENCE = DOCS / "reference"
COMMANDS = (
    "new preview lint build selftest read roster release lab submit grade feedback".split()  # noqa: SIM905
    + "measure calibrate quality evidence fit recommend diagnose dashboard demo export import standard badge rules records audit plan".split()  # noqa: SIM905
)


def _generator() -> ModuleType:
    """Load docs/generate_reference.py, which is a script beside others and no package."""
    sys.path.insert(0, str(DOCS))
    spec = importlib.util.spec_from_file_location(
        "generate_reference", DOCS / "generate_reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = _generator()


def _walk() -> list[tuple[str, str]]:
    """Return (command path, help text) of every command and sub-command."""
    main = importlib.import_module("grader.cli").main
    return [
        (context.command_path, command.get_help(context))
        for command, context in GENERATOR.walk_commands(main, "kakehashi")
    ]


def _modules() -> list[str]:
    found = pkgutil.walk_packages(grader.__path__, "grader.")
    return sorted(info.name for info in found if not info.name.endswith("__main__"))


# ---- generated pages -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(GENERATOR.PAGES))
def test_generated_page_is_up_to_date(name: str) -> None:
    """A generated page is what `python docs/generate_reference.py` would write now."""
    expected = GENERATOR.PAGES[name]()

    assert expected == (REFERENCE / name).read_text(encoding="utf-8")


def test_generated_pages_are_reproducible() -> None:
    """Two runs of the generator make the same bytes."""
    assert GENERATOR.rules_page() == GENERATOR.rules_page()
    assert GENERATOR.schemas_page() == GENERATOR.schemas_page()


def test_every_active_lesson_has_a_picture() -> None:
    """The page of lessons shows a picture of each; `python docs/make_screenshots.py lessons` makes them."""
    slugs = {entry.slug for entry in load_registers(DOCS.parent / "curriculum").active}
    page = (REFERENCE / "lessons.md").read_text(encoding="utf-8")

    assert [] == [slug for slug in sorted(slugs) if f"_static/lessons/{slug}.png" not in page]
    assert slugs == {path.stem for path in (DOCS / "_static" / "lessons").glob("*.png")}


def test_the_rules_are_asked_in_three_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example of the page about the standard runs, has three lines, and bars the side employer's bid."""
    page = (DOCS / "developer" / "standard.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = {"BidCase": BidCase, "Tie": Tie, "date": date, "load_rulebook": load_rulebook}
    monkeypatch.chdir(DOCS.parent)

    exec(code, {**names, "Path": Path})  # noqa: S102  # the page is our own

    assert 3 == len(code.splitlines())
    assert "barred\n" == capsys.readouterr().out


# ---- commands --------------------------------------------------------------------------------------


def test_promised_commands_exist() -> None:
    """Every command that the README and the guides promise is there."""
    names = {path.split()[1] for path, _ in _walk() if " " in path}

    assert set() == set(COMMANDS) - names


def test_every_command_is_documented_with_an_example() -> None:
    """Each command has a section on the page of commands, and in it a line one could type."""
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^##+ `([^`]+)`\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    paths = [path for path, _ in _walk()]

    assert sorted(paths) == sorted(sections)
    assert [] == [path for path in paths if not _examples(path, sections[path])]


def _examples(path: str, text: str) -> list[str]:
    """Lines of a help text that show how to type a command, apart from the usage line."""
    return [
        line
        for line in text.splitlines()
        if re.match(rf"\s*(\$ )?{re.escape(path)}\b", line) and "Usage" not in line
    ]


def test_every_help_shows_an_example() -> None:
    """`--help` of each command shows at least one line to type."""
    assert [] == [path for path, text in _walk() if not _examples(path, text)]


def test_every_option_says_what_it_does() -> None:
    """No option of any command is without a sentence."""
    main = importlib.import_module("grader.cli").main
    silent = [
        f"{context.command_path} {parameter.opts[0]}"
        for command, context in GENERATOR.walk_commands(main, "kakehashi")
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
    ]

    assert [] == silent


def _typed_commands(text: str) -> set[str]:
    """Sub-commands of kakehashi that a page tells its reader to type."""
    code = re.findall(r"`([^`\n]+)`", text) + re.findall(
        r"^ *```.*?^ *```", text, re.MULTILINE | re.DOTALL
    )
    return set(re.findall(r"\bkakehashi ([a-z][a-z-]*)", "\n".join(code)))


@pytest.mark.parametrize(
    "page",
    [*sorted(DOCS.rglob("*.md")), DOCS.parent / "README.md", DOCS.parent / "README.ja.md"],
    ids=lambda path: path.relative_to(DOCS.parent).as_posix(),
)
def test_pages_name_real_commands(page: Path) -> None:
    """A command that a page tells its reader to type exists."""
    names = {path.split()[1] for path, _ in _walk() if " " in path}

    assert set() == _typed_commands(page.read_text(encoding="utf-8")) - names


# ---- lint rules and schemas ------------------------------------------------------------------------


def test_every_lint_rule_is_documented() -> None:
    """Each rule has its line on the page of lint rules."""
    page = (REFERENCE / "lint-rules.md").read_text(encoding="utf-8")

    assert [] == [rule for rule in GENERATOR.all_rules() if f"| `{rule}` |" not in page]


def test_every_lint_rule_speaks_both_languages() -> None:
    """A rule's title and remedy are written in Japanese and in English."""
    japanese = re.compile(r"[ぁ-んァ-ヶ一-龠]")
    texts = [(r.id, t) for r in GENERATOR.all_rules().values() for t in (r.title, r.remedy)]

    assert [] == [rule for rule, text in texts if not japanese.search(text.ja)]
    assert [] == [rule for rule, text in texts if len(re.findall("[A-Za-z]", text.en)) < 4]


# Where a schema says what a file may hold; `if`, `allOf` and the like only narrow it down.
DEFINING = ("items", "additionalProperties", "oneOf", "anyOf")


def _undescribed(schema: Any, path: str) -> list[str]:
    """Return the properties, at any depth, that have no description."""
    if isinstance(schema, list):
        return [name for part in schema for name in _undescribed(part, path)]
    if not isinstance(schema, dict):
        return []
    found = []
    for key in ("properties", "patternProperties", "$defs"):
        for name, part in schema.get(key, {}).items():
            if key == "properties" and not part.get("description"):
                found.append(f"{path}.{name}")
            found += _undescribed(part, f"{path}.{name}")
    for key in DEFINING:
        found += _undescribed(schema.get(key), path)
    return found


@pytest.mark.parametrize("name", sorted(GENERATOR.schemas()))
def test_every_property_of_a_schema_is_described(name: str) -> None:
    """Each key that a file may have is explained in its schema."""
    assert [] == _undescribed(GENERATOR.schemas()[name], name)


# ---- pages and examples ----------------------------------------------------------------------------


def test_each_audience_has_a_door() -> None:
    """Trainee, instructor, HR and developer each have at least one page."""
    doors = ("trainee", "instructor", "hr", "developer")

    assert [] == [door for door in doors if not list((DOCS / door).glob("*.md"))]


def test_trainee_page_explains_every_state() -> None:
    """Each word that a check can show stands on the trainee's page, in both languages."""
    page = (DOCS / "trainee" / "index.md").read_text(encoding="utf-8")
    words = [word for text in STATE.values() for word in (text.ja, text.en)]

    assert [] == [word for word in words if f"| {word} |" not in page]


def test_architecture_names_every_room_and_stage_file() -> None:
    """The architecture page names each sub-package and each file between the stages."""
    page = (REFERENCE / "architecture.md").read_text(encoding="utf-8")
    rooms = [info.name for info in pkgutil.iter_modules(grader.__path__) if info.ispkg]
    files = ["items.json", "results.json", "estimates.json", "fit.json", "gradebook.db"]

    assert [] == [name for name in (*rooms, *files) if name not in page]


@pytest.mark.parametrize("name", _modules())
def test_docstring_examples_run(name: str) -> None:
    """Every example in a docstring gives what the docstring says."""
    assert 0 == doctest.testmod(importlib.import_module(name)).failed
