"""One ability per track with its skills around it: the same numbers as other ways of computing them."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis.model import interval_of, posteriors, read_off
from grader.diagnosis.selection import answered, begin
from grader.measurement import Policy
from grader.measurement.posterior import Notebook, summarise
from grader.measurement.quadrature import normal_nodes
from grader.measurement.tables import item_table, policy_grid

SKILLS = ("SEC-A", "SEC-B", "SEC-C")
FINE = Policy(grid_points=241)


def taken(model, categories):
    """Let one person answer the first items, in order."""
    sitting = begin(model)
    for place, got in enumerate(categories):
        sitting = answered(model, sitting, np.array([place]), np.array([got]))
    return sitting


def test_the_track_is_estimated_as_notebooks_are(make_model):
    """A skill's effect is integrated out exactly as the effect of a notebook is (grader.measurement.posterior)."""
    categories = [1, 0, 1, 1, 1, 0, 0, 1, 0]
    model = make_model(9, skills=SKILLS, policy=FINE, sd_skill=0.9)
    track, _ = posteriors(model, taken(model, categories).log_likelihood)
    ours = read_off(model, track)

    wide = Policy(grid_points=241, sd_notebook=0.9, notebook_nodes=15)
    _, weights = normal_nodes(15, sd=0.9)
    tables = [item_table(curve, wide) for curve in model.parameters]
    groups = [np.flatnonzero(model.skill_of == place) for place in range(3)]
    books = [Notebook(group.tolist(), [tables[c] for c in group], weights) for group in groups]
    theirs = summarise(
        np.array([categories], dtype=np.int8),
        books,
        grid=policy_grid(wide),
        cuts=[wide.cut(level) for level in (1, 2, 3, 4)],
        interval=wide.interval,
    )

    assert 1 + theirs.eap / 2 == pytest.approx(ours.eap, abs=2e-3)
    assert theirs.sd / 2 == pytest.approx(ours.sd, abs=2e-3)
    assert theirs.above == pytest.approx(ours.above, abs=2e-3)
    low, high = interval_of(model, track)
    assert 1 + theirs.low / 2 == pytest.approx(low, abs=5e-3)
    assert 1 + theirs.high / 2 == pytest.approx(high, abs=5e-3)


def test_the_skills_agree_with_the_sum_over_all_abilities(make_model):
    """The posterior of each skill equals the one summed out of the joint distribution of track and skills."""
    model = make_model(6, skills=("SEC-A", "SEC-B"), policy=Policy(grid_points=25), sd_skill=1.2)
    likelihood = taken(model, [1, 0, 1, 1, 0, 1]).log_likelihood
    prior, k = np.exp(model.grid.log_prior), model.kernel
    first, second = np.exp(likelihood[0])
    joint = np.einsum("q,qa,a,qb,b->qab", prior, k, first, k, second)
    joint /= joint.sum()

    track, skills = posteriors(model, likelihood)

    assert joint.sum(axis=(1, 2)) == pytest.approx(track[0], abs=1e-12)
    assert joint.sum(axis=(0, 2)) == pytest.approx(skills[0, 0], abs=1e-12)
    assert joint.sum(axis=(0, 1)) == pytest.approx(skills[0, 1], abs=1e-12)


def test_without_skill_effect_all_skills_are_the_track(make_model):
    """With SD 0 between skills, an answer in one tells the same about all."""
    model = make_model(4, skills=("SEC-A", "SEC-B"), sd_skill=0.0)
    track, skills = posteriors(model, taken(model, [1]).log_likelihood)

    assert track[0] == pytest.approx(skills[0, 0])
    assert track[0] == pytest.approx(skills[0, 1])


def test_a_skill_without_answers_is_less_sure_than_its_track(make_model):
    """What was not asked follows the track, with a wider spread."""
    model = make_model(8, skills=("SEC-A", "SEC-B"))
    track, skills = posteriors(model, taken(model, [1, 1, 1, 1]).log_likelihood)
    whole, (asked, other) = read_off(model, track), read_off(model, skills).sd[0]

    assert asked < other
    assert whole.sd[0] < other
    assert read_off(model, skills).eap[0, 1] > 2.5


def test_i_do_not_know_says_what_a_wrong_answer_says(make_model):
    """With guessing, P(wrong) is proportional to P(does not know): the posterior is the one without guessing."""
    guessed, open_ended = make_model(3, kind="choose"), make_model(3, kind="number")
    _, with_guess = posteriors(guessed, taken(guessed, [0, 0, 0]).log_likelihood)
    _, without = posteriors(open_ended, taken(open_ended, [0, 0, 0]).log_likelihood)

    assert without == pytest.approx(with_guess, abs=1e-12)


def test_a_right_answer_that_could_be_guessed_says_less(make_model):
    """One right answer out of four options lifts the estimate, but less than a number found."""
    guessed, open_ended = make_model(1, kind="choose"), make_model(1, kind="number")
    lifts = [
        read_off(model, posteriors(model, taken(model, [1]).log_likelihood)[1]).eap[0, 0]
        for model in (guessed, open_ended)
    ]

    assert 2.5 < lifts[0] < lifts[1]


def test_information_of_a_two_category_item_has_its_closed_form(make_model):
    """With its difficulty known, the information of an item is a²·P·(1 − P) (Birnbaum 1968)."""
    model = make_model(1, policy=Policy(sd_expert=0.0, grid_points=601))
    p = np.exp(model.log_p[0, 1])

    assert 1.2**2 * p * (1 - p) == pytest.approx(model.information[0], abs=2e-3)
