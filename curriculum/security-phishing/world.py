"""One week in Aobano City, as the trainee's own mailbox, records and tables show it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from aobano import access, incident, mail, push, signin
from aobano.net import CITY_DOMAIN

from grader.marking import World

if TYPE_CHECKING:
    from aobano.signin import Event

_STREAM = 303
"""Keeps this lesson's random numbers apart from those of other lessons with the same seed."""
LANGS = ("ja", "en")
MAILS, GRANTS, HOSTS = 12, 14, 8
_ACCOUNTS, _PUSH_ACCOUNTS = 32, 16
_OUTGOING = 400
_EARLIER = timedelta(weeks=2)
"""How long before the week of the sign-ins the confirmation requests were recorded."""
_NEW, _ATTACHED = 0.10, 0.40
"""Shares of honest mails that go to a new address, and that carry a file."""


def make(seed: int) -> World:
    """Put together the week of one trainee.

    Parameters
    ----------
    seed : int
        The trainee's seed.

    Returns
    -------
    World
        Tables ``events``, ``trips``, ``push``, ``outgoing``; documents ``hosts``, ``mails``,
        ``grants``, ``needs``, ``payers``, ``cases`` (by language); the truth of each exercise.
    """
    rng = np.random.default_rng([seed, _STREAM])
    hosts = _hosts(rng)
    outgoing = _outgoing(rng)
    mails, mail_truth = _mails(rng)
    asks, asked = _push(rng)
    events, trips, story = _signins(rng)
    grants, excess = _grants(rng)
    payers, pay_truth = _payers(rng)
    cases, form = _cases(rng)
    return World(
        tables={"events": events, "trips": trips, "push": asks, "outgoing": outgoing},
        documents={
            "hosts": hosts,
            "mails": mails,
            "grants": grants,
            "needs": {lang: access.need_rows(i) for i, lang in enumerate(LANGS)},
            "payers": payers,
            "cases": cases,
        },
        truth={"story": story, "excess": excess, **asked, **mail_truth, **pay_truth, **form},
    )


def _hosts(rng: np.random.Generator) -> list[dict[str, str]]:
    inside = ["portal", "www", "shinsei", "kyoyu", "tosho", "mail"]
    outside = [
        f"{CITY_DOMAIN}.kakunin.example",
        f"{CITY_DOMAIN}-login.example",
        "city-aobano.example",
        "city.aobano.support.example",
        "city.aoban0.example",
        f"portal.{CITY_DOMAIN}.id-check.example",
        f"login.example/{CITY_DOMAIN}",
    ]
    good = [f"{inside[i]}.{CITY_DOMAIN}/" for i in rng.permutation(6)[:3]]
    bad = [f"{outside[i]}/" for i in [0, *(1 + rng.permutation(6)[: HOSTS - 4])]]
    # One padlock among the city's pages and one false page without: the padlock tells nothing.
    good = [f"http{'s' * (place == 0)}://{name}" for place, name in enumerate(good)]
    bad = [f"http{'s' * (place != 1)}://{name}" for place, name in enumerate(bad)]
    links = [*good, *bad]
    return [
        {"id": f"H{n}", "link": links[i]} for n, i in enumerate(rng.permutation(HOSTS), start=1)
    ]


def _outgoing(rng: np.random.Generator) -> pd.DataFrame:
    """Past mails to the outside: a few were mistakes, of two patterns."""
    most = int(rng.integers(9, 16))
    rows = [
        {
            "to_count": int(rng.integers(1, most + 1)),
            "new_domain": bool(rng.random() < _NEW),
            "attachment": bool(rng.random() < _ATTACHED),
            "mistake": False,
        }
        for _ in range(_OUTGOING - 16)
    ]
    # A file to an address never used before: rare in honest mail, usual in mistakes.
    rare = [row for row in rows if row["new_domain"] and row["attachment"]]
    for row in rare[4:]:
        row["attachment"] = False
    rows += [
        {
            "to_count": int(rng.integers(most + 6, most + 40)),
            "new_domain": bool(rng.random() < _NEW),
            "attachment": False,
            "mistake": True,
        }
        for _ in range(9)
    ]
    rows += [
        {
            "to_count": int(rng.integers(1, 4)),
            "new_domain": True,
            "attachment": True,
            "mistake": True,
        }
        for _ in range(7)
    ]
    frame = pd.DataFrame([rows[i] for i in rng.permutation(len(rows))])
    frame.insert(0, "id", [f"S{n:03d}" for n in range(1, len(frame) + 1)])
    return frame


