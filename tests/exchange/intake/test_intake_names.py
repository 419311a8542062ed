"""Names of files and folders: what is taken means the same everywhere and can be shown anywhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exchange.intake import labels, printable, why_not
from grader.exchange.intake.names import colliding, why_not_path

HOSTILE = {
    "": labels.BAD_CHARACTER,
    ".": labels.BAD_START,
    "..": labels.BAD_START,
    ".bashrc": labels.BAD_START,
    "-rf": labels.BAD_START,
    "=HYPERLINK(1)": labels.BAD_CHARACTER,
    "+1": labels.BAD_START,
    "@SUM(1)": labels.BAD_START,
    "a=1": labels.BAD_CHARACTER,
    "a/b": labels.BAD_CHARACTER,
    "a\\b": labels.BAD_CHARACTER,
    "c:a": labels.BAD_CHARACTER,
    "a*.csv": labels.BAD_CHARACTER,
    "<script>": labels.BAD_CHARACTER,
    "a\nb": labels.BAD_CHARACTER,
    "a\x00b": labels.BAD_CHARACTER,
    "a\x1b[31m": labels.BAD_CHARACTER,
    "gnp.\u202eipynb": labels.BAD_CHARACTER,
    "a\u200bb": labels.BAD_CHARACTER,
    "a\u3164b": labels.BAD_CHARACTER,
    "x'-alert(1)-'": labels.BAD_CHARACTER,
    "a&b": labels.BAD_CHARACTER,
    "\u3099b": labels.BAD_START,
    "a\ufeffb": labels.BAD_CHARACTER,
    "a\u2028b": labels.BAD_CHARACTER,
    "a\udc80b": labels.BAD_CHARACTER,
    "a.": labels.BAD_END,
    "a ": labels.BAD_END,
    "nul": labels.DEVICE,
    "CON.csv": labels.DEVICE,
    "com1.tar.gz": labels.DEVICE,
    "lpt².txt": labels.DEVICE,
    "aux .txt": labels.DEVICE,
    unicodedata.normalize("NFD", "がぞう.png"): labels.NOT_COMPOSED,
    "x" * 101: labels.LONG_NAME,
    "漢" * 90: labels.LONG_NAME,
}
PLAIN = [
    "assess.ipynb",
    "第1回 報告（案）.csv",
    "s001",
    "Müller_2.txt",
    "a@example.jp",
    "コンピュータ.md",
]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_has_a_reason(name):
    """Each kind of name that means something else somewhere is refused, and told why."""
    assert HOSTILE[name] == why_not(name)


@pytest.mark.parametrize("name", PLAIN, ids=ascii)
def test_a_plain_name_is_taken(name):
    """Japanese and European names of people and files are taken."""
    assert why_not(name) is None


def test_a_path_is_held_to_its_parts():
    """Each part counts, and so do their number and the whole length."""
    assert (None, labels.BAD_START, labels.BAD_CHARACTER, labels.DEEP, labels.LONG_NAME) == (
        why_not_path("data/a.csv"), why_not_path("../a.csv"), why_not_path("/etc/passwd"),
        why_not_path("a/" * 8 + "a"), why_not_path("/".join(["x" * 90] * 3)),
    )  # fmt: skip


@given(st.text(max_size=200))
def test_a_taken_name_is_safe_by_construction(name):
    """No control, format, private or surrogate character, no separator, no formula, no option, and composed."""
    if why_not(name) is not None:
        return
    assert {unicodedata.category(c)[0] for c in name} <= set("LMNPZS")
    assert not set(name) & set('/\\:*?"<>|=`$;\n\r\t')
    assert name[0] not in "-=+@. "
    assert unicodedata.normalize("NFC", name) == name
    assert name == printable(name) or len(name) > 80


@given(st.text(st.characters(), max_size=300))
def test_a_printed_name_is_one_plain_line(name):
    """Whatever a name holds, what is shown has no control, format or surrogate character and is short."""
    shown = printable(name)
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert len(shown) <= 81


def test_names_that_are_one_on_some_system_collide():
    """Capital letters, a folder spelled in two ways, a file that is also a folder, and a name given twice."""
    assert {"A.csv", "a.csv"} == colliding(["A.csv", "a.csv", "b.csv"])
    assert {"Data/x", "data/y"} == colliding(["Data/x", "data/y", "other/z"])
    assert {"a", "a/b"} == colliding(["a", "a/b", "c"])
    assert {"a"} == colliding(["a", "a"])
    assert set() == colliding(["data/x", "data/y", "x"])
    assert {"straße", "STRASSE"} == colliding(["straße", "STRASSE"])
