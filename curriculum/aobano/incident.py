"""Small privacy incidents of the city, told as the section that caused them would tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

Ground = Literal["persons", "special", "wrongful", "none"]
DAYS_TO_REPORT = 5
"""The city's own procedure: calendar days after the day on which the city came to know."""


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident and what the contact form must say about it."""

    ja: str
    """Story, Japanese."""
    en: str
    """Story, English."""
    ground: Ground
    """Why it must be reported to the commission, or ``none``."""
    known: date
    """The day on which the city came to know."""
    settled: date
    """The day on which the inquiry ended."""

    def due(self) -> str:
        """Give the last day for the first report.

        Returns
        -------
        str
            ISO date, or ``none``.
        """
        return "none" if self.ground == "none" else self.day(self.known)

    def day(self, start: date) -> str:
        """Count the city's days from a start.

        Parameters
        ----------
        start : date
            Day zero.

        Returns
        -------
        str
            ISO date.
        """
        return (start + timedelta(days=DAYS_TO_REPORT)).isoformat()


def _days(rng: np.random.Generator) -> tuple[date, date, date]:
    sent = date(2026, 10, 5) + timedelta(days=int(rng.integers(0, 8)))
    known = sent + timedelta(days=int(rng.integers(1, 4)))
    return sent, known, known + timedelta(days=int(rng.integers(2, 7)))


def _ja(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _en(day: date) -> str:
    return f"{day.day} {day:%B}"


def _many(rng: np.random.Generator) -> Incident:
    sent, known, settled = _days(rng)
    n = int(rng.integers(101, 190))
    return Incident(
        f"{_ja(sent)}、講座の申込者{n}人の氏名と電話番号の一覧を、別の業者に誤って送った。"
        f"{_ja(known)}に業者からの電話で知り、{_ja(settled)}に人数を数え終えた。",
        f"On {_en(sent)} a list with names and phone numbers of {n} people who had signed up for a "
        f"course went to the wrong firm. The firm rang us on {_en(known)}; we finished counting "
        f"on {_en(settled)}.",
        "persons",
        known,
        settled,
    )


def _health(rng: np.random.Generator) -> Incident:
    sent, known, settled = _days(rng)
    n = int(rng.integers(1, 7))
    return Incident(
        f"{_ja(sent)}、{n}人分の健康診断の結果を、別の人あての封筒に入れて送った。"
        f"{_ja(known)}に、受け取った人からの電話で知り、{_ja(settled)}に全部を回収した。中は読まれていた。",
        f"On {_en(sent)} health check results of {n} people went out in other people's "
        f"envelopes. A recipient rang on {_en(known)}; by {_en(settled)} all were back. They had been read.",
        "special",
        known,
        settled,
    )


def _mailbox(rng: np.random.Generator) -> Incident:
    sent, known, settled = _days(rng)
    n = int(rng.integers(12, 70))
    return Incident(
        f"{_ja(sent)}、職員のメールが何者かに乗っ取られた。{_ja(known)}にログで気づいた。"
        f"受信箱には{n}人分の連絡先があり、見られたかどうかの調査は{_ja(settled)}までかかった。",
        f"On {_en(sent)} a stranger took over a staff mailbox. We saw it in the log on "
        f"{_en(known)}. It holds contact details of {n} people. The inquiry into whether they were "
        f"seen took until {_en(settled)}.",
        "wrongful",
        known,
        settled,
    )


def _twice(rng: np.random.Generator) -> Incident:
    sent, known, settled = _days(rng)
    people = int(rng.integers(58, 78))
    rows = people * 2 - int(rng.integers(2, 12))
    return Incident(
        f"{_ja(sent)}、行事の連絡網を別の団体に誤って送った。{_ja(known)}に気づいた。"
        f"一覧は{rows}行あるが、同じ人が何度も出てくる。{_ja(settled)}に数えると、{people}人だった。",
        f"On {_en(sent)} a contact list for an event went to the wrong club; noticed on "
        f"{_en(known)}. It has {rows} lines, but most people stand in it twice: on "
        f"{_en(settled)} we counted {people} people.",
        "none",
        known,
        settled,
    )


def _hundred(rng: np.random.Generator) -> Incident:
    sent, known, settled = _days(rng)
    return Incident(
        f"{_ja(sent)}、説明会の参加者ちょうど100人に一斉にメールを送ったところ、全員のアドレスが互いに見えた。"
        f"{_ja(known)}に参加者の指摘で知り、{_ja(settled)}におわびを終えた。",
        f"On {_en(sent)} a mail to exactly 100 participants of a meeting showed everybody's address "
        f"to everybody. One of them told us on {_en(known)}; we had apologised to all by "
        f"{_en(settled)}.",
        "none",
        known,
        settled,
    )


KINDS: tuple[Callable[[np.random.Generator], Incident], ...] = (
    _many,
    _health,
    _mailbox,
    _twice,
    _hundred,
)
"""Three that must be reported, two that need not be."""


def incidents(rng: np.random.Generator) -> list[Incident]:
    """Tell one incident of each kind, in random order.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.

    Returns
    -------
    list[Incident]
        Five incidents.
    """
    return [KINDS[i](rng) for i in rng.permutation(len(KINDS))]
