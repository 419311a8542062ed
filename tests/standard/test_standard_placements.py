"""Placements, sharing schemes, qualifications and contexts of the repository's own standard."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import InputError
from grader.standard import Held, lint_standard, load_standard, qualification_state, role_in_context

FOLDER = Path(__file__).parents[2] / "skills_standard"
STANDARD = load_standard(FOLDER)
CERTIFICATE = STANDARD.qualifications["ipa-sc"]
# What stands in a file for the reader, not for the engine.
NOT_LOADED = {"origin", "since"}


def as_yaml(record):
    """Turn a record back into the plain data of its file, without what says nothing."""
    if dataclasses.is_dataclass(record):
        pairs = ((f.name, as_yaml(getattr(record, f.name))) for f in dataclasses.fields(record))
        return {key: value for key, value in pairs if value not in (None, [], {})}
    return [as_yaml(item) for item in record] if isinstance(record, tuple) else record


def written(kind, *paths):
    """Entries of files by id, read by another reader than ours, without what says nothing."""
    entries = [x for p in paths for x in yaml.safe_load(p.read_text(encoding="utf-8"))[kind]]
    return {x["id"]: stripped(x) for x in entries}


def stripped(data):
    """Plain data without empty values and without what the engine does not read."""
    if isinstance(data, dict):
        kept = {key: stripped(value) for key, value in data.items() if key not in NOT_LOADED}
        return {key: value for key, value in kept.items() if value not in (None, [], {})}
    return [stripped(item) for item in data] if isinstance(data, list) else data


def test_placements_round_trip():
    """Every field of every placement stands in its record; requirements weigh 3, 2 and 1 by need."""
    weights = {"must": 3, "should": 2, "nice": 1}
    expected = written("placements", *(FOLDER / "placements").glob("*.yaml"))
    for place in expected.values():
        for need in place.get("requires", ()):
            need |= {"weight": weights[need["need"]], "applies_to": ["external", "internal"]}
        for condition in place.get("eligibility", ()):
            del condition["sources"]
    assert expected == {key: as_yaml(place) for key, place in STANDARD.placements.items()}


@pytest.mark.parametrize("kind", ["sharing_schemes", "qualifications"])
def test_schemes_and_qualifications_round_trip(kind):
    """Every field of every entry stands in its record."""
    loaded = {key: as_yaml(entry) for key, entry in getattr(STANDARD, kind).items()}
    assert written(kind, FOLDER / f"{kind}.yaml") == loaded


def test_every_type_of_placement_is_there():
    """Each of the six types has at least one placement."""
    types = {place.type for place in STANDARD.placements.values()}
    expected = ["secondment", "private-secondment", "adviser", "side-job", "appointment", "sharing"]
    assert set(expected) == types


def test_terms_are_those_of_the_sources():
    """Who pays, who employs and how long, as counted in the minutes and the hearing."""
    trainee, released = (STANDARD.placements[x] for x in ("da-kidoteki-kaizen", "da-gss"))
    assert ("home", "home", 2, "full") == (
        trainee.employer, trainee.payer, trainee.days_per_week, trainee.remote
    )  # fmt: skip
    assert (12, 24) == (trainee.term_months.min, trainee.term_months.max)
    assert ("state", 24, 24) == (
        released.payer, released.term_months.min, released.term_months.max
    )  # fmt: skip
    main_force = STANDARD.placements["side-job-main-force"]
    assert (3, 3, 1) == (
        main_force.term_months.min, main_force.term_months.max, main_force.days_per_week
    )  # fmt: skip


def test_programme_of_the_vendor_covers_the_year_once():
    """Its four quarters are the twelve months from April on, each once."""
    stages = STANDARD.placements["private-network-vendor"].programme
    months = [m for stage in stages for m in range(stage.from_month, stage.to_month + 1)]
    assert [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3] == months


def test_contradiction_of_the_start_year_is_recorded():
    """Where the article names two years, both places are cited."""
    (conflict,) = STANDARD.placements["private-network-vendor"].conflicts
    assert ["11", "23,25,33"] == [place.lines for place in conflict.sources]


def test_whoever_is_placed_has_agreed():
    """No placement is without the consent of the person."""
    assert all("consent.person" in place.gates for place in STANDARD.placements.values())


def test_municipalities_bar_before_they_appoint():
    """Where a municipality takes in external people, pledge and bid rule are gates."""
    for place in STANDARD.placements.values():
        if place.type in {"appointment", "sharing"}:
            assert {"pledges.municipal", "bid_restrictions.municipal"} <= set(place.gates)


def test_shares_of_cost_add_up():
    """The shares of a scheme are the whole cost."""
    split = {x.id: sum(x.cost_split.values()) for x in STANDARD.sharing_schemes.values()}
    assert {"fukuoka-fukudenkyo": 1.0} == {key: total for key, total in split.items() if total}


def test_pool_of_bingo_is_that_of_the_source():
    """Eight municipalities; 25 people, five of them digital, on 19 May 2022."""
    bingo = STANDARD.sharing_schemes["bingo"]
    assert (8, 8) == (bingo.municipalities, len(bingo.members))
    assert (25, 5, "2022-05-19") == (
        bingo.registered.total, bingo.registered.digital, bingo.registered.as_of
    )  # fmt: skip


def test_examinations_stand_at_their_itss_levels():
    """One, two, one and nine examinations stand at ITSS levels 1 to 4; two planned ones at none."""
    levels = [exam.itss_level for exam in STANDARD.qualifications.values()]
    assert [1, 2, 1, 9, 2] == [levels.count(level) for level in (1, 2, 3, 4, None)]


def test_what_is_recalled_says_so():
    """The planned examinations and the three years of a registration come from memory."""
    recalled = {x.id for x in STANDARD.qualifications.values() if x.verification == "recalled"}
    assert {"ipa-data-management", "ipa-professional-digital"} == recalled
    assert "recalled" == CERTIFICATE.renewal.verification


def test_no_role_demands_an_examination():
    """Examinations are evidence beside the levels, for every role."""
    uses = {x.need for role in STANDARD.roles.values() for x in role.qualifications}
    assert {"evidence_only"} == uses


def test_bands_of_population_meet():
    """Each band of population begins where the one below ends, and so do those of IT staff."""
    for kind in ("population", "it_staff"):
        bands = [
            x for x in STANDARD.contexts.values() if x.kind == kind and (x.at_least or x.below)
        ]
        ends = [x.below for x in bands[:-1]]
        assert ends == [x.at_least for x in bands[1:]]


def test_context_changes_levels_and_nothing_else():
    """A producer of a small town plans at level 3; weights, musts and other levels stay."""
    role = STANDARD.roles["producer"]
    there = role_in_context(role, "pop-under-50k")
    changed = {
        (a.skill, a.level, b.level)
        for a, b in zip(role.requirements, there.requirements, strict=True)
        if a != b
    }
    assert {("STR-PLAN", 4, 3), ("HUM-LEAD", 4, 3), ("HUM-COMM", 4, 3)} == changed
    assert [(x.skill, x.weight, x.need) for x in role.requirements] == [
        (x.skill, x.weight, x.need) for x in there.requirements
    ]


def test_context_without_a_word_changes_nothing():
    """A role that says nothing about a context is the same there."""
    role = STANDARD.roles["producer"]
    assert role == role_in_context(role, "it-0-1")


# ---- what a qualification amounts to ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "on", "expected"),
    [
        (Held("passed", date(2020, 4, 1)), date(2020, 3, 31), "not_yet"),
        (Held("passed", date(2000, 4, 1)), date(2026, 11, 22), "passed"),
        (Held("registered", date(2024, 4, 1), date(2027, 3, 31)), date(2027, 3, 31), "registered"),
        (Held("registered", date(2024, 4, 1), date(2027, 3, 31)), date(2027, 4, 1), "lapsed"),
        (Held("registered", date(2024, 4, 1)), date(2027, 3, 31), "registered"),
        (Held("registered", date(2024, 4, 1)), date(2027, 4, 1), "to_confirm"),
    ],
)
def test_pass_stays_and_registration_runs_out(held, on, expected):
    """Counted on a calendar: a pass lasts, a registration until the day on it, and without it 36 months."""
    assert expected == qualification_state(CERTIFICATE, held, on)


def test_unknown_renewal_is_to_be_confirmed():
    """Nobody guesses how long a registration lasts."""
    unknown = dataclasses.replace(CERTIFICATE, renewal=None)
    held = Held("registered", date(2024, 4, 1))
    assert "to_confirm" == qualification_state(unknown, held, date(2024, 4, 1))


def test_nobody_registers_for_an_examination_that_is_only_passed():
    """A state that an examination does not have is an error, not a guess."""
    held = Held("registered", date(2024, 4, 1))
    with pytest.raises(InputError, match="ipa-st"):
        qualification_state(STANDARD.qualifications["ipa-st"], held, date(2026, 1, 1))


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 20_000))
def test_states_only_run_forward(since, days):
    """Once lapsed or to be confirmed, a registration is never valid again without being renewed."""
    order = ["not_yet", "registered", "to_confirm"]
    held = Held("registered", since)
    now = date.fromordinal(since.toordinal() + days)
    later = date.fromordinal(now.toordinal() + 30)
    states = [qualification_state(CERTIFICATE, held, day) for day in (now, later)]
    assert states == sorted(states, key=order.index)


# ---- rules with more than one way to break them ----------------------------------------------------


def broken(minimal, path, old, new):
    """Change a file of the minimal workspace; return rules and lines."""
    file = minimal.standard / path
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    file.parent.mkdir(exist_ok=True)
    file.write_text(text.replace(old, new) if old else new, encoding="utf-8")
    return [(f.rule.id, f.line) for f in lint_standard(minimal.standard)]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("context: small", "context: large", 17), ("SEC-CARE, level: 1", "SEC-LOG, level: 3", 18)],
)
def test_context_and_level_must_exist_too(minimal, break_as, old, new, line):
    """S046 also fires for an unknown context, and for a level without a statement."""
    break_as("S046")
    role = "roles/jdx/engineer.yaml"
    found = broken(minimal, role, old, new)
    assert ("S046", line) in found


def test_placement_uses_a_skill(minimal, break_as):
    """S017 is content with a placement that develops the skill."""
    assert [("S017", 3)] == broken(
        minimal, "roles/jdx/engineer.yaml",
        "  - {skill: SEC-LOG, level: 2, weight: 3, need: must}\n", "",
    )  # fmt: skip
    break_as("S049")
    assert [] == broken(
        minimal, "placements/hosts.yaml",
        "develops: []\n    gates: [consent.person]\n    sharing_scheme: pool",
        "develops: [{skill: SEC-LOG, to: 1}]\n    gates: [consent.person]",
    )  # fmt: skip


def test_facts_name_known_personas(minimal):
    """S023 fires for a fact about a persona that does not exist."""
    fact = (
        "format_version: 1\nfacts:\n  - id: one\n    text: {ja: 事実, en: A fact}\n"
        '    personas: ["mic-2022:king"]\n    verification: none\n'
        '    sources: [{ref: handbook, at: "1", use: fact}]\n'
    )
    assert [("S023", 5)] == broken(minimal, "roles/facts.yaml", "", fact)
