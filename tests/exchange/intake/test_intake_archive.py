"""Reading a submission from a ZIP archive: nothing leaves it, nothing grows out of it."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exchange.intake import IntakeLimits, labels, read_archive
from grader.exchange.intake.archive import _opened
from grader.exchange.intake.take import RefusedError


@pytest.fixture
def pack(tmp_path):
    """Write an archive of (name or ZipInfo, content) pairs and read it."""

    def packed(*entries, limits=None, method=zipfile.ZIP_DEFLATED, change=lambda data: data):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, content in entries:
                archive.writestr(name, content)
        path = tmp_path / "work.zip"
        path.write_bytes(change(stream.getvalue()))
        return read_archive(path, **({} if limits is None else {"limits": limits}))

    return packed


def refused(handed):
    """File and reason of each refusal."""
    return {refusal.file: refusal.reason for refusal in handed.refusals}


def test_an_archive_is_read_as_its_folder_would_be(pack):
    """Files by path; folders, macOS's shadow files and nbgrader's own files are left out."""
    handed = pack(
        ("a.ipynb", "a"), ("data/", ""), ("data/x.csv", "x"), ("__MACOSX/._a.ipynb", "?"),
        ("timestamp.txt", "2001-01-01"),
    )  # fmt: skip
    assert ({"a.ipynb": b"a", "data/x.csv": b"x"}, ()) == (handed.files, handed.refusals)


@pytest.mark.parametrize(
    "name", ["../up.txt", "/etc/cron.d/x", "a/../../b", "C:/x", "a\\..\\b", "./a"]
)
def test_nothing_slips_out(pack, name, tmp_path):
    """A path that leads out of the archive is refused; nothing is written anywhere."""
    handed = pack((name, "x"), ("a.ipynb", "a"))
    assert (["a.ipynb"], 1) == (list(handed.files), len(handed.refusals))
    assert ["work.zip"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_inside_are_refused(pack, kind):
    """An entry that would become a link or a device is not a plain file."""
    entry = zipfile.ZipInfo("link.txt")
    entry.external_attr = (kind | 0o777) << 16
    assert {"link.txt": labels.NOT_PLAIN} == refused(pack((entry, "/etc/passwd")))


def test_a_bomb_is_refused_before_it_is_unpacked(pack):
    """A hundred kilobytes that would become a hundred megabytes are told from their directory."""
    handed = pack(("bomb.bin", bytes(15 << 20)), ("a.ipynb", "a"))
    assert (["a.ipynb"], {"bomb.bin": labels.BOMB}) == (list(handed.files), refused(handed))


def test_many_small_bombs_are_held_by_the_total(pack):
    """Each below the ratio's threshold; together they stop at the limit of all."""
    limits = IntakeLimits(total=3 << 20)
    handed = pack(*((f"b{n}.bin", bytes(1 << 20)) for n in range(9)), limits=limits)
    assert (3, 6) == (len(handed.files), len(handed.refusals))


def test_a_size_that_lies_is_found_while_unpacking(pack):
    """An entry that claims a few bytes gives no more than it claims, and is refused as broken."""

    def claim_little(data):
        at = data.index(b"PK\x01\x02")
        return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]

    handed = pack(("a.bin", bytes(5 << 20)), change=claim_little)
    assert ({}, {"a.bin": labels.BROKEN}) == (handed.files, refused(handed))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_measure_are_refused(pack, method):
    """Only stored and deflated entries are taken."""
    assert {"a.csv": labels.PACKING} == refused(pack(("a.csv", "x"), method=method))


def test_encrypted_entries_are_refused(pack):
    """The flag in the directory is enough."""

    def lock(data):
        at = data.index(b"PK\x01\x02")
        return data[: at + 8] + b"\x01" + data[at + 9 :]

    assert {"a.csv": labels.ENCRYPTED} == refused(pack(("a.csv", "x"), change=lock))


def test_too_many_entries_in_an_archive_are_refused(pack):
    """As a whole, and before the directory becomes objects when it is absurdly long."""
    limits = IntakeLimits(entries=10)
    handed = pack(*((f"f{n}.txt", "x") for n in range(11)), limits=limits)
    assert ({}, {"work.zip": labels.TOO_MANY}) == (handed.files, refused(handed))
    with pytest.raises(RefusedError):
        _opened(b"PK\x01\x02" * 201, limits)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_given_twice_is_refused(pack):
    """Two entries of one name are not one file."""
    handed = pack(("a.csv", "1"), ("a.csv", "2"), ("b.csv", "3"))
    assert (["b.csv"], {"a.csv": labels.COLLISION}) == (list(handed.files), refused(handed))


def test_names_in_shift_jis_are_understood(tmp_path):
    """Windows writes Japanese names without saying in which code."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("abcdefgh.csv", "x")
    path = tmp_path / "work.zip"
    path.write_bytes(stream.getvalue().replace(b"abcdefgh", "報告表示".encode("cp932")))
    assert {"報告表示.csv": b"x"} == read_archive(path).files


def test_an_archive_over_the_limit_is_not_opened(pack):
    """Its own size is looked at first."""
    handed = pack(("a.csv", "x" * 200), method=zipfile.ZIP_STORED, limits=IntakeLimits(total=100))
    assert {"work.zip": labels.LARGE} == refused(handed)


@pytest.mark.parametrize("data", [b"", b"PK", b"not an archive", b"PK\x05\x06" + bytes(18) + b"x"])
def test_what_is_no_archive_is_a_refusal(tmp_path, data):
    """No error, one reason (or an empty archive)."""
    path = tmp_path / "work.zip"
    path.write_bytes(data)
    handed = read_archive(path)
    assert {} == handed.files
    assert set(refused(handed).values()) <= {labels.NOT_ZIP}


def test_a_missing_or_linked_archive_is_a_refusal(tmp_path):
    """Neither raises."""
    assert 1 == len(read_archive(tmp_path / "nothing.zip").refusals)
    (tmp_path / "folder.zip").mkdir()
    assert {"folder.zip": labels.NOT_PLAIN} == refused(read_archive(tmp_path / "folder.zip"))


@given(st.data())
def test_damage_never_raises(tmp_path_factory, data):
    """An archive with any bytes changed or cut off gives files or refusals."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ipynb", "a" * 50)
        archive.writestr("data/b.csv", "b")
    raw = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "work.zip"
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))])
    read_archive(path)
