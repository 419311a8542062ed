"""What ships, and whether the files around it agree with each other."""

from __future__ import annotations

import ast
import hashlib
import importlib
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from email.parser import Parser
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
import yaml

import grader

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
RUN_COMMAND = "pip install -e . && kakehashi demo"
TEST_COMMAND = "pip install -e '.[test]' && pytest"
CONTENT = ("skills_standard", "curriculum", "assessments", "tests")

PACKAGES = sorted(
    ["grader", *(m.name for m in pkgutil.walk_packages(grader.__path__, "grader.") if m.ispkg)]
)


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


# ---- the wheel -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """The wheel, built once from the checkout."""
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = target.glob("*.whl")
    with ZipFile(built) as archive:
        yield archive


@pytest.mark.checkout
def test_wheel_top_level(wheel: ZipFile) -> None:
    """The wheel installs one package, `grader`, and nothing beside it."""
    top = {name.split("/", 1)[0] for name in wheel.namelist()}

    assert {"grader", f"kakehashi-{grader.__version__}.dist-info"} == top


@pytest.mark.checkout
def test_wheel_carries_the_whole_engine(wheel: ZipFile) -> None:
    """Every file of the engine is in the wheel: code, schemas, templates, the py.typed mark."""
    expected = {path.relative_to(ROOT).as_posix() for path in _files(ROOT / "grader")}
    actual = {name for name in wheel.namelist() if name.startswith("grader/")}

    assert expected == actual
    assert "grader/py.typed" in actual
    assert any(name.endswith(".schema.json") for name in actual)


@pytest.mark.checkout
def test_wheel_carries_no_content(wheel: ZipFile) -> None:
    """No lesson, answer, standard or test is in the wheel, under whatever name."""
    content = {
        hashlib.sha256(data).digest()
        for folder in CONTENT
        for path in _files(ROOT / folder)
        if len(data := path.read_bytes()) > 200  # short stubs may be equal by chance
    }
    shipped = {
        name for name in wheel.namelist() if hashlib.sha256(wheel.read(name)).digest() in content
    }

    assert set() == shipped


@pytest.mark.checkout
def test_wheel_metadata(wheel: ZipFile) -> None:
    """The wheel names its command, its Python and its licence."""
    info = f"kakehashi-{grader.__version__}.dist-info"
    metadata = Parser().parsestr(wheel.read(f"{info}/METADATA").decode("utf-8"))

    assert "kakehashi = grader.cli:main" in wheel.read(f"{info}/entry_points.txt").decode("utf-8")
    assert PROJECT["requires-python"] == metadata["Requires-Python"]
    assert "Apache-2.0" == metadata["License-Expression"]
    assert _read("LICENSE") == wheel.read(f"{info}/licenses/LICENSE").decode("utf-8")


def test_one_source_of_the_version() -> None:
    """The version stands in `grader/__init__.py` only; the installed distribution reports it."""
    assert "version" in PROJECT["dynamic"]
    assert grader.__version__ == version("kakehashi")


# ---- what is public --------------------------------------------------------------------------------


LAZY = ("grader.grading", "grader.grading.wire")
"""Packages that import or register something of theirs when it is first needed."""
EAGER = [name for name in PACKAGES if name not in LAZY]


def _rank(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions; each by name. This is how ruff (RUF022) sorts."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize("name", EAGER)
def test_all_is_sorted_and_truthful(name: str) -> None:
    """A package's `__all__` is sorted, and lists exactly the public names that the package has."""
    package = importlib.import_module(name)
    submodules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    future = {"annotations"}
    bound = {n for n in vars(package) if not n.startswith("_")} - submodules - future
    listed = list(package.__all__)

    assert sorted(listed, key=_rank) == listed
    assert bound == {n for n in listed if not n.startswith("_")} - submodules
    assert [] == [n for n in listed if not hasattr(package, n)]


@pytest.mark.parametrize("name", EAGER)
def test_package_root_only_reexports(name: str) -> None:
    """The `__init__.py` of a package holds a docstring, imports and `__all__`, and no code."""
    path = Path(importlib.import_module(name).__file__ or "")
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
    body = ast.parse(path.read_text(encoding="utf-8")).body
    targets = {t.id for n in body if isinstance(n, ast.Assign) for t in n.targets}

    assert [] == [node.lineno for node in body[1:] if not isinstance(node, allowed)]
    assert targets <= {"__all__", "__version__", "_COMMANDS"}  # the commands register themselves


# ---- files that must agree -------------------------------------------------------------------------


def test_environment_contradicts_nothing() -> None:
    """environment.yml names Python as pyproject does, pip, and this project; nothing else."""
    environment = yaml.safe_load(_read("environment.yml"))
    names = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    (pip,) = (entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    (extras,) = (re.fullmatch(r"-e \.\[([\w,]+)\]", line) for line in pip)

    assert [f"python{PROJECT['requires-python']}", "pip"] == names
    assert extras is not None
    assert set(extras[1].split(",")) <= set(PROJECT["optional-dependencies"])


def _fences(page: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)


def test_readme_commands() -> None:
    """Both READMEs show the same commands, the two promised ones among them."""
    english, japanese = _fences(_read("README.md")), _fences(_read("README.ja.md"))

    assert english == japanese
    assert [f"{RUN_COMMAND}\n", f"{TEST_COMMAND}\n"] == english


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_readme_links(readme: str) -> None:
    """Every link and picture of a README leads to something in the repository."""
    links = re.findall(r"\]\(([^)#:]+)\)", _read(readme))

    assert [] == [link for link in links if not (ROOT / link).exists()]


def test_ci_runs_the_readme_command() -> None:
    """CI runs the test command that the README shows, letter by letter."""
    assert f'test_command="{TEST_COMMAND}"' in _read(".ci/run")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
@pytest.mark.checkout
def test_ci_is_executable() -> None:
    """.ci/run can be started by its path."""
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_hooks_are_what_ci_runs() -> None:
    """Each pre-commit hook calls a tool that CI runs too, so that neither is stricter by accident."""
    config = yaml.safe_load(_read(".pre-commit-config.yaml"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    tools = {hook["entry"].split()[0] for hook in hooks if hook["language"] == "system"}
    ci = _read(".ci/run")

    assert set() == {tool for tool in tools if not re.search(rf"\b{re.escape(tool)}\b", ci)}


def test_changelog_fragments_are_named_by_issue_and_type() -> None:
    """Every fragment in changelog.d/ is `<issue>.<type>[.<n>].md` with a type that pyproject names."""
    kinds = {entry["directory"] for entry in PYPROJECT["tool"]["towncrier"]["type"]}
    names = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    odd = [
        n for n in names if not re.fullmatch(rf"\d+\.({'|'.join(sorted(kinds))})(\.\d+)?\.md", n)
    ]

    assert [] == odd


@pytest.mark.checkout
def test_no_large_file_is_kept_under_version_control() -> None:
    """No tracked file is over 500 kB, and no picture of the docs over 200 kB."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    paths = [ROOT / name for name in listed.decode("utf-8").split("\0") if name]
    limits = {path: 200_000 if path.suffix == ".png" else 500_000 for path in paths}

    assert [] == [p for p, limit in limits.items() if p.exists() and p.stat().st_size > limit]
