"""The fit document: a hand count, sums that agree, and the schema."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.placement import fit
from grader.schema.store import read_json, write_json
from grader.standard import Requirement, Role


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


@pytest.mark.parametrize("reason", ["few_items", "few_notebooks", "unproctored"])
def test_what_is_thin_decides_nothing(small, estimates_of, reason):
    """Too few exercises or notebooks leave a must without evidence; that nobody watched does not."""
    estimates = estimates_of({"s001": {"SEC-IAM": [0.9, 0.6, 0.2, 0.1]}})
    estimates["persons"][0]["skills"][0]["provisional_reasons"] = [reason]
    found = role_of(fit(small, estimates))
    expected = "undecided" if reason == "unproctored" else "no_evidence"
    assert (expected, expected) == (found["label"], found["parts"][0]["decision"])
    assert found["fit_low"] == pytest.approx(0.375)


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
