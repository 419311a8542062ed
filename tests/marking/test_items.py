"""Item types: right is 1, empty and garbage are 0, better is never less; examples by hand."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.marking import items

UNIVERSE = "ABCDEF"
WANTED = ["A", "B"]
ROWS = {"A": 1, "B": 2, "C": 1, "D": 3}
BEFORE = [("stop", "tell"), ("tell", "mend"), ("stop", "mend"), ("mend", "learn")]
ORDER = ["stop", "tell", "mend", "learn"]
ALLOW, DENY = [{"role": "a", "n": n} for n in range(4)], [{"role": "b", "n": n} for n in range(2)]

SCORERS = {
    "values": partial(items.values, truth={"x": 1.0, "y": 2.5}),
    "values of a list": partial(items.values, truth=[1.0, 2.5]),
    "one value": partial(items.values, truth=7),
    "table": partial(items.table, truth=ROWS),
    "chosen_set": partial(items.chosen_set, truth=WANTED, universe=UNIVERSE),
    "detect": partial(items.detect, truth=WANTED, universe=UNIVERSE),
    "ordering": partial(items.ordering, before=BEFORE),
    "interval": lambda answer: items.interval(answer, answer, 5.0, scale=10.0),
    "evidence": lambda answer: items.evidence(
        "who", answer, right_claim="who", sufficient=WANTED, universe=UNIVERSE, max_rows=3
    ),
    "claim": lambda answer: items.evidence(
        answer, WANTED, right_claim="who", sufficient=WANTED, universe=UNIVERSE, max_rows=3
    ),
    "regret": partial(items.regret, best=10.0, baseline=0.0),
    "policy": partial(items.policy, must_allow=ALLOW, must_deny=DENY),
    "prediction": partial(items.prediction, options=["up", "down"]),
    "intervals": partial(items.intervals, truth={"x": 5.0, "y": 7.0}, scale={"x": 10.0, "y": 1.0}),
    "review": partial(items.review, faults={"A": 3.0, "B": 1.0}, universe=UNIVERSE),
}
RIGHT = {
    "values": {"x": 1, "y": Decimal("2.5")},
    "values of a list": np.array([1.0, 2.5]),
    "one value": np.int64(7),
    "table": dict(ROWS),
    "chosen_set": {"A", "B"},
    "detect": np.array(["A", "B"]),
    "ordering": tuple(ORDER),
    "interval": np.float32(5),
    "evidence": pd.Series(["B", "A"]),
    "claim": np.str_("who"),
    "regret": np.float64(10),
    "policy": lambda request: np.bool_(request["role"] == "a"),
    "prediction": "down",
    "intervals": {"x": (5, 5.0), "y": np.array([7, 7])},
    "review": {"A", "B"},
}
GARBAGE = [
    None, ..., "", "abc", b"x", [], {}, set(), [None], [[1]], [{}], {"x": None}, {"A": [1, 2]}, object(),
    float("nan"), float("inf"), complex(1, 2), 10**400, -(10**400), True, np.bool_(1),
    Decimal("sNaN"), np.array(5.0), np.array([]), np.array([[1, 2], [3, 4]]), pd.DataFrame({"q": [1]}), pd.NA,
    {"x": np.array([1, 2])}, {"A": np.array([1, 2])}, [np.array([1, 2])],
]  # fmt: skip


@pytest.mark.parametrize("kind", SCORERS)
def test_the_right_answer_is_full(kind):
    """The right answer earns 1, in Python's types and in numpy's and pandas'."""
    assert 1.0 == SCORERS[kind](RIGHT[kind])


@pytest.mark.parametrize("kind", SCORERS)
@pytest.mark.parametrize("number", range(len(GARBAGE)))
def test_what_is_no_answer_earns_nothing(kind, number):
    """Whatever stands in place of an answer earns 0 and raises nothing."""
    assert 0.0 == SCORERS[kind](GARBAGE[number])


@given(st.sets(st.sampled_from(UNIVERSE)), st.sets(st.sampled_from(UNIVERSE + "xyz")))
@pytest.mark.parametrize("scorer", [items.chosen_set, items.detect])
def test_each_step_towards_the_right_set_never_lowers(scorer, truth, answer):
    """Mending any one member of a set never costs points, and all scores lie in [0, 1]."""
    score = partial(scorer, truth=truth, universe=UNIVERSE)
    now = score(answer)
    assert 0.0 <= now <= 1.0
    assert all(score(answer ^ {member}) >= now for member in answer ^ truth)


@given(st.sets(st.sampled_from(UNIVERSE), min_size=1, max_size=5))
@pytest.mark.parametrize("scorer", [items.chosen_set, items.detect])
def test_flagging_everything_is_never_full(scorer, truth):
    """As long as something is innocent, accusing everybody is not the right answer."""
    assert scorer(UNIVERSE_SET, truth, universe=UNIVERSE) < 1.0


UNIVERSE_SET = set(UNIVERSE)


