"""Open JupyterLab on a trainee's lessons: in their language, without the instructor's tools, and offline.

The settings stand in ``jupyter_config/``: JupyterLab would otherwise ask the internet for news, newer versions and
extensions, and show nbgrader's menus for instructors.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.lab.session import WORKSPACE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.text import Lang

_CONFIG = Path(__file__).parent / "jupyter_config"
_VARIABLE = "JUPYTER_CONFIG_PATH"


@dataclass(frozen=True, slots=True)
class Desk:
    """How to start JupyterLab.

    Parameters
    ----------
    command : tuple of str
        For `subprocess.run`; the same on Windows, macOS and Linux.
    environment : mapping of str to str
        The environment to start it in.
    """

    command: tuple[str, ...]
    environment: Mapping[str, str]


def desk(
    folder: Path,
    *,
    lang: Lang,
    notebook: Path | None = None,
    browser: bool = True,
    workspace: Path | None = None,
) -> Desk:
    """Return how to open JupyterLab on a folder.

    Parameters
    ----------
    folder : Path
        Root of what the trainee sees.
    lang : {'ja', 'en'}
        Language of menus.
    notebook : Path, optional
        Notebook below it to open first.
    browser : bool
        Whether to open a browser window.
    workspace : Path, optional
        Root of the workspace in which notebooks find what marks practice; without it they look around themselves.

    Returns
    -------
    Desk
        Command and environment.
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    if notebook is not None:
        command.append(f"--LabApp.default_url=/lab/tree/{notebook.relative_to(folder).as_posix()}")
    if not browser:
        command.append("--no-browser")
    own = [str(_CONFIG / "ja")] if lang == "ja" else []
    before = [os.environ[_VARIABLE]] if os.environ.get(_VARIABLE) else []
    path = os.pathsep.join([*own, str(_CONFIG / "common"), *before])
    place = {} if workspace is None else {WORKSPACE_VARIABLE: str(workspace)}
    return Desk(tuple(command), {**os.environ, **place, _VARIABLE: path})
