"""Who may do what in the city's systems, and why: grants, duties, and who pays with whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Pair = tuple[str, str]
"""A wording in Japanese and in English."""
Repair = Literal["keep", "drop_request", "drop_approve", "drop_both"]

RANK = {"view": 1, "edit": 2, "admin": 3}
"""Rights from the narrowest to the widest."""
NEEDS: tuple[tuple[Pair, str, str], ...] = (
    (("住民異動の受付", "register moves"), "resident", "edit"),
    (("証明書の交付", "issue certificates"), "resident", "view"),
    (("税の賦課", "assess tax"), "tax", "edit"),
    (("税の賦課", "assess tax"), "resident", "view"),
    (("手当の認定", "grant allowances"), "welfare", "edit"),
    (("手当の認定", "grant allowances"), "resident", "view"),
    (("文書の決裁", "approve documents"), "document", "admin"),
    (("アカウントの発行", "issue accounts"), "mail", "admin"),
)
"""Which duty needs which right at least."""
_SECTIONS: dict[str, Pair] = {
    "citizen": ("市民課", "Citizens"),
    "tax": ("税務課", "Tax"),
    "welfare": ("福祉課", "Welfare"),
    "it": ("情報政策課", "Information Policy"),
    "vendor": ("カワセミシステムズ", "Kawasemi Systems"),
}
_STAFF: Pair = ("主任", "senior staff")
_HEAD: Pair = ("課長", "section head")


@dataclass(frozen=True, slots=True)
class Grant:
    """One right of one account."""

    section: str
    """Key of the section."""
    post: Pair
    """Post."""
    duties: tuple[tuple[int, Pair], ...]
    """Rows of `NEEDS` by number, each with a remark on how long the duty lasts."""
    system: str
    """Which system."""
    right: str
    """view, edit or admin."""
    kind: str
    """Why it is needed or not; starts with ``x-`` if it is too much."""


def _duty(number: int, ja: str = "", en: str = "") -> tuple[int, Pair]:
    return number, (ja, en)


_LEFT = ("（2026年3月に異動）", " (moved away in March 2026)")
_ENDED = ("（代理 2026年9月30日まで）", " (deputy until 2026-09-30)")
_STILL = ("（代理 2026年12月28日まで）", " (deputy until 2026-12-28)")
_DUAL = ("（兼務）", " (second post)")
_OVER = ("（契約 2026年3月31日まで）", " (contract until 2026-03-31)")
_UNDER = ("（契約 2027年3月31日まで）", " (contract until 2027-03-31)")

EXCESS: tuple[Grant, ...] = (
    Grant("citizen", _HEAD, (_duty(6),), "resident", "admin", "x-boss"),
    Grant("citizen", _STAFF, (_duty(1),), "resident", "edit", "x-level"),
    Grant("citizen", _STAFF, (_duty(0), _duty(2, *_LEFT)), "tax", "edit", "x-left"),
    Grant("welfare", _STAFF, (_duty(4), _duty(0, *_ENDED)), "resident", "edit", "x-ended"),
    Grant("vendor", ("保守員", "engineer"), (_duty(7, *_OVER),), "mail", "admin", "x-over"),
    Grant("tax", _STAFF, (_duty(2),), "resident", "edit", "x-level"),
    Grant("welfare", _HEAD, (_duty(6),), "welfare", "edit", "x-boss"),
)
"""Rights that no duty of today needs."""
NEEDED: tuple[Grant, ...] = (
    Grant("citizen", _STAFF, (_duty(0),), "resident", "edit", "plain"),
    Grant("citizen", _STAFF, (_duty(1),), "resident", "view", "plain"),
    Grant("tax", _STAFF, (_duty(2),), "tax", "edit", "plain"),
    Grant("tax", _STAFF, (_duty(2),), "resident", "view", "cross"),
    Grant("welfare", _STAFF, (_duty(4),), "resident", "view", "cross"),
    Grant("welfare", _STAFF, (_duty(4), _duty(0, *_DUAL)), "resident", "edit", "dual"),
    Grant("tax", _STAFF, (_duty(2), _duty(0, *_STILL)), "resident", "edit", "deputy"),
    Grant("citizen", _HEAD, (_duty(6),), "document", "admin", "boss"),
    Grant("vendor", ("保守員", "engineer"), (_duty(7, *_UNDER),), "mail", "admin", "vendor"),
    Grant("it", _STAFF, (_duty(7),), "mail", "admin", "plain"),
)
"""Rights that a duty of today needs."""


def grants(rng: np.random.Generator, n: int) -> list[Grant]:
    """Draw a table of rights.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    n : int
        How many rows, up to 15.

    Returns
    -------
    list[Grant]
        Five that are too much, among them one of a section head and two of people whose duty has
        ended; the rest are needed, among them all that look strange. In random order.
    """
    boss = EXCESS[int(rng.choice([0, 6]))]
    ended = [EXCESS[i] for i in rng.permutation([2, 3, 4])[:2]]
    level = [EXCESS[i] for i in rng.permutation([1, 5])]
    strange = [grant for grant in NEEDED if grant.kind != "plain"]
    plain = [grant for grant in NEEDED if grant.kind == "plain"]
    plain = [plain[i] for i in rng.permutation(len(plain))]
    drawn = [boss, *ended, *level, *strange, *plain][:n]
    return [drawn[i] for i in rng.permutation(len(drawn))]


def grant_row(grant: Grant, *, number: int, account: str, lang: int) -> dict[str, str]:
    """Return a grant as a trainee sees it.

    Parameters
    ----------
    grant : Grant
        The right.
    number : int
        Its place in the table, from 1.
    account : str
        Whose it is.
    lang : int
        0 for Japanese, 1 for English.

    Returns
    -------
    dict
        Column to text.
    """
    duties = [NEEDS[need][0][lang] + remark[lang] for need, remark in grant.duties]
    return {
        "id": f"P{number:02d}",
        "account": account,
        "section": _SECTIONS[grant.section][lang],
        "post": grant.post[lang],
        "duties": ("、", ", ")[lang].join(duties),
        "system": grant.system,
        "right": grant.right,
    }


def need_rows(lang: int) -> list[dict[str, str]]:
    """Return the list of duties and the rights they need.

    Parameters
    ----------
    lang : int
        0 for Japanese, 1 for English.

    Returns
    -------
    list[dict]
        One row per duty and system.
    """
    return [{"duty": duty[lang], "system": system, "right": right} for duty, system, right in NEEDS]


@dataclass(frozen=True, slots=True)
class Payer:
    """What one account may do with the payments of one section."""

    kind: str
    """Why: clerk, head, second post, left, deputy."""
    section: int
    """Number of the section in the table."""
    relation: Pair
    """How the person belongs to the section."""
    duty: Pair
    """What the person is charged with there."""
    request: bool
    """Holds the right to request a payment."""
    approve: bool
    """Holds the right to approve a payment."""
    needed: tuple[str, ...]
    """Rights that the duty needs: request, approve."""
    twin: str = ""
    """Rows with the same mark belong to one account."""


_MAIN: Pair = ("本務", "main post")
_SECOND: Pair = ("兼務", "second post")
_FORMER: Pair = ("前任（2026年3月に異動）", "former (moved away in March 2026)")
_REQUEST: Pair = ("起票担当", "requests payments")
_APPROVE: Pair = ("決裁者", "approves payments")
_NONE: Pair = ("なし", "none")
_DEPUTY_OVER: Pair = ("決裁の代理（2026年9月30日まで）", "deputy approver (until 2026-09-30)")
_DEPUTY_STILL: Pair = ("決裁の代理（2026年12月28日まで）", "deputy approver (until 2026-12-28)")

PAYERS: tuple[Payer, ...] = (
    Payer("clerk", 0, _MAIN, _REQUEST, request=True, approve=True, needed=("request",)),
    Payer("head", 0, _MAIN, _APPROVE, request=False, approve=True, needed=("approve",), twin="h"),
    Payer("clerk", 1, _MAIN, _REQUEST, request=True, approve=False, needed=("request",)),
    Payer("head", 1, _MAIN, _APPROVE, request=True, approve=True, needed=("approve",)),
    Payer(
        "second", 2, _SECOND, _APPROVE, request=False, approve=True, needed=("approve",), twin="h"
    ),
    Payer("clerk", 2, _MAIN, _REQUEST, request=True, approve=False, needed=("request",), twin="c"),
    Payer(
        "second",
        0,
        _SECOND,
        _DEPUTY_STILL,
        request=False,
        approve=True,
        needed=("approve",),
        twin="c",
    ),
    Payer("left", 1, _FORMER, _NONE, request=True, approve=False, needed=()),
    Payer("left", 2, _FORMER, _NONE, request=True, approve=True, needed=()),
    Payer("deputy", 2, _MAIN, _DEPUTY_OVER, request=False, approve=True, needed=()),
)
"""Ten rows in three sections. Two people hold a second post and are in order."""


def payers(rng: np.random.Generator) -> list[Payer]:
    """Draw a table of payment rights.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.

    Returns
    -------
    list[Payer]
        The rows of `PAYERS` in random order; which of clerk or head holds both rights, and which of
        the former colleagues holds one, changes too.
    """
    rows = list(PAYERS)
    if rng.random() < 0.5:  # noqa: PLR2004  # either with the same chance
        rows[0], rows[2] = replace(rows[0], approve=False), replace(rows[2], approve=True)
    if rng.random() < 0.5:  # noqa: PLR2004
        rows[1], rows[3] = replace(rows[1], request=True), replace(rows[3], request=False)
    if rng.random() < 0.5:  # noqa: PLR2004
        rows[7], rows[8] = replace(rows[7], approve=True), replace(rows[8], request=False)
    return [rows[i] for i in rng.permutation(len(rows))]


def repair(payer: Payer) -> Repair:
    """Say what has to be taken away from a row, and no more.

    Parameters
    ----------
    payer : Payer
        The row.

    Returns
    -------
    {"keep", "drop_request", "drop_approve", "drop_both"}
        The narrowest repair.
    """
    request = payer.request and "request" not in payer.needed
    approve = payer.approve and "approve" not in payer.needed
    if request and approve:
        return "drop_both"
    if request:
        return "drop_request"
    return "drop_approve" if approve else "keep"
