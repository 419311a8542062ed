"""The store and its receipts: whole contents or none, one receipt for the same work."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.errors import InputError
from grader.exchange.intake import (
    Handed,
    Refusal,
    Store,
    Work,
    labels,
    latest,
    receive,
    receive_all,
)
from grader.exchange.intake.receipt import settle_receipts
from grader.exchange.intake.store import manifest
from grader.schema.lock import only_one

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    return Store(tmp_path / "intake")


@pytest.fixture
def hand(store):
    """Receive the work of one trainee."""

    def handed(content, *, now=NOON, refusals=(), **options):
        files = {"a.ipynb": content, "data/x.csv": b"x"} if content else {}
        work = Work("s001", "ps1", Handed(files, tuple(refusals)))
        return receive(work, store, now=now, **options)

    return handed


def test_a_content_stands_under_its_sha256(store):
    """Two digits and sixty-two, and only once; the digest of “abc” is the example of FIPS 180-2."""
    store.put(b"abc")
    store.put(b"abc", b"abc")
    assert [store.root / "objects" / ABC[:2] / ABC[2:]] == [
        path for path in store.root.rglob("*") if path.is_file()
    ]
    assert b"abc" == store.get(ABC)


def test_a_manifest_is_canonical(store, hand):
    """Sorted, without spaces, kept as a content itself; the order in which files came does not matter."""
    files = {"b.csv": b"2", "a.ipynb": b"1"}
    assert manifest(files) == manifest(dict(reversed(files.items())))
    assert manifest(files).startswith(b'{"files":{"a.ipynb":{"sha256":"')
    submission = hand(b"work").submission_sha256
    told = {"a.ipynb": b"work", "data/x.csv": b"x"}
    assert (manifest(told), told) == (store.get(submission), store.files(submission))


def test_damage_is_found_and_mended(store, hand):
    """Verification names a changed content; receiving the same bytes again makes it whole."""
    first = hand(b"work")
    assert [] == store.verify()
    damaged = first.files[0].sha256
    store.path(damaged).write_bytes(b"worm")
    assert [damaged] == store.verify()
    assert first == hand(b"work", now=LATER)
    assert ([], b"work") == (store.verify(), store.get(damaged))


def test_a_receipt_says_what_was_received(store, hand):
    """By our clock in UTC, with each file and each refusal; what was written reads back the same."""
    japan = NOON.astimezone(timezone(timedelta(hours=9)))
    receipt = hand(b"work", now=japan, refusals=[Refusal("<U+003D>b", labels.BAD_CHARACTER)])
    assert (1, "2026-04-01T12:00:00.000000Z") == (receipt.attempt, receipt.received_at)
    assert [("a.ipynb", 4), ("data/x.csv", 1)] == [(f.path, f.size) for f in receipt.files]
    assert receipt == latest(store, "s001", "ps1")
    assert {"a.ipynb": b"work", "data/x.csv": b"x"} == store.files(receipt.submission_sha256)


def test_the_same_bytes_are_no_second_attempt(store, hand):
    """The receipt stays, whatever the clock says and whatever was refused beside."""
    first = hand(b"one")
    assert first == hand(b"one", now=LATER, refusals=[Refusal("x", labels.LARGE)])
    assert 1 == len(list(store.root.glob("receipts/*/*/*.json")))


def test_attempts_are_numbered_and_the_latest_counts(store, hand):
    """Going back to earlier bytes is a new attempt; a clock that goes back does not matter."""
    numbers = [
        hand(text, now=NOON - timedelta(hours=n)).attempt
        for n, text in enumerate([b"1", b"2", b"1"])
    ]
    assert [1, 2, 3] == numbers
    assert 3 == latest(store, "s001", "ps1").attempt


def test_nothing_is_no_submission(store, hand):
    """If no file was taken there is no receipt, and nothing is written."""
    assert hand(b"") is None
    assert not store.root.exists()


def test_a_damaged_receipt_is_an_error(store, hand):
    """It is never taken for no receipt: attempts would be counted anew."""
    hand(b"one")
    (path,) = store.root.glob("receipts/*/*/*.json")
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError):
        hand(b"two")


def test_a_name_that_leads_elsewhere_has_no_receipts(store):
    """Neither of a trainee nor of an assignment; for a class it is one refusal."""
    work = Work("../../s001", "ps1", Handed({"a.ipynb": b"x"}))
    with pytest.raises(InputError):
        receive(work, store, now=NOON)
    with pytest.raises(InputError):
        latest(store, "s001", "..")
    (refused,) = receive_all([work], store, now=NOON)
    assert isinstance(refused, Refusal)
    assert not (store.root / "receipts").exists()


def test_two_at_once_are_one_after_the_other(store, hand):
    """While one process receives, another is told to wait, and settling leaves the work to the first."""
    hand(b"one")
    folder = store.root / "receipts" / "s001" / "ps1"
    (folder / ".pending").touch()
    with only_one(folder / ".lock", InputError("", "")):
        with pytest.raises(InputError):
            hand(b"two")
        assert [] == settle_receipts(store, lambda _: pytest.fail("it is not ours"))


def test_what_was_not_delivered_is_delivered_later(store, hand):
    """A delivery that fails leaves a mark; settling delivers the latest receipt once."""

    def fail(_):
        raise OSError

    with pytest.raises(OSError):
        hand(b"one", deliver=fail)
    seen = []
    settled = settle_receipts(store, seen.append)
    assert [latest(store, "s001", "ps1")] == settled == seen
    assert [] == settle_receipts(store, seen.append)


def test_a_class_is_received_together(store, hand):
    """As one by one: old work keeps its receipt; no work, a damaged receipt and a busy one stop nobody."""
    before = hand(b"old")
    damaged = store.root / "receipts" / "s003" / "ps1" / "001.json"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("{", encoding="utf-8")
    works = [Work(f"s{n:03d}", "ps1", Handed({"a.ipynb": b"%d" % n})) for n in range(120)]
    works[1] = Work("s001", "ps1", Handed({"a.ipynb": b"old", "data/x.csv": b"x"}))
    works[2] = Work("s002", "ps1", Handed({}))
    with only_one(store.root / "receipts" / "s004" / "ps1" / ".lock", InputError("", "")):
        results = receive_all(works, store, now=LATER)

    refused = {2, 3, 4}
    assert refused == {n for n, result in enumerate(results) if isinstance(result, Refusal)}
    assert before == results[1]
    assert [] == store.verify()
    for number in set(range(120)) - refused - {1}:
        receipt = results[number]
        assert (receipt, 1) == (latest(store, f"s{number:03d}", "ps1"), receipt.attempt)
        assert {"a.ipynb": b"%d" % number} == store.files(receipt.submission_sha256)
    assert [r.reason.en != "" for r in results if isinstance(r, Refusal)] == [True] * 3


def test_intake_comes_without_the_scientific_stack():
    """Neither notebooks' libraries nor pandas nor nbgrader are imported with it: grading begins at once."""
    heavy = "{'nbformat', 'jupytext', 'pandas', 'nbgrader', 'jsonschema'}"
    code = f"import sys, grader.exchange.intake; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == done.stdout
