"""No space left: nothing by halves, and the next run completes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from sqlalchemy import event

from grader.errors import GradingError
from grader.grading.gradebook import cells, open_gradebook, record
from grader.grading.gradebook.graded import Graded
from grader.grading.model import NotebookMarks


def _heavy(desk, item):
    """A submission whose notebooks do not get smaller by packing."""
    light = desk.graded(item.key, item.trainee)
    noise = os.urandom(20_000).hex().encode()
    books = {
        name: NotebookMarks(book.scores, book.comments, noise)
        for name, book in light.notebooks.items()
    }
    return Graded(item.key, "me", item.trainee, "ps1", books, light.results)


def _fill_up(desk, engine, make_room) -> None:
    """Write until it is full; hold what is there against what was reported; make room and go on."""
    items = [desk.incoming(f"t{number:02}") for number in range(24)]
    desk.take(engine, *items)
    found = [_heavy(desk, item) for item in items]
    told: list[str] = []

    def write_all() -> None:
        for start in range(0, 24, 4):
            told.extend(one.key for one in record(engine, found[start : start + 4], now=desk.now))

    with pytest.raises(GradingError) as caught:
        write_all()
    assert "空き" in caught.value.ja
    there = {trainee for trainee, _ in cells(engine)}
    assert {one.trainee for one in found if one.key in told} <= there
    graded = {
        job["trainee"] for job in desk.rows(engine, "kakehashi_job") if job["state"] == "graded"
    }
    assert graded == there
    assert len(graded) == len(desk.rows(engine, "kakehashi_result"))
    make_room()
    states = {one.status for one in record(engine, found, now=desk.now)}
    assert {"written", "unchanged"} == states
    assert 24 == len(cells(engine))
    assert 24 == desk.events(engine).count("graded")


def test_a_full_database_loses_nothing(sqlite, desk):
    """At SQLite's own limit the error says so, whole submissions are there, and a rerun writes the others."""
    with sqlite.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    limit = {"pages": pages + 150}

    @event.listens_for(sqlite, "begin")
    def narrow(connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={limit['pages']}")

    _fill_up(desk, sqlite, lambda: limit.update(pages=1_000_000))


@pytest.mark.skipif(
    not (sys.platform == "linux" and os.geteuid() == 0), reason="only root can mount a small disk"
)
def test_a_full_disk_loses_nothing(filled, desk, tmp_path):
    """On a disk of one megabyte the same holds, and more space is all that is needed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this container may not mount")
    try:
        shutil.copy(filled, disk / "gradebook.db")
        engine = open_gradebook(f"sqlite:///{disk}/gradebook.db")
        grow = ["mount", "-o", "remount,size=64m", str(disk)]
        _fill_up(desk, engine, lambda: subprocess.run(grow, check=True))
        engine.dispose()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
