"""Properties of ids and levels that hold for any input."""

from __future__ import annotations

import copy
import re
import shutil
import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.standard import lint_standard
from grader.standard.files import KINDS, Files
from grader.standard.skill_checks import SKILL_ID, levels_in_order
from grader.yamlfile import YamlDocument, walk

MINIMAL = Path(__file__).parents[1] / "workspaces" / "minimal" / "skills_standard"
NAMES = sorted(path.relative_to(MINIMAL) for path in MINIMAL.rglob("*.yaml"))
LESSON_CODE = re.compile(r"[A-Z]+-[0-9]+")


def files_with_levels(numbers: list[int]) -> Files:
    """A standard with one skill that has these levels."""
    skill = {"id": "SEC-LOG", "levels": [{"level": number} for number in numbers]}
    document = YamlDocument(Path("security.yaml"), {"skills": [skill]}, {})
    return Files({k.name: (document,) if k.name == "skills" else () for k in KINDS}, ())


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


def replaced(data, at, value):
    """Plain data with the value at one place replaced."""
    if not at:
        return value
    out = copy.deepcopy(data)
    inner = out
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = value
    return out


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.integers(0, 999),
    st.sampled_from([None, [], {}, "x", ["x"], {"ja": 1}, -1, 0.5, True]),
)
def test_lint_survives_any_misshapen_value(name, place, value):
    """Whatever stands at whatever place of a file, the linter answers with findings, not a crash."""
    data = yaml.safe_load((MINIMAL / name).read_text(encoding="utf-8"))
    places = [at for at, _ in walk(data)]
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(shutil.copytree(MINIMAL, Path(folder) / "s"))
        text = yaml.safe_dump(replaced(data, places[place % len(places)], value))
        (copied / name).write_text(text, encoding="utf-8")
        assert isinstance(lint_standard(copied), list)
