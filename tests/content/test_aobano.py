"""The synthetic city: the same people for the same seed, names that can be read, nobody real."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from grader.marking.worlds import city

CURRICULUM = Path(__file__).parents[2] / "curriculum"
DOCUMENTATION = [
    ipaddress.ip_network(block)
    for block in ("10.0.0.0/8", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
]


@pytest.fixture(scope="module")
def aobano():
    """Return the city of this repository."""
    return city(CURRICULUM)


def test_twelve_departments_share_all_people(aobano):
    """There are twelve departments, and their shares add up to one."""
    assert len(aobano.DEPARTMENTS) == 12
    assert round(sum(d.share for d in aobano.DEPARTMENTS), 9) == 1


def test_same_seed_same_people(aobano):
    """The same seed gives the same people, another seed gives others."""
    assert aobano.staff(3, 24) == aobano.staff(3, 24)
    assert aobano.staff(3, 24) != aobano.staff(4, 24)


def test_first_people_have_the_numbers_of_a_roster(aobano):
    """Staff numbers run from s001 without a gap."""
    assert [p.person for p in aobano.staff(1, 4)] == ["s001", "s002", "s003", "s004"]


@pytest.mark.parametrize("size_of_class", [15, 24])
def test_a_class_has_departments_of_five_or_more(aobano, size_of_class):
    """The demo's class has three departments of at least five, large enough to show to HR."""
    for seed in range(20):
        sizes = Counter(p.department for p in aobano.staff(seed, size_of_class))
        assert sum(size >= 5 for size in sizes.values()) == 3


@pytest.mark.parametrize("n", [1, 2, 24, 100, 720])
def test_headcounts_add_up(aobano, n):
    """Spreading n people over the departments loses nobody."""
    assert sum(aobano.headcounts(n)) == n


def test_all_720_staff_have_different_names(aobano):
    """The whole city hall can be drawn without two people of one name."""
    assert len({p.name for p in aobano.staff(9, 720)}) == 720


@pytest.mark.parametrize("n", [0, -1, 5000])
def test_impossible_numbers_of_people_are_refused(aobano, n):
    """Nobody, or more people than names, is an error and not a short list."""
    with pytest.raises(ValueError, match="n must lie between"):
        aobano.staff(1, n)


def test_every_name_is_kanji_with_a_hiragana_reading(aobano):
    """Name and reading each have two parts; the reading is hiragana only."""
    for person in [*aobano.staff(5, 720), *aobano.NAMED.values()]:
        assert re.fullmatch(r"[^\s]+ [^\s]+", person.name)
        assert re.fullmatch(r"[ぁ-ん]+ [ぁ-ん]+", person.kana)


def test_a_reading_always_belongs_to_its_kanji(aobano):
    """Whoever shares the kanji of a family or given name shares its reading."""
    for part in (0, 1):
        readings = {
            (p.name.split()[part], p.kana.split()[part])
            for seed in range(3)
            for p in aobano.staff(seed, 720)
        }
        assert len(readings) == len({kanji for kanji, _ in readings})


def test_people_of_the_stories_are_nobody_else(aobano):
    """The family name of a recurring person is never drawn for the staff."""
    drawn = {p.name.split()[0] for p in aobano.staff(1, 3000)}
    assert not drawn & {n.name.split()[0] for n in aobano.NAMED.values()}


def test_recurring_people_work_in_the_city(aobano):
    """Each recurring person belongs to one of the twelve departments."""
    assert {n.department for n in aobano.NAMED.values()} <= {d.ja for d in aobano.DEPARTMENTS}


def test_both_languages_are_in_use(aobano):
    """Most people work in Japanese, a few in English."""
    langs = Counter(p.lang for p in aobano.staff(1, 24))
    assert langs == {"ja": 22, "en": 2}


@pytest.mark.parametrize("place", ["office", "home", "mobile", "abroad"])
def test_addresses_belong_to_nobody(aobano, place):
    """Every address lies in a private or documentation range."""
    rng = np.random.default_rng(1)
    for _ in range(200):
        drawn = ipaddress.ip_address(aobano.address(rng, place))
        assert any(drawn in block for block in DOCUMENTATION)


def test_domains_belong_to_nobody(aobano):
    """Every registered domain ends in the reserved name .example."""
    assert all(domain.endswith(".example") for domain in aobano.REGISTERED_DOMAINS)


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("city.aobano.example", True),
        ("portal.city.aobano.example", True),
        ("city.aobano.example.check.example", False),
        ("city-aobano.example", False),
        ("xcity.aobano.example", False),
    ],
)
def test_a_host_is_read_from_its_right_end(aobano, host, inside):
    """A host belongs to the city only if the city's domain is its right end."""
    assert aobano.under(host, aobano.CITY_DOMAIN) is inside
