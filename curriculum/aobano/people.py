"""The departments, the staff and the recurring people of Aobano City (青葉野市)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from aobano.names import FAMILY, GIVEN

TargetRole = Literal[
    "producer",
    "project-manager",
    "service-designer",
    "engineer",
    "dx-leader",
    "one-person-it",
]

_STAFF_STREAM = 7001
"""Keeps the staff's random numbers apart from those of any lesson with the same seed."""
_ENGLISH_EVERY = 12
"""One person in so many works in English, so that both languages are always in use."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the city hall."""

    id: str
    """Stable id such as ``"d06"``."""
    ja: str
    """Japanese name."""
    en: str
    """English name."""
    share: float
    """Share of the trainees who work here, 0–1."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff who is put together from a seed."""

    person: str
    """Staff number such as ``"s001"``."""
    name: str
    """Family and given name in kanji, separated by one space."""
    kana: str
    """Reading of the name in hiragana, separated the same way."""
    department: str
    """Japanese name of the department."""
    post: str
    """職名, for example 主任."""
    target_role: TargetRole
    """The role the person works towards."""
    lang: Literal["ja", "en"]
    """Language of the person's notebooks."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person who recurs in the lessons' stories."""

    key: str
    """Short name for lessons, also the part of the mail address before the ``@``."""
    name: str
    """Family and given name in kanji, separated by one space."""
    kana: str
    """Reading in hiragana."""
    en: str
    """Name in Latin letters, family name last."""
    department: str
    """Japanese name of the department."""
    post: str
    """職名."""
    role_ja: str
    """What the person does in the stories, Japanese."""
    role_en: str
    """What the person does in the stories, English."""


DEPARTMENTS: tuple[Department, ...] = (
    Department("d01", "秘書広報課", "Mayor's Office and Public Relations", 0.01),
    Department("d02", "総務課", "General Affairs", 0.015),
    Department("d03", "情報政策課", "Information Policy", 0.30),
    Department("d04", "財政課", "Finance", 0.01),
    Department("d05", "税務課", "Tax", 0.015),
    Department("d06", "市民課", "Citizens", 0.30),
    Department("d07", "福祉課", "Welfare", 0.30),
    Department("d08", "こども課", "Children", 0.01),
    Department("d09", "健康課", "Public Health", 0.01),
    Department("d10", "産業観光課", "Industry and Tourism", 0.01),
    Department("d11", "建設課", "Public Works", 0.01),
    Department("d12", "教育総務課", "Education", 0.01),
)
"""The twelve departments; the shares add up to one."""

NAMED: dict[str, Named] = {
    each.key: each
    for each in (
        Named(
            "mihara",
            "三原 葉子",
            "みはら ようこ",
            "Yoko Mihara",
            "情報政策課",
            "課長補佐",
            "情報セキュリティの責任者を支え、事故のときに判断をまとめる人",
            "supports the head of information security and leads when something goes wrong",
        ),
        Named(
            "hayakawa",
            "早川 直樹",
            "はやかわ なおき",
            "Naoki Hayakawa",
            "情報政策課",
            "主任",
            "システムとログの担当。ほとんど一人で守っている人",
            "looks after systems and logs, very nearly alone",
        ),
        Named(
            "kiryu",
            "桐生 房江",
            "きりゅう ふさえ",
            "Fusae Kiryu",
            "総務課",
            "課長",
            "研修を受け持ち、「で、私たちは何をすればよいのですか」と問う人",
            "runs staff training and asks what it means for the work",
        ),
        Named(
            "otsuki",
            "大槻 さやか",
            "おおつき さやか",
            "Sayaka Otsuki",
            "市民課",
            "主任",
            "窓口の混雑を毎日見ている人",
            "sees the queues at the counter every day",
        ),
        Named(
            "nonomura",
            "野々村 巌",
            "ののむら いわお",
            "Iwao Nonomura",
            "福祉課",
            "係長",
            "忙しく、急ぎのメールにすぐ答える人",
            "busy, and quick to answer urgent mail",
        ),
        Named(
            "kusaka",
            "日下 ひなた",
            "くさか ひなた",
            "Hinata Kusaka",
            "市民課",
            "課長",
            "窓口の人の配置を決める人",
            "decides how the counter is staffed",
        ),
        Named(
            "makabe",
            "真壁 律",
            "まかべ りつ",
            "Ritsu Makabe",
            "財政課",
            "主査",
            "費用と効果を数字で確かめる人",
            "wants cost and effect in figures",
        ),
        Named(
            "shiraishi",
            "白石 つばさ",
            "しらいし つばさ",
            "Tsubasa Shiraishi",
            "情報政策課",
            "デジタル専門員（外部人材）",
            "週に二日だけ来る外部の専門家",
            "an outside expert who comes two days a week",
        ),
    )
}
"""People who recur in the lessons, by key. None of their family names is drawn for the staff."""

