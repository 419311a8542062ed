"""Make the two pictures of the README: a lesson, and the page of HR.

Usage: run ``kakehashi demo`` first, then ``python docs/make_screenshots.py``. It needs Chromium and
a Japanese font (on Debian: ``apt-get install chromium fonts-noto-cjk``).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from grader.workspace import find_workspace

if TYPE_CHECKING:
    from nbformat import NotebookNode

PICTURES = Path(__file__).parent / "_static"
LESSON, EXERCISE, ANSWER = "security-phishing", "sec-3-q1", "sec-3-q1"
LIMIT = 200_000
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_STYLE = """<style>
body { padding: 12px 20px 0 0; overflow: hidden }
.jp-InputPrompt, .jp-OutputPrompt { min-width: 60px; flex-basis: 60px }
</style>"""


def browser() -> str:
    """Return the path of a Chromium, or end with the remedy."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("no Chromium here; on Debian: apt-get install chromium fonts-noto-cjk")
    return found


def photograph(page: Path, picture: Path, *, width: int, height: int) -> None:
    """Take a picture of the top of a page.

    Parameters
    ----------
    page : Path
        An HTML file.
    picture : Path
        The PNG file to write.
    width, height : int
        Size of the window in pixels.
    """
    command = [
        browser(),
        "--headless",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--virtual-time-budget=8000",  # lets the charts finish drawing
        f"--window-size={width},{height}",
        f"--screenshot={picture}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium refuses its sandbox to root; the page is our own
    subprocess.run([*command, page.resolve().as_uri()], check=True, capture_output=True)  # noqa: S603
    size = picture.stat().st_size
    print(f"{picture.name}: {size / 1000:.0f} kB")
    if size > LIMIT:
        sys.exit(f"{picture} is over {LIMIT // 1000} kB; choose a smaller window")


def executed(folder: Path) -> NotebookNode:
    """Run the practice notebook of the lesson in its folder, as somebody who answers nothing."""
    notebook = nbformat.read(folder / "learn.ipynb", as_version=4)
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, allow_errors=True, resources=resources).execute()
    return notebook


def shortened(notebook: NotebookNode) -> NotebookNode:
    """Keep what fits into a picture: the question, the answer cell, and what the check says."""
    ids = [cell.get("id", "") for cell in notebook.cells]
    first = next(n for n, name in enumerate(ids) if name.startswith(EXERCISE))
    last = max(n for n, name in enumerate(ids) if name.startswith(EXERCISE))
    notebook.cells = notebook.cells[max(0, first - 2) : last + 1]
    return notebook


def lesson_picture(handout: Path) -> None:
    """Write ``lesson.png`` from the notebook that was handed out to one trainee."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(handout, Path(temporary) / "lesson"))
        notebook = shortened(executed(folder))
        body, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook)
        page = folder / "lesson.html"
        page.write_text(body.replace("</head>", f"{_STYLE}</head>", 1), encoding="utf-8")
        photograph(page, PICTURES / "lesson.png", width=880, height=660)


def main(arguments: list[str]) -> None:
    """Make both pictures from the demo run of the workspace around the current folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trainee", default=None, help="whose handout to show; default: the first")
    options = parser.parse_args(arguments)
    workspace = find_workspace()
    pages = workspace.dashboard / "ja" / "index.html"
    people = sorted(path.name for path in workspace.handouts.glob("*") if path.is_dir())
    if not pages.exists() or not people:
        sys.exit("nothing to show yet; run `kakehashi demo` first")
    trainee = options.trainee or people[0]
    PICTURES.mkdir(exist_ok=True)
    photograph(pages, PICTURES / "hr.png", width=880, height=660)
    lesson_picture(workspace.handouts / trainee / f"{LESSON}-ja")


if __name__ == "__main__":
    main(sys.argv[1:])
