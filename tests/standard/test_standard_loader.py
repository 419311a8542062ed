"""Loading: what stands in the files arrives in the records, and errors are told together."""

from __future__ import annotations

import dataclasses
import pickle
import shutil
from pathlib import Path

import pytest
import yaml

from grader.errors import StandardError
from grader.standard import load_standard

ROOT = Path(__file__).parents[2]
WORKSPACES = ROOT / "tests" / "workspaces"


def as_yaml(record):
    """Turn a record back into the plain data of its file."""
    if dataclasses.is_dataclass(record):
        names = [field.name for field in dataclasses.fields(record)]
        return {name: as_yaml(getattr(record, name)) for name in names}
    return [as_yaml(item) for item in record] if isinstance(record, tuple) else record


def without_empty(data):
    """Plain data without what is left out of a file when there is nothing to say."""
    if isinstance(data, dict):
        kept = {key: without_empty(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if value not in (None, [])}
    return [without_empty(item) for item in data] if isinstance(data, list) else data


def plain(path):
    """Read YAML by another reader than ours."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_skills_round_trip():
    """Every field of every skill in the files stands in its record, and nothing else."""
    folder = ROOT / "skills_standard"
    written = {}
    for path in (folder / "skills").glob("*.yaml"):
        written |= {skill["id"]: skill for skill in plain(path)["skills"]}
    loaded = {key: as_yaml(skill) for key, skill in load_standard(folder).skills.items()}
    assert {key: without_empty(skill) for key, skill in written.items()} == {
        key: without_empty(skill) for key, skill in loaded.items()
    }


def test_requirements_round_trip():
    """Every requirement of a role file stands in its record, in the same order."""
    folder = ROOT / "skills_standard"
    everybody = ["external", "internal"]
    for role in load_standard(folder).roles.values():
        written = plain(folder / "roles" / "jdx" / f"{role.id}.yaml")["requirements"]
        assert [{"applies_to": everybody, **need} for need in written] == as_yaml(role.requirements)


def test_loading_twice_gives_equal_records():
    """The same files give the same records."""
    folder = ROOT / "skills_standard"
    assert load_standard(folder) == load_standard(folder)


def test_standard_travels_between_processes():
    """A standard can be sent to worker processes."""
    standard = load_standard(ROOT / "skills_standard")
    assert standard == pickle.loads(pickle.dumps(standard))  # noqa: S301  # made one line above


def test_records_are_frozen():
    """Nobody changes the standard after it was loaded."""
    skill = load_standard(ROOT / "skills_standard").skills["SEC-LOG"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        skill.auto_ceiling = 4


def test_skills_come_in_the_order_of_domains():
    """Pages can list skills as they come: domain by domain, as in domains.yaml."""
    standard = load_standard(ROOT / "skills_standard")
    seen = list(dict.fromkeys(skill.domain for skill in standard.skills.values()))
    assert list(standard.domains) == seen


def test_warnings_do_not_stop_loading():
    """A missing English name is a warning; the Japanese stands in for it."""
    standard = load_standard(WORKSPACES / "broken" / "S008" / "skills_standard")
    assert standard.skills["SEC-IAM"].name.en == "権限設計"


def test_error_lists_every_finding(tmp_path):
    """The error holds file, line and rule of each mistake at once, in both languages."""
    folder = tmp_path / "skills_standard"
    shutil.copytree(WORKSPACES / "broken" / "S001" / "skills_standard", folder)
    path = folder / "skills" / "security.yaml"
    text = path.read_text(encoding="utf-8").replace("分類できる", "分類する")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StandardError) as caught:
        load_standard(folder)
    for words in (caught.value.ja, caught.value.en):
        assert "skills_standard/roles/jdx/engineer.yaml:16: [S001]" in words
        assert "skills_standard/skills/security.yaml:17: [S005]" in words


@pytest.mark.parametrize("rule", ["S009", "S022", "X001", "Y001", "Y002"])
def test_unusable_standard_is_refused(rule):
    """A standard with an error is never half loaded."""
    with pytest.raises(StandardError) as caught:
        load_standard(WORKSPACES / "broken" / rule / "skills_standard")
    assert f"[{rule}]" in caught.value.ja
