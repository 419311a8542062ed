"""What other evidence amounts to on a day, and what raters say together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records.other_evidence import (
    EXPIRING_DAYS,
    STATES,
    OtherEvidence,
    Panel,
    in_force,
    panel,
    state_on,
    usual_months,
)
from grader.standard.qualifications import Held, qualification_state

START = date(2024, 4, 1)
END = date(2027, 3, 31)
REGISTERED = OtherEvidence("s001", "registration", (), None, "ipa-sc", START, END)
SAME = {"registered": {"valid", "expiring"}, "lapsed": {"expired"}}


def seen(level, rater, day=START):
    """An observation of SEC-LOG."""
    return OtherEvidence("s001", "observation", ("SEC-LOG",), level, "", day, None, rater, "見た")


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 3, 31), "not_yet"),
        (START, "valid"),
        (END - timedelta(91), "valid"),
        (END - timedelta(90), "expiring"),
        (END, "expiring"),
        (END + timedelta(1), "expired"),
    ],
)
def test_states_follow_each_other(day, state):
    """It counts from its day to its last day, both included; the last 90 days are told."""
    assert 90 == EXPIRING_DAYS
    assert state == state_on(REGISTERED, day)


def test_what_bears_no_end_is_to_be_confirmed_after_the_usual_time(small_standard):
    """An observation of a skill that ages in 24 months is to be confirmed from then on, and never called expired."""
    months = usual_months(seen(2, "a"), small_standard, "SEC-LOG")

    assert 24 == months
    assert "valid" == state_on(seen(2, "a"), date(2026, 3, 31), months=months)
    assert "to_confirm" == state_on(seen(2, "a"), date(2026, 4, 1), months=months)


def test_a_pass_stays_a_pass(small_standard):
    """A pass does not age, not even where the evidence of its skill does."""
    passed = OtherEvidence("s001", "qualification", ("SEC-LOG",), None, "ipa-ap", START)
    months = usual_months(passed, small_standard, "SEC-LOG")

    assert "valid" == state_on(passed, date(2064, 4, 1), months=months)


@given(st.dates(date(2023, 1, 1), date(2032, 1, 1)), st.sampled_from([END, None]))
def test_registrations_agree_with_the_standard(small_standard, day, until):
    """A registration means what `qualification_state` says, on every day, with and without its certificate."""
    exam = small_standard.qualifications["ipa-sc"]
    said = qualification_state(exam, Held("registered", START, until), day)
    row = replace(REGISTERED, until=until)
    state = state_on(row, day, months=usual_months(row, small_standard))

    assert state in STATES
    assert state in SAME.get(said, {said})


def test_one_rater_is_told():
    """One supervisor, however often, is one rater; the newest word counts."""
    assert Panel(3, 3, 1, "one_rater") == panel([seen(3, "a", END), seen(1, "a")])


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ((2, 2), Panel(2, 2, 2, "agree")),
        ((2, 3), Panel(2, 3, 2, "agree")),
        ((1, 3), Panel(1, 3, 2, "disagree")),
        ((3, 3, 1), Panel(1, 3, 3, "disagree")),
    ],
)
def test_disagreement_is_told_not_averaged(levels, found):
    """Raters within one level agree; more than one apart they disagree, whatever a mean would say."""
    assert found == panel(seen(level, f"r{n}") for n, level in enumerate(levels))


def test_what_has_aged_is_no_word_of_today(small_standard):
    """Three years later, only the newer of two observations of a skill that ages in two counts."""
    rows = [seen(3, "a"), seen(2, "b", date(2026, 4, 1))]
    left = in_force(rows, small_standard, "SEC-LOG", date(2027, 4, 1))

    assert Panel(2, 2, 1, "one_rater") == panel(left)


def test_nobody_said_nothing():
    """Without observations there is no panel."""
    assert panel([]) is None
