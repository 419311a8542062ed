"""What is known of one skill of one person, in one sentence that says no more than is known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from grader.measurement.decide import decide
from grader.measurement.labels import LABELS
from grader.text import Text, sayer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.measurement.policy import Policy

Verdict = Literal["met", "not_met", "undecided", "insufficient_evidence"]

_say = sayer(LABELS)


def is_thin(record: Mapping[str, Any]) -> bool:
    """Tell whether there is too little evidence to show a level.

    Parameters
    ----------
    record : mapping
        One entry ``persons[].skills[]`` of ``estimates.json``.

    Returns
    -------
    bool
        True with fewer scored answers or notebooks than the policy asks for. Files of versions that
        gave no reasons were provisional for just these two.
    """
    reasons = record.get("provisional_reasons")
    if reasons is None:
        return bool(record["provisional"])
    return not {"few_items", "few_notebooks"}.isdisjoint(reasons)


def verdict(
    record: Mapping[str, Any], required: int, *, policy: Policy, ceiling: int | None = None
) -> Verdict:
    """Hold one skill of one person against a required level.

    Parameters
    ----------
    record : mapping
        One entry ``persons[].skills[]`` of ``estimates.json``.
    required : int
        The level asked for, from 1.
    policy : Policy
        Measurement policy.
    ceiling : int, optional
        Highest level of the skill that notebooks may show; by default that of the policy.

    Returns
    -------
    {'met', 'not_met', 'undecided', 'insufficient_evidence'}
        `insufficient_evidence` if no level may be shown at all. A level of which no task was taken is
        never met, however likely, but undecided. One above the ceiling is not met if even the ceiling
        is not; else people must attest it, and notebooks are insufficient evidence.
    """
    if is_thin(record):
        return "insufficient_evidence"
    top = policy.notebook_ceiling if ceiling is None else ceiling
    reach = min(required, top)
    said = decide(record["p_at_least"][reach - 1] if reach else None, policy)
    if required > top:
        return "not_met" if said == "not_met" else "insufficient_evidence"
    if said == "met" and record.get("hardest", required) < required:
        return "undecided"
    return "insufficient_evidence" if said == "no_evidence" else said


def report_sentence(
    record: Mapping[str, Any],
    *,
    policy: Policy,
    required: int | None = None,
    ceiling: int | None = None,
    next_step: Text | None = None,
) -> Text:
    """Say what is known of one skill of one person.

    Parameters
    ----------
    record : mapping
        One entry ``persons[].skills[]`` of ``estimates.json``.
    policy : Policy
        Measurement policy.
    required : int, optional
        Level asked for; without it nothing is said of a requirement.
    ceiling : int, optional
        Highest level of the skill that notebooks may show; by default that of the policy.
    next_step : Text, optional
        What to do next, such as a module; by default the kind of exercise that would tell more.

    Returns
    -------
    Text
        Level with its interval, amount of evidence, whether it is provisional, the requirement, and
        the next step; without enough evidence no level.
    """
    top = policy.notebook_ceiling if ceiling is None else ceiling
    clauses = [_level(record, policy, top), _amount(record)]
    if not is_thin(record) and record["provisional"]:
        clauses.append(_text("unproctored"))
    said = None if required is None else verdict(record, required, policy=policy, ceiling=top)
    if said:
        clauses.append(_text(said, required=required))
    step = next_step or _step(record, policy, required or 0, said)
    if step:
        clauses.append(Text(_say("ja", "next", step=step.ja), _say("en", "next", step=step.en)))
    return _joined(clauses, Text("", "; "))


def _text(key: str, **values: object) -> Text:
    return Text(_say("ja", key, **values), _say("en", key, **values))


def _counted(key: str, n: int) -> Text:
    return _text(f"{key}_{1 if n == 1 else 'n'}", n=n)


def _joined(texts: Sequence[Text], between: Text) -> Text:
    return Text(between.ja.join(t.ja for t in texts), between.en.join(t.en for t in texts))


def _level(record: Mapping[str, Any], policy: Policy, top: int) -> Text:
    if is_thin(record):
        return _text("no_level")
    level = min(record["level"], top)
    ends = [min(max(math.floor(end), 0), top) for end in record["interval"]]
    # The level may be cut to the hardest task taken; it still lies in what is said of it.
    low, high = min(ends[0], level), max(ends[1], level)
    share = f"{100 * policy.interval:.0f}"
    ja, en = (f"{low}{dash}{high}" if low < high else str(low) for dash in "〜–")
    return Text(
        _say("ja", "level", level=level, share=share, span=ja),
        _say("en", "level", level=level, share=share, span=en),
    )


def _amount(record: Mapping[str, Any]) -> Text:
    exercises = _counted("exercises", record["n_items"])
    books = _counted("notebooks", record["n_notebooks"])
    return Text(
        _say("ja", "amount", exercises=exercises.ja, notebooks=books.ja),
        _say("en", "amount", exercises=exercises.en, notebooks=books.en),
    )


def _step(
    record: Mapping[str, Any], policy: Policy, required: int, said: Verdict | None
) -> Text | None:
    if is_thin(record):
        lacking = {
            "more_exercises": policy.min_items - record["n_items"],
            "more_notebooks": policy.min_notebooks - record["n_notebooks"],
        }
        return _joined([_counted(key, n) for key, n in lacking.items() if n > 0], _text("and"))
    if said == "undecided":
        return _text("step_undecided", level=required)
    if said == "not_met":
        return _text("step_not_met", level=min(record["level"] + 1, required))
    return _text("step_people") if said == "insufficient_evidence" else None
