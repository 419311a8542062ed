"""Both languages say the same: numbers, inline code, links."""

from __future__ import annotations

import pytest

from grader.authoring import lint_lesson, load_registers
from grader.authoring.lint_text import inline_code, links, numbers


@pytest.mark.parametrize(
    ("ja", "en", "expected"),
    [
        ("2026年10月23日", "23 October 2026", {"2026", "10", "23"}),
        ("2026年10月23日", "October 23, 2026", {"2026", "10", "23"}),
        ("2026-10-23", "October 23, 2026.", {"2026", "10", "23"}),
        ("令和8年4月", "April 2026", {"2026", "4"}),
        ("平成31年・令和元年", "2019", {"2019"}),
        ("5月と3月", "in May and 3 March", {"5", "3"}),
        ("10月は", "In October the", {"10"}),
        ("1,200円", "1200 yen", {"1200"}),
        ("\uff11\uff0c\uff12\uff10\uff10円", "1,200 yen", {"1200"}),
        ("3.5時間", "3.5 hours", {"3.5"}),
        ("\uff11\uff12\uff05", "12 percent", {"12"}),
        ("12%", "12 %", {"12"}),
        ("0.5", "0.5", {"0.5"}),
        ("5,300万円", "53 million yen", {"53000000"}),
        ("1.2億", "120,000,000", {"120000000"}),
        ("2万件", "20 thousand", {"20000"}),
        ("1万2,500円", "12,500 yen", {"12500"}),
        ("1億2,000万円", "120 million yen", {"120000000"}),
        ("1、2、3", "1,2,3", {"1", "2", "3"}),
        ("午前9:05", "09:05", {"9", "5"}),
        ("第1問", "1st question", {"1"}),
    ],
)
def test_numbers_are_the_same_in_both_languages(ja, en, expected):
    """Dates, thousands, decimals, percents and full-width digits, as people write them."""
    assert expected == numbers(ja)
    assert expected == numbers(en)


@pytest.mark.parametrize("text", ["You may march on.", "May I? March!", "`3`", "[x](http://a/4)"])
def test_no_number_is_seen_where_there_is_none(text):
    """Words that look like months, code and link targets do not count."""
    assert set() == numbers(text)


def test_fenced_code_does_not_count():
    """What stands in a code fence is the same for both languages or an example."""
    fence = "a\n```\n17 `x` 18\n```\nb `y`"

    assert set() == numbers(fence)
    assert {"y"} == inline_code(fence)


def test_links_of_both_spellings_are_found():
    """Markdown links and bare addresses in angle brackets."""
    assert {"https://a.example/x", "https://b.example"} == links(
        "[a](https://a.example/x) <https://b.example> b"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Look at `visits`.", "Look at `visit`.", "code"),
        ("Look at `visits`.", "Look at `visits` 3 times.", "numbers"),
        ("Look at `visits`.", "Look at `visits` [x](https://x.example).", "links"),
    ],
)
def test_what_stands_in_one_language_only_is_named(change, old, new, told):
    """The finding says which kind differs."""
    folder = change(old, new)

    found = lint_lesson(folder, registers=load_registers(folder.parent), ceilings=None)

    assert [("L003", 17)] == [(f.rule.id, f.line) for f in found]
    assert f"The {told} differ" in found[0].message.en


def test_text_without_a_partner_is_told_once(change, rules_of):
    """A Japanese text whose English twin belongs to another exercise has no partner, and neither has the twin."""
    folder = change(
        '{"ex": "tst-1-q1", "part": "learn", "lang": "en"}', '{"part": "learn", "lang": "en"}'
    )

    found = lint_lesson(folder, registers=load_registers(folder.parent), ceilings=None)

    assert [("L002", 30), ("L002", 33)] == rules_of(found)
