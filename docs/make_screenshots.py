"""Make the pictures of the documentation.

``python docs/make_screenshots.py readme``
    the two of the README: an exercise, and the page of HR. Run ``kakehashi demo`` first.
``python docs/make_screenshots.py lessons``
    one of each lesson, from its reading edition. Run ``kakehashi build`` first, and
    ``python docs/generate_reference.py`` afterwards.

Without a word: all. It needs Chromium and a Japanese font (on Debian: ``apt-get install chromium
fonts-noto-cjk fonts-noto-color-emoji``).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nbclient import NotebookClient
from nbconvert import HTMLExporter
from traitlets.config import Config

from grader.authoring.editions import page_path
from grader.authoring.lesson import load_lesson
from grader.authoring.literal import written
from grader.authoring.notebooks import Edition, answered_notebook
from grader.authoring.registers import load_registers
from grader.demo.own_workspace import demo_workspace
from grader.marking.worlds import make_world, seed_of
from grader.standard import load_standard
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from grader.workspace import Workspace

PICTURES = Path(__file__).parent / "_static"
LESSON, EXERCISE = "security-phishing", "sec-3-q1"
LESSON_SIZE, HR_SIZE = (900, 690), (1240, 905)
LIMIT = 200_000
# Of a reading edition: the title, and the first chart, or the first question if nothing is drawn.
_CUT = """<style>
main { padding-block: 1rem } .goals, .notice, details, #skills, #assess, .part > h2, .part > .lead { display: none }
#learn > :not(%s) { display: none } #learn > * { margin-top: 0 }
</style>"""
_CHARTS = (
    """<style>
.example { border: 0; padding: 0 } .example > :not(figure) { display: none } figure { margin-top: 0 }
</style>"""
    + _CUT % "figure.chart, :has(> figure.chart)"
)
_QUESTIONS = _CUT % ".question, .answer"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_EXPORT = Config(TagRemovePreprocessor={"enabled": True, "remove_input_tags": {"remove-input"}})
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


def photograph(page: Path, picture: Path, size: tuple[int, int]) -> None:
    """Take a picture of the top of a page.

    Parameters
    ----------
    page : Path
        An HTML file.
    picture : Path
        The PNG file to write.
    size : tuple of int
        Width and height of the window in pixels.
    """
    command = [
        browser(),
        "--headless",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--virtual-time-budget=8000",  # lets the charts finish drawing
        f"--window-size={size[0]},{size[1]}",
        f"--screenshot={picture}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium refuses its sandbox to root; the page is our own
    subprocess.run([*command, page.resolve().as_uri()], check=True, capture_output=True)  # noqa: S603
    weight = picture.stat().st_size
    print(f"{picture.name}: {weight / 1000:.0f} kB")
    if weight > LIMIT:
        sys.exit(f"{picture} is over {LIMIT // 1000} kB; choose a smaller window")


def answered(folder: Path, workspace: Workspace, trainee: str) -> NotebookNode:
    """Run the practice notebook of the lesson, with one answer that many people give and is wrong."""
    lesson = load_lesson(workspace.curriculum / LESSON)
    (exercise,) = (one for one in lesson.exercises if one.id == EXERCISE)
    own = make_world(workspace.curriculum, LESSON, seed_of(LESSON, trainee))
    source = written(exercise, exercise.find("wrong")[0], own)
    skills = load_standard(workspace.standard, workspace.overlay).skills.values()
    names = {skill.id: skill.name for skill in skills}
    edition = Edition(lesson, "ja", load_registers(workspace.curriculum), names)
    notebook = answered_notebook(edition, "learn", {EXERCISE: source}, hidden=False)
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, allow_errors=True, resources=resources).execute()
    return notebook


def shortened(notebook: NotebookNode) -> NotebookNode:
    """Keep what fits into a picture: the question, the answer cell, and what the check says."""
    notebook.cells = [cell for cell in notebook.cells if _belongs(cell["id"])]
    for cell in notebook.cells:
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata["tags"] = ["remove-input"]  # JupyterLab folds it too
    return notebook


def _belongs(name: str) -> bool:
    return name.startswith(EXERCISE) and not name.removeprefix(EXERCISE)[:1].isdigit()


def lesson_picture(workspace: Workspace, trainee: str) -> None:
    """Write ``lesson.png`` from what was handed out to one trainee."""
    with tempfile.TemporaryDirectory() as temporary:
        handout = workspace.handouts / trainee / f"{LESSON}-ja"
        folder = Path(shutil.copytree(handout, Path(temporary) / handout.name))
        notebook = shortened(answered(folder, workspace, trainee))
        exporter = HTMLExporter(template_name="lab", config=_EXPORT)
        body, _ = exporter.from_notebook_node(notebook)
        page = folder / "lesson.html"
        page.write_text(body.replace("</head>", f"{_STYLE}</head>", 1), encoding="utf-8")
        photograph(page, PICTURES / "lesson.png", LESSON_SIZE)


def lesson_pictures(workspace: Workspace) -> None:
    """Write a picture of each active lesson, as large as that of the README."""
    with tempfile.TemporaryDirectory() as temporary:
        for entry in load_registers(workspace.curriculum).active:
            page = page_path(workspace, "reading", entry.slug, "ja")
            if not page.exists():
                sys.exit("nothing to show yet; run `kakehashi build` first")
            html = page.read_text(encoding="utf-8")
            cut = _CHARTS if "<figure" in html.partition('id="assess"')[0] else _QUESTIONS
            # The policy of the page would refuse the style that cuts it.
            open_page = re.sub(r"<meta http-equiv[^>]*>", "", html, count=1)
            copy = Path(temporary) / page.name
            copy.write_text(open_page.replace("</head>", f"{cut}</head>", 1), encoding="utf-8")
            photograph(copy, PICTURES / "lessons" / f"{entry.slug}.png", LESSON_SIZE)


def readme_pictures(workspace: Workspace) -> None:
    """Make both pictures of the README from the demo run of a workspace."""
    demo = demo_workspace(workspace)
    page = demo.dashboard / "ja" / "index.html"
    people = sorted(path.name for path in demo.handouts.glob("*") if path.is_dir())
    if not page.exists() or not people:
        sys.exit("nothing to show yet; run `kakehashi demo` first")
    photograph(page, PICTURES / "hr.png", HR_SIZE)
    lesson_picture(demo, people[0])


def main(arguments: list[str]) -> None:
    """Make the pictures asked for."""
    kinds = {"readme": readme_pictures, "lessons": lesson_pictures}
    if not set(arguments) <= set(kinds):
        sys.exit(f"there is: {', '.join(kinds)}")
    (PICTURES / "lessons").mkdir(parents=True, exist_ok=True)
    for kind in arguments or kinds:
        kinds[kind](find_workspace())


if __name__ == "__main__":
    main(sys.argv[1:])
