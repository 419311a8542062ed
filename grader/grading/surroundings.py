"""What nbgrader finds around it: configuration files, programs on the path, plugins of a course."""

from __future__ import annotations

import os
import sys
import sysconfig
import warnings
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from grader.errors import GradingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONFIG = "nbgrader_config.py"


def configuration(root: Path, *, known: Mapping[str, Any] | None = None) -> Any:
    """Read nbgrader's configuration for a course.

    Every configuration file is executed once: those of the user and the machine first, then the
    one in the course folder, whose values win.

    Parameters
    ----------
    root : Path
        Root of the course.
    known : mapping, optional
        Stands for the configuration that we write into courses ourselves, which is then not executed: it imports
        nbgrader, which takes a second.

    Returns
    -------
    traitlets.config.Config
        What they say.

    Raises
    ------
    GradingError
        If a file cannot be executed.
    """
    config = Config()
    folders = [*reversed(jupyter_config_path()), str(root)]
    for folder in dict.fromkeys(os.path.realpath(name) for name in folders):
        is_ours = known is not None and is_template(Path(folder) / CONFIG)
        config.merge(Config(known) if is_ours else _read(Path(folder)))
    return config


def template() -> str:
    """Return the configuration that courses of ours are given.

    Returns
    -------
    str
        Text of an ``nbgrader_config.py``.
    """
    place = resources.files("grader.grading").joinpath("nbgrader_config.template")
    return place.read_text(encoding="utf-8")


def is_template(path: Path) -> bool:
    """Tell whether a configuration is ours, unchanged.

    Parameters
    ----------
    path : Path
        An ``nbgrader_config.py``, or where one might be.

    Returns
    -------
    bool
        False also if there is none.
    """
    try:
        return path.read_text(encoding="utf-8") == template()
    except (OSError, UnicodeDecodeError):
        return False


def _read(folder: Path) -> Any:
    try:
        with surroundings(folder):
            return PyFileConfigLoader(CONFIG, path=str(folder)).load_config()
    except ConfigFileNotFound:
        return Config()
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {error}"
        raise GradingError(
            f"{folder / CONFIG}: 設定を実行できません（{what}）。直してから採点してください。",
            f"{folder / CONFIG}: the configuration cannot be executed ({what}); mend it, then grade.",
        ) from error


@contextmanager
def surroundings(root: Path) -> Iterator[None]:
    """Give nbgrader what it has when it is started in the course folder by an activated environment.

    It imports plugins from the course folder, and runs programs by name, such as `alembic` when it makes
    a gradebook by itself. Warnings about its insides are kept from users, who cannot mend them.

    Parameters
    ----------
    root : Path
        Root of the course.

    Yields
    ------
    None
        Inside the block nbgrader finds what it needs.
    """
    path, tools = os.environ.get("PATH", ""), sysconfig.get_path("scripts")
    os.environ["PATH"] = os.pathsep.join([tools, path])
    sys.path.insert(0, str(root))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.path.remove(str(root))
        os.environ["PATH"] = path