def _mails(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    box = mail.mailbox(rng, MAILS)
    by_lang = {
        lang: [each.row(n, i) for n, each in enumerate(box, start=1)]
        for i, lang in enumerate(LANGS)
    }
    ids = [row["id"] for row in by_lang["ja"]]
    return by_lang, {
        "verdicts": dict(zip(ids, [each.verdict for each in box], strict=True)),
        "passing": [
            name
            for name, each in zip(ids, box, strict=True)
            if each.verdict == "report" and each.auth == mail.PASSED
        ],
    }


def _push(rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, Any]]:
    names = signin.users(_PUSH_ACCOUNTS)
    order = [names[i] for i in rng.permutation(len(names))]
    count = int(rng.integers(2, 4))
    worn, rest = order[:count], order[count:]
    asks = [ask for user in names for ask in push.plain(rng, user)]
    for user in worn:
        asks += push.worn_out(rng, user)
    makers = (push.steadfast, push.poor_signal, push.steadfast, push.poor_signal, push.many_apps)
    for maker, user in zip((*makers, push.nearly), rest, strict=False):
        asks += maker(rng, user)
    frame = pd.DataFrame(sorted(asks), columns=["time", "user", "app", "answer"])
    frame["time"] -= _EARLIER
    return frame, {"worn": sorted(worn), "all_day": sorted(rest[:4]), "busy": rest[4]}


def _signins(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]:
    names = signin.users(_ACCOUNTS)
    victim, one, two, later, phone, *others = (names[i] for i in rng.permutation(len(names)))
    far, near, third, fourth = (signin.COUNTRIES[i] for i in rng.permutation(6)[:4])
    attack = signin.takeover(rng, victim, far)
    trips = [_trip(rng, one, near), _trip(rng, two, third)]
    travel = [signin.traveller(rng, *trip) for trip in trips]
    at_home = [name for name in names if name not in {one, two}]
    events: list[Event] = [
        *signin.ordinary(rng, at_home),
        *attack,
        *travel[0],
        *travel[1],
        *signin.old_phone(rng, phone),
        *_habits(rng, victim, others),
        *signin.sprayed(rng, [victim, *others[4:12]], far),
    ]
    frame, ids = _event_table(rng, events)
    trips.append((later, fourth, (14, 16)))
    story = {
        "user": victim,
        "rows": [ids[id(event)] for event in attack],
        "travellers": [one, two],
        "travel_rows": [ids[id(event)] for event in travel[0]][:5],
        "phone": phone,
    }
    return frame, _trip_table(trips), story


def _habits(rng: np.random.Generator, victim: str, others: list[str]) -> list[Event]:
    """Return what looks strange but is work; the victim works too."""
    return [
        *signin.late_worker(rng, others[0]),
        *signin.shared_box(rng, others[1]),
        *signin.replaced_phone(rng, others[2]),
        *signin.newsletter(rng, others[3]),
        *(event for user in (victim, *others[12:18]) for event in signin.errand(rng, user)),
    ]


def _trip(rng: np.random.Generator, user: str, country: str) -> tuple[str, str, tuple[int, int]]:
    first = int(rng.integers(0, 3))
    return user, country, (first, first + int(rng.integers(1, 3)))


