"""Which isolation is chosen, and what is said when there is none."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import GradingError
from grader.grading.job import Limits
from grader.grading.sandbox import Server, choose_sandbox, container, probe, start_sandbox
from grader.grading.sandbox.folders import make_folder, remove_folder
from grader.grading.sandbox.order import Order, read_order


@pytest.fixture(autouse=True)
def unforced(monkeypatch):
    """Let no variable of the machine decide."""
    monkeypatch.delenv(probe.WANTED, raising=False)


def test_trusted_notebooks_need_no_sandbox(monkeypatch):
    """For one's own notebooks nothing is probed, wherever one is."""
    monkeypatch.setattr(sys, "platform", "win32")

    assert "none" == choose_sandbox(trusted=True)


@pytest.mark.parametrize("name", ["win32", "darwin"])
def test_elsewhere_grading_is_refused(monkeypatch, name):
    """On Windows and macOS the refusal says so in both languages."""
    monkeypatch.setattr(sys, "platform", name)
    with pytest.raises(GradingError) as caught:
        choose_sandbox()

    assert "Linux" in caught.value.ja
    assert "--trusted" in caught.value.en


def test_the_first_that_works_is_chosen(monkeypatch):
    """Bubblewrap comes before landlock, landlock before a container."""
    for broken, expected in (
        ((), "bubblewrap"),
        (("bubblewrap",), "landlock"),
        (("bubblewrap", "landlock"), "container"),
    ):
        monkeypatch.setattr(
            probe, "why_not", lambda kind, broken=broken: "no" if kind in broken else ""
        )
        assert expected == choose_sandbox()


def test_nothing_works(monkeypatch):
    """Without any isolation nothing is graded, and the sentence says what to install, and why not the others."""
    monkeypatch.setattr(probe, "why_not", lambda kind: f"no {kind}")
    with pytest.raises(GradingError) as caught:
        choose_sandbox()

    assert "apt install bubblewrap" in caught.value.ja
    assert "apt install bubblewrap" in caught.value.en
    assert "landlock: no landlock" in caught.value.en


def test_the_wish_is_kept(monkeypatch):
    """A wanted isolation is used, or refused; none is never a wish that is granted."""
    monkeypatch.setattr(probe, "why_not", lambda kind: "broken" if kind == "container" else "")

    assert "landlock" == choose_sandbox(wanted="landlock")
    monkeypatch.setenv(probe.WANTED, "landlock")
    assert "landlock" == choose_sandbox()
    for wanted in ("container", "none", "bubblewarp"):
        with pytest.raises(GradingError):
            choose_sandbox(wanted=wanted)


def test_the_probe_asks_once(monkeypatch):
    """The answer of a probe is remembered by the process."""
    calls = []
    monkeypatch.setattr(probe, "_holes", lambda *asked: calls.append(asked[0]) or ["files"])
    probe.why_not.cache_clear()
    try:
        assert "files" == probe.why_not("landlock") == probe.why_not("landlock")
    finally:
        probe.why_not.cache_clear()
    assert ["landlock"] == calls


@pytest.mark.sandbox
def test_the_probe_finds_the_holes_of_an_open_process():
    """Without isolation the probe's questions find that files, network and the package are open."""
    folder = make_folder()
    try:
        (folder / "secret").write_text("x", encoding="ascii")
        found = probe._holes("none", str(folder / "secret"))
    finally:
        remove_folder(folder)
        Path(probe.__file__).with_name("planted").unlink(missing_ok=True)

    assert {"files", "network", "no_new_privs", "seccomp"} <= set(found)


@pytest.mark.sandbox
def test_a_server_that_cannot_start_is_said(starting):
    """A module that is missing inside is named in the error."""
    starting("bubblewrap").close()
    with pytest.raises(GradingError) as caught:
        start_sandbox("bubblewrap", Limits(), server=Server("no_such_server"))

    assert "no_such_server" in caught.value.ja


def test_an_order_arrives_as_it_was_sent():
    """What the inner side reads equals what the outer side wrote."""
    order = Order("landlock", "m", Limits(seconds=2.5), control=7, root="/r", read=("/a", "/b"))

    assert order == read_order(order.to_json())


IMPORTS = """
import importlib, pkgutil, sys
sys.modules.update(fcntl=None, resource=None, pwd=None, grp=None)
import grader.grading.sandbox as package
for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
    importlib.import_module(found.name)
"""


def test_every_module_can_be_imported_anywhere():
    """No module of the sandbox needs, to be imported, what only POSIX systems have."""
    done = subprocess.run([sys.executable, "-c", IMPORTS], check=False, capture_output=True)

    assert (0, b"") == (done.returncode, done.stderr)


ENGINE = """#!{python}
import os, sys
words = sys.argv[1:]
if words == ["info"] or words[0] == "kill":
    sys.exit(0)
assert words[:5] == ["run", "--rm", "-i", "--pull", "never"], words
for flag, value in (("--network", "none"), ("--ipc", "none"), ("--cap-drop", "ALL"), ("--user", "65534:65534"),
                    ("--security-opt", "no-new-privileges"), ("--pids-limit", "64"), ("--memory", "2048m")):
    assert words[words.index(flag) + 1] == value, flag
assert "--read-only" in words
pairs = list(zip(words, words[1:]))
mounts = [v.split(":") for f, v in pairs if f == "--volume"]
tmpfs = [v.split(":")[0] for f, v in pairs if f == "--tmpfs"]
variables = dict(v.split("=", 1) for f, v in pairs if f == "--env")
inner = words[words.index("the-image") + 1:]
assert inner[0] == "python3"
run = ["/usr/bin/bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--clearenv", "--proc", "/proc", "--dev", "/dev"]
for place in tmpfs:
    run += ["--tmpfs", place]
for folder in ("/usr", "/lib", "/lib64", "/bin", {base!r}, {prefix!r}):
    run += ["--ro-bind", folder, folder]
for outside, inside, mode in mounts:
    assert mode == "ro"
    run += ["--ro-bind", outside, inside]
for name, value in variables.items():
    run += ["--setenv", name, value]
os.execv(run[0], [*run, "--uid", "65534", "--gid", "65534", "--chdir", "/work", {python!r}, *inner[1:]])
"""


@pytest.fixture
def fake_engine(monkeypatch):
    """Put a `docker` on the path that checks its options, and runs the command in bubblewrap."""
    if not shutil.which("bwrap"):
        pytest.skip("bwrap")
    folder = make_folder()
    text = ENGINE.format(python=sys.executable, base=sys.base_prefix, prefix=sys.prefix)
    for name in ("docker", "podman"):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv(container.IMAGE, "the-image")
    yield
    remove_folder(folder)


@pytest.mark.sandbox
@pytest.mark.usefixtures("fake_engine")
def test_a_container_is_confined_and_serves(run, servers):
    """The command for an engine carries every limit; inside it the probe finds no hole, and sessions answer."""
    probe.why_not.cache_clear()
    assert "" == probe.why_not("container")
    probe.why_not.cache_clear()
    with start_sandbox("container", Limits(), server=servers.cold) as sandbox:
        assert "container" == sandbox.name
        assert {"answer": ["/work", 65534]} == run(sandbox, "answer = [os.getcwd(), os.getuid()]")


def test_without_an_image_no_container(monkeypatch):
    """An engine without an image is no sandbox, and the error names the variable."""
    monkeypatch.delenv(container.IMAGE, raising=False)
    monkeypatch.setattr(container, "engine", lambda: "/usr/bin/docker")
    with pytest.raises(GradingError) as caught:
        start_sandbox("container", Limits())

    assert container.IMAGE in caught.value.ja
