"""JupyterLab for trainees: offline by its settings, and it really starts with them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from grader.exchange import desk


def _configured(seat):
    """Every setting of the configuration folders named in the environment."""
    folders = [Path(name) for name in seat.environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)]
    return [
        json.loads(path.read_text("utf-8")) for folder in folders for path in folder.rglob("*.json")
    ]


def test_the_command_opens_one_notebook(tmp_path):
    """JupyterLab of the running Python, the folder as root, the notebook below it, and no browser if so asked."""
    seat = desk(tmp_path, lang="ja", notebook=tmp_path / "a" / "learn.ipynb", browser=False)
    assert (sys.executable, "-m", "jupyterlab") == seat.command[:3]
    assert f"--ServerApp.root_dir={tmp_path}" in seat.command
    assert "--LabApp.default_url=/lab/tree/a/learn.ipynb" in seat.command
    assert "--no-browser" in seat.command
    assert "--no-browser" not in desk(tmp_path, lang="ja").command


def test_the_settings_ask_nothing_of_the_internet(tmp_path):
    """No news, no search for newer versions, no catalogue of extensions."""
    labs = [data["LabApp"] for data in _configured(desk(tmp_path, lang="en")) if "LabApp" in data]
    (lab,) = labs
    assert "jupyterlab.NeverCheckForUpdate" == lab["check_for_updates_class"]
    assert (None, "readonly") == (lab["news_url"], lab["extension_manager"])


def test_settings_of_the_house_come_after_ours(tmp_path, monkeypatch):
    """A JUPYTER_CONFIG_PATH that is there already is kept, behind our folders."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "house")
    for lang, number in (("ja", 3), ("en", 2)):
        folders = desk(tmp_path, lang=lang).environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)
        assert (number, "house") == (len(folders), folders[-1])


def _status(url):
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
        return json.load(answer)
    return None


@pytest.mark.kernel
def test_jupyterlab_starts_and_asks_for_a_token(tmp_path):
    """Started as a trainee would, the server answers with the token, refuses without, and keeps the settings."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    seat = desk(tmp_path, lang="ja", browser=False)
    more = [
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=secret",
    ]
    more += ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    log = tmp_path / "log"
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [*seat.command, *more], env=seat.environment, stdout=stream, stderr=stream
        )
    try:
        url, status = f"http://127.0.0.1:{port}/api/status", None
        end = time.monotonic() + 60
        while status is None and server.poll() is None and time.monotonic() < end:
            time.sleep(0.2)
            status = _status(f"{url}?token=secret")
        assert status is not None, log.read_text("utf-8")
        assert "started" in status
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url, timeout=5)
        refused.value.close()
        assert 403 == refused.value.code
    finally:
        server.terminate()
        server.wait(20)
    said = log.read_text("utf-8")
    assert ("Traceback" in said, "Config option" in said) == (False, False)