def _trip_table(trips: list[tuple[str, str, tuple[int, int]]]) -> pd.DataFrame:
    def day(number: int) -> str:
        return (signin.MONDAY + timedelta(days=number)).date().isoformat()

    rows = [
        {"user": user, "country": country, "first_day": day(first), "last_day": day(last)}
        for user, country, (first, last) in trips
    ]
    return pd.DataFrame(rows).sort_values("user", ignore_index=True)


def _event_table(
    rng: np.random.Generator, events: list[Event]
) -> tuple[pd.DataFrame, dict[int, str]]:
    """Write the three systems' lines one below the other, as a careless export does."""

    def written(event: Event) -> Any:
        return event.at - signin.UTC_LAG if event.source == "mail" else event.at

    blocks = ["signin", "mfa", "mail"]
    order = [blocks[i] for i in rng.permutation(3)]
    events = sorted(events, key=lambda event: (order.index(event.source), event.at, event.user))
    frame = pd.DataFrame(
        {
            "id": [f"E{n:03d}" for n in range(1, len(events) + 1)],
            "source": [event.source for event in events],
            "time": [written(event) for event in events],
            "clock": ["UTC" if event.source == "mail" else "JST" for event in events],
            "user": [event.user for event in events],
            "action": [event.action for event in events],
            "result": [event.result for event in events],
            "ip": [event.ip for event in events],
            "country": [event.country for event in events],
            "detail": [event.detail or "-" for event in events],
        }
    )
    return frame, {id(event): name for event, name in zip(events, frame["id"], strict=True)}


def _accounts(rng: np.random.Generator, n: int) -> list[str]:
    names = signin.users(60)
    return [names[i] for i in rng.permutation(len(names))[:n]]


def _grants(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, str]]:
    drawn = access.grants(rng, GRANTS)
    accounts = _accounts(rng, GRANTS)
    by_lang = {
        lang: [
            access.grant_row(grant, number=n, account=account, lang=i)
            for n, (grant, account) in enumerate(zip(drawn, accounts, strict=True), start=1)
        ]
        for i, lang in enumerate(LANGS)
    }
    kinds = {row["id"]: grant.kind for row, grant in zip(by_lang["ja"], drawn, strict=True)}
    return by_lang, kinds


def _payers(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    rows = access.payers(rng)
    accounts = _accounts(rng, len(rows) + 2)
    shared = {"h": accounts[-1], "c": accounts[-2]}
    names = (("福祉課", "Welfare"), ("こども課", "Children"), ("健康課", "Public Health"))
    sections = [names[i] for i in rng.permutation(3)]
    mark = {True: "○", False: "-"}
    by_lang = {
        lang: [
            {
                "id": f"R{n:02d}",
                "account": shared.get(row.twin, accounts[n - 1]),
                "section": sections[row.section][i],
                "relation": row.relation[i],
                "duty": row.duty[i],
                "request": mark[row.request],
                "approve": mark[row.approve],
            }
            for n, row in enumerate(rows, start=1)
        ]
        for i, lang in enumerate(LANGS)
    }
    ids = [row["id"] for row in by_lang["ja"]]
    return by_lang, {
        "repairs": {name: access.repair(row) for name, row in zip(ids, rows, strict=True)},
        "pay_kinds": {name: row.kind for name, row in zip(ids, rows, strict=True)},
        "held": {
            name: [right for right in ("request", "approve") if getattr(row, right)]
            for name, row in zip(ids, rows, strict=True)
        },
        "needed": {name: list(row.needed) for name, row in zip(ids, rows, strict=True)},
    }


def _cases(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    told = incident.incidents(rng)
    ids = [f"C{n}" for n in range(1, len(told) + 1)]
    pairs = list(zip(ids, told, strict=True))
    by_lang = {
        "ja": [{"id": name, "story": each.ja} for name, each in pairs],
        "en": [{"id": name, "story": each.en} for name, each in pairs],
    }
    return by_lang, {
        "form": {name: {"ground": each.ground, "due": each.due()} for name, each in pairs},
        "late": {name: each.day(each.settled) for name, each in pairs},
    }
