"""What tests share: the minimal workspace, as it is and built, a database server, a browser without a network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import settings

from grader.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

# Speed is measured by benchmarks; a busy machine must not make a property false.
settings.register_profile("kakehashi", deadline=None)
settings.load_profile("kakehashi")

# Tests start some hundred Pythons: see the module in there.
WITHOUT = str(Path(__file__).parent / "without")
sys.path.insert(0, WITHOUT)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [WITHOUT, os.environ.get("PYTHONPATH")]))

WORKSPACES = Path(__file__).parent / "workspaces"
MINIMAL = WORKSPACES / "minimal"
ROOT = Path(__file__).parents[1]
CONTENT = ("skills_standard", "curriculum", "assessments")


# A machine without Chromium or bubblewrap must not look like one on which pages and sandbox are right.
NEVER_SKIPPED = ("browser", "sandbox")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    """Count a skipped browser or sandbox test as failed, where skipping would hide a missing tool."""
    report: pytest.TestReport = yield
    strict = os.environ.get("KAKEHASHI_STRICT_SKIPS") == "1" or os.environ.get("CI") == "true"
    marked = any(item.get_closest_marker(name) for name in NEVER_SKIPPED)
    if strict and marked and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"may not be skipped here: {reason}"
    return report


def _copied(folder: Path, to: Path) -> Workspace:
    return find_workspace(Path(shutil.copytree(folder, to)))


@pytest.fixture(scope="session")
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the minimal workspace once; tests get copies."""
    from grader.authoring.build import build  # noqa: PLC0415  # most tests never build

    workspace = _copied(MINIMAL, tmp_path_factory.mktemp("built") / "minimal")
    build(workspace, skill_names={})
    return workspace.root