@given(
    st.dictionaries(st.sampled_from(UNIVERSE), st.floats(0.5, 5), min_size=1),
    st.sets(st.sampled_from(UNIVERSE + "xyz")),
)
def test_each_step_towards_the_right_review_never_lowers(faults, found):
    """Whatever the severities, mending one place of a review never costs points."""
    score = partial(items.review, faults=faults, universe=UNIVERSE)
    now = score(found)
    assert 0.0 <= now <= 1.0 + 1e-12
    assert all(score(found ^ {place}) >= now for place in found ^ set(faults))


@given(
    st.lists(st.booleans(), min_size=1, max_size=8),
    st.floats(0, 1),
    st.floats(0, 0.9),
    st.integers(0, 3),
)
def test_a_better_artifact_never_earns_less(kept, quality, original, invented):
    """One fact more, one rule more, one invention less: none of them costs points."""
    now = items.artifact(
        kept=dict(enumerate(kept)), quality=quality, original=original, invented=invented
    )
    facts = dict(enumerate([True, *kept[1:]]))
    better = min(1.0, quality + 0.1)
    fewer = max(0, invented - 1)
    score = partial(items.artifact, original=original)

    assert 0.0 <= now <= 1.0
    assert score(kept=facts, quality=quality, invented=invented) >= now
    assert score(kept=dict(enumerate(kept)), quality=better, invented=invented) >= now
    assert score(kept=dict(enumerate(kept)), quality=quality, invented=fewer) >= now


def test_artifact_by_hand():
    """The original pasted back and an empty text earn 0; a fact lost of four, or one invented, costs; all is 1."""
    whole = dict.fromkeys("abcd", True)
    lost = {**whole, "d": False}
    score = partial(items.artifact, original=0.2)

    assert 0.0 == score(kept=whole, quality=0.2)
    assert 0.0 == score(kept=dict.fromkeys("abcd", False), quality=1.0)
    assert 0.75 == score(kept=lost, quality=1.0)
    assert 0.5 == score(kept=whole, quality=1.0, invented=1)
    assert 1.0 == score(kept=whole, quality=1.0)


def test_intervals_and_review_by_hand():
    """One sure and right range of two is half; the graver fault found with one false alarm is (3 − 1) / 4."""
    assert 0.5 == items.intervals({"x": (5, 5)}, {"x": 5, "y": 1}, scale=10)
    assert 0.5 == items.review({"A", "Z"}, {"A": 3, "B": 1}, universe="ABZ")


@given(
    answer=st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 4)),
    row=st.sampled_from("ABCD"),
    weights=st.fixed_dictionaries({row: st.floats(0.1, 9) for row in "ABCD"}),
    chance=st.floats(0, 0.9),
)
def test_a_row_put_right_never_lowers_a_table(answer, row, weights, chance):
    """Whatever the weights and the chance level, one more right row is at least as good."""
    score = partial(items.table, truth=ROWS, weights=weights, chance=chance)
    assert 0.0 <= score(answer) <= score({**answer, row: ROWS[row]}) <= 1.0 + 1e-12


@given(st.permutations(ORDER), st.integers(0, 2))
def test_a_swap_towards_the_right_order_never_lowers(order, i):
    """Exchanging two neighbours that stand the wrong way round never costs points."""
    swapped = [*order[:i], order[i + 1], order[i], *order[i + 2 :]]
    if ORDER.index(order[i]) > ORDER.index(order[i + 1]):
        assert 0.0 <= items.ordering(order, BEFORE) <= items.ordering(swapped, BEFORE) <= 1.0


@given(st.floats(-50, 50), st.floats(0, 50), st.floats(0, 50))
def test_a_narrower_range_that_holds_the_number_is_better(truth, below, above):
    """Halving both arms of a range that holds the number never costs points."""
    score = partial(items.interval, truth=truth, scale=40.0)
    wide = score(truth - below, truth + above)
    assert 0.0 <= wide <= score(truth - below / 2, truth + above / 2) + 1e-9 <= 1.0 + 2e-9


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_a_better_decision_has_less_regret(one, other):
    """More gain never scores lower, whether more is better or less is."""
    low, high = sorted((one, other))
    if max(abs(low), abs(high)) < 1e300:
        up, down = (partial(items.regret, best=b, baseline=10 - b) for b in (10.0, 0.0))
        assert 0.0 <= up(low) <= up(high) <= 1.0
        assert 1.0 >= down(low) >= down(high) >= 0.0


@given(st.sets(st.sampled_from(UNIVERSE + "xyz")), st.sampled_from(UNIVERSE + "xyz"))
def test_evidence_lies_in_the_unit_range_and_proving_rows_help(rows, extra):
    """A proving row never costs points while there is room for it; rows from nowhere never earn any."""
    score = SCORERS["evidence"]
    assert 0.0 <= score(rows) <= 1.0
    if extra in WANTED and len(rows) < 3:
        assert score(rows | {extra}) >= score(rows)
    if extra in "xyz":
        assert score(rows | {extra}) <= score(rows)


