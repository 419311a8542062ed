"""Every active lesson in a real JupyterLab, in a headless Chromium that reaches nothing but this machine."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from grader.authoring import active_lessons, build
from grader.authoring.literal import written
from grader.authoring.registers import load_registers
from grader.exchange import desk, release
from grader.marking.worlds import make_world, seed_of
from grader.standard import load_standard
from grader.text import LANGS, Lang
from grader.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Locator, Page

    from grader.authoring.lesson import Cell, Exercise, Lesson
    from grader.authoring.registers import Registers

ROOT = Path(__file__).parents[2]
CONTENT = ("skills_standard", "curriculum", "assessments")
TRAINEE = "s001"
SECONDS = 60
SLUGS = [entry.slug for entry in load_registers(ROOT / "curriculum").active]

_HELP = """
window.kakehashi = {
  execute: (command, options) => window.jupyterapp.commands.execute(command, options),
  async open(path) {
    this.panel = await this.execute("docmanager:open", { path });
    await this.panel.context.ready;
    await this.panel.sessionContext.ready;
    await this.panel.sessionContext.session.kernel.info;
    while (window.jupyterapp.shell.currentWidget !== this.panel)
      await new Promise((done) => setTimeout(done, 20));
  },
  cells() { return Array.from(this.panel.content.model.cells); },
  cell(id) { return this.cells().find((cell) => cell.id === id); },
  place(id) { return this.cells().findIndex((cell) => cell.id === id); },
  codeCells() { return this.cells().filter((cell) => cell.type === "code").map((cell) => cell.id); },
  outputs(id) { return this.cell(id).outputs.toJSON(); },
  source(id) { return this.cell(id).sharedModel.getSource(); },
  write(id, text) { this.cell(id).sharedModel.setSource(text); },
  select(id) { this.panel.content.deselectAll(); this.panel.content.activeCellIndex = this.place(id); },
  async show(id) {
    this.select(id);
    await this.panel.content.scrollToItem(this.place(id), "start");
    return this.place(id);
  },
  runAll() { return this.execute("notebook:run-all-cells"); },
  run(id) { this.select(id); return this.execute("notebook:run-cell"); },
  save() { return this.execute("docmanager:save"); },
  async close() {
    await this.panel.sessionContext.shutdown();
    this.panel.context.model.dirty = false;
    this.panel.dispose();
  },
};
"""


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The content of the repository, built elsewhere."""
    folder = tmp_path_factory.mktemp("lessons")
    for name in CONTENT:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "workspace.yaml", folder / "workspace.yaml")
    copied = find_workspace(folder)
    skills = load_standard(copied.standard, copied.overlay).skills.values()
    build(copied, skill_names={skill.id: skill.name for skill in skills})
    return copied


@dataclass(frozen=True, slots=True)
class Work:
    """One lesson in a trainee's hands, with everything known about its answers."""

    lesson: Lesson
    registers: Registers
    curriculum: Path
    folder: Path

    def exercises(self, part: str) -> list[Exercise]:
        """The exercises of one notebook."""
        return [e for e in self.lesson.exercises if e.part == part]

    def typed(self, exercise: Exercise, cell: Cell | None = None) -> str:
        """An answer as this trainee would type it: the right one, or that of a cell."""
        own = make_world(self.curriculum, self.lesson.slug, seed_of(self.lesson.slug, TRAINEE))
        return written(exercise, cell or exercise.one("answer"), own)

    def told(self, exercise: Exercise) -> dict[str, Any]:
        """What the handout says about an exercise."""
        text = (self.folder / "data" / "lesson.json").read_text(encoding="utf-8")
        found: dict[str, Any] = json.loads(text)["exercises"][exercise.id]
        return found


