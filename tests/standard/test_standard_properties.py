"""Properties of ids and levels that hold for any input."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from grader.standard.files import Files
from grader.standard.skill_checks import SKILL_ID, levels_in_order
from grader.yamlfile import YamlDocument

LESSON_CODE = re.compile(r"[A-Z]+-[0-9]+")
KINDS = ("standard", "scale", "sources", "domains", "skills", "roles", "personas")


def files_with_levels(numbers: list[int]) -> Files:
    skill = {"id": "SEC-LOG", "levels": [{"level": number} for number in numbers]}
    document = YamlDocument(Path("security.yaml"), {"skills": [skill]}, {})
    return Files({kind: (document,) if kind == "skills" else () for kind in KINDS}, ())


@given(st.from_regex(LESSON_CODE, fullmatch=True))
def test_lesson_code_is_never_a_skill_id(code):
    """SEC-3 names a lesson and can never be read as a skill."""
    assert SKILL_ID.match(code) is None


@given(st.from_regex(SKILL_ID, fullmatch=True))
def test_skill_id_is_never_a_lesson_code(skill):
    """A skill id can never be read as a lesson code."""
    assert LESSON_CODE.fullmatch(skill) is None


@given(st.lists(st.integers(1, 4), max_size=5))
def test_levels_must_count_from_one(numbers):
    """The order rule fires exactly when the levels are not 1, 2, … n."""
    complains = bool(list(levels_in_order(files_with_levels(numbers))))
    assert complains == (numbers != list(range(1, len(numbers) + 1)))
