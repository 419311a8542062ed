"""What holds for every rule and any case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from grader.standard import BidCase, Link, Tie, load_rulebook
from grader.standard.rulings import LADDER
from grader.standard.rulings.bid import rule_on
from grader.standard.rulings.clause import BidRule, Clause, Unsettled
from grader.standard.rulings.companies import reach
from grader.standard.rulings.periods import merged, one_run_lasts, period_end, within_years_after
from grader.standard.rulings.words import ACTS, LINKS, METHODS, SCOPES, TIES
from grader.text import Text

RULES = load_rulebook(Path(__file__).parents[3] / "skills_standard")
COMPANIES = st.sampled_from(["A", "B", "M", "P"])
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
FACT = st.sampled_from([True, False, None])


@st.composite
def ties(draw):
    """Any tie, often of ten years."""
    since = draw(st.none() | DAYS)
    lasts = draw(st.sampled_from([0, 1, 700, 1826, 3651, 3652, 3653]) | st.integers(0, 5000))
    ended = (since or draw(DAYS)) + timedelta(lasts)
    until = draw(st.sampled_from(["lasting", "unknown"]) | st.just(ended))
    return Tie(
        draw(st.sampled_from(list(TIES))), draw(COMPANIES), since, until, draw(st.booleans())
    )


LINK = st.builds(Link, COMPANIES, st.sampled_from(list(LINKS)), COMPANIES)
CASES = st.builds(
    BidCase,
    bidder=st.just("B"),
    on=DAYS,
    procurement=st.none() | st.sampled_from(list(SCOPES)),
    acts=st.none() | st.lists(st.sampled_from(list(ACTS)), unique=True).map(tuple),
    ties=st.lists(ties(), max_size=4).map(tuple),
    links=st.lists(LINK, max_size=4).map(tuple),
    method=st.none() | st.sampled_from(list(METHODS)),
    applied_on=st.none() | DAYS,
    acted_on=st.none() | DAYS,
    facts=st.fixed_dictionaries({}, optional={"participation_expected": FACT}),
    exemption=st.none() | st.fixed_dictionaries({}, optional=dict.fromkeys("abc", FACT)),
)


def own_rule(breaks, years_held, years_after):
    """A city's rule that asks for years before and after, and leaves every kind of point open somewhere."""
    question = Text("どちらか", "Which?")
    clause = Clause(
        id="X",
        text=Text("試験用", "for tests"),
        effect="barred",
        scope=None,
        methods=None,
        acts=frozenset({"advise"}),
        ties=frozenset({"employment"}),
        reach=frozenset({"self", "subsidiary"}),
        toward="bidder",
        years_held=years_held,
        years_after=years_after,
        judged_on=("application", "procurement"),
        breaks=breaks,
        facts=(),
        unsettled=(
            Unsettled("ties", ("side_job",), question),
            Unsettled("ties", ("dispatch",), question),
            Unsettled("reach", ("sibling", "consolidated"), question),
            Unsettled("days", ("act",), question),
            Unsettled("judged_on", (), question),
            Unsettled("breaks", (), question),
        ),
        sources=(),
    )
    name = Text("市の規則", "a city's rule")
    return BidRule("own", name, name, name, (clause,), (), None, None, "none", None, ())


RULE = st.sampled_from(sorted(RULES.bid_rules)).map(RULES.bid_rules.get) | st.builds(
    own_rule,
    st.sampled_from(["start_again", "add_up", "unsettled"]),
    st.sampled_from([0, 1, 4, 5, 10]),
    st.sampled_from([0, 1, 3, None]),
)


def span(ruling):
    """Both ends of a ruling as steps of the ladder."""
    return LADDER.index(ruling.at_least), LADDER.index(ruling.at_most)


@given(RULE, CASES, ties() | LINK)
def test_one_more_relation_never_lifts_a_bar(rule, case, more):
    """Naming one more tie or link lowers neither end of a ruling, for every rule."""
    field = "ties" if isinstance(more, Tie) else "links"
    low, high = span(rule_on(rule, case))
    new_low, new_high = span(rule_on(rule, replace(case, **{field: (*getattr(case, field), more)})))
    assert low <= new_low
    assert high <= new_high