class Lab:
    """A browser window on a running JupyterLab."""

    def __init__(self, page: Page, address: str, lang: Lang) -> None:
        self.page, self.address, self.lang = page, address, lang
        self.shots = os.environ.get("KAKEHASHI_SCREENSHOTS")
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def strangers(self) -> set[str]:
        """Hosts that were asked for something and are not this machine."""
        hosts = {urlsplit(url).hostname for url in self.requests}
        return {host for host in hosts if host and host != "127.0.0.1"}

    def open(self, path: str) -> Book:
        """Open a notebook and wait until its kernel answers."""
        if not self.requests:
            self.page.goto(f"{self.address}/lab/tree/{path}?token=secret")
            self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        return Book(self, path)

    def shot(self, name: str) -> None:
        """Keep a picture for people to look at, where they asked for pictures."""
        if self.shots:
            self.page.wait_for_timeout(500)
            self.page.screenshot(path=Path(self.shots) / f"{name}-{self.lang}.png")


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell shows: kinds of output, its words, and results for machines."""

    kinds: list[str]
    text: str
    results: list[dict[str, Any]]


_RESULT = "application/vnd.kakehashi.result+json"


@dataclass(frozen=True, slots=True)
class Book:
    """A notebook that is open in a lab."""

    lab: Lab
    path: str

    def call(self, name: str, *arguments: str) -> Any:
        """Call one of the helpers in the page, on this notebook."""
        script = """([path, name, args, seconds]) => {
          const k = window.kakehashi;
          const work = async () => {
            if (k.panel?.context.path !== path) await k.open(path);
            return k[name](...args);
          };
          const late = async () => {
            await new Promise((done) => setTimeout(done, seconds * 1000));
            throw new Error(`${path} ${name}: ${document.querySelector(".jp-Dialog")?.innerText}`);
          };
          return Promise.race([work(), late()]);
        }"""
        return self.lab.page.evaluate(script, [self.path, name, list(arguments), SECONDS])

    def run(self, cell: str) -> Said:
        """Run one cell and read what it shows."""
        self.call("run", cell)
        return self.said(cell)

    def answer(self, cell: str, source: str) -> Said:
        """Put an answer in, run it, and run its check."""
        self.call("write", cell, source)
        assert [] == self.run(cell).kinds
        return self.run(f"{cell}-check")

    def said(self, cell: str) -> Said:
        """Return what a cell showed when it was run last."""
        outputs = self.call("outputs", cell)
        data = [output.get("data", {}) for output in outputs]
        return Said(
            kinds=[output.get("name", output["output_type"]) for output in outputs],
            text="\n".join(str(one.get("text/plain", "")) for one in data),
            results=[one[_RESULT] for one in data if _RESULT in one],
        )

    def wait_for_a_text_beginning(self, cell: str, start: str) -> None:
        """Wait until the text of a cell begins so: what a kernel writes comes after what it shows."""
        script = "([id, start]) => window.kakehashi.source(id).startsWith(start)"
        self.lab.page.wait_for_function(script, arg=[cell, start])

    def show(self, cell: str) -> Locator:
        """Bring a cell into view and return it as it stands on the page."""
        place = self.call("show", cell)
        panel = self.lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        found = panel.locator(f'.jp-Cell[data-windowed-list-index="{place}"]')
        found.wait_for()
        return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_OWN = (
    "IPYTHONDIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_RUNTIME_DIR",
)


@contextmanager
def _server(folder: Path, lang: Lang, home: Path) -> Iterator[str]:
    """Run JupyterLab as ``kakehashi lab`` does, with no settings or open windows from before; give its address."""
    port, log = _free_port(), home / "log"
    seat = desk(folder, lang=lang, browser=False)
    own = {name: str(home / name) for name in _OWN}
    more = [
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=secret",
        "--LabApp.expose_app_in_browser=True",
        *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
    ]
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [*seat.command, *more], env={**seat.environment, **own}, stdout=stream, stderr=stream
        )
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + SECONDS
        while not _answers(f"{address}/api/status?token=secret"):
            assert server.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < end, log.read_text("utf-8")
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
        return bool(json.load(answer))
    return False


@pytest.fixture(scope="module")
def browse(chromium: str) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows of one Chromium; in this module only, because Playwright occupies the event loop."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser.new_context
        browser.close()


@pytest.fixture(scope="module")
def labs(
    workspace: Workspace,
    browse: Callable[..., BrowserContext],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Lang], Lab]]:
    """JupyterLab on all lessons of one language, in a window; each language is started once."""
    with ExitStack() as closing:

        @cache
        def start(lang: Lang) -> Lab:
            release(workspace, trainee=TRAINEE, lang=lang)
            home = tmp_path_factory.mktemp("lab")
            address = closing.enter_context(_server(workspace.handouts / TRAINEE, lang, home))
            locale = {"ja": "ja-JP", "en": "en-GB"}[lang]
            context = browse(viewport={"width": 1280, "height": 1000}, locale=locale)
            closing.callback(context.close)
            context.set_default_timeout(SECONDS * 1000)
            context.add_init_script(_HELP)
            return Lab(context.new_page(), address, lang)

        yield start


@pytest.fixture(scope="module", params=[f"{slug}-{lang}" for lang in LANGS for slug in SLUGS])
def edition(request: pytest.FixtureRequest) -> tuple[str, Lang]:
    """Slug and language, one language after the other."""
    slug, _, lang = request.param.rpartition("-")
    return slug, lang


@pytest.fixture(scope="module")
def lab(labs: Callable[[Lang], Lab], edition: tuple[str, Lang]) -> Lab:
    """The window of this language."""
    return labs(edition[1])


@pytest.fixture(scope="module")
def work(lab: Lab, edition: tuple[str, Lang], workspace: Workspace) -> Work:
    """One lesson in this language, as the lab has handed it out."""
    lessons, registers = active_lessons(workspace)
    lesson = next(one for one in lessons if one.slug == edition[0])
    folder = workspace.handouts / TRAINEE / f"{lesson.slug}-{lab.lang}"
    return Work(lesson, registers, workspace.curriculum, folder)


@pytest.fixture(scope="module")
def learn(lab: Lab, work: Work) -> Iterator[Book]:
    """Its learning notebook, run once from top to bottom as handed out."""
    book = lab.open(f"{work.folder.name}/learn.ipynb")
    book.call("runAll")
    yield book
    book.call("close")


@pytest.fixture(scope="module")
def assess(lab: Lab, work: Work) -> Iterator[Book]:
    """Its assessment notebook, run once from top to bottom as handed out."""
    book = lab.open(f"{work.folder.name}/assess.ipynb")
    book.call("runAll")
    yield book
    book.call("close")
