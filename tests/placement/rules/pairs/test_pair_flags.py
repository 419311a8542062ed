"""What has to be looked at before an appointment, and why somebody is not in a post."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from grader.errors import InputError
from grader.placement.rules.make_board import make_board
from grader.placement.rules.pair_flags import flags
from grader.placement.rules.pair_words import WORDS, why_not
from grader.placement.rules.pairs import CODES
from grader.standard import Tie

DAY = date(2027, 4, 1)


@pytest.fixture
def told(office):
    """Ask for the flags of a problem: codes and Japanese sentences by person and post."""

    def ask(problem):
        board, _ = make_board(problem, office.standard)
        return {
            (problem.people[board.person[pair]].person, problem.posts[board.post[pair]].id): [
                (flag.rule, flag.text.ja) for flag in found
            ]
            for pair, found in flags(board, office.standard).items()
        }

    return ask


def test_a_missing_pledge_is_flagged_with_its_name(office, told):
    """The name is that of the standard; whoever has given it is not flagged."""
    people = [office.person("a"), office.person("b", pledges=frozenset({"digital-agency"}))]
    posts = [office.post("agency", gates=("pledges.digital-agency",))]

    sentence = "「デジタル庁の誓約書」を発令日までに提出してもらってください。"
    assert {("a", "agency"): [("P015", sentence)]} == told(office.problem(people, posts))


def test_an_open_restriction_is_flagged_and_names_no_company(office, told):
    """Whether a side job is an employment is not settled in A1: the pair is allowed, and somebody has to look."""
    person = office.person(ties=(Tie("side_job", "ひみつ商事"),))
    posts = [
        office.post(
            "buys", acts=("advise",), bidders=("ひみつ商事",), procures=("system_development",)
        )
    ]
    problem = office.problem([person], posts, bid_rules=("A1",))

    [(code, sentence)] = told(problem)["s1", "buys"]
    assert "P014" == code
    assert "規定例A-1" in sentence
    assert "要確認" not in sentence
    assert "ひみつ商事" not in sentence


def test_a_post_for_outsiders_needs_a_restriction_of_its_own(office, told):
    """The gate bid_restrictions.municipal is flagged while the city names no rule, and only then."""
    person = office.person("x", None, origin="external")
    posts = [office.post("side", kind="side-job", gates=("bid_restrictions.municipal",))]

    without = told(office.problem([person], posts))
    with_rule = told(office.problem([person], posts, bid_rules=("D1",)))

    assert ["P014"] == [code for code, _ in without["x", "side"]]
    assert {} == with_rule


def test_limits_of_access_are_flagged_for_outsiders_and_side_jobs(office, told):
    """Own staff without a side job raise none; the limits are those of the standard."""
    people = [
        office.person("both", ties=(Tie("side_job", "甲"),)),
        office.person("guest", "here", origin="external"),
        office.person("own"),
    ]
    posts = [office.post("here", access=frozenset({"recordings"}))]
    found = told(office.problem(people, posts))

    assert [("both", "here"), ("guest", "here")] == sorted(found)
    assert ["P016"] == [code for code, _ in found["guest", "here"]]
    assert "録画は所属企業の了解を得る" in found["guest", "here"][0][1]


@pytest.mark.parametrize(
    ("work", "flagged"),
    [
        ("high-confidentiality", True),
        ("incident-handling", True),
        ("advisory-network-knowledge", False),
    ],
)
def test_doubtful_work_of_a_side_job_is_flagged(office, told, work, flagged):
    """Hard and conditional work is allowed with a flag; suitable work needs none."""
    person = office.person("x", None, origin="external")
    found = told(office.problem([person], [office.post("side", kind="side-job", work=work)]))

    assert ([("x", "side")] if flagged else []) == list(found)


def test_a_host_settles_access_and_agreements(office, told):
    """Gates on information, the home's consent and the agreement are to be settled; who stays has settled them."""
    gates = ("agreement.secondment", "information_access.vendor-info-limit", "consent.home")
    people = [
        office.person("new", consents=frozenset({"vendor"})),
        office.person("there", "vendor"),
    ]
    posts = [office.post("vendor", kind="private-secondment", gates=gates)]
    found = told(office.problem(people, posts))

    assert ["P016", "P026"] == [code for code, _ in found["new", "vendor"]]
    assert "「派遣に関する協定」「所属団体の同意」" in found["new", "vendor"][1][1]
    assert ["P016"] == [code for code, _ in found["there", "vendor"]]


def test_a_term_that_ends_within_the_year_is_flagged(office, told):
    """The last day of the year of the plan is beyond it, the day before is not."""
    last = DAY + timedelta(days=365)
    people = [
        office.person("soon", term_ends=last - timedelta(days=1)),
        office.person("later", term_ends=last),
    ]
    found = told(office.problem(people, [office.post("here", kind="secondment")]))

    assert [("soon", "here")] == list(found)
    assert "2028-03-30" in found["soon", "here"][0][1]


