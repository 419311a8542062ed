"""Why a rule stands between one person and one post, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.problem.pairs import Pairs, every_pair
from grader.placement.rules.pairs import CODES, breaks
from grader.placement.rules.pairs_gates import (
    ELIGIBILITY,
    PLEDGES,
    gates_of,
    is_for_outsiders,
    is_open_to_outsiders,
    is_outside,
    suitability,
)
from grader.placement.rules.pairs_ties import bid_rulings, rulebook_of
from grader.placement.rules.policy import rule_in
from grader.standard import COMMON_GATES
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from grader.placement.problem.model import Candidate, Post, Problem
    from grader.standard import Standard

    Words = Callable[[Candidate, Post, Problem, Standard], Text]

KINDS: Mapping[str, Text] = {
    "any": Text("すべての情報", "all information"),
    "confidential": Text("機密資料", "confidential papers"),
    "internal_systems": Text("庁内のシステム", "internal systems"),
    "out_of_scope": Text("業務の範囲外の情報", "information out of scope"),
    "outside_access": Text("外からの利用", "access from outside"),
    "personal_data": Text("個人情報", "personal data"),
    "recordings": Text("録画", "recordings"),
    "security_core": Text("セキュリティの根幹", "the core of security"),
    "system_details": Text("システムの内部情報", "details of systems"),
    "vendor_proposals": Text("ベンダーの提案", "vendors' proposals"),
}
"""Names of the kinds of information of the standard's ``information_access``."""


def why_not(
    problem: Problem, standard: Standard, *, person: str, post: str
) -> tuple[tuple[str, Text], ...]:
    """Say which rules shut a person out of a post.

    Parameters
    ----------
    problem : Problem
        People and posts.
    standard : Standard
        The standard with its rulebook.
    person, post : str
        Ids.

    Returns
    -------
    tuple of (str, Text)
        Code of each hard rule on single pairs that stands in the way, and a sentence; empty if none does. That somebody
        must not go there (P013) is said without a reason, since none is known.

    Raises
    ------
    InputError
        If there is no such person or post.
    """
    who, where = _find(problem, person, post)
    if who.leaves:
        return (
            ("P001", Text("発令日までに退職します。", "Leaves before the day of appointment.")),
        )
    alone = _alone(problem, who, where)
    shut = [
        (code, WORDS[code](who, where, problem, standard))
        for code in CODES
        if rule_in(problem.policy, code).strength == "hard" and breaks(code, alone, standard).any()
    ]
    if (person, post) in problem.forbids:
        shut.append(("P024", Text("人事が除外しました。", "Forbidden by HR.")))
    return tuple(sorted(shut, key=lambda one: one[0]))


def gate_name(gate: str, post: Post, standard: Standard) -> Text:
    """Return the name of a gate.

    Parameters
    ----------
    gate : str
        A gate, such as ``pledges.digital-agency``.
    post : Post
        The post that names it.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    Text
        The name; the gate itself if the standard does not know it.
    """
    kind, _, id_ = gate.partition(".")
    rules, place = standard.rulebook, standard.placements.get(post.placement or "")
    names: Mapping[str, Text] = {}
    if kind == "pledges" and rules:
        names = {key: form.name for key, form in rules.pledges.items()}
    elif kind == "information_access" and rules:
        names = {key: limit.name for key, limit in rules.access_limits.items()}
    elif kind == "eligibility" and place:
        names = {one.id: one.text for one in place.eligibility}
    return COMMON_GATES.get(gate) or names.get(id_) or Text(gate, gate)


def gate_names(gates: Iterable[str], post: Post, standard: Standard) -> Text:
    """List gates by their names.

    Parameters
    ----------
    gates : iterable of str
        Gates.
    post : Post
        The post that names them.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    Text
        「…」「…」 and “…”, “…”.
    """
    names = [gate_name(gate, post, standard) for gate in gates]
    return quoted(names)


def quoted(names: Iterable[Text]) -> Text:
    """List names in quotes.

    Parameters
    ----------
    names : iterable of Text
        Names.

    Returns
    -------
    Text
        「…」「…」 and “…”, “…”.
    """
    told = list(names)
    return Text(
        "".join(f"「{name.ja}」" for name in told), ", ".join(f"“{name.en}”" for name in told)
    )


def missing_pledges(person: Candidate, post: Post) -> list[str]:
    """Return the pledges that a post asks for and a person has not given.

    Parameters
    ----------
    person : Candidate
        The person.
    post : Post
        The post.

    Returns
    -------
    list of str
        Gates.
    """
    return [g for g in gates_of(post, PLEDGES) if g.removeprefix(PLEDGES) not in person.pledges]


def restrictions(person: Candidate, post: Post, problem: Problem, standard: Standard) -> Text:
    """Name the bid restrictions that concern a person in a post. Companies of the person are not named.

    Parameters
    ----------
    person : Candidate
        The person.
    post : Post
        The post.
    problem : Problem
        Links, restrictions and the day.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    Text
        Names in quotes.
    """
    rules = rulebook_of(standard)
    found = bid_rulings(person, post, problem=problem, rules=rules)
    ids = dict.fromkeys(ruling.rule for ruling in found if ruling.at_most != "not_barred")
    return quoted(rules.bid_rules[id_].name for id_ in ids)


def _find(problem: Problem, person: str, post: str) -> tuple[Candidate, Post]:
    people = [one for one in problem.people if one.person == person]
    posts = [one for one in problem.posts if one.id == post]
    if people and posts:
        return people[0], posts[0]
    raise InputError(
        f"職員「{person}」かポスト「{post}」が、配置の対象にありません。番号を確かめてください。",
        f"There is no person “{person}” or no post “{post}” in the plan. Check the ids.",
    )


