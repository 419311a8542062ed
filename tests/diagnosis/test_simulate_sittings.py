"""What the diagnostic is worth: many sittings of people who never were."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis import Crowd, simulate_sittings
from grader.diagnosis.selection import goal_for
from grader.standard import Requirement

CROWD = [Crowd(800, seed) for seed in range(6)]


def accuracy(sittings, levels):
    """Shares of skills with the exact level, and of right answers to “level ≥ k?”, up to a level."""
    cuts = np.arange(1, levels + 1)
    said = sittings.skills.above[..., :levels] >= 0.5
    truth = sittings.coordinate[..., None] >= cuts
    return (said.sum(-1) == truth.sum(-1)).mean(), (said == truth).mean()


def mean_accuracy(model, goal, levels, **kwargs):
    """Accuracy over six crowds."""
    return np.mean(
        [accuracy(simulate_sittings(model, goal, crowd, **kwargs), levels) for crowd in CROWD], 0
    )


def in_fixed_order(model):
    """Levels in turn, easiest first, as a paper test would have them."""
    by_level = [np.flatnonzero(model.level_of == k) for k in np.unique(model.level_of)]
    return np.stack([places[:10] for places in by_level]).T.ravel()[:15]


def test_fifteen_adaptive_items_reach_the_targets(make_model, open_goal):
    """Bank of 60, levels 0–3, authors' difficulties only: 15 items give exact ≥ .80 and one cut ≥ .93.

    The fixed order of the same items is at least four points behind in exact levels.
    """
    model = make_model(60, sd_skill=0.0)
    exact, one_cut = mean_accuracy(model, open_goal(model), 3, length=15)
    fixed, _ = mean_accuracy(model, open_goal(model), 3, order=in_fixed_order(model))

    assert exact >= 0.80
    assert one_cut >= 0.93
    assert exact - fixed >= 0.04


def test_with_a_level_four_it_is_as_good_as_table_eight(make_model, open_goal):
    """Bank of 60 with levels 1–4, five classes: exact .80 and one cut .95, fixed .70 and .93 (each ± .02)."""
    model = make_model(60, levels=(1, 2, 3, 4), sd_skill=0.0)
    adaptive = mean_accuracy(model, open_goal(model), 4, length=15)
    fixed = mean_accuracy(model, open_goal(model), 4, order=in_fixed_order(model))

    assert (0.80, 0.95) == pytest.approx(adaptive, abs=0.02)
    assert (0.70, 0.93) == pytest.approx(fixed, abs=0.02)


def test_intervals_hold_what_they_promise(make_model, open_goal):
    """Of six skills of a track, after a sitting by the rules, the 90 % interval holds the true level in .87 to .93."""
    skills = tuple(f"SEC-{letter}" for letter in "ABCDEF")
    model = make_model(60, skills=skills, kind="choose")
    held = []
    for crowd in CROWD[:2]:
        sittings = simulate_sittings(model, open_goal(model), crowd)
        low, high = sittings.low, sittings.high
        held.append(((low <= sittings.coordinate) & (sittings.coordinate <= high)).mean())

    assert np.mean(held) == pytest.approx(0.90, abs=0.03)


def test_a_requirement_is_decided_early_and_rightly(make_model):
    """One requirement at level 2 (of 15 items at most): under five on average, at least .93 right where decided."""
    model = make_model(60, sd_skill=0.0)
    need = Requirement("SEC-A", 2, 1.0, "must")
    goal = goal_for(model, {"SEC-A": need}, {"SEC-A": 3})
    asked, right = [], []
    for crowd in CROWD[:2]:
        sittings = simulate_sittings(model, goal, crowd)
        p, truth = sittings.skills.above[:, 0, 1], sittings.coordinate[:, 0] >= 2
        decided = (p >= 0.9) | (p <= 0.1)
        asked.append(sittings.asked.mean())
        right.append(((p >= 0.5) == truth)[decided].mean())

    assert np.mean(asked) < 5
    assert np.mean(right) >= 0.93


def test_the_same_crowd_sits_the_same_way(make_model, open_goal):
    """One seed gives the same sittings twice; another seed gives others."""
    model = make_model(24)
    first, again, other = (
        simulate_sittings(model, open_goal(model), Crowd(20, seed)) for seed in (1, 1, 2)
    )

    assert first.skills.eap.tolist() == again.skills.eap.tolist()
    assert first.asked.tolist() == again.asked.tolist()
    assert first.skills.eap.tolist() != other.skills.eap.tolist()
