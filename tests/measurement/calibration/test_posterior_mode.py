"""Priors hold the scale and help as long as there are few answers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.errors import MeasurementError
from grader.measurement import ItemPrior, PosteriorMode, ScalePrior, TwoParameterLogistic

LEVELS = np.array([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
DECLARED = (LEVELS - 1) * 2.0 - 0.59
PRIORS = [ItemPrior(place, 0.7, (0.0,)) for place in DECLARED]


def course(drawn, seed, persons):
    """Twelve items that authors misjudge by 0.8 logits, persons N(3, 2.4²), 15 % missing."""
    rng = np.random.default_rng([seed, persons])
    truth = DECLARED + 0.8 * rng.standard_normal(12)
    slopes = 1.2 * np.exp(0.3 * rng.standard_normal(12))
    return (
        truth,
        slopes,
        drawn(seed, persons, slopes, truth[:, None], mean=3.0, sd=2.4, missing=0.15),
    )


def miss(estimates, truth):
    """Return the root mean squared error."""
    return float(np.sqrt(np.nanmean((estimates - truth) ** 2)))


@pytest.mark.parametrize(("persons", "gain"), [(30, 0.8), (100, 0.65), (500, 0.45)])
def test_answers_improve_on_the_authors(drawn, persons, gain):
    """Over eight courses the difficulties are this much nearer to the truth than the declared ones."""
    before, common, own = [], [], []
    for seed in range(8):
        truth, _, answers = course(drawn, seed, persons)
        before.append(miss(DECLARED, truth))
        common.append(miss(PosteriorMode(PRIORS).fit(answers).difficulties_, truth))
        own.append(miss(PosteriorMode(PRIORS, own_slope=True).fit(answers).difficulties_, truth))

    assert np.mean(common) < gain * np.mean(before)
    assert np.mean(own) < gain * np.mean(before)


def test_likelihood_alone_is_worse_with_fifty_persons(drawn):
    """Over six courses of 50 persons priors halve the error, even where likelihood alone finds an estimate."""
    with_priors, alone = [], []
    for seed in range(6):
        truth, _, answers = course(drawn, seed, 50)
        mode = PosteriorMode(PRIORS, own_slope=True).fit(answers)
        likely = TwoParameterLogistic().fit(answers)
        # On the persons' true scale, which likelihood alone cannot know.
        placed = 3.0 + 2.4 * likely.difficulties_
        known = ~np.isnan(placed)
        with_priors.append(miss(mode.difficulties_[known], truth[known]))
        alone.append(miss(placed[known], truth[known]))

    assert np.mean(with_priors) < np.mean(alone) / 2


def test_slopes_of_their_own_pay_with_many_persons(drawn):
    """With 1,000 persons slopes come back, and the spread of the persons with them."""
    _, slopes, answers = course(drawn, 3, 1000)

    model = PosteriorMode(PRIORS, own_slope=True).fit(answers)

    assert np.corrcoef(np.log(slopes), np.log(model.slopes_))[0, 1] > 0.7
    assert 3.0 == pytest.approx(model.person_mean_, abs=0.4)
    assert 2.4 == pytest.approx(model.person_sd_, abs=0.4)


def test_posterior_sds_are_honest(drawn):
    """Over eight courses the errors of the difficulties have the size that their SDs say."""
    ratios = []
    for seed in range(8):
        truth, _, answers = course(drawn, seed, 200)
        priors = [ItemPrior(place, 0.8, (0.0,)) for place in DECLARED]
        model = PosteriorMode(priors, own_slope=True).fit(answers)
        ratios += list((model.difficulties_ - truth) / model.difficulty_sds_)

    assert 1.0 == pytest.approx(np.std(ratios), abs=0.2)


def test_an_item_without_answers_keeps_its_prior(drawn):
    """Difficulty, SD and steps stay as declared; an item answered right by all moves, but not to infinity."""
    _, _, answers = course(drawn, 1, 80)
    answers[:, 0] = -1
    answers[:, 1] = 1

    model = PosteriorMode(PRIORS).fit(answers)

    assert DECLARED[0] == pytest.approx(model.difficulties_[0], abs=1e-4)
    assert 0.7 == pytest.approx(model.difficulty_sds_[0], abs=1e-4)
    assert -3 < model.difficulties_[1] < DECLARED[1]
    assert ("converged",) * 12 == model.status_


def test_steps_are_estimated_with_the_slope_only(drawn):
    """Three-category items keep the declared steps with the common slope, and get their own otherwise."""
    thresholds = np.add.outer(DECLARED[:6], [-0.3, 0.3])
    answers = drawn(2, 800, [1.2] * 6, thresholds, mean=1.0, sd=2.0)
    priors = [ItemPrior(place, 0.7, (-0.8, 0.8)) for place in DECLARED[:6]]

    common = PosteriorMode(priors).fit(answers)
    own = PosteriorMode(priors, own_slope=[True] * 5 + [False]).fit(answers)

    assert np.array([[-0.8, 0.8]] * 6) == pytest.approx(common.steps_)
    assert np.array([[-0.3, 0.3]] * 5) == pytest.approx(own.steps_[:5], abs=0.25)
    assert [-0.8, 0.8] == pytest.approx(own.steps_[5])
    assert [0.0] * 6 == pytest.approx(own.steps_.sum(axis=1).tolist(), abs=1e-9)


def test_the_mode_is_the_top_of_the_posterior(drawn, slow):
    """By the slow program no neighbour in difficulty, slope, mean or spread is more probable."""
    _, _, answers = course(drawn, 4, 60)
    patterns, counts = np.unique(answers[:, :3], axis=0, return_counts=True)
    patterns, counts = patterns[(patterns >= 0).any(axis=1)], counts[(patterns >= 0).any(axis=1)]
    model = PosteriorMode(PRIORS[:3]).fit(patterns, counts)

    def log_posterior(places, slope, mean, sd):
        intercepts = -slope * (np.array(places) - mean)
        value = slow(patterns, counts, [slope * sd] * 3, intercepts[:, None])
        value -= sum((p - d) ** 2 for p, d in zip(places, DECLARED[:3], strict=True)) / 2 / 0.49
        value -= (math.log(slope / 1.2) / 0.3) ** 2 / 2 + ((mean - 3) / 3) ** 2 / 2
        return value - (math.log(sd / 3) / 0.5) ** 2 / 2

    top = [model.difficulties_, model.slopes_[0], model.person_mean_, model.person_sd_]
    best = log_posterior(*top)

    assert best == pytest.approx(model.log_posterior_, abs=1e-7)
    for index in range(4):
        for step in (-0.02, 0.02):
            moved = [*top[:index], top[index] + step, *top[index + 1 :]]
            assert log_posterior(*moved) < best


def test_a_narrow_prior_wins_and_a_wide_one_gives_in(drawn):
    """With an SD of 0.001 the answers move nothing; the likelihood rises as the prior widens."""
    _, _, answers = course(drawn, 5, 300)

    narrow, usual, wide = (
        PosteriorMode([ItemPrior(p.difficulty, sd, p.steps) for p in PRIORS]).fit(answers)
        for sd in (0.001, 0.7, 3.0)
    )

    assert DECLARED == pytest.approx(narrow.difficulties_, abs=1e-3)
    assert narrow.log_likelihood_ < usual.log_likelihood_ < wide.log_likelihood_


def test_constructor_keeps_what_it_was_given(drawn):
    """Parameters stay as they were, before and after fitting."""
    scale = ScalePrior(slope=1.0)
    model = PosteriorMode(PRIORS, [False] * 12, scale)

    model.fit(course(drawn, 6, 40)[2])

    assert (PRIORS, [False] * 12, scale) == (model.priors, model.own_slope, model.scale)


def test_answers_must_fit_the_priors():
    """Another number of items, or a category that an item does not have, is refused."""
    with pytest.raises(MeasurementError):
        PosteriorMode(PRIORS).fit([[0, 1]])
    with pytest.raises(MeasurementError):
        PosteriorMode(PRIORS[:2]).fit([[0, 2]])
