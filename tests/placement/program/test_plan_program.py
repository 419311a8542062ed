"""Programs of plans: optima known from other programs, from all plans tried one by one, and from formulas."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from grader.errors import PlanError
from grader.placement.problem.board import Board
from grader.placement.problem.model import Candidate, Goal, PlanPolicy, Post, Problem
from grader.placement.program import Limits, Session, assemble, blockers, pinned, solve
from grader.placement.program.exact import completed, violation
from grader.placement.rules.catalogue import P001, P004, P005, P007, P011, P028
from grader.placement.rules.model import Charge, Rows, Subject

EXACT = Limits(seconds=30.0, gap=0.0)
FILL, FIT = Goal("fill", {"fill": 1.0}), Goal("fit", {"fit": 1.0})
MOVES = Goal("moves", {"moves": 1.0})
# OR-Library's gap1–gap4 in the files of github.com/fontanf/generalizedassignmentsolver (MIT, see gap/LICENSE).
GAP = Path(__file__).parent / "gap"
OPTIMA = {
    row["Path"].rpartition("/")[2]: int(row["Optimum"])
    for row in csv.DictReader((GAP / "optima.csv").read_text().splitlines())
}


def make_board(fit, load, *, goals=(FILL, FIT), stay=None):
    """All pairs of people and posts, from tables of shape (people, posts)."""
    people, posts = fit.shape
    person, post = (index.ravel() for index in np.indices((people, posts)))
    problem = Problem(
        appointed_on=date(2027, 4, 1),
        people=tuple(Candidate(f"s{n:03}", "", "", "", "", "", None) for n in range(people)),
        posts=tuple(Post(f"p{n:03}", "", "") for n in range(posts)),
        policy=PlanPolicy("test", goals),
    )
    still = np.zeros(fit.size, bool) if stay is None else stay.ravel()
    none = np.zeros(fit.size)
    return Board(
        problem,
        person,
        post,
        0 * person,
        load.ravel().astype(float),
        still,
        fit.ravel(),
        none,
        none,
    )


def sums(index, weights, height):
    """A row for each person or post: the weighted sum of its pairs."""
    return csr_array((weights, (index, np.arange(len(index)))), shape=(height, len(index)))


def basic_rules(board, seats, mandatory=None):
    """One place for each person, seats, and mandatory seats."""
    people, posts = len(board.problem.people), len(seats)
    one = sums(board.person, np.ones(len(board)), people)
    load = sums(board.post, board.load, posts)
    of_people = tuple(Subject(person=each.person) for each in board.problem.people)
    of_posts = tuple(Subject(post=each.id) for each in board.problem.posts)
    ones, free = np.ones(people), np.full(posts, np.inf)
    rules = [
        Rows(P001, one, ones, ones, of_people, shortage=ones),
        Rows(P004, load, -free, np.asarray(seats, float), of_posts),
    ]
    if mandatory is not None:
        least = np.asarray(mandatory, float)
        rules.append(Rows(P005, load, least, free, of_posts, shortage=least))
    return rules


def gap_program(name):
    """An instance of the generalised assignment problem: people are jobs, posts are agents."""
    numbers = np.array((GAP / name).read_text().split(), int)
    agents, jobs = numbers[:2]
    cost, use = numbers[2 : 2 + 2 * agents * jobs].reshape(2, agents, jobs)
    board = make_board((100 - cost.T).astype(float), use.T)
    return assemble(board, basic_rules(board, numbers[-agents:]), []), 100 * jobs


@pytest.mark.parametrize("name", sorted(OPTIMA))
def test_known_optima_of_the_generalised_assignment_problem(name):
    """OR-Library's gap1 to gap4 are solved to the optima published with them, with nothing left unproven."""
    program, shift = gap_program(name)
    fill, fit = solve(program, limits=EXACT).stages
    assert (0.0, OPTIMA[name], "optimal") == (fill.value, fit.value + shift, fit.status)


@pytest.mark.parametrize("name", ["gap1-0", "gap3-2", "gap4-2"])
def test_a_gap_left_open_is_true(name):
    """Stopped at a gap of 5 %, the optimum that is known lies between the bound and the value."""
    program, shift = gap_program(name)
    fill, fit = solve(program, limits=Limits(seconds=30.0, gap=0.05)).stages
    assert 0.0 == fill.value
    assert fit.bound <= OPTIMA[name] - shift <= fit.value
    assert fit.gap <= 0.05