def test_values_by_hand():
    """Two of three numbers within the tolerance are 2/3; a number nobody asked for is one wrong of three."""
    assert 2 / 3 == items.values(
        {"a": 1.0, "b": 2.05, "c": 9}, {"a": 1, "b": 2, "c": 3}, tolerance=0.05
    )
    assert 2 / 3 == items.values([1, 2, 99], [1, 2])
    assert 1 / 2 == items.values([1], [1, 2])
    assert (1.0, 0.0) == (items.values(0.31, 0.3), items.values(0.3101, 0.3))


def test_table_by_hand():
    """3 of 4 rows are 0.75; with a chance of one half 0.5; with the missed row weighing 5 of 8, 3/8."""
    answer = {**ROWS, "D": 0}
    weights = {"D": 5.0}
    scores = [
        items.table(answer, ROWS),
        items.table(answer, ROWS, chance=0.5),
        items.table(answer, ROWS, weights=weights),
        items.table({"A": 1}, ROWS, chance=0.25),
    ]
    assert [0.75, 0.5, 3 / 8, 0.0] == scores


def test_chosen_set_by_hand():
    """Of 2 wanted among 6: one is 1/2, both and one wrong 3/4, all six 0; 4 of 5 wanted among 6 are 4/5."""
    answers = ["A", "ABC", "ABCDEF", "CD"]
    scores = [items.chosen_set(list(a), WANTED, universe=UNIVERSE) for a in answers]
    assert [0.5, 0.75, 0.0, 0.0] == scores
    assert 0.8 == items.chosen_set(list("ABCD"), list("ABCDE"), universe=UNIVERSE)


def test_chosen_set_minds_precision_in_a_large_universe():
    """Two hits among twelve chosen are F1 = 4/14, though only 10 of 98 innocent ones were taken."""
    assert 4 / 14 == items.chosen_set(range(12), [0, 1], universe=range(100))


def test_an_empty_truth_wants_an_empty_set():
    """Where nothing is to be found, an empty answer is right, a report is wrong and None no answer."""
    for scorer in (items.chosen_set, items.detect):
        assert [1.0, 0.0, 0.0] == [scorer(a, [], universe=UNIVERSE) for a in ([], ["A"], None)]


def test_detect_by_hand():
    """Cost 1 of 2 is 1/2; a false alarm of half the price leaves 3/4; six reports for two cost all."""
    score = partial(items.detect, truth=WANTED, universe=UNIVERSE)
    scores = [score("A"), score(["A"]), score(list("ABC"), false_alarm=0.5), score(list(UNIVERSE))]
    assert [0.0, 0.5, 0.75, 0.0] == scores
    assert 0.5 == score(["A", "B", "nobody"])


def test_ordering_by_hand():
    """Of four pairs three kept are 1/2, two kept 0; a missing or doubled action is no order."""
    orders = [
        ["tell", "stop", "mend", "learn"],
        ["tell", "mend", "stop", "learn"],
        ORDER[:3],
        [*ORDER, "stop"],
        ["look", *ORDER],
    ]
    assert [0.5, 0.0, 0.0, 0.0, 1.0] == [items.ordering(order, BEFORE) for order in orders]


def test_interval_by_hand():
    """Width 4, alpha 0.2: inside S = 4, one off S = 4 + 10; of a scale of 20 remain 0.8 and 0.3."""
    score = partial(items.interval, scale=20.0)
    assert 0.8 == score(8, 12, 10.0)
    assert pytest.approx(0.3) == score(8, 12, 13.0)
    assert (0.0, 0.0) == (score(12, 8, 10.0), score(0, 100, 10.0))


def test_evidence_by_hand():
    """One of two proving rows 1/2; one from nowhere costs 1/3; three too many leave nothing."""
    score = SCORERS["evidence"]
    assert [0.5, 1.0] == [score(["A"]), score(["A", "B", "C"])]
    assert pytest.approx(2 / 3) == score(["A", "B", "x"])
    assert 0.0 == score(list(UNIVERSE))


def test_regret_by_hand():
    """Three quarters of the way from the naive cost of 20 down to the best of 12 is 14."""
    assert 0.75 == items.regret(14, best=12, baseline=20)
    assert [1.0, 0.0] == [items.regret(v, best=3, baseline=3) for v in (3, 2)]


def test_policy_by_hand():
    """3 of 4 passes and both refusals right are 3/4; all open and all shut are 0."""
    rules = [
        lambda r: r["role"] == "a" and r["n"] < 3,
        lambda _: True,
        lambda _: False,
        lambda _: 1,
    ]
    assert [0.75, 0.0, 0.0, 0.0] == [SCORERS["policy"](rule) for rule in rules]
    table = {"a": True, "b": np.bool_(0), "c": True}
    assert 0.5 == items.policy(table, must_allow=["a"], must_deny=["b", "c"])
    assert 1.0 == items.policy(table, must_allow=["a"], must_deny=[])


def test_a_rule_gets_copies_of_the_requests():
    """A function that changes what it is asked about changes nothing outside."""

    def greedy(request):
        return request.pop("role") == "a"

    assert [1.0, 1.0] == [SCORERS["policy"](greedy) for _ in range(2)]


def test_part_of_an_option_is_no_prediction():
    """Only a whole option counts."""
    assert [0.0, 0.0, 1.0] == [items.prediction(a, "ABC") for a in ("", "AB", "B")]
