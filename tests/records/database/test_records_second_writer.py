"""What was decided by a look at the records is not written over what somebody else has written since."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from grader.errors import RecordsError
from grader.records.audit import append
from grader.records.database import open_database, record, state_of
from grader.records.database.open import writing

WRITERS = 4


def test_of_writers_who_saw_the_same_only_one_writes(url, office, tmp_path):
    """Four at once, each over a connection of its own: one writes, the others are told that the records have changed."""
    barrier, key = Barrier(WRITERS), tmp_path / "audit.key"

    def write(number):
        engine = open_database(url, key=key)
        change = office.department(f"課{number}", "2026-04-01", key=f"d{number}")
        try:
            seen = state_of(engine)
            barrier.wait()
            return record(engine, [change], access=office.access(), what="test", seen=seen)
        except RecordsError as error:
            return error.en
        finally:
            engine.dispose()

    with ThreadPoolExecutor(WRITERS) as pool:
        told = list(pool.map(write, range(WRITERS)))

    assert [1] == [one for one in told if isinstance(one, int)]
    refused = [one for one in told if isinstance(one, str)]
    assert WRITERS - 1 == len(refused)
    assert {True} == {"Somebody else has changed the records" in one for one in refused}


def test_readings_and_writings_that_change_nothing_do_not_count(engine, office):
    """An entry on a reading, and recording once more what is known, leave the state as it is; a change does not."""
    change = office.department("課", "2026-04-01")
    assert 0 == state_of(engine)
    record(engine, [change], access=office.access(), what="test", seen=0)
    seen = state_of(engine)
    with writing(engine) as connection:
        append(connection, office.access(1), what="a look")
    record(engine, [change], access=office.access(2), what="test")
    assert seen == state_of(engine)
    assert 1 == record(
        engine,
        [office.department("別課", "2027-04-01")],
        access=office.access(3),
        what="test",
        seen=seen,
    )
    with pytest.raises(RecordsError, match="Nothing was written"):
        record(engine, [change], access=office.access(4), what="test", seen=seen)
    assert [("課", "2026-04-01", "2027-03-31"), ("別課", "2027-04-01", None)] == office.names(
        engine
    )