def test_a_worst_case_of_assignment_has_its_closed_form():
    """Costs i·j, the worst case of Kuhn and Munkres, give n(n+1)(n+2)/6 (Machol and Wien 1976)."""
    n = 30
    cost = np.outer(np.arange(1, n + 1), np.arange(1, n + 1))
    board = make_board((1000.0 - cost), np.ones((n, n)))
    solution = solve(assemble(board, basic_rules(board, np.ones(n)), []), limits=EXACT)
    assert n * (n + 1) * (n + 2) // 6 == solution.stages[1].value + 1000 * n
    assert "lp" == solution.stages[1].method


@st.composite
def small_programs(draw):
    """Up to five people and three posts, with part-time loads, mandatory seats, and two who must stay apart."""
    people, posts = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    load = np.repeat(rng.choice([0.5, 1.0], people), posts).reshape(people, posts)
    stay = np.arange(posts)[None, :] == rng.integers(0, posts + 1, people)[:, None]
    tolerance = draw(st.sampled_from([0.0, 0.1]))
    goals = (FILL, replace(FIT, tolerance=tolerance), MOVES)
    board = make_board(rng.integers(0, 9, (people, posts)) + 0.0, load, goals=goals, stay=stay)
    seats = rng.integers(1, 4, posts)
    rules = basic_rules(board, seats, rng.integers(0, seats + 1))
    if people > 1:
        together = sums(board.post, (board.person < 2).astype(float), posts)
        subjects = (Subject(person="s000", other="s001"),) * posts
        rules.append(Rows(P011, together, np.full(posts, -np.inf), np.ones(posts), subjects))
    return assemble(board, rules, []), people, posts


def all_plans(program, people, posts):
    """Every plan that the hard rules allow."""
    for places in product(range(posts + 1), repeat=people):
        values = np.zeros_like(program.upper)
        values[[n * posts + place for n, place in enumerate(places) if place < posts]] = 1.0
        plan = completed(program, values)
        if violation(program, plan) <= 1e-6:
            yield plan


def worth_of(program, plan):
    """The value of a plan by each goal."""
    return [float(each.cost @ plan) for each in program.objectives]


def best_by_hand(program, people, posts):
    """The best values goal by goal, each within the tolerances of those before it."""
    left = [worth_of(program, plan) for plan in all_plans(program, people, posts)]
    best = []
    for number, objective in enumerate(program.objectives):
        best.append(min(worth[number] for worth in left))
        cap = best[-1] + objective.goal.tolerance * abs(best[-1]) + 1e-6
        left = [worth for worth in left if worth[number] <= cap]
    return best


@settings(deadline=None, max_examples=60, derandomize=True)
@given(case=small_programs())
def test_no_plan_is_better(case):
    """Every plan tried one by one gives the same best values in the order of the goals."""
    solution = solve(case[0], limits=EXACT)
    values = [stage.value - stage.given_up for stage in solution.stages]
    assert pytest.approx(best_by_hand(*case)) == values
    assert pytest.approx(values) == [stage.bound for stage in solution.stages]
    assert violation(case[0], solution.values) <= 1e-6


def test_the_same_plan_comes_out_again():
    """The same program, seed and threads give the same plan, also after another number of threads was used."""
    program, _ = gap_program("gap2-1")
    first = solve(program, limits=EXACT).values
    solve(program, limits=replace(EXACT, threads=1))
    assert (first == solve(program, limits=EXACT).values).all()


def test_contradicting_hard_rules_are_named():
    """Two pins on one seat leave no plan; the error names the rule of the pins and that of the seats."""
    board = make_board(np.ones((2, 1)), np.ones((2, 1)))
    program = assemble(board, basic_rules(board, [1]), [])
    with pytest.raises(PlanError, match=r"(?s)P004.*P023"):
        solve(pinned(program, pins=[0, 1], forbids=[]), limits=EXACT)


def test_what_blocks_a_shortage_is_named():
    """Two people and one seat: the seats alone keep the second person from a place, whatever else is given up."""
    board = make_board(np.array([[2.0], [1.0]]), np.ones((2, 1)))
    program = assemble(board, basic_rules(board, [1]), [])
    values = solve(program, limits=EXACT).values
    # The first person could give way: P001 of the other person competes, within the seats.
    assert ("P001", "P004") == blockers(program, values, program.blocks[0], 1)


def test_nothing_but_its_own_row_blocks_a_seat_that_nobody_can_take():
    """Three mandatory seats and two people: only that each has one place is in the way."""
    board = make_board(np.ones((2, 1)), np.ones((2, 1)))
    program = assemble(board, basic_rules(board, [3], [3]), [])
    values = solve(program, limits=EXACT).values
    assert 1.0 == values[program.blocks[2].shortages.start]
    assert () == blockers(program, values, program.blocks[2], 0)


