"""The questions one can ask of the rulebook, beside those about bids."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from grader.errors import InputError, StandardError
from grader.standard import BidCase, Link, Tie, lint_standard, load_rulebook
from grader.standard.rulings import Signed

STANDARD = Path(__file__).parents[3] / "skills_standard"
TODAY = date(2026, 11, 22)
IN_TIME = date(2024, 6, 1)


# ---- bids ------------------------------------------------------------------------------------------


def test_three_lines_of_python_give_a_ruling():
    """Load, name the case, ask: the ruling says verdict, clause and where it stands."""
    rules = load_rulebook(STANDARD)
    case = BidCase("B", on=TODAY, acts=("draft_specification",), ties=(Tie("side_job", "B"),))
    ruling = rules.bid("digital-agency", case)

    assert ("barred", "DA") == (ruling.verdict, ruling.clause)
    assert ("制限される", "barred") == (ruling.label.ja, ruling.label.en)
    assert ("mic-external-talent-2022", "493-503") == (
        ruling.sources[0].ref,
        ruling.sources[0].lines,
    )


def test_all_rules_together_say_the_heaviest(rules):
    """A present employer that advises nobody is barred by A1, whatever the other rules leave open."""
    case = BidCase("B", on=TODAY, procurement="software", ties=(Tie("employment", "B"),))
    found = rules.all_bids(case)

    assert "barred" == found.verdict
    assert {"A1"} == {ruling.rule for ruling in found.each if ruling.verdict == "barred"}
    assert list(rules.bid_rules) == [ruling.rule for ruling in found.each]


def test_open_rulings_together_stay_open(rules):
    """An exemption that may be applied for and a bar that is open make “to be confirmed”, not one of the two."""
    case = BidCase(
        "B", on=TODAY, procurement="software", acts=("draft_specification",),
        ties=(Tie("side_job", "B"),), exemption={"a": True, "b": True, "c": True},
    )  # fmt: skip
    found = rules.all_bids(case, ["digital-agency", "A1"])

    assert ["exemption_may_be_applied_for", "to_be_confirmed"] == [r.verdict for r in found.each]
    assert "to_be_confirmed" == found.verdict


def test_a_word_that_no_rule_knows_is_refused():
    """A misspelt act, tie, link, method or procurement is an error and not a silent “not barred”."""
    for wrong in (
        lambda: BidCase("B", on=TODAY, acts=("draft_specs",)),
        lambda: BidCase("B", on=TODAY, procurement="systems"),
        lambda: BidCase("B", on=TODAY, method="tender"),
        lambda: Tie("employed", "B"),
        lambda: Tie("employment", "B", until="for ever"),
        lambda: Link("A", "parent", "B"),
    ):
        with pytest.raises(InputError) as error:
            wrong()
        assert "はありません" in error.value.ja


def test_a_tie_cannot_end_before_it_begins():
    """Dates in the wrong order are refused."""
    with pytest.raises(InputError):
        Tie("employment", "B", date(2020, 4, 2), date(2020, 4, 1))


def test_an_unknown_rule_is_refused_with_the_rules_there_are(rules):
    """The message lists the ids to choose from."""
    with pytest.raises(InputError) as error:
        rules.bid("da", BidCase("B", on=TODAY))
    assert "digital-agency" in error.value.en


OWN = """
  - id: aobano-1
    name: {ja: 青葉野市の入札制限, en: Bid restriction of Aobano City}
    document: {ja: 要綱, en: outline}
    consequence: {ja: 入札できない, en: The company may not bid}
    verification: none
    valid_from: "2026-04-01"
    valid_until: null
    sources: [{ref: handbook, at: 第3条, use: reference}]
    clauses:
      - id: 第3条
        text: {ja: 通算5年以上雇用した企業と子会社は退職後3年間入札できない, en: Five years in all bar for three}
        effect: barred
        ties: [employment]
        reach: [self, subsidiary]
        years_held: 5
        years_after: 3
        breaks: add_up
