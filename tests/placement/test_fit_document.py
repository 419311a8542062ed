"""The fit document: a hand count, sums that agree, and the schema."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.placement import fit
from grader.schema.store import read_json, write_json
from grader.standard import Requirement, Role

AXIS = ("low", "expected", "high")


def role_of(document, person="s001", role="r"):
    """Return the fit of one person to one role."""
    entry = next(p for p in document["persons"] if p["person"] == person)
    return next(r for r in entry["roles"] if r["role"] == role)


def test_a_hand_count(small, estimates_of):
    """SEC-IAM at .9/.6/.2, nothing else measured: every number worked out by hand.

    Weights times levels: IAM 3·2 = 6, LOG 1·3 = 3, COMM 1·3 = 3, together 12. E min(level, 2) = 1.5.
    Low 3·1.5/12; expected 4.5/6; high (4.5 + 3 + 3)/12; measured weight 3 of 5; gap 2 − 1.5.
    """
    found = role_of(fit(small, estimates_of({"s001": {"SEC-IAM": [0.9, 0.6, 0.2, 0.1]}})))
    numbers = [
        found[k] for k in ("fit_low", "fit_expected", "fit_high", "measured_share", "expected_gap")
    ]
    assert numbers == pytest.approx([0.375, 0.75, 0.875, 0.6, 0.5])
    assert found["label"] == "undecided"
    first = found["parts"][0]
    assert (first["skill"], first["decision"], first["p_met"]) == ("SEC-IAM", "undecided", 0.6)
    assert (first["expected_level"], first["expected_gap"]) == pytest.approx((1.7, 0.5))


def test_parts_stand_in_order_of_need(small, estimates_of):
    """Must, should, nice; and which of them a person must attest is told."""
    found = role_of(fit(small, estimates_of({"s001": {}})))
    listed = [(part["skill"], part["need"], part["needs"]) for part in found["parts"]]
    assert listed == [
        ("SEC-IAM", "must", "auto"),
        ("SEC-LOG", "should", "auto"),
        ("HUM-COMM", "nice", "human"),
    ]


def test_unmet_musts_stand_first(standard_of, estimates_of):
    """A must that is not met comes before a heavier one that is."""
    standard = standard_of(
        {"SEC-IAM": 3, "SEC-LOG": 3},
        {"r": [("SEC-IAM", 1, 9.0, "must"), ("SEC-LOG", 3, 1.0, "must")]},
    )
    known = {"SEC-IAM": [1.0, 1.0, 1.0, 0.5], "SEC-LOG": [1.0, 0.2, 0.01, 0.0]}
    found = role_of(fit(standard, estimates_of({"s001": known})))
    assert [part["skill"] for part in found["parts"]] == ["SEC-LOG", "SEC-IAM"]
    assert found["label"] == "must_unmet"
    # The label is capped, the number is not: (9·1 + 1·1.21)/(9·1 + 1·3).
    assert found["fit_expected"] == pytest.approx(10.21 / 12)


def test_nothing_known_is_not_nothing_able(small, estimates_of):
    """Without evidence: no expected fit, no gap, everything possible, label no_evidence."""
    found = role_of(fit(small, estimates_of({"s001": {}})))
    assert (found["fit_expected"], found["expected_gap"]) == (None, None)
    assert (found["fit_low"], found["fit_high"], found["measured_share"]) == (0.0, 1.0, 0.0)
    assert found["label"] == "no_evidence"
    assert {part["decision"] for part in found["parts"]} == {"no_evidence"}


def test_musts_are_an_axis_of_their_own(standard_of, estimates_of):
    """Known musts .6 and .5 make .3; one unknown leaves 0 to .6; without musts it is 1, whatever is known."""
    standard = standard_of(
        {"SEC-IAM": 3, "SEC-LOG": 3},
        {
            "both": [("SEC-IAM", 2, 1.0, "must"), ("SEC-LOG", 1, 1.0, "must")],
            "free": [("SEC-IAM", 2, 1.0, "should")],
        },
    )
    known = {
        "s001": {"SEC-IAM": [0.9, 0.6, 0.2, 0.1], "SEC-LOG": [0.5, 0.1, 0.0, 0.0]},
        "s002": {"SEC-IAM": [0.9, 0.6, 0.2, 0.1]},
        "s003": {},
    }
    document = fit(standard, estimates_of(known))
    found = [
        tuple(role_of(document, person, "both")["p_all_musts"][k] for k in AXIS) for person in known
    ]
    assert [(0.3, 0.3, 0.3), (0.0, 0.6, 0.6), (0.0, None, 1.0)] == found
    free = [role_of(document, person, "free")["p_all_musts"] for person in known]
    assert [dict.fromkeys(AXIS, 1.0)] * 3 == free


def test_placements_have_fit_and_growth_side_by_side(small, estimates_of, place):
    """SEC-IAM at .9/.6 of 2 asked for: fit .75, and .25 of what the place develops is still to be gained."""
    small.placements.update(
        {
            "b": place("b", [Requirement("SEC-IAM", 2, 3.0, "must")], [("SEC-IAM", 2)]),
            "a": place("a", [], []),
        }
    )
    known = {"s001": {"SEC-IAM": [0.9, 0.6, 0.2, 0.1]}, "s002": {}}
    one, two = (person["placements"] for person in fit(small, estimates_of(known))["persons"])
    nothing = dict.fromkeys(AXIS)
    assert {"placement": "a", "fit": nothing, "growth": nothing} == one[0]
    axes = {"fit": dict.fromkeys(AXIS, 0.75), "growth": dict.fromkeys(AXIS, 0.25)}
    assert {"placement": "b", **axes} == one[1]
    unknown = dict(zip(AXIS, (0.0, None, 1.0), strict=True))
    assert {"placement": "b", "fit": unknown, "growth": unknown} == two[1]


PROBABILITIES = st.lists(st.floats(0, 1), min_size=4, max_size=4).map(
    lambda p: sorted(p, reverse=True)
)
KNOWN = st.dictionaries(
    st.sampled_from(["SEC-IAM", "SEC-LOG", "HUM-COMM", "NOT-ASKED"]), PROBABILITIES
)


@given(known=KNOWN)
@settings(
    max_examples=60,
    deadline=None,
    # The fixtures are values and functions without memory.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_parts_add_up_to_the_scores(small, estimates_of, known):
    """The contributions of the parts sum to fit_low, fit_expected and fit_high."""
    found = role_of(fit(small, estimates_of({"s001": known})))
    for name in ("low", "expected", "high"):
        total = math.fsum(part[f"contribution_{name}"] for part in found["parts"])
        assert total == pytest.approx(found[f"fit_{name}"] or 0.0, abs=1e-8)


def test_staff_of_another_origin_are_not_asked(small, estimates_of):
    """A requirement for external people is left out for staff, and asked of external people."""
    only = Requirement("SEC-LOG", 1, 1.0, "must", ("external",))
    both = Requirement("SEC-IAM", 2, 1.0, "must")
    small.roles["r"] = Role("r", small.roles["r"].name, "specialist", (only, both))
    estimates = estimates_of({"s001": {}})
    asked = {
        origin: [part["skill"] for part in role_of(fit(small, estimates, origin=origin))["parts"]]
        for origin in ("internal", "external")
    }
    assert asked == {"internal": ["SEC-IAM"], "external": ["SEC-IAM", "SEC-LOG"]}


def test_the_document_fits_its_schema(tmp_path, small, estimates_of):
    """With and without evidence it can be written and read back through the schema."""
    persons = {"s002": {}, "s001": {"SEC-IAM": [0.9, 0.6, 0.2, 0.1], "HUM-COMM": [0.5, 0.2, 0, 0]}}
    document = fit(small, estimates_of(persons))
    write_json(tmp_path / "fit.json", document, "fit")
    assert read_json(tmp_path / "fit.json", "fit") == document
    assert [person["person"] for person in document["persons"]] == ["s001", "s002"]


def test_nobody_is_an_empty_document(small, estimates_of):
    """Without persons there is a document without persons."""
    assert fit(small, estimates_of({}))["persons"] == []
