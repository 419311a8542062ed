"""The rules as a city's policy has them: their strength and weight."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, get_args

from grader.errors import InputError
from grader.placement.rules.catalogue import ALWAYS_HARD, RULES
from grader.placement.rules.model import PlanRule, Strength
from grader.text import Text

if TYPE_CHECKING:
    from grader.placement.problem.model import PlanPolicy

_BY_CODE = {rule.code: rule for rule in RULES}


def rule_in(policy: PlanPolicy, code: str) -> PlanRule:
    """Look up a rule with the strength and the weight that the policy gives it.

    Parameters
    ----------
    policy : PlanPolicy
        The city's policy.
    code : str
        Code of the rule.

    Returns
    -------
    PlanRule
        The rule. A hard one, or one that is off, weighs 0; a soft one weighs more than 0 and names its shortage.

    Raises
    ------
    InputError
        If the code or a code in the policy is unknown, if the strength is not a known word, if a rule that is always
        hard is to be softened, or if a soft rule has no weight above 0.
    """
    _check_codes({code, *policy.rules, *policy.weights})
    rule = _BY_CODE[code]
    strength = _strength(rule, policy.rules.get(code, rule.strength))
    if strength != "soft":
        return replace(rule, strength=strength, weight=0.0)
    return replace(
        rule,
        strength=strength,
        weight=_weight(rule, policy.weights.get(code, rule.weight)),
        shortage=rule.shortage or _broken(rule.name),
    )


def _check_codes(codes: set[str]) -> None:
    unknown = sorted(codes - set(_BY_CODE))
    if unknown:
        raise InputError(
            f"配置の方針: 規則 {'、'.join(unknown)} はありません。{RULES[0].code}〜{RULES[-1].code} の符号で"
            "書いてください。",
            f"policy of placement: there is no rule {', '.join(unknown)}. Write a code of "
            f"{RULES[0].code} to {RULES[-1].code}.",
        )


def _strength(rule: PlanRule, word: str) -> Strength:
    known: tuple[Strength, ...] = get_args(Strength)
    for strength in known:
        if word == strength and (strength == "hard" or rule.code not in ALWAYS_HARD):
            return strength
    if word in known:
        raise InputError(
            f"配置の方針: {rule.code}「{rule.name.ja}」は緩めることも外すこともできません（{word}）。"
            "法令、利益相反、同意、人が決めたことに当たるためです。この行を方針から消してください。",
            f"policy of placement: {rule.code} ({rule.name.en}) cannot be {word}: it is law, a conflict of interest, "
            "consent, or what people decided. Take this line out of the policy.",
        )
    raise InputError(
        f"配置の方針: {rule.code} の強さ「{word}」は使えません。{'、'.join(known)} のどれかにしてください。",
        f"policy of placement: {rule.code} cannot be '{word}'. Use one of {', '.join(known)}.",
    )


def _weight(rule: PlanRule, weight: float) -> float:
    if isfinite(weight) and weight > 0:
        return weight
    raise InputError(
        f"配置の方針: {rule.code}「{rule.name.ja}」を soft にするには、0 より大きい重みが要ります（{weight:g}）。"
        f"weights に {rule.code} の値を書いてください。",
        f"policy of placement: {rule.code} ({rule.name.en}) needs a weight above 0 to be soft ({weight:g}). "
        f"Write one for {rule.code} under weights.",
    )


def _broken(name: Text) -> Text:
    return Text(f"「{name.ja}」を守れない", f"{name.en}: not kept")
