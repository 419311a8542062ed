"""`kakehashi rules`: rulings in words, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.workspace import find_workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture
def judge(run):
    """Call ``kakehashi rules`` with the repository's own rules."""

    def called(*args, lang="ja"):
        return run("--lang", lang, "rules", *args, workspace=find_workspace(ROOT))

    return called


@pytest.fixture
def example(judge, tmp_path):
    """The file that ``--example`` prints."""
    path = tmp_path / "cases.yaml"
    path.write_text(judge("--example").stdout, encoding="utf-8")
    return path


def test_rules_are_listed(judge):
    """Without a file each rule has a line."""
    told = judge().stdout.splitlines()
    assert "digital-agency A1 A2 B1 B2 B3 C1 C2 D1".split() == [line.split()[0] for line in told]  # noqa: SIM905


def test_the_example_can_be_judged(judge, example):
    """The printed example is a valid file, and its four cases show four different verdicts."""
    done = judge(example)
    verdicts = [line.split("[")[1] for line in done.stdout.splitlines() if line.startswith("  →")]
    assert (0, "") == (done.exit_code, done.stderr)
    assert [
        "barred]",
        "exemption_may_be_applied_for]",
        "to_be_confirmed]",
        "act_forbidden]",
    ] == verdicts


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "ja",
            ["条項 DA", "理由: 乙システムは甲ホールディングスの子会社", "出典: ", "（493-503行）"],
        ),
        (
            "en",
            ["clause DA", "why: ", "linked to 甲ホールディングス: subsidiary", "(lines 493-503)"],
        ),
    ],
)
def test_a_ruling_names_clause_reason_and_source(judge, example, lang, expected):
    """In the caller's language."""
    told = judge(example, lang=lang).stdout
    assert [] == [words for words in expected if words not in told]


def test_one_rule_can_be_chosen(judge, example):
    """`--rule` wins over what the file asks for."""
    told = judge(example, "--rule", "B1").stdout
    assert 4 == told.count("  B1 ")
    assert "digital-agency" not in told


def test_a_bad_case_is_told_and_the_others_are_answered(judge, example):
    """File and line on standard error, exit code 1, and three of four cases judged."""
    text = example.read_text(encoding="utf-8").replace("method: bid ", "method: tender ", 1)
    example.write_text(text, encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "method: tender" in row)
    done = judge(example)

    assert 1 == done.exit_code
    assert f"cases.yaml:{line}: [X001]" in done.stderr
    assert 3 == done.stdout.count("  → ")


@pytest.mark.parametrize(
    ("replace", "by"),
    [
        ('date: "2026-10-01"', 'date: "2026-02-30"'),
        ('from: "2025-04-01"', 'from: "2025-04-31"'),
        ('from: "2025-04-01", to: lasting', 'from: "2025-04-01", to: "2024-04-01"'),
        ("rules: [digital-agency] ", "rules: [digital] "),
    ],
)
def test_days_and_rules_that_do_not_exist_are_told(judge, example, replace, by):
    """A day that is not in the calendar, an end before its begin, a rule that is not there: the case's line, exit code 1."""
    text = example.read_text(encoding="utf-8")
    assert replace in text
    example.write_text(text.replace(replace, by, 1), encoding="utf-8")
    done = judge(example)

    assert (1, 3) == (done.exit_code, done.stdout.count("  → "))
    assert "cases.yaml:5: " in done.stderr


def test_a_broken_file_does_not_stop_the_next(judge, example, tmp_path):
    """YAML that cannot be read is told with its line, and the other file is answered."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("format_version: 1\ncases: [\n", encoding="utf-8")
    done = judge(broken, example)

    assert (1, 4) == (done.exit_code, done.stdout.count("  → "))
    assert "broken.yaml:" in done.stderr
    assert "[Y001]" in done.stderr


@pytest.mark.parametrize(
    "text", ["", "[]", "format_version: 1\n", "format_version: 2\ncases: [1]\n"]
)
def test_a_file_without_cases_is_an_error(judge, tmp_path, text):
    """A file of another kind is told, not passed over."""
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    done = judge(path)
    assert (1, "") == (done.exit_code, done.stdout)
    assert "other.yaml:1: [X001]" in done.stderr or "other.yaml:2: [X001]" in done.stderr


def test_a_mistake_that_an_alias_repeats_stops_both_cases(judge, tmp_path):
    """The second case has its mistake on lines of the first; neither is answered, the third is."""
    path = tmp_path / "alias.yaml"
    path.write_text(
        "format_version: 1\ncases:\n"
        '  - {id: a, date: "2026-10-01", bidder: B, ties: &t [{kind: friend, company: B, to: lasting}]}\n'
        '  - {id: b, date: "2026-10-01", bidder: B, ties: *t}\n'
        '  - {id: c, date: "2026-10-01", bidder: B}\n',
        encoding="utf-8",
    )
    done = judge(path)
    assert (1, 1) == (done.exit_code, done.stdout.count("  → "))
    assert "alias.yaml:5: c" in done.stdout
