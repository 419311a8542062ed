"""DIF of simulated classes: none is found where none is, and what was planted is found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from grader.errors import MeasurementError
from grader.measurement.quality import dif_statistics, dif_tables, mantel_haenszel

DIFFICULTIES = np.linspace(-2, 2, 20)


def two_groups(drawn, *, persons, seed, shift=0.0, planted=()):
    """Return answers and groups; planted items are harder for the focal group, which is weaker."""
    rng = np.random.default_rng(seed)
    reference, focal = rng.normal(0, 1, persons), rng.normal(-0.7, 1, persons)
    harder = DIFFICULTIES + shift * np.isin(np.arange(20), planted)
    answers = np.concatenate(
        [drawn(reference, DIFFICULTIES, seed=seed + 1), drawn(focal, harder, seed=seed + 2)]
    )
    return answers, ["clerk"] * persons + ["engineer"] * persons


def compare(answers, group, **options):
    """Compare clerks (reference) with engineers (focal)."""
    return dif_statistics(answers, group, reference="clerk", focal="engineer", **options)


def test_groups_that_differ_in_ability_show_no_dif(drawn):
    """Ten tests without DIF, groups .7 SD apart: 97 % in class A, 5 ± 3 % significant."""
    found = [
        item
        for seed in range(10)
        for item in compare(*two_groups(drawn, persons=500, seed=10 * seed))
    ]
    assert np.mean([item.ets == "A" for item in found]) >= 0.97
    assert 0.02 <= np.mean([item.p_value < 0.05 for item in found]) <= 0.08


def test_planted_dif_is_found(drawn):
    """Two items 1.2 logits harder for the focal group: class C, D-DIF −2.35·1.2, the others not."""
    sizes = []
    for seed in range(0, 40, 10):
        data = two_groups(drawn, persons=1500, seed=seed, shift=1.2, planted=(4, 12))
        found = compare(*data, matching="purified")
        assert [k for k, item in enumerate(found) if item.ets == "C"] == [4, 12]
        sizes += [found[4].d_dif, found[12].d_dif]
    assert np.mean(sizes) == pytest.approx(-2.35 * 1.2, abs=0.2)


def test_purifying_takes_the_planted_items_out_of_the_match(drawn):
    """With a quarter of the items planted, the others look easier; purified they do so less."""
    data = two_groups(drawn, persons=1500, seed=8, shift=1.5, planted=(1, 5, 9, 13, 17))
    others = [k for k in range(20) if k not in {1, 5, 9, 13, 17}]
    total, purified = (compare(*data, matching=m) for m in ("total", "purified"))
    bias = [abs(np.mean([found[k].d_dif for k in others])) for found in (total, purified)]
    assert bias[1] < 0.3 < bias[0]
    assert [k for k, item in enumerate(purified) if item.ets == "C"] == [1, 5, 9, 13, 17]


def test_partial_credit_is_compared_by_mantel(drawn):
    """Sums of two items are items of three categories; the planted one is found by SMD/SD."""
    answers, group = two_groups(drawn, persons=1500, seed=4, shift=1.2, planted=(6, 7))
    found = compare(answers[:, ::2] + answers[:, 1::2], group)
    assert {item.method for item in found} == {"mantel"}
    assert [k for k, item in enumerate(found) if item.ets == "C"] == [3]
    assert np.isnan(found[3].d_dif)
    assert found[3].effect < -0.25


def test_small_groups_get_no_number(drawn):
    """49 of 50 needed: too few, counts but nothing else; a lower minimum gives numbers."""
    answers, group = two_groups(drawn, persons=49, seed=1)
    assert {item.status for item in compare(answers, group)} == {"too_few"}
    first = compare(answers, group)[0]
    assert (first.n_reference, first.n_focal, first.ets) == (49, 49, None)
    assert np.isnan([first.d_dif, first.chi_square, first.smd, first.p_value]).all()
    assert "ok" in {item.status for item in compare(answers, group, minimum=40)}


def test_an_item_that_everybody_passes_has_no_estimate(drawn):
    """No wrong answer, no odds: the status says so."""
    answers, group = two_groups(drawn, persons=60, seed=1)
    answers[:, 0] = 1
    assert compare(answers, group)[0].status == "no_estimate"
    assert compare(answers, group)[0].ets is None


def test_missing_answers_leave_persons_out(drawn):
    """A person with a missing answer has no total; with values to match by only that item is lost."""
    answers, group = two_groups(drawn, persons=60, seed=2)
    answers[:5, 3] = -1
    by_total = compare(answers, group)
    given = compare(answers, group, matching=np.tile([1, 2, 3], 40))
    assert [by_total[k].n_reference for k in (0, 3)] == [55, 55]
    assert [given[k].n_reference for k in (0, 3)] == [60, 55]


def test_frames_and_other_groups(drawn):
    """A frame with a third group gives the numbers of the two groups alone."""
    answers, group = two_groups(drawn, persons=80, seed=2)
    frame = pd.DataFrame(np.concatenate([answers, answers[:7]]))
    labels = pd.Series([*group, *["other"] * 7])
    assert repr(compare(frame, labels)) == repr(compare(answers, group))


def test_answers_and_groups_are_counted_into_tables():
    """Five persons in two strata, by hand; the tables are those that Mantel–Haenszel takes."""
    tables = dif_tables([1, 0, 1, 1, -1], [False, False, True, True, True], [7, 7, 7, 9, 9])
    assert tables[:, ::-1].tolist() == [[[1, 0], [1, 0]], [[1, 1], [0, 0]]]
    assert mantel_haenszel(tables[:, ::-1]).odds_ratio == 0


def test_statistics_of_answers_are_those_of_their_tables(drawn):
    """Matching on the total score and counting by hand gives the same odds ratio."""
    answers, group = two_groups(drawn, persons=200, seed=6)
    focal = np.array(group) == "engineer"
    by_hand = mantel_haenszel(dif_tables(answers[:, 2], focal, answers.sum(axis=1))[:, ::-1])
    found = compare(answers, group)[2]
    assert (found.odds_ratio, found.d_dif) == (by_hand.odds_ratio, by_hand.d_dif)
    assert found.chi_square == by_hand.chi_square


def test_other_lengths_are_refused(drawn):
    """Groups or strata of another number of persons are an error."""
    answers, group = two_groups(drawn, persons=60, seed=2)
    for labels, matching in (group[1:], "total"), (group, [1.0, 2.0]):
        with pytest.raises(MeasurementError):
            compare(answers, labels, matching=matching)
