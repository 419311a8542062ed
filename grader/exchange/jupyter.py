"""Open JupyterLab on a trainee's lessons, without a single request to the internet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OFFLINE = (
    # JupyterLab asks for news, newer versions and extensions on the internet unless told not to.
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def lab_command(folder: Path, *, notebook: Path | None = None, browser: bool = True) -> list[str]:
    """Return the command that opens JupyterLab on a folder.

    Parameters
    ----------
    folder : Path
        Root of what the trainee sees.
    notebook : Path, optional
        Notebook below it to open first.
    browser : bool
        Whether to open a browser window.

    Returns
    -------
    list of str
        For `subprocess.run`; the same on Windows, macOS and Linux.
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *OFFLINE]
    if notebook is not None:
        command.append(f"--LabApp.default_url=/lab/tree/{notebook.relative_to(folder).as_posix()}")
    if not browser:
        command.append("--no-browser")
    return command
