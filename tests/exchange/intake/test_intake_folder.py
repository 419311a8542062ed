"""Reading a submission from its folder: plain files only, and every refusal is one reason."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from grader.exchange.intake import IntakeLimits, labels, read_folder
from grader.exchange.intake import read as reader
from grader.exchange.intake.read import BY_DESCRIPTOR

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture(
    params=[False, *([True] if BY_DESCRIPTOR else [])], ids=["by look", "by descriptor"]
)
def reading(request, tmp_path):
    """The folder of a submission, and the two ways to read it."""
    folder = tmp_path / "submitted" / "s001" / "ps1"
    folder.mkdir(parents=True)

    def read(*below, **options):
        where = below or ("s001", "ps1")
        return read_folder(tmp_path / "submitted", *where, by_descriptor=request.param, **options)

    return folder, read


def refused(handed):
    """File and reason of each refusal."""
    return {refusal.file: refusal.reason for refusal in handed.refusals}


def test_plain_files_are_taken_and_noise_is_not(reading):
    """Content by path, sorted; the trainee's word for the time and what programs leave behind are left out."""
    folder, read = reading
    (folder / "data" / ".ipynb_checkpoints").mkdir(parents=True)
    for name in ("b.ipynb", "data/x.csv", "timestamp.txt", "submission_secret.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    for name in (".DS_Store", "data/.ipynb_checkpoints/x.csv", "data/._x.csv"):
        (folder / name).write_text("noise", encoding="utf-8")

    handed = read()

    assert [("b.ipynb", b"b.ipynb"), ("data/x.csv", b"data/x.csv")] == list(handed.files.items())
    assert () == handed.refusals


def test_only_what_was_asked_for_is_looked_at(reading):
    """Other files are neither read nor refused."""
    folder, read = reading
    (folder / "a.ipynb").write_bytes(b"a")
    (folder / "=b.csv").write_bytes(b"b")
    assert ({"a.ipynb": b"a"}, ()) == (
        (handed := read(only={"a.ipynb"})).files, handed.refusals,
    )  # fmt: skip


@posix
def test_links_pipes_sockets_and_second_names_are_refused(reading, tmp_path):
    """Whatever leads elsewhere or would block is not a plain file; the plain file beside it is taken."""
    folder, read = reading
    secret = tmp_path / "secret.txt"
    secret.write_text("salary", encoding="utf-8")
    (folder / "a.ipynb").write_bytes(b"a")
    (folder / "link.txt").symlink_to(secret)
    (folder / "dangling.txt").symlink_to(tmp_path / "nothing")
    (folder / "folder").symlink_to(tmp_path)
    os.link(secret, folder / "hard.txt")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        here = os.open(folder, os.O_RDONLY)
        bound.bind(f"/proc/self/fd/{here}/socket.txt" if sys.platform == "linux" else "s")
        os.close(here)
        handed = read()

    names = ["dangling.txt", "folder", "hard.txt", "link.txt", "pipe.txt", "socket.txt"]
    assert dict.fromkeys(names, labels.NOT_PLAIN) == refused(handed)
    assert {"a.ipynb": b"a"} == handed.files


@posix
@pytest.mark.parametrize("part", ["s001", "ps1"])
def test_a_submission_that_is_a_link_is_refused(reading, tmp_path, part):
    """Neither the trainee's folder nor the assignment's may lead elsewhere."""
    folder, read = reading
    (folder / "a.ipynb").write_bytes(b"a")
    place = folder if part == "ps1" else folder.parent
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    handed = read()
    assert ({}, {"s001/ps1": labels.NOT_PLAIN}) == (handed.files, refused(handed))


@pytest.mark.parametrize(
    "below", [("..", "ps1"), ("s001", "../.."), ("s001", "=1"), ("nul", "ps1")]
)
def test_a_bad_name_of_a_trainee_or_assignment_is_a_refusal(reading, below):
    """Nothing is opened by such a name; only this submission is concerned."""
    _, read = reading
    handed = read(*below)
    assert ({}, 1) == (handed.files, len(handed.refusals))


def test_a_folder_that_is_not_there_is_a_refusal(reading):
    """A submission that was moved away does not raise."""
    _, read = reading
    assert {"s002/ps1": labels.NO_FOLDER} == refused(read("s002", "ps1"))


@posix
def test_hostile_names_are_refused_and_shown_safely(reading):
    """A reason stands beside a name in which nothing is active."""
    folder, read = reading
    names = ["=cmd.csv", "a\nb.csv", "gnp.\u202eipynb", "-rf", "か\u3099.csv"]
    for name in names:
        (folder / name).write_bytes(b"x")
    (folder / "bad\x1b").mkdir()
    (folder / "bad\x1b" / "inside.txt").write_bytes(b"x")
    os.mkdir(os.path.join(os.fsencode(folder), b"\xff"))  # noqa: PTH102, PTH118  # not text at all

    handed = read()

    assert {} == handed.files
    assert [
        "-rf", "<U+003D>cmd.csv", "a<U+000A>b.csv", "bad<U+001B>", "gnp.<U+202E>ipynb", "<U+DCFF>",
    ] == sorted((r.file for r in handed.refusals if "か" not in r.file), key=_by_text)  # fmt: skip
    assert 7 == len(handed.refusals)


def _by_text(shown):
    order = ["-rf", "<U+003D>cmd.csv", "a", "bad", "gnp", "<U+DCFF>"]
    return next(number for number, start in enumerate(order) if shown.startswith(start))


def test_sizes_are_held(reading):
    """A file over its limit, and the first over the limit of all, are refused; notebooks are counted first."""
    folder, read = reading
    for name, size in (
        ("a.bin", 70),
        ("b.bin", 50),
        ("big.bin", 101),
        ("z.ipynb", 30),
        ("zz.ipynb", 41),
    ):
        (folder / name).write_bytes(b"x" * size)
    handed = read(limits=IntakeLimits(notebook=40, file=100, total=100, entries=10))
    assert ["a.bin", "z.ipynb"] == list(handed.files)
    assert {
        "b.bin": labels.TOTAL_LARGE, "big.bin": labels.LARGE, "zz.ipynb": labels.LARGE,
    } == refused(handed)  # fmt: skip


def test_too_many_entries_are_refused_as_a_whole(reading):
    """Folders count too; what happens to be listed first does not decide what is taken."""
    folder, read = reading
    (folder / "a.ipynb").write_bytes(b"a")
    for number in range(5):
        (folder / f"d{number}").mkdir()
    few = IntakeLimits(entries=5)
    assert ({}, {"s001/ps1": labels.TOO_MANY}) == (
        read(limits=few).files,
        refused(read(limits=few)),
    )
    assert ["a.ipynb"] == list(read(limits=IntakeLimits(entries=6)).files)


def test_deep_folders_are_not_followed(reading):
    """Nine levels are one refusal, not a walk to the end."""
    folder, read = reading
    (folder / "/".join("abcdefghijkl")).mkdir(parents=True)
    (folder / "a" / "x.csv").write_bytes(b"x")
    handed = read()
    assert (["a/x.csv"], {"a/b/c/d/e/f/g/h/i": labels.DEEP}) == (
        list(handed.files),
        refused(handed),
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep one of the two names only")
def test_names_that_differ_in_capitals_are_refused(reading):
    """Both of them: which one was meant cannot be known."""
    folder, read = reading
    for name in ("A.csv", "a.csv", "b.csv"):
        (folder / name).write_bytes(b"x")
    handed = read()
    assert (["b.csv"], dict.fromkeys(["A.csv", "a.csv"], labels.COLLISION)) == (
        list(handed.files), refused(handed),
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_a_refusal(reading):
    """A file or a folder without permission does not stop the others."""
    folder, read = reading
    (folder / "a.ipynb").write_bytes(b"a")
    (folder / "b.csv").write_bytes(b"b")
    (folder / "c").mkdir()
    for name in ("b.csv", "c"):
        (folder / name).chmod(0)
    handed = read()
    (folder / "c").chmod(0o700)
    assert (["a.ipynb"], dict.fromkeys(["b.csv", "c"], labels.UNREADABLE)) == (
        list(handed.files), refused(handed),
    )  # fmt: skip


def test_a_file_that_grows_is_refused(reading, monkeypatch):
    """What is longer than it was when looked at is not taken, so that no limit is passed meanwhile."""
    folder, read = reading
    (folder / "a.csv").write_bytes(b"x" * 10)
    real = os.fstat

    def grow(number):
        with (folder / "a.csv").open("ab") as stream:
            stream.write(b"y")
        return real(number)

    monkeypatch.setattr(os, "fstat", grow)
    handed = read()
    assert ({}, {"a.csv": labels.CHANGED}) == (handed.files, refused(handed))


@posix
@pytest.mark.parametrize("swapped", ["a.csv", "data"])
def test_what_is_exchanged_for_a_link_after_the_look_is_refused(
    reading, tmp_path, monkeypatch, swapped
):
    """A file, or a folder on the way to it, that becomes a link between looking and reading is not followed."""
    folder, read = reading
    (folder / "data").mkdir()
    (tmp_path / "secret").mkdir()
    for name in ("a.csv", "data/b.csv"):
        (folder / name).write_bytes(b"mine")
    for name in ("a.csv", "b.csv"):
        (tmp_path / "secret" / name).write_bytes(b"data")  # as long as what was looked at
    real = reader.take

    def swap(found, limits):
        (folder / swapped).rename(tmp_path / "away")
        target = tmp_path / "secret" if swapped == "data" else tmp_path / "secret" / "a.csv"
        (folder / swapped).symlink_to(target)
        return real(found, limits)

    monkeypatch.setattr(reader, "take", swap)
    handed = read()
    assert [b"mine"] == list(handed.files.values())
    assert [labels.NOT_PLAIN] == [refusal.reason for refusal in handed.refusals]
