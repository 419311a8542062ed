"""What the answers say about the items of a course, beside what the bank says now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.bank import expert_bank
from grader.measurement.calibration.experts import expert_error
from grader.measurement.calibration.partial_credit import GeneralizedPartialCredit
from grader.measurement.calibration.posterior_mode import ItemPrior, PosteriorMode, policy_scale
from grader.measurement.gpcm import mastery_shift
from grader.measurement.parameters import expert_parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from grader.measurement.attempts import Answer
    from grader.measurement.bank import Bank
    from grader.measurement.calibration.experts import ExpertError
    from grader.measurement.items import Item
    from grader.measurement.parameters import ItemParameters
    from grader.measurement.policy import Policy
    from grader.text import Text

MISSING = -1


@dataclass(frozen=True, slots=True)
class Proposal:
    """One item: what the bank says, and what it would say.

    Parameters
    ----------
    item : Item
        The item.
    before, after : ItemParameters
        Its parameters in the present bank, and those proposed.
    answers : int
        First answers that there are.
    reason : Text or None
        Why the answers gave no estimate though there are enough of them; None if they did.
    """

    item: Item
    before: ItemParameters
    after: ItemParameters
    answers: int
    reason: Text | None = None

    @property
    def moved(self) -> float:
        """How far the difficulty would move, logits."""
        return self.after.difficulty - self.before.difficulty


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a calibration proposes.

    Parameters
    ----------
    proposals : tuple of Proposal
        One for each item, sorted by id.
    experts : ExpertError or None
        How well the authors judged; None with too few items to tell.
    """

    proposals: tuple[Proposal, ...]
    experts: ExpertError | None

    def large_moves(self, policy: Policy) -> tuple[Proposal, ...]:
        """Return the items whose difficulty would move so far that a person must look first.

        Parameters
        ----------
        policy : Policy
            Says how far that is.

        Returns
        -------
        tuple of Proposal
            Sorted by id.
        """
        return tuple(one for one in self.proposals if abs(one.moved) > policy.largest_move)


def first_answers(answers: Iterable[Answer], items: Sequence[Item]) -> NDArray[np.int8]:
    """Arrange each person's first attempt at each lesson.

    Parameters
    ----------
    answers : iterable of Answer
        By person, lesson and time, as in `Evidence.answers`.
    items : sequence of Item
        The J items.

    Returns
    -------
    ndarray of shape (N, J)
        Category of each person (sorted by id) on each item; −1 is missing. Later forms of a lesson do
        not count: who has seen one form knows what is asked for.
    """
    columns = {item.id: column for column, item in enumerate(items)}
    taken = list(answers)
    rows = {person: row for row, person in enumerate(sorted({a.person for a in taken}))}
    matrix = np.full((len(rows), len(items)), MISSING, dtype=np.int8)
    forms: dict[tuple[str, str], int] = {}
    for answer in taken:
        first = forms.setdefault((answer.person, answer.item.lesson), answer.form)
        if answer.form == first and answer.item.id in columns:
            matrix[rows[answer.person], columns[answer.item.id]] = answer.category
    return matrix


