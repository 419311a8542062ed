"""A city's policy over the rules."""

from __future__ import annotations

import pytest

from grader.errors import InputError
from grader.placement.problem.model import PlanPolicy
from grader.placement.rules.catalogue import ALWAYS_HARD, P005, RULES
from grader.placement.rules.policy import rule_in


def policy(rules: dict[str, str] | None = None, weights: dict[str, float] | None = None):
    return PlanPolicy("1", (), rules=rules or {}, weights=weights or {})


def test_every_rule_is_as_in_the_catalogue_by_default() -> None:
    """A policy that says nothing about a rule leaves it as it is."""
    assert list(RULES) == [rule_in(policy(), rule.code) for rule in RULES]


def test_weight_of_the_policy_counts() -> None:
    """A weight in the policy takes the place of the default."""
    assert 7.0 == rule_in(policy(weights={"P005": 7.0}), "P005").weight


@pytest.mark.parametrize("strength", ["hard", "off"])
def test_rule_without_shortage_weighs_nothing(strength: str) -> None:
    """A soft rule that is made hard, or switched off, has no weight."""
    rule = rule_in(policy({"P005": strength}, {"P005": 7.0}), "P005")

    assert (strength, 0.0, P005.name) == (rule.strength, rule.weight, rule.name)


def test_softened_rule_gets_a_weight_and_a_name_for_its_shortage() -> None:
    """A rule that is hard by default is softened with a weight, and its shortage is named after it."""
    rule = rule_in(policy({"P003": "soft"}, {"P003": 2.0}), "P003")

    assert ("soft", 2.0) == (rule.strength, rule.weight)
    assert rule.shortage is not None
    assert "「級」を守れない" == rule.shortage.ja


@pytest.mark.parametrize("weight", [None, 0.0, -1.0, float("nan"), float("inf")])
def test_softened_rule_needs_a_weight(weight: float | None) -> None:
    """Softening a rule without a weight above 0 is an error that names the rule."""
    weights = {} if weight is None else {"P003": weight}

    with pytest.raises(InputError, match=r"P003.*重み"):
        rule_in(policy({"P003": "soft"}, weights), "P003")


@pytest.mark.parametrize("strength", ["soft", "off"])
@pytest.mark.parametrize("code", sorted(ALWAYS_HARD))
def test_law_cannot_be_softened(code: str, strength: str) -> None:
    """Law, conflicts of interest, consent and decisions by hand stay hard."""
    with pytest.raises(InputError, match=rf"{code}.*緩める"):
        rule_in(policy({code: strength}, {code: 1.0}), code)


def test_strength_is_a_known_word() -> None:
    """A strength that is no known word is an error."""
    with pytest.raises(InputError, match=r"P005.*「weak」"):
        rule_in(policy({"P005": "weak"}), "P005")


@pytest.mark.parametrize("given", [{"rules": {"P999": "off"}}, {"weights": {"P999": 1.0}}])
def test_unknown_codes_are_errors(given: dict[str, dict[str, str]]) -> None:
    """A policy that speaks of an unknown rule is an error, whichever rule is looked up."""
    with pytest.raises(InputError, match="P999"):
        rule_in(policy(**given), "P005")  # type: ignore[arg-type]


def test_unknown_code_is_an_error() -> None:
    """A code that no rule has cannot be looked up."""
    with pytest.raises(InputError, match="P100"):
        rule_in(policy(), "P100")
