"""The store and its receipts: whole contents or none, one receipt for the same work."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.errors import InputError
from grader.exchange.intake import Handed, Refusal, Store, labels, latest, receive
from grader.exchange.intake.receipt import settle_receipts
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
        who = {"trainee": "s001", "assignment": "ps1", "now": now}
        return receive(Handed(files, tuple(refusals)), store, **who, **options)

    return handed


def test_a_content_stands_under_its_sha256(store):
    """Two digits and sixty-two, and only once; the digest of “abc” is the example of FIPS 180-2."""
    digest = store.put(b"abc")
    assert ABC == digest == store.put(b"abc")
    assert [store.root / "objects" / ABC[:2] / ABC[2:]] == [
        path for path in store.root.rglob("*") if path.is_file()
    ]
    assert b"abc" == store.get(digest)


def test_a_submission_is_a_manifest(store):
    """Sorted, canonical, kept as a content itself; the order in which files came does not matter."""
    files = {"b.csv": b"2", "a.ipynb": b"1"}
    submission = store.put_files(files)
    told = json.loads(store.get(submission))
    assert ["a.ipynb", "b.csv"] == list(told["files"])
    assert submission == store.put_files(dict(reversed(files.items())))
    assert files == store.files(submission)


def test_damage_is_found_and_mended(store):
    """Verification names a changed content; receiving the same bytes again makes it whole."""
    digest, other = store.put(b"work"), store.put(b"other")
    assert [] == store.verify()
    store.path(digest).write_bytes(b"worm")
    assert [digest] == store.verify()
    store.put(b"work")
    assert ([], b"other") == (store.verify(), store.get(other))


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
