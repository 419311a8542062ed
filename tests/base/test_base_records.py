"""Texts, errors and findings."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from grader import errors
from grader.findings import Finding, Rule, has_errors, sort_findings
from grader.text import LANGS, Text

ERROR = Rule("T001", "error", Text("題", "title"), Text("直す", "mend it"))
WARNING = Rule("T002", "warning", Text("題", "title"), Text("直す", "mend it"))
ROOT = Path("root").absolute()


def _finding(path="a.yaml", line=3, rule=ERROR, ja="違う"):
    return Finding(rule, ROOT / path, line, Text(ja, "wrong"))


def test_a_text_knows_both_languages():
    """Each language gives its own sentence."""
    assert ["あ", "a"] == [Text("あ", "a").get(lang) for lang in LANGS]


ALL = [errors.KakehashiError, *errors.KakehashiError.__subclasses__()]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_errors_survive_the_trip_between_processes(kind):
    """A pickled error comes back as the same kind with both sentences."""
    back = pickle.loads(pickle.dumps(kind("日本語", "English")))  # noqa: S301  # our own bytes
    assert (kind, "日本語", "English", "日本語\nEnglish") == (
        type(back),
        back.ja,
        back.en,
        str(back),
    )


def test_the_tree_of_errors_is_drawn_in_full():
    """Every kind of error of the module stands in its docstring."""
    assert [] == [kind.__name__ for kind in ALL if kind.__name__ not in errors.__doc__]


@pytest.mark.parametrize(("lang", "said"), [("ja", "違う → 直す"), ("en", "wrong → mend it")])
def test_a_finding_is_one_line(lang, said):
    """Place relative to the root with forward slashes, rule, what is wrong, remedy."""
    assert f"d/a.yaml:3: [T001] {said}" == _finding("d/a.yaml").render(ROOT, lang)


def test_a_finding_outside_the_root_shows_its_whole_path():
    """A path that is not below the root stays as it is."""
    shown = _finding().render(ROOT / "elsewhere", "en")
    assert shown.startswith((ROOT / "a.yaml").as_posix() + ":3: ")


def test_findings_are_sorted_once_each():
    """By path, line and rule; the same finding twice is one."""
    first, second = _finding("a.yaml", 9), _finding("b.yaml", 2)
    third, fourth = _finding("b.yaml", 10), _finding("b.yaml", 10, WARNING)
    given = [fourth, third, second, first, second]
    assert [first, second, third, fourth] == sort_findings(given)


def test_only_errors_are_errors():
    """A warning alone does not fail a lint."""
    given = [[], [_finding(rule=WARNING)], [_finding(rule=WARNING), _finding()]]
    assert [False, False, True] == [has_errors(findings) for findings in given]
