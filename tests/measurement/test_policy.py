"""The policy file: strict, whole, and the same as the defaults of the code."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from grader.errors import MeasurementError
from grader.measurement import Policy, load_policy

WHOLE = {"format_version": 1, **asdict(Policy())}


def write(folder, values):
    """Write a policy file."""

    def text(value):
        if isinstance(value, bool):
            return "true" if value else "false"
        return f'"{value}"' if isinstance(value, str) else str(value)

    path = folder / "policy.yaml"
    lines = [f"{key}: {text(value)}" for key, value in values.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path):
    """Every parameter comes from the file."""
    values = WHOLE | {"sd_expert": 0.5, "met": 0.95, "empty_is_zero": False}
    found = load_policy(write(tmp_path, values))
    assert asdict(found) == {key: value for key, value in values.items() if key != "format_version"}


@pytest.mark.parametrize("left_out", sorted(asdict(Policy())))
def test_no_parameter_is_decided_unseen(tmp_path, left_out):
    """A file without one of the parameters is refused, and the message names it."""
    values = {key: value for key, value in WHOLE.items() if key != left_out}
    with pytest.raises(MeasurementError) as caught:
        load_policy(write(tmp_path, values))
    assert left_out in caught.value.en


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
        load_policy(write(tmp_path, WHOLE | change))
    assert "policy.yaml:" in caught.value.ja


def test_the_words_do_not_overlap(tmp_path):
    """not_met < point < met must hold."""
    with pytest.raises(MeasurementError) as caught:
        load_policy(write(tmp_path, WHOLE | {"met": 0.4}))
    assert "not_met < point < met" in caught.value.en


def test_a_missing_file_is_told(tmp_path):
    """Where no policy stands, the error names the place."""
    with pytest.raises(MeasurementError) as caught:
        load_policy(tmp_path / "policy.yaml")
    assert "policy.yaml" in caught.value.ja


def test_cuts_are_a_width_apart():
    """τ_k = (k − 1)·Δ."""
    assert [Policy().cut(k) for k in (1, 2, 3, 4)] == [0.0, 2.0, 4.0, 6.0]
