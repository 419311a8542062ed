"""How versions of a notice did with readers: who acted rightly, who liked it, and what reaches whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

GROUPS = ("G1", "G2", "G3")
VERSIONS = ("polite", "plain", "translated")
CHANNELS = ("letter", "message", "person")
_PEOPLE = (30, 49)
_FEW = (4, 7)
_OFFICE = 0.3
"""How often those used to letters act best on the polite version."""
SAMPLES = {
    "polite": ("敬語の通知：「〜していただきますようお願い申し上げます」", "polite notice with honorifics"),
    "plain": ("やさしい日本語：短い文、です・ます、読みがな", "plain Japanese: short sentences, です・ます, readings"),
    "translated": ("読み手の母語への翻訳（機械翻訳を職員が手直し）", "translation into the reader's first language (machine, touched up)"),
}  # fmt: skip


def tests(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make the results of reading tests.

    Which version serves a group best differs: of the two groups that learn Japanese, exactly one is served best by the
    translation. What a group likes is never what it acts on best, and the tests with few readers mislead.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides all of it.

    Returns
    -------
    dict
        ``results``: rows ``R01`` to ``R11``; ``reach``: group by channel; ``versions``: what V1 to V3 are, by language.
    dict
        ``best``, ``channel``, ``row``, ``liked``, ``few``, ``names``: the truth by group, and which version is which.
    """
    names = dict(zip(VERSIONS, (f"V{n + 1}" for n in rng.permutation(3)), strict=True))
    learner, other = ("plain", "translated") if rng.random() < 1 / 2 else ("translated", "plain")
    best = {"G1": ("plain", "polite")[int(rng.random() < _OFFICE)], "G2": learner, "G3": other}
    rows: list[dict[str, Any]] = []
    for group in GROUPS:
        rows += _group(rng, group, best[group])
    order = rng.permutation(len(rows))
    rows = [{"id": f"R{n:02d}", **rows[int(i)]} for n, i in enumerate(order, start=1)]
    truth = _truth(rows, best, names)
    shown = [{**row, "version": names[row["version"]]} for row in rows]
    reach, channel = _reach(rng)
    versions = {
        lang: [
            {"version": names[v], "what": SAMPLES[v][i]}
            for v in sorted(VERSIONS, key=lambda v: names[v])
        ]
        for i, lang in enumerate(("ja", "en"))
    }
    shown_all = {"results": shown, "reach": reach, "versions": versions}
    return shown_all, {**truth, "channel": channel}


def _group(rng: np.random.Generator, group: str, best: str) -> list[dict[str, Any]]:
    versions = [v for v in VERSIONS if group != "G1" or v != "translated"]
    losers = [v for v in versions if v != best]
    liked = losers[int(rng.integers(len(losers)))]
    top = int(rng.integers(80, 93))
    rows = []
    for version in versions:
        right = top if version == best else top - int(rng.integers(14, 36))
        like = int(rng.integers(82, 95)) if version == liked else int(rng.integers(45, 72))
        rows.append(_row(group, version, int(rng.integers(*_PEOPLE)), (right, like)))
    few = losers[int(rng.integers(len(losers)))]
    rows.append(_row(group, few, int(rng.integers(*_FEW)), (100, int(rng.integers(50, 80)))))
    return rows


def _row(group: str, version: str, n: int, shares: tuple[int, int]) -> dict[str, Any]:
    return {
        "group": group,
        "version": version,
        "readers": n,
        "right": shares[0],
        "liked": shares[1],
    }


def _truth(
    rows: list[dict[str, Any]], best: dict[str, str], names: dict[str, str]
) -> dict[str, Any]:
    large = [row for row in rows if row["readers"] >= _PEOPLE[0]]
    row_of = {(row["group"], row["version"]): row["id"] for row in large}
    liked = {
        group: max((row for row in large if row["group"] == group), key=lambda row: row["liked"])
        for group in GROUPS
    }
    few = {row["group"]: row for row in rows if row["readers"] < _PEOPLE[0]}
    return {
        "best": {group: names[best[group]] for group in GROUPS},
        "row": {group: row_of[group, best[group]] for group in GROUPS},
        "row_of": {f"{group} {names[version]}": name for (group, version), name in row_of.items()},
        "liked": {
            group: {"version": names[row["version"]], "row": row["id"]}
            for group, row in liked.items()
        },
        "few": {
            group: {"version": names[row["version"]], "row": row["id"]}
            for group, row in few.items()
        },
        "names": names,
    }


def _reach(rng: np.random.Generator) -> tuple[list[dict[str, Any]], dict[str, str]]:
    rows, best = [], {}
    # Any channel may be best, but never one for all.
    tops = [CHANNELS[i] for i in rng.permutation(3)]
    tops[2] = tops[int(rng.integers(3))]
    for group, channel in zip(GROUPS, (tops[i] for i in rng.permutation(3)), strict=True):
        top = int(rng.integers(66, 86))
        shares = {other: top - int(rng.integers(12, 40)) for other in CHANNELS}
        shares[channel] = top
        rows.append({"group": group, **shares})
        best[group] = channel
    return rows, best
