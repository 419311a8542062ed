"""The policy file: strict, whole, and the same as the defaults of the code."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from grader.errors import MeasurementError
from grader.measurement import Policy, load_policy
from grader.schema.store import load_schema

ROOT = Path(__file__).parents[2]

VALUES = {key: value for key, value in asdict(Policy()).items() if key != "version"}
HEAD = ["format_version: 2", 'version: "test"']


def write(folder, values, *, reason="{ja: わけ, en: why}"):
    """Write a policy file with one reason for every value."""
    path = folder / "measurement.yaml"
    lines = [f"{k}: {{value: {json.dumps(v)}, reason: {reason}}}" for k, v in values.items()]
    path.write_text("\n".join([*HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path):
    """Every value comes from the file, and reasons are no part of the policy."""
    values = VALUES | {"sd_expert": 0.5, "met": 0.95, "empty_is_zero": False, "retake_days": 7}
    found = load_policy(write(tmp_path, values))
    assert asdict(found) == values | {"version": "test"}


@pytest.mark.parametrize("left_out", sorted(VALUES))
def test_no_parameter_is_decided_unseen(tmp_path, left_out):
    """A file without one of the values is refused, and the message names it."""
    values = {key: value for key, value in VALUES.items() if key != left_out}
    with pytest.raises(MeasurementError) as caught:
        load_policy(write(tmp_path, values))
    assert left_out in caught.value.en


@pytest.mark.parametrize("reason", ["{ja: わけ}", "{en: why}", '{ja: "", en: why}', "わけ"])
def test_no_value_stands_without_its_reason(tmp_path, reason):
    """A value without a reason in both languages is refused; the message names its line."""
    with pytest.raises(MeasurementError) as caught:
        load_policy(write(tmp_path, VALUES, reason=reason))
    assert "measurement.yaml:3: [X001] levels.reason" in caught.value.en


@pytest.mark.checkout
def test_the_file_of_this_workspace_holds_the_defaults_of_the_code():
    """assessments/measurement.yaml and `Policy()` are the same."""
    assert load_policy(ROOT / "assessments" / "measurement.yaml") == Policy()


@pytest.mark.checkout
def test_every_value_stands_on_the_reference_page():
    """docs/reference/measurement.md names each value of the policy."""
    page = (ROOT / "docs" / "reference" / "measurement.md").read_text(encoding="utf-8")
    assert [] == [key for key in VALUES if f"`{key}`" not in page]


def test_estimates_take_every_policy():
    """The policy inside the estimates has the same keys and limits as the policy file."""
    inside = load_schema("estimates")["properties"]["policy"]["properties"]
    file = load_schema("policy")["properties"]
    values = {key: inside[key] | {"description": "The value."} for key in VALUES}
    assert values == {key: file[key]["properties"]["value"] for key in VALUES}


@pytest.mark.parametrize(
    "change",
    [
        {"metric": 1},
        {"width": 0},
        {"sd_expert": -1},
        {"levels": 5},
        {"met": 90},
        {"empty_is_zero": "no"},
    ],
)
def test_nonsense_is_refused_with_its_line(tmp_path, change):
    """Unknown keys and values out of range are refused; the message names file and line."""
    with pytest.raises(MeasurementError) as caught:
        load_policy(write(tmp_path, VALUES | change))
    assert "measurement.yaml:" in caught.value.ja


def test_the_words_do_not_overlap(tmp_path):
    """not_met < point < met must hold."""
    with pytest.raises(MeasurementError) as caught:
        load_policy(write(tmp_path, VALUES | {"met": 0.4}))
    assert "not_met < point < met" in caught.value.en


def test_a_missing_file_is_told(tmp_path):
    """Where no policy stands, the error names the place."""
    with pytest.raises(MeasurementError) as caught:
        load_policy(tmp_path / "measurement.yaml")
    assert "measurement.yaml" in caught.value.ja


def test_cuts_are_a_width_apart():
    """τ_k = (k − 1)·Δ."""
    assert [Policy().cut(k) for k in (1, 2, 3, 4)] == [0.0, 2.0, 4.0, 6.0]