def test_rules_that_are_off_raise_no_flag(office, told):
    """A city that switched pledges off is not told of them."""
    posts = [office.post("agency", gates=("pledges.digital-agency",))]
    problem = office.problem([office.person()], posts, policy={"rules": {"P015": "off"}})

    assert {} == told(problem)


# ---- why not -----------------------------------------------------------------------------------------


def test_every_rule_on_pairs_has_its_sentence():
    """No reason is left without words."""
    assert set(CODES) == set(WORDS)


def test_why_not_gives_numbers_and_every_rule_in_the_way(office):
    """All hard rules that shut the pair out, in order, with the numbers; a soft one is no bar."""
    person = office.person(
        grade=3, job_family="事務", years_in_post=1.0, barred=frozenset({"d-there"})
    )
    posts = [
        office.post("here", min_years=2.0),
        office.post(
            "there",
            kind="secondment",
            grades=(4, 5),
            job_families=frozenset({"保健師"}),
            gates=("pledges.municipal",),
        ),
    ]
    found = why_not(office.problem([person], posts), office.standard, person="s1", post="there")

    assert [
        ("P002", "職種が保健師ではありません（事務）。"),
        ("P003", "3級です。このポストは4級から5級までです。"),
        ("P013", "この所属・ポストには配置しないこととされています。"),
        ("P017", "本人の同意が記録されていません。"),
    ] == [(code, text.ja) for code, text in found]


def test_why_not_of_hardened_rules_counts_years(office):
    """A city that made the years hard reads how many there are and how many it takes."""
    rules = {"P006": "hard", "P007": "hard", "P015": "hard"}
    posts = [
        office.post("here", min_years=2.0, max_years=1.5),
        office.post("there", gates=("pledges.municipal",)),
    ]
    problem = office.problem([office.person(years_in_post=1.5)], posts, policy={"rules": rules})

    def told(post):
        found = why_not(problem, office.standard, person="s1", post=post)
        return [(code, text.ja) for code, text in found]

    assert [("P007", "在課1.5年で、上限の1.5年に達しています。")] == told("here")
    assert [
        ("P006", "在課1.5年で、下限の2年に満ちません。"),
        ("P015", "「自治体の誓約書の例」を提出していません。"),
    ] == told("there")


@pytest.mark.parametrize(
    ("given", "post", "expected"),
    [
        ({"term_ends": DAY - timedelta(days=1)}, "here", [("P018", "2027-03-31")]),
        ({"years_in_post": 2.0}, "here", [("P018", "24か月まで")]),
        ({"movable": False}, "free", [("P025", "休職中")]),
        ({"leaves": True}, "free", [("P001", "退職")]),
        (
            {"ties": (Tie("side_job", "甲"),)},
            "buys",
            [("P014", "兼業・副業人材を入札業務から外す")],
        ),
        ({"origin": "external"}, "free", [("P026", "外部の人を充てるポストではありません")]),
        (
            {},
            "side",
            [("P016", "副業に向きません"), ("P026", "外部の人を充てるポストです")],
        ),
        ({}, "counter", [("P026", "窓口の改革を実際に行った")]),
        (
            {"origin": "external"},
            "shared",
            [("P016", "個人情報")],
        ),
        ({"qualifications": frozenset()}, "expert", [("P002", "ITパスポート試験")]),
    ],
)
def test_why_not_in_words(office, given, post, expected):
    """One case for each remaining reason."""
    posts = [
        office.post("buys", acts=("run_bid",), bidders=("甲",)),
        office.post(
            "counter",
            placement="da-window-bpr-adviser",
            gates=("eligibility.reformed-a-counter",),
        ),
        office.post("expert", qualifications=frozenset({"ipa-ip"})),
        office.post("free"),
        office.post("here", kind="secondment", term_months=24),
        office.post("shared", kind="sharing", access=frozenset({"personal_data"})),
        office.post("side", kind="side-job", work="soc-24x365"),
    ]
    problem = office.problem([office.person(**given)], posts, bid_rules=("D1",))
    found = why_not(problem, office.standard, person="s1", post=post)

    assert [code for code, _ in expected] == [code for code, _ in found]
    for (_, part), (_, text) in zip(expected, found, strict=True):
        assert part in text.ja
        assert text.en


def test_why_not_tells_what_hr_forbade(office):
    """P024 stands beside the rules on pairs."""
    problem = office.problem([office.person()], [office.post("free")], forbids=(("s1", "free"),))
    found = why_not(problem, office.standard, person="s1", post="free")

    assert [("P024", "人事が除外しました。")] == [(code, text.ja) for code, text in found]


def test_a_pair_that_nothing_shuts_out_has_no_reason(office):
    """Silence means that the pair was possible."""
    problem = office.problem([office.person()], [office.post("free")])

    assert () == why_not(problem, office.standard, person="s1", post="free")


@pytest.mark.parametrize(("person", "post"), [("s9", "free"), ("s1", "p9")])
def test_who_or_what_is_not_there_is_an_error(office, person, post):
    """The message names both ids."""
    problem = office.problem([office.person()], [office.post("free")])

    with pytest.raises(InputError) as caught:
        why_not(problem, office.standard, person=person, post=post)
    assert person in caught.value.ja
    assert post in caught.value.en
