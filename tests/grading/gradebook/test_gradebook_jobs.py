"""Jobs: what comes in, who grades it, and that no two do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from grader.grading.gradebook import (
    Refused,
    claim,
    give_back,
    jobs,
    receive,
    record,
    refuse,
    renew,
    standing,
)
from grader.text import Text

REASON = Text("開けません。", "It cannot be opened.")


def _states(engine) -> list[tuple]:
    return [(job.attempt, job.turn, job.state) for job in jobs(engine).values()]


def test_the_key_depends_on_everything_that_marks_depend_on(desk):
    """Another trainee, work, release or environment is another job; another time or number is not."""
    item = desk.incoming()
    others = {
        desk.incoming("suzuki").key,
        desk.incoming(work="b").key,
        desk.incoming(release="r2").key,
    }
    assert 3 == len(others - {item.key})
    assert item.key == desk.incoming(at=desk.later(days=1), attempt=7).key


def test_receiving_twice_is_receiving_once(engine, desk):
    """The same submission makes one job and one event, whatever became of it in between."""
    item = desk.incoming()
    receive(engine, [item, item])
    desk.grade(engine, item)
    receive(engine, [item])
    assert [(1, 1, "graded")] == _states(engine)
    assert ["received", "graded"] == desk.events(engine)


def test_a_newer_attempt_takes_the_place_of_one_that_waits(engine, desk):
    """An attempt that nobody has graded yet is refused, with a reason, when the next one comes in."""
    receive(engine, [desk.incoming(work="a")])
    receive(engine, [desk.incoming(work="b")])
    first, _ = jobs(engine).values()
    assert [(1, 1, "refused"), (2, 2, "received")] == _states(engine)
    assert "newer submission" in first.reason_en
    assert ["received", "received", "refused"] == sorted(desk.events(engine))


def test_an_attempt_that_will_be_refused_replaces_nothing(engine, desk):
    """A broken second attempt leaves the first one, not graded yet, in the queue."""
    receive(engine, [desk.incoming(work="a"), desk.incoming(work="b", accepted=False)])
    assert [(1, 1, "received"), (2, 2, "received")] == _states(engine)


def test_another_release_is_the_same_attempt(engine, desk):
    """Grading again against another release counts as a new turn, not as a new attempt."""
    desk.grade(engine, desk.incoming(release="r1"))
    receive(engine, [desk.incoming(release="r2")])
    assert [(1, 1, "graded"), (1, 2, "received")] == _states(engine)


def test_going_back_to_earlier_work_is_a_new_attempt(engine, desk):
    """Handing in the first work again after the second one makes the first one count again."""
    for work, points in (("a", 2.0), ("b", 0.0), ("a", 2.0)):
        desk.grade(engine, desk.incoming(work=work), t1=points)
    assert [(3, 3, "graded"), (2, 2, "graded")] == _states(engine)
    assert desk.incoming(work="a").key == standing(engine)[0].key


def test_marks_removed_with_nbgraders_tools_are_graded_again(api, sqlite, sqlite_url, desk):
    """A graded job whose submission is gone from the gradebook is received anew, without a second event."""
    desk.grade(sqlite)
    with api.Gradebook(sqlite_url, "course") as book:
        book.remove_submission("ps1", "sato")
    assert "received" == receive(sqlite, [desk.incoming()])[0].state
    assert "written" == desk.grade(sqlite).status
    assert ["received", "graded"] == desk.events(sqlite)


def test_what_is_claimed_is_nobody_elses(engine, desk):
    """A job that is being graded is not handed out, until its lease is over; then it is."""
    receive(engine, [desk.incoming()])
    first = claim(engine, 5, now=desk.now, owner="one", seconds=60)
    during = claim(engine, 5, now=desk.later(seconds=59), owner="two", seconds=60)
    after = claim(engine, 5, now=desk.later(seconds=60), owner="two", seconds=60)
    assert [1, 0, 1] == [len(first), len(during), len(after)]
    assert "two" == after[0].lease_owner


def test_a_lease_can_be_kept_alive(engine, desk):
    """A renewed lease holds as long as it says, and only its owner can renew it."""
    (job,) = desk.take(engine, desk.incoming())
    assert 0 == renew(engine, [job.key], owner="other", until=desk.later(hours=1))
    assert 1 == renew(engine, [job.key], owner="me", until=desk.later(hours=1))
    assert () == claim(engine, 1, now=desk.later(minutes=59), owner="other", seconds=1)


def test_a_job_given_back_is_claimed_again(engine, desk):
    """A grader that cannot go on gives its jobs back at once."""
    (job,) = desk.take(engine, desk.incoming())
    assert 1 == give_back(engine, [job.key], owner="me")
    assert job.key == claim(engine, 1, now=desk.now, owner="other", seconds=1)[0].key


def test_a_late_writer_writes_nothing(engine, desk):
    """A grader whose lease ran out and was taken over finds that out in the transaction, and leaves no trace."""
    (job,) = desk.take(engine, desk.incoming())
    claim(engine, 1, now=desk.later(hours=1), owner="other", seconds=60)
    before = desk.state(engine)
    late = record(engine, [desk.graded(job.key, t1=0.0)], now=desk.now)
    refused = refuse(engine, [Refused(job.key, "me", REASON, "{}")], now=desk.now)
    assert ["lost", "lost"] == [late[0].status, refused[0].status]
    assert before == desk.state(engine)


def test_work_in_progress_is_lost_to_a_newer_attempt(engine, desk):
    """Marks of an attempt that was replaced while it was being graded are not written."""
    (job,) = desk.take(engine, desk.incoming(work="a"))
    receive(engine, [desk.incoming(work="b")])
    assert "lost" == record(engine, [desk.graded(job.key)], now=desk.now)[0].status
    assert [] == desk.rows(engine, "grade")


def test_a_refusal_keeps_the_marks_of_an_earlier_attempt(engine, desk):
    """The latest accepted attempt counts: a refused one after it changes neither marks nor result."""
    desk.grade(engine, desk.incoming(work="a"))
    marks, counts = desk.rows(engine, "grade"), standing(engine)
    (job,) = desk.take(engine, desk.incoming(work="b", accepted=False))
    refuse(engine, [Refused(job.key, "me", REASON, "{}")], now=desk.now)
    assert (marks, counts) == (desk.rows(engine, "grade"), standing(engine))
    assert REASON.en == jobs(engine)[job.key].reason_en


def test_a_refusal_counts_while_there_is_nothing_else(engine, desk):
    """Without a graded attempt the refusal is the result that stands, until one is graded."""
    (job,) = desk.take(engine, desk.incoming(work="a", accepted=False))
    refuse(engine, [Refused(job.key, "me", REASON, '{"status": "failed"}')], now=desk.now)
    assert ["refused"] == [item.state for item in standing(engine)]
    desk.grade(engine, desk.incoming(work="b"))
    assert ["graded"] == [item.state for item in standing(engine)]


def test_a_refused_job_can_be_tried_again(engine, desk):
    """On demand a refused submission is graded after all; its reason is gone then."""
    (job,) = desk.take(engine, desk.incoming())
    refuse(engine, [Refused(job.key, "me", REASON, "{}")], now=desk.now)
    assert "written" == desk.grade(engine, again=True).status
    assert (None, "graded") == (jobs(engine)[job.key].reason_ja, jobs(engine)[job.key].state)


def test_graders_never_hold_the_same_job(engine, desk):
    """Four graders that claim forty jobs in small bites at the same time share them without overlap."""
    receive(engine, [desk.incoming(f"t{number:02}") for number in range(40)])

    def work(owner: str) -> list[str]:
        mine = []
        while taken := claim(engine, 3, now=desk.now, owner=owner, seconds=60):
            mine += [job.key for job in taken]
        return mine

    with ThreadPoolExecutor(4) as pool:
        held = [key for keys in pool.map(work, "abcd") for key in keys]
    assert sorted(jobs(engine)) == sorted(held)


def test_a_result_stands_while_it_is_made_again(engine, desk):
    """Grading again that is cut off, or refused, leaves the latest attempt counting, with its marks and result."""
    desk.grade(engine, desk.incoming(work="a"))
    desk.grade(engine, desk.incoming(work="b"))
    before = standing(engine)
    (job,) = desk.take(engine, desk.incoming(work="b"), again=True)
    assert before == standing(engine)
    refuse(engine, [Refused(job.key, "me", REASON, "{}")], now=desk.now)
    assert before == standing(engine)