_POSTS: tuple[tuple[str, float], ...] = (
    ("主事", 0.42),
    ("主任", 0.28),
    ("係長", 0.18),
    ("課長補佐", 0.08),
    ("課長", 0.04),
)
_ROLES: tuple[TargetRole, ...] = (
    "producer",
    "project-manager",
    "service-designer",
    "engineer",
    "dx-leader",
    "one-person-it",
)
_ROLE_WEIGHTS: dict[str, tuple[float, ...]] = {
    "情報政策課": (0.10, 0.25, 0.05, 0.40, 0.00, 0.20),
    "市民課": (0.05, 0.10, 0.40, 0.05, 0.40, 0.00),
    "福祉課": (0.05, 0.15, 0.35, 0.05, 0.40, 0.00),
}
_OTHER_WEIGHTS = (0.15, 0.25, 0.15, 0.05, 0.40, 0.00)


def staff(seed: int, n: int) -> list[Person]:
    """Put together ``n`` people of the city, always the same for the same arguments.

    Parameters
    ----------
    seed : int
        Which class of people; not negative.
    n : int
        How many people, 1 up to the number of name pairs (more than 4,000).

    Returns
    -------
    list[Person]
        People ``s001``, ``s002``, …, all of different names, spread over the departments by
        their shares (largest remainders), so that 15 people make three departments of five or
        more.

    Raises
    ------
    ValueError
        If ``n`` is below one or above the number of name pairs.

    Examples
    --------
    >>> people = staff(1, 24)
    >>> people[0].person, len({p.name for p in people})
    ('s001', 24)
    """
    if not 1 <= n <= len(FAMILY) * len(GIVEN):
        message = f"n must lie between 1 and {len(FAMILY) * len(GIVEN)}, not {n}"
        raise ValueError(message)
    rng = np.random.default_rng([seed, _STAFF_STREAM])
    names = rng.permutation(len(FAMILY) * len(GIVEN))[:n]
    places = rng.permutation(np.repeat(np.arange(len(DEPARTMENTS)), headcounts(n)))
    return [
        _person(rng, number, name=int(name), department=DEPARTMENTS[place].ja)
        for number, (name, place) in enumerate(zip(names, places, strict=True), start=1)
    ]


def headcounts(n: int) -> list[int]:
    """Spread ``n`` people over the departments by largest remainders.

    Parameters
    ----------
    n : int
        How many people.

    Returns
    -------
    list[int]
        People per department in the order of `DEPARTMENTS`; the sum is ``n``.
    """
    quotas = [round(n * department.share, 9) for department in DEPARTMENTS]
    counts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: (counts[i] - quotas[i], i))
    for index in by_remainder[: n - sum(counts)]:
        counts[index] += 1
    return counts


def _person(rng: np.random.Generator, number: int, *, name: int, department: str) -> Person:
    family, family_kana = FAMILY[name // len(GIVEN)]
    given, given_kana = GIVEN[name % len(GIVEN)]
    posts, chances = zip(*_POSTS, strict=True)
    weights = _ROLE_WEIGHTS.get(department, _OTHER_WEIGHTS)
    return Person(
        person=f"s{number:03d}",
        name=f"{family} {given}",
        kana=f"{family_kana} {given_kana}",
        department=department,
        post=str(rng.choice(posts, p=chances)),
        target_role=_ROLES[int(rng.choice(len(_ROLES), p=weights))],
        lang="en" if number % _ENGLISH_EVERY == 0 else "ja",
    )