@pytest.fixture(scope="session")
def built_content(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Workspace]:
    """Copy the content of the repository to a folder, built: once for all workers of pytest-xdist."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "content"

    def copied(folder: Path) -> Workspace:
        if not shared.exists():
            made = tmp_path_factory.mktemp("content") / "made"
            _build_content(made)
            with suppress(OSError):  # another worker was faster
                made.rename(shared)
        return _copied(shared, folder)

    return copied


def _build_content(folder: Path) -> None:
    from grader.authoring.build import build  # noqa: PLC0415

    for name in CONTENT:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "workspace.yaml", folder / "workspace.yaml")
    build(find_workspace(folder), skill_names={})


@pytest.fixture
def minimal(tmp_path: Path) -> Workspace:
    """A workspace with one tiny lesson, not built."""
    return _copied(MINIMAL, tmp_path / "minimal")


@pytest.fixture
def built(_built_once: Path, tmp_path: Path) -> Workspace:
    """The same, built."""
    return _copied(_built_once, tmp_path / "built")


@pytest.fixture
def explained(minimal: Workspace) -> Workspace:
    """The same, built, with explanations of its first exercise (learn) and its third (assess)."""
    from grader.authoring.build import build  # noqa: PLC0415

    path = minimal.curriculum / "tiny-counts" / "lesson.md"
    texts = {"tst-1-q1": ("`sum` で足します。", "`sum` adds."), "tst-1-q3": ("ひみつ1", "secret 1")}
    cells = [
        f'+++ {{"ex": "{name}", "role": "solution", "lang": "{lang}"}}\n{text}\n'
        for name, pair in texts.items()
        for lang, text in zip(("ja", "en"), pair, strict=True)
    ]
    path.write_text(path.read_text(encoding="utf-8") + "".join(cells), encoding="utf-8")
    build(minimal, skill_names={})
    return minimal


@pytest.fixture
def break_as(minimal: Workspace) -> Callable[[str], dict[str, Any]]:
    """Break the minimal workspace as ``tests/workspaces/broken/<rule>/change.yaml`` says; return what it says."""

    def broken(rule: str) -> dict[str, Any]:
        path = WORKSPACES / "broken" / rule / "change.yaml"
        fixture: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for change in fixture["changes"]:
            if "lock" in change:
                _lock(minimal.standard)
                continue
            file = minimal.root / change["file"]
            if "create" in change:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(change["create"], encoding="utf-8")
                continue
            old, new = change["replace"], change["with"] * change.get("times", 1)
            text = file.read_text(encoding="utf-8")
            assert old in text
            count = -1 if change.get("every") else 1
            file.write_text(text.replace(old, new, count), encoding="utf-8")
        return fixture

    return broken


def _lock(standard: Path) -> None:
    """Release the standard as it is at this moment."""
    from grader.standard.files import read_files  # noqa: PLC0415  # few tests need a release
    from grader.standard.versions import cut, write_cut  # noqa: PLC0415

    write_cut(standard, cut(read_files(standard)[0]))


@pytest.fixture
def audited() -> Callable[[Path], list[Any]]:
    """Read the audit of a folder of records."""
    from grader.records.audit import entries  # noqa: PLC0415  # few tests need the database
    from grader.records.database import open_records, reading  # noqa: PLC0415

    def read(records: Path) -> list[Any]:
        engine = open_records(records)
        with reading(engine) as connection:
            found = list(entries(connection))
        engine.dispose()
        return found

    return read


# ---- a database server -----------------------------------------------------------------------------


class Postgres:
    """A PostgreSQL server of our own, which listens on a socket file only."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._numbers = count()

    def url(self, name: str) -> str:
        """Return the URL of one of its databases."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.home}"

    def execute(self, *statements: str) -> None:
        """Run statements outside of any transaction."""
        from sqlalchemy import create_engine  # noqa: PLC0415  # few tests need a server

        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    @contextmanager
    def database(self, template: str = "template1") -> Generator[str]:
        """Make a database, and drop it at the end; yield its URL."""
        name = f"made{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.url(name)
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _as_server() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415  # not on Windows

    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def server() -> Generator[Postgres]:
    """A PostgreSQL server; one for all tests that need it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if not found:
        pytest.skip("PostgreSQL's server is not installed (Debian: postgresql)")
    tools = found[-1].parent
    home = Path(tempfile.mkdtemp(prefix="kake-pg-"))  # short: a socket's path is limited
    who = _as_server()
    if who:
        shutil.chown(home, who["user"])

    def run(*command: str) -> None:
        subprocess.run(
            command,
            cwd=home,
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=60,
            **who,
        )

    data = str(home / "data")
    run(str(tools / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
    options = f"-k {home} -c listen_addresses='' -c fsync=off -c max_connections=40"
    control = (str(tools / "pg_ctl"), "-D", data, "-w", "-l", str(home / "log"))
    run(*control, "-o", options, "start")
    try:
        yield Postgres(home)
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture
def empty_postgres_url(server: Postgres) -> Generator[str]:
    """The URL of a new PostgreSQL database without any table."""
    with server.database() as made:
        yield made


# ---- a browser -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser made of a page: its document, and what it complained about."""

    dom: str
    console: list[str]
    requests: list[str]


class Browser:
    """A headless Chromium that may reach nothing but files."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder

    def visit(self, path: Path, *switches: str) -> Visit:
        """Open a page and let it finish drawing."""
        log = self.folder / "net.json"
        done = subprocess.run(  # found by its name on this machine
            [
                self.program,
                *_SWITCHES,
                *switches,
                f"--user-data-dir={self.folder / 'profile'}",
                f"--log-net-log={log}",
                "--dump-dom",
                path.as_uri(),
            ],
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=120,
        )
        return Visit(
            dom=done.stdout,
            console=re.findall(r"CONSOLE[^]]*\] (.*)", done.stderr),
            requests=sorted(_page_requests(log)),
        )


_SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
    "--virtual-time-budget=8000",
    "--window-size=1280,1600",
]


def _page_requests(log: Path) -> set[str]:
    """Requests over the network that a page began; the browser's own have no origin."""
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    begun = [event["params"] for event in events if "initiator" in event.get("params", {})]
    urls = {str(params["url"]) for params in begun if params["initiator"] != "not an origin"}
    return {url for url in urls if not url.startswith("file:")}


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program of a Chromium if this machine has one; on CI its absence is a failure."""
    names = ("chromium", "chromium-browser", "google-chrome", "msedge")
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have a Chromium: its absence would hide a broken page.")
        pytest.skip("no Chromium on this machine")
    return program


@pytest.fixture(scope="session")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """Chromium on pages in files."""
    return Browser(chromium, tmp_path_factory.mktemp("browser"))
