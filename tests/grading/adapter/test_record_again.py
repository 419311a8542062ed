"""An assignment may be recorded again while somebody else is writing marks for it."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import create_engine, insert, select, text

from grader.grading import labels
from grader.grading.gradebook.tables import (
    base_cell,
    notebook,
    student,
    submitted_assignment,
    submitted_notebook,
)
from grader.grading.register import record

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow]

SOLUTION = "### BEGIN SOLUTION\n1\n### END SOLUTION"
KEEP = {
    "sqlite": [
        "CREATE TRIGGER kept BEFORE DELETE ON base_cell BEGIN SELECT RAISE(ABORT, 'kept'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$",
        "CREATE TRIGGER kept BEFORE DELETE ON base_cell EXECUTE FUNCTION kept()",
    ],
}
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def _record(root):
    return {name: reason for name, (reason, _) in record((root, ["ps1"])).items()}


@pytest.fixture(params=["sqlite", "postgresql"])
def course(request, tmp_path, cell, save):
    """A course whose one assignment is recorded, an engine on its gradebook, and what makes its source anew."""
    url = f"sqlite:///{tmp_path}/gradebook.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")

    def write(*tests, points=2):
        marks = [cell(name, "assert True", points=points) for name in tests]
        save(tmp_path / "source/ps1/p.ipynb", cell("answer", SOLUTION), *marks)

    write("one", "two")
    config = f"c = get_config()\nc.CourseDirectory.db_url = {url!r}\n"
    (tmp_path / "nbgrader_config.py").write_text(config, encoding="utf-8")
    assert {"ps1": None} == _record(tmp_path)
    engine = create_engine(url)
    yield tmp_path, engine, write
    engine.dispose()


def _hand_in(connection):
    """Write the first rows of somebody's work, as grading does."""
    book, work = connection.execute(select(notebook.c.id, notebook.c.assignment_id)).one()
    handed_in = {"id": "s", "assignment_id": work, "student_id": "sato"}
    connection.execute(insert(student).values(id="sato"))
    connection.execute(insert(submitted_assignment).values(handed_in))
    connection.execute(
        insert(submitted_notebook).values(id="n", assignment_id="s", notebook_id=book)
    )


def _cells(engine):
    with engine.connect() as connection:
        return set(connection.execute(select(base_cell.c.id, base_cell.c.name, base_cell.c.type)))


def test_the_same_cells_are_not_deleted_to_be_made_anew(course):
    """Other points are written in place, before anybody's work is there."""
    root, engine, write = course
    before = _cells(engine)
    with engine.begin() as connection:
        for line in KEEP[engine.dialect.name]:
            connection.execute(text(line))
    write("one", "two", points=5)

    assert {"ps1": None} == _record(root)
    assert before == _cells(engine)
    with engine.connect() as connection:
        points = "SELECT max_score FROM grade_cells"
        assert [5.0, 5.0] == list(connection.scalars(text(points)))


@pytest.mark.parametrize("tests", [("two", "one"), ("one", "three"), ("one",)])
def test_other_cells_are_recorded_while_nothing_is_handed_in(course, tests):
    """Another order, another name or one cell less: the gradebook has the cells of the source, in its order."""
    root, engine, write = course
    write(*tests)
    reason, notebooks = record((root, ["ps1"]))["ps1"]

    assert reason is None
    assert ["answer", *tests] == list(notebooks["p"]["cells"])
    assert {"answer", *tests} == {name for _, name, _ in _cells(engine)}


def test_work_that_comes_in_the_meantime_keeps_its_cells(course):
    """Cells cannot be changed any more, though the work was not there yet when the recording began."""
    root, engine, write = course
    before = _cells(engine)
    write("one", "three")
    told = []
    recording = threading.Thread(target=lambda: told.append(_record(root)))
    with engine.begin() as connection:
        _hand_in(connection)
        recording.start()
        _wait_until_it_waits(engine)
        assert [] == told
    recording.join()

    assert [{"ps1": labels.cells_changed("ps1")}] == told
    assert before == _cells(engine)


def _wait_until_it_waits(engine):
    if engine.dialect.name == "sqlite":
        time.sleep(2)  # nobody can be asked; SQLite itself waits for five
        return
    end = time.monotonic() + 60
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(text(WAITING)):
            assert time.monotonic() < end
            time.sleep(0.05)
