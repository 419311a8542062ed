"""Banks: one version for one set of parameters, and estimates that follow them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grader.errors import MeasurementError
from grader.measurement import Bank, Policy, estimate, expert_bank, measure
from grader.measurement.parameters import expert_parameters


def test_the_experts_bank_holds_what_was_declared(bank, policy):
    """Each item has the parameters of its level and categories, resting on no answers."""
    found = expert_bank(bank, policy)
    expected = {i.id: expert_parameters(i.level, i.categories, policy) for i in bank}
    assert expected == found.parameters
    assert {("expert", 0)} == {(one.origin, one.answers) for one in found.parameters.values()}


def test_the_version_follows_from_the_parameters(bank, policy):
    """Another order, or another line for the word met, keeps the version; another level or slope does not."""
    version = expert_bank(bank, policy).version
    harder = (replace(bank[0], level=2), *bank[1:])
    others = [
        expert_bank(bank[::-1], replace(policy, met=0.95)),
        expert_bank(harder, policy),
        expert_bank(bank, replace(policy, slope=1.0)),
        expert_bank(bank[1:], policy),
    ]
    assert (version[:7], len(version)) == ("expert-", 15)
    assert [True, False, False, False] == [one.version == version for one in others]


def test_estimates_follow_the_bank(item):
    """The same full answer says more on an item that proved to be harder."""
    items, policy = (item("q1"),), Policy()
    expert = expert_bank(items, policy)
    curve = expert.curve("q1")
    harder = Bank("2", {"q1": replace(curve, difficulty=curve.difficulty + 1, origin="own_slope")})
    answers = np.array([[2]], dtype=np.int8)
    found = [
        estimate(answers, items=items, policy=policy, bank=one)["SEC-IAM"].eap[0]
        for one in (None, expert, harder)
    ]
    assert found[0] == found[1] < found[2]


def test_an_item_that_the_bank_lacks_is_told(bank, policy, result, exercise):
    """Neither guessed at nor left out: the message names the bank and the exercise."""
    known = expert_bank(bank[1:], policy)
    with pytest.raises(MeasurementError) as caught:
        measure(
            [result("s001", [exercise("sec-3-q1", 3.0)])], items=bank, policy=policy, bank=known
        )
    assert f"bank “{known.version}” has no exercise “sec-3-q1”" in caught.value.en