"""


@pytest.fixture
def own_rules(minimal):
    """The rulebook of a workspace with one rule of its own."""
    path = minimal.standard / "rules" / "bid_restrictions.yaml"
    path.parent.mkdir()
    path.write_text("format_version: 1\nbid_restrictions:" + OWN, encoding="utf-8")
    return load_rulebook(minimal.standard)


@pytest.mark.parametrize(
    ("day", "expected"), [("2027-03-31", "barred"), ("2027-04-01", "not_barred")]
)
def test_a_city_writes_its_own_rule(own_rules, day, expected):
    """Years that add up to five, and three years after leaving: a rule in YAML alone, no program changed."""
    case = BidCase(
        "B", on=date.fromisoformat(day),
        ties=(
            Tie("employment", "A", date(2016, 4, 1), date(2018, 3, 31)),
            Tie("employment", "A", date(2021, 4, 1), date(2024, 3, 31)),
        ),
        links=(Link("A", "parent_of", "B"),),
    )  # fmt: skip
    assert expected == own_rules.bid("aobano-1", case).verdict


def test_an_unsound_rule_is_not_loaded(minimal):
    """A rule with an unknown word stops the loader, with file and line, instead of barring nobody."""
    path = minimal.standard / "rules" / "bid_restrictions.yaml"
    path.parent.mkdir()
    text = "format_version: 1\nbid_restrictions:" + OWN.replace("[employment]", "[employ]")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StandardError) as error:
        load_rulebook(minimal.standard)
    assert "rules/bid_restrictions.yaml:15: [S033]" in error.value.en


# ---- pledges ---------------------------------------------------------------------------------------


def test_nothing_signed_means_everything_is_missing(rules):
    """Ten items of the Digital Agency and three of the municipal example, as their sources list them."""
    assert 10 == len(rules.missing_pledges("digital-agency", [], on=TODAY))
    missing = rules.missing_pledges("municipal", [], on=TODAY)
    assert [("confidentiality", "not_signed"), ("no-other-use", "not_signed"), ("no-copies", "not_signed")] == [
        (gap.item, gap.state) for gap in missing
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("signed", "state"),
    [
        (Signed("confidentiality", date(2026, 4, 1)), None),
        (Signed("confidentiality", TODAY), None),
        (Signed("confidentiality", date(2026, 11, 23)), "not_yet"),
        (Signed("confidentiality", date(2026, 4, 1), TODAY), None),
        (Signed("confidentiality", date(2025, 4, 1), date(2026, 11, 21)), "expired"),
        (Signed("confidentiality", None), "to_be_confirmed"),
    ],
)
def test_a_signature_holds_from_its_day_to_its_last(rules, signed, state):
    """The day of signature and the last day count; a signature without a day is to be confirmed."""
    gaps = {gap.item: gap.state for gap in rules.missing_pledges("municipal", [signed], on=TODAY)}
    assert state == gaps.get("confidentiality")


def test_a_pledge_may_have_to_be_signed_in_a_version(rules):
    """Another version is a gap, an unknown one is to be confirmed, and the best signature counts."""
    old = Signed("confidentiality", date(2025, 4, 1), version="1")
    new = Signed("confidentiality", date(2026, 4, 1), version="2")
    unknown = Signed("confidentiality", date(2026, 4, 1))

    def state(*signed):
        gaps = rules.missing_pledges("municipal", signed, on=TODAY, version="2")
        return {gap.item: gap.state for gap in gaps}.get("confidentiality")

    assert ["other_version", "to_be_confirmed", None] == [
        state(old),
        state(unknown),
        state(old, new),
    ]


def test_a_signature_of_no_item_is_refused(rules):
    """A misspelt item would look like a missing one."""
    with pytest.raises(InputError):
        rules.missing_pledges("municipal", [Signed("secrecy", TODAY)], on=TODAY)


# ---- access, side jobs, coverage -------------------------------------------------------------------


def test_access_names_the_limits_of_a_topic(rules):
    """Personal data: the pledge that always applies, two ways to keep away from them, and care for the scope."""
    found = [limit.id for limit in rules.access("personal_data")]
    assert ["pledge", "no-personal-data", "minimal-personal-data", "careful-scope"] == found
    assert ["pledge"] == [limit.id for limit in rules.access()]


def test_access_to_an_unknown_topic_is_refused(rules):
    """A topic nobody spoke of is an error and not “no limits”."""
    with pytest.raises(InputError):
        rules.access("everything")


@pytest.mark.parametrize(
    ("work", "flexible", "expected"),
    [
        ("advisory-network-knowledge", None, "suitable"),
        ("high-confidentiality", True, "hard"),
        ("soc-24x365", True, "unsuitable"),
        ("incident-handling", True, "suitable"),
        ("incident-handling", False, "unsuitable"),
        ("incident-handling", None, "to_be_confirmed"),
    ],
)
def test_side_job_suits_as_the_hearings_say(rules, work, flexible, expected):
    """Only incident handling depends on the hours of the main job, and flexible hours never open a SOC."""
    assert expected == rules.side_job(work, flexible_hours=flexible).suitability


PEOPLE = {"p1": {"SEC-LOG": 3, "NET-BASIC": 2}, "p2": {"SEC-LOG": 1, "NET-BASIC": 2}}


def test_a_skill_that_rests_on_one_person_is_told(rules):
    """One holder of two people: an alert about the skill. Two holders: none."""
    (alert,) = rules.coverage(PEOPLE, {"SEC-LOG": 2, "NET-BASIC": 2})
    assert ("single-holder", "SEC-LOG", 2, 1, 0) == (
        alert.rule, alert.skill, alert.level, alert.holders, alert.unassessed,
    )  # fmt: skip


def test_a_successor_lifts_the_alert(rules):
    """A skill for which a successor or partner is named is covered."""
    assert () == rules.coverage(PEOPLE, {"SEC-LOG": 2}, backed_up=["SEC-LOG"])


def test_not_assessed_is_not_level_zero(rules):
    """People without a level are counted apart: assessing them may lift the alert."""
    (alert,) = rules.coverage({**PEOPLE, "p3": {"SEC-LOG": None}, "p4": {}}, {"SEC-LOG": 2})
    assert (1, 2) == (alert.holders, alert.unassessed)
    (nobody,) = rules.coverage({"p4": {}}, {"SEC-LOG": 2})
    assert ("no-holder", 0, 1) == (nobody.rule, nobody.holders, nobody.unassessed)


def test_no_alert_speaks_about_a_person(rules):
    """Alerts name no person, and no word of lack or blame stands in them."""
    for rule in rules.coverage_rules.values():
        told = rule.message.ja + rule.remedy.ja + rule.message.en + rule.remedy.en
        assert not any(word in told for word in ("不足している人", "能力不足", "deficient", "poor"))
    (alert,) = rules.coverage(PEOPLE, {"SEC-LOG": 2})
    assert "p1" not in repr(alert)


# ---- the grant -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("appoint", "recruit", "expected"),
    [
        (6_000_000, 1_200_000, 3_500_000),  # 0.5 × (6,000,000 + 1,000,000), by hand
        (6_000_000, 1_000_000, 3_500_000),
        (6_000_000, 999_999, 3_499_999),  # half of 6,999,999 is 3,499,999.5
        (0, 0, 0),
        (1, 0, 0),
    ],
)
def test_grant_is_half_with_a_cap_on_recruiting(rules, appoint, recruit, expected):
    """Half of the cost, of recruiting at most a million yen, rounded down."""
    grant = rules.grant(appoint, recruit, on=IN_TIME)
    assert (expected, True, ()) == (grant.amount_yen, grant.in_force, grant.warnings)


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2021-03-31", False), ("2021-04-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_grant_tells_when_it_is_not_in_force(rules, day, in_force):
    """From fiscal 2021 to fiscal 2025; outside, the amount comes with a warning."""
    grant = rules.grant(6_000_000, 0, on=date.fromisoformat(day))
    assert (3_000_000, in_force, in_force) == (grant.amount_yen, grant.in_force, not grant.warnings)


def test_grant_that_has_ended_says_what_is_not_known(rules):
    """After its end it says so, and that a successor has not been confirmed."""
    warnings = rules.grant(6_000_000, 1_200_000, on=TODAY).warnings
    assert ["措置は2026-03-31まで。", True] == [warnings[0].ja, "確認していない" in warnings[1].ja]


def test_recruiting_counts_from_fiscal_2022(rules):
    """In fiscal 2021 the grant was in force and recruiting was not covered."""
    grant = rules.grant(6_000_000, 1_000_000, on=date(2022, 3, 31))
    assert (3_000_000, True, 1) == (grant.amount_yen, grant.in_force, len(grant.warnings))
    assert 3_500_000 == rules.grant(6_000_000, 1_000_000, on=date(2022, 4, 1)).amount_yen


def test_grant_is_for_municipalities(rules):
    """A prefecture gets nothing, and negative cost is refused."""
    assert 0 == rules.grant(6_000_000, 0, on=IN_TIME, body="prefecture").amount_yen
    with pytest.raises(InputError):
        rules.grant(-1, 0, on=IN_TIME)


# ---- the data --------------------------------------------------------------------------------------


def test_own_standard_is_clean_although_the_grant_has_ended():
    """The end of the grant is acknowledged, so that linting on a later day stays silent."""
    assert [] == lint_standard(STANDARD, today=TODAY)


def test_the_mismatch_of_the_survey_is_recorded(rules):
    """160 + 331 + 990 are 1,481 and not 1,483; the statistic says so."""
    found = rules.statistics["intent-2021-09"]
    values = {figure.id: figure.value for figure in found.figures.values()}
    parts = values["considering"] + values["no-plan"] + values["undecided"]
    assert (1483, 1481) == (values["not-using"], parts)
    assert "1,481" in found.contradiction.en


def test_denominators_are_told(rules):
    """The same 24 municipalities are 1.4 % of all and 1.9 % of those with a CIO."""
    of_all = rules.statistics["cio-external-2021"].figures["municipalities"]
    of_posts = rules.statistics["cio-post-2021"].figures["external"]
    assert ((24, 1741, 1.4), (24, 1274, 1.9)) == (
        (of_all.value, of_all.of, of_all.percent), (of_posts.value, of_posts.of, of_posts.percent),
    )  # fmt: skip


def test_only_one_statistic_contradicts_itself(rules):
    """Every other sum comes out, as the linter has checked."""
    assert ["intent-2021-09"] == [s.id for s in rules.statistics.values() if s.contradiction]


def test_cited_lines_exist():
    """Line numbers lie within the transcript of the source that they cite."""
    sources = yaml.safe_load((STANDARD / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    length = {source["id"]: source.get("transcript", {}).get("lines", 0) for source in sources}
    rules = load_rulebook(STANDARD)
    cited = [
        citation
        for table in (rules.bid_rules, rules.pledges, rules.access_limits, rules.side_jobs,
                      rules.coverage_rules, rules.grants, rules.statistics)
        for entry in table.values()
        for citation in entry.sources
        if citation.lines
    ]  # fmt: skip
    assert len(cited) > 40
    for citation in cited:
        last = int(citation.lines.replace(",", "-").split("-")[-1])
        assert last <= length[citation.ref]