@given(CASES, ties() | LINK)
def test_one_more_relation_never_lifts_the_heaviest_bar(case, more):
    """The same holds for all rules together: what was barred stays barred."""
    field = "ties" if isinstance(more, Tie) else "links"
    after = replace(case, **{field: (*getattr(case, field), more)})
    if RULES.all_bids(case).verdict == "barred":
        assert "barred" == RULES.all_bids(after).verdict
    if RULES.all_bids(after).verdict == "not_barred":
        assert "not_barred" == RULES.all_bids(case).verdict


@given(RULE, CASES)
def test_questions_belong_to_open_rulings_only(rule, case):
    """A ruling asks something exactly when it is to be confirmed, and names a clause exactly when one may apply."""
    ruling = rule_on(rule, case)
    low, high = span(ruling)
    assert low <= high
    assert bool(ruling.questions) == (ruling.verdict == "to_be_confirmed")
    assert (ruling.clause is None) == (ruling.verdict == "not_barred")
    assert (ruling.clause is None) <= bool(ruling.reasons)


@given(RULE, CASES, st.sampled_from(["procurement", "method", "acts", "applied_on", "acted_on"]))
def test_forgetting_a_fact_only_widens_a_ruling(rule, case, field):
    """What is settled without a fact does not change when the fact is told."""
    low, high = span(rule_on(rule, case))
    wider_low, wider_high = span(rule_on(rule, replace(case, **{field: None})))
    assert wider_low <= low
    assert high <= wider_high


@given(RULE, CASES, st.randoms())
def test_order_does_not_matter(rule, case, random):
    """The order in which ties and links are named changes no verdict."""
    mixed = {name: list(getattr(case, name)) for name in ("ties", "links")}
    for listed in mixed.values():
        random.shuffle(listed)
    other = replace(case, **{name: tuple(listed) for name, listed in mixed.items()})
    assert span(rule_on(rule, case)) == span(rule_on(rule, other))


@given(CASES)
def test_heaviest_is_the_heaviest_of_each(case):
    """All rules together say no less than any of them surely says, and no more than any possibly says."""
    each = [span(ruling) for ruling in RULES.all_bids(case).each]
    low, high = max(low for low, _ in each), max(high for _, high in each)
    expected = LADDER[low] if low == high else "to_be_confirmed"
    assert expected == RULES.all_bids(case).verdict


@given(st.lists(LINK, max_size=6), COMPANIES, COMPANIES)
def test_links_read_the_same_from_both_ends(links, one, other):
    """Whoever is a company's parent has it as a subsidiary; siblings and shared accounts are mutual."""
    there, back = reach(one, other, links), reach(other, one, links)
    for word, mirrored in (
        ("parent", "subsidiary"),
        ("ancestor", "descendant"),
        ("sibling", "sibling"),
        ("consolidated", "consolidated"),
        ("affiliated", "affiliated"),
        ("self", "self"),
    ):
        assert (word in there) == (mirrored in back)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(1, 40))
def test_period_ends_on_the_day_before_its_anniversary(first, years):
    """A period of whole years has 365 or 366 days a year, and the next day is the anniversary where there is one."""
    end = period_end(first, years)
    assert years * 365 <= (end - first).days + 1 <= years * 365 + (years + 3) // 4
    following = end + timedelta(1)
    assert (following.month, following.day) in {(first.month, first.day), (3, 1)}


@given(DAYS, st.integers(1, 10))
def test_two_halves_of_a_boundary(first, years):
    """A run is long enough on the last day of its period and not a day earlier; the years after an end close alike."""
    end = period_end(first, years)
    assert one_run_lasts([(first, end)], years)
    assert not one_run_lasts([(first, end - timedelta(1))], years)
    last = first - timedelta(1)
    assert within_years_after(last, end, years)
    assert not within_years_after(last, end + timedelta(1), years)


@given(st.lists(st.tuples(DAYS, st.integers(0, 900)), max_size=6))
def test_merged_runs_hold_the_same_days(spans):
    """Joining spans neither adds nor loses a day, and leaves at least one day between two runs."""
    spans = [(first, first + timedelta(length)) for first, length in spans]
    runs = merged(spans)

    def days(of):
        return {d for a, b in of for d in range(a.toordinal(), b.toordinal() + 1)}

    assert days(spans) == days(runs)
    assert all(b[0] - a[1] > timedelta(1) for a, b in pairwise(runs))