def _alone(problem: Problem, person: Candidate, post: Post) -> Pairs:
    """Return the one pair, with the present post of the person beside it."""
    present = [one for one in problem.posts if one.id == person.post and one.id != post.id]
    every = every_pair(replace(problem, people=(person,), posts=(post, *present)))
    return Pairs(every.problem, every.person, every.post[:, :1], every.stay[:, :1])


def _job_family(person: Candidate, post: Post, _: Problem, standard: Standard) -> Text:
    ja, en = [], []
    if post.job_families and person.job_family not in post.job_families:
        asked, own = sorted(post.job_families), person.job_family
        ja.append(f"職種が{'・'.join(asked)}ではありません（{own or '未登録'}）。")
        en.append(f"Job family is not {' or '.join(asked)} ({own or 'not recorded'}).")
    if post.qualifications and not post.qualifications & person.qualifications:
        known = standard.qualifications
        names = [
            known[one].name if one in known else Text(one, one)
            for one in sorted(post.qualifications)
        ]
        ja.append(f"有効な資格がありません（{'・'.join(name.ja for name in names)}）。")
        en.append(f"Holds no valid {' or '.join(name.en for name in names)}.")
    return Text("".join(ja), " ".join(en))


def _grade(person: Candidate, post: Post, _: Problem, __: Standard) -> Text:
    low, high = post.grades or (0, 0)
    ja = f"{person.grade}級です" if person.grade else "級がありません"
    en = f"Has grade {person.grade}" if person.grade else "Has no grade"
    return Text(
        f"{ja}。このポストは{low}級から{high}級までです。",
        f"{en}; the post is for grades {low} to {high}.",
    )


def _too_early(person: Candidate, _: Post, problem: Problem, __: Standard) -> Text:
    least = next((one.min_years for one in problem.posts if one.id == person.post), None) or 0
    return Text(
        f"在課{person.years_in_post:g}年で、下限の{least:g}年に満ちません。",
        f"{person.years_in_post:g} years in the present post; the least is {least:g}.",
    )


def _too_long(person: Candidate, post: Post, _: Problem, __: Standard) -> Text:
    most = post.max_years or 0
    return Text(
        f"在課{person.years_in_post:g}年で、上限の{most:g}年に達しています。",
        f"{person.years_in_post:g} years in the post; the most is {most:g}.",
    )


def _barred(_: Candidate, __: Post, ___: Problem, ____: Standard) -> Text:
    return Text(
        "この所属・ポストには配置しないこととされています。",
        "Recorded as not to be placed in this department or post.",
    )


def _bid(person: Candidate, post: Post, problem: Problem, standard: Standard) -> Text:
    names = restrictions(person, post, problem, standard)
    return Text(
        f"{names.ja}により、このポストの調達に関われません。",
        f"May not take part in the procurements of this post under {names.en}.",
    )


def _pledge(person: Candidate, post: Post, _: Problem, standard: Standard) -> Text:
    names = gate_names(missing_pledges(person, post), post, standard)
    return Text(f"{names.ja}を提出していません。", f"Has not given {names.en}.")


def _access(_: Candidate, post: Post, problem: Problem, standard: Standard) -> Text:
    if suitability(post, standard) == "unsuitable":
        work = rulebook_of(standard).side_jobs[post.work]
        return Text(
            f"「{work.name.ja}」は副業に向きません。{work.reason.ja}",
            f"“{work.name.en}” does not suit a side job. {work.reason.en}",
        )
    kinds = [
        KINDS.get(kind, Text(kind, kind)) for kind in sorted(post.access & problem.policy.closed)
    ]
    return Text(
        f"外部の人には扱わせない情報（{'、'.join(kind.ja for kind in kinds)}）があります。",
        f"Holds information that people from outside must not reach "
        f"({', '.join(kind.en for kind in kinds)}).",
    )


def _consent(_: Candidate, __: Post, ___: Problem, ____: Standard) -> Text:
    return Text("本人の同意が記録されていません。", "No consent of the person is on record.")


def _term(person: Candidate, post: Post, _: Problem, __: Standard) -> Text:
    if person.term_ends:
        return Text(
            f"派遣期間は{person.term_ends}に終わります。", f"The term ends on {person.term_ends}."
        )
    return Text(
        f"期間は{post.term_months}か月までです（{person.years_in_post:g}年在籍）。",
        f"The term is {post.term_months} months at most ({person.years_in_post:g} years so far).",
    )


def _leave(_: Candidate, __: Post, ___: Problem, ____: Standard) -> Text:
    return Text("休職中のため異動しません。", "Is on leave and does not move.")


def _conditions(person: Candidate, post: Post, _: Problem, standard: Standard) -> Text:
    told = []
    unmet = [gate for gate in gates_of(post, ELIGIBILITY) if gate not in person.eligibility]
    if unmet:
        names = gate_names(unmet, post, standard)
        told.append(Text(f"条件{names.ja}を満たしません。", f"Does not fulfil {names.en}."))
    if is_outside(person) and not is_open_to_outsiders(post, standard):
        told.append(
            Text("外部の人を充てるポストではありません。", "Not a post for people from outside.")
        )
    if not is_outside(person) and is_for_outsiders(post, standard):
        told.append(Text("外部の人を充てるポストです。", "A post for people from outside."))
    return Text("".join(one.ja for one in told), " ".join(one.en for one in told))


WORDS: Mapping[str, Words] = {
    "P002": _job_family,
    "P003": _grade,
    "P006": _too_early,
    "P007": _too_long,
    "P013": _barred,
    "P014": _bid,
    "P015": _pledge,
    "P016": _access,
    "P017": _consent,
    "P018": _term,
    "P025": _leave,
    "P026": _conditions,
}
"""By code of each rule on single pairs: the sentence about one pair that breaks it."""
