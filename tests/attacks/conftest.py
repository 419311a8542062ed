"""Make the suite importable; the classes are graded once for all tests."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from attacks.runner import Suite, Target
from attacks.suite import classes_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attacks.model import Look

BACKENDS = ("bubblewrap", "landlock")


@pytest.fixture(scope="session")
def attack_suite() -> Iterator[Suite]:
    """The runner of classes with attacks in them."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the sandboxes are Linux's")
    suite = Suite()
    yield suite
    suite.close()


@pytest.fixture(scope="session")
def every_class(attack_suite: Suite) -> dict[str, list[dict[str, tuple[Look, ...]]]]:
    """What is left of each class, by sandbox; both at the same time."""

    def graded(sandbox: str) -> list[dict[str, tuple[Look, ...]]]:
        target = Target("ours", sandbox)
        return [attack_suite.run(target, attacks) for attacks in classes_for("ours")]

    here = [name for name in BACKENDS if name != "bubblewrap" or shutil.which("bwrap")]
    with ThreadPoolExecutor(len(here)) as pool:
        return dict(zip(here, pool.map(graded, here), strict=True))


@pytest.fixture(params=BACKENDS)
def classes(request, every_class) -> list[dict[str, tuple[Look, ...]]]:
    """The classes of one sandbox."""
    if request.param not in every_class:
        pytest.skip(f"no {request.param} on this machine")
    return every_class[request.param]


@pytest.fixture
def looks(classes) -> dict[str, tuple[Look, ...]]:
    """What is left of each attack."""
    return {name: left for graded in classes for name, left in graded.items() if name}