def calibrate(
    responses: NDArray[np.int8],
    *,
    items: Sequence[Item],
    policy: Policy,
    bank: Bank | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Calibration:
    """Propose parameters for the items of a course.

    Parameters
    ----------
    responses : ndarray of shape (N, J)
        Category of each person on each item, first attempts only; −1 is missing.
    items : sequence of Item
        The J items.
    policy : Policy
        Measurement policy: from how many answers on, which priors.
    bank : Bank, optional
        The present bank; by default what the authors declared.
    progress : callable
        Told how many skills are done, and how many there are.

    Returns
    -------
    Calibration
        An item with fewer answers than `policy.answers_common_slope` keeps what the bank says.

    Notes
    -----
    Skill by skill by `PosteriorMode`: difficulties with the authors' prior N(τ_k + s_m, sd_expert²),
    persons' mean and SD estimated, so that the cuts hold the scale. Item by item, not skill by skill, it
    depends on the number of answers whether a slope is its own: a course gets new items beside old ones.
    Answers to items with too few of them take part too, since they tell about the persons. Priors are
    always the authors', never the bank's: the answers behind the bank are among those given here.
    """
    present = bank or expert_bank(items, policy)
    by_skill = {
        skill: [c for c, item in enumerate(items) if item.skill == skill]
        for skill in sorted({item.skill for item in items})
    }
    found: list[Proposal] = []
    for done, columns in enumerate(by_skill.values(), start=1):
        part = [items[c] for c in columns]
        found += _of_skill(responses[:, columns], part, present, policy)
        progress(done, len(by_skill))
    proposals = sorted(found, key=lambda proposal: proposal.item.id)
    return Calibration(tuple(proposals), _experts(responses, items, by_skill, policy))


def _of_skill(
    responses: NDArray[np.int8], items: Sequence[Item], bank: Bank, policy: Policy
) -> list[Proposal]:
    answers = (responses != MISSING).sum(axis=0)
    now = [bank.parameters[item.id] for item in items]
    kept = [
        Proposal(item, known, known, int(count))
        for item, known, count in zip(items, now, answers, strict=True)
    ]
    enough = answers >= policy.answers_common_slope
    if not enough.any():
        return kept
    own = answers >= policy.answers_own_slope
    declared = [expert_parameters(item.level, item.categories, policy) for item in items]
    priors = [ItemPrior(one.difficulty, policy.sd_expert, one.steps) for one in declared]
    model = PosteriorMode(priors, own.tolist(), policy_scale(policy)).fit(responses)
    return [
        replace(
            one,
            after=one.before if model.reasons_[i] else _learned(model, i, one, policy),
            reason=model.reasons_[i],
        )
        if enough[i]
        else one
        for i, one in enumerate(kept)
    ]


def _learned(model: PosteriorMode, index: int, kept: Proposal, policy: Policy) -> ItemParameters:
    steps = model.steps_[index, : kept.item.categories - 1]
    own = kept.answers >= policy.answers_own_slope
    return replace(
        kept.before,
        slope=float(model.slopes_[index]),
        difficulty=float(model.difficulties_[index]),
        steps=tuple(float(step) for step in steps),
        # A person meets one variant of the item, whose difficulty is a little another one.
        sd=float(np.hypot(model.difficulty_sds_[index], policy.sd_family)),
        origin="own_slope" if own else "common_slope",
        answers=kept.answers,
    )


def _experts(
    responses: NDArray[np.int8],
    items: Sequence[Item],
    by_skill: dict[str, list[int]],
    policy: Policy,
) -> ExpertError | None:
    """Hold estimates without the authors' priors against their levels; the policy's slope is the unit."""
    counts = (responses != MISSING).sum(axis=0)
    rows: list[tuple[int, float, float, str]] = []
    for skill, columns in by_skill.items():
        enough = [c for c in columns if counts[c] >= policy.answers_common_slope]
        if not enough:
            continue
        model = GeneralizedPartialCredit(slope=policy.slope, person_sd=None).fit(
            responses[:, enough], categories=[items[c].categories for c in enough]
        )
        errors = model.standard_errors_.difficulties
        for column, difficulty, error in zip(enough, model.difficulties_, errors, strict=True):
            item = items[column]
            rows.append((item.level, difficulty - _shift(item, policy), error, skill))
    if not rows:
        return None
    levels, estimates, spreads, skills = zip(*rows, strict=True)
    return expert_error(levels, estimates, spreads, groups=skills, interval=policy.interval)


def _shift(item: Item, policy: Policy) -> float:
    """How far a difficulty lies from the cut of the level that the item is written for."""
    steps = expert_parameters(item.level, item.categories, policy).steps
    return mastery_shift(
        slope=policy.slope, offsets=steps, response_probability=policy.response_probability
    )