def test_what_if_tells_the_loss_where_the_linear_program_is_integral():
    """Forcing a pair then costs, in the first goal that gets worse, exactly what solving again with a pin costs."""
    rng = np.random.default_rng(5)
    board = make_board(rng.integers(0, 1000, (12, 6)) + 0.0, np.ones((12, 6)))
    program = assemble(board, basic_rules(board, [2] * 6), [])
    solution = solve(program, limits=EXACT)
    session = Session(program, solution, EXACT)
    for pair in np.flatnonzero(solution.values[: program.pairs] == 0.0)[:8].tolist():
        least, exact = session.least(pair), session.exact([pair])
        assert pytest.approx(dict(exact)) == dict(least)
        assert all(
            a <= b + 1e-6 for (_, a), (_, b) in zip(session.losses.of(pair), least, strict=False)
        )


@settings(deadline=None, max_examples=40, derandomize=True)
@given(case=small_programs())
def test_no_plan_loses_less_than_its_bound(case):
    """Every plan tried one by one: it loses what each pair that it uses must lose, if it keeps the goals before."""
    program, solution = case[0], solve(case[0], limits=EXACT)
    session = Session(program, solution, EXACT)
    least = [dict(session.least(pair)) for pair in range(program.pairs)]
    known = [dict(session.losses.of(pair)) for pair in range(program.pairs)]
    caps = [
        (stage.value - stage.given_up) + each.goal.tolerance * abs(stage.value - stage.given_up)
        for stage, each in zip(solution.stages, program.objectives, strict=True)
    ]
    possible = set()
    for plan in all_plans(*case):
        used = np.flatnonzero(plan[: program.pairs] > 0.5).tolist()
        possible.update(used)
        for stage, worth, cap in zip(solution.stages, worth_of(program, plan), caps, strict=True):
            must = [losses[pair].get(stage.goal, 0.0) for pair in used for losses in (least, known)]
            assert (
                max((loss for loss in must if loss), default=-np.inf) <= worth - stage.value + 1e-6
            )
            if worth > cap + 1e-6:
                break
    infinite = {pair for pair, losses in enumerate(least) if np.inf in losses.values()}
    assert not infinite & possible


def test_a_pair_that_is_forbidden_is_left():
    """Solving again without a pair of the plan gives a plan without it, no better than the first."""
    board = make_board(np.array([[9.0, 1.0], [8.0, 5.0]]), np.ones((2, 2)))
    program = assemble(board, basic_rules(board, [1, 1]), [])
    solution = solve(program, limits=EXACT)
    session = Session(program, solution, EXACT)
    again = session.again(forbids=[0])
    assert -14.0 == solution.stages[1].value
    assert (0.0, -9.0) == (again.values[0], again.stages[1].value)


def test_terms_stand_where_they_belong():
    """Weights of shortages, charges, points, moves of pairs and of a rule's own columns: counted by hand."""
    goals = (FILL, Goal("mix", {"fit": 0.5, "moves": 2.0}), Goal("keep", {"keep": 1.0}))
    stay = np.array([[True, False]])
    board = make_board(np.array([[7.0, 10.0]]), np.ones((1, 2)), goals=goals, stay=stay)
    own = Rows(
        P028,
        csr_array(np.array([[1.0, 0.0]])),
        np.array([-np.inf]),
        np.array([1.0]),
        (Subject(),),
        own=csr_array(np.array([[-1.0]])),
        own_moves=np.array([3.0]),
    )
    charge = Charge(P007, np.array([True, False]))
    rules = [own, *basic_rules(board, [1, 1])]
    program = assemble(board, rules, [charge], announced=np.array([False, True]))
    fill, mix, keep = (each.cost.tolist() for each in program.objectives)
    # Columns: two pairs, the rule's own one, the shortage of P001.
    assert [P007.weight, 0.0, 0.0, P001.weight] == fill
    assert [-3.5, -3.0, 6.0, 0.0] == mix
    assert [0.0, -1.0, 0.0, 0.0] == keep
    assert (2, 3) == (program.pairs, program.whole)
    assert [[1.0, 0.0, -1.0, 0.0], [1.0, 1.0, 0.0, 1.0]] == program.matrix.toarray()[:2].tolist()


def test_half_a_seat_is_half_a_shortage():
    """One half-time person on one mandatory seat leaves half a seat empty, no more and no less."""
    board = make_board(np.ones((1, 1)), np.full((1, 1), 0.5))
    program = assemble(board, basic_rules(board, [1], [1]), [])
    assert 0.5 * P005.weight == solve(program, limits=EXACT).stages[0].value
