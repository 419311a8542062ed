"""Turn the checked files of a standard into a rulebook."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from grader.standard.model import Citation
from grader.standard.rulings import measures
from grader.standard.rulings.clause import BidRule, Clause, Named, Unsettled
from grader.standard.rulings.rulebook import Rulebook
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from grader.standard.files import Files

    T = TypeVar("T")


def rulebook(files: Files) -> Rulebook:
    """Make the rulebook of a standard.

    Parameters
    ----------
    files : Files
        Files without errors.

    Returns
    -------
    Rulebook
        Every rule by its id, in the order of the files; empty where a standard has no such file.
    """

    def by_id(kind: str, make: Callable[[Mapping[str, Any]], T]) -> dict[str, T]:
        return {entry.data["id"]: make(entry.data) for entry in files.entries(kind)}

    return Rulebook(
        bid_rules=by_id("bid_restrictions", _bid_rule),
        pledges=by_id("pledges", _pledge),
        access_limits=by_id("information_access", _access_limit),
        side_jobs=by_id("side_jobs", _side_job),
        coverage_rules=by_id("coverage", _coverage_rule),
        grants=by_id("funding", _grant),
        statistics=by_id("statistics", _statistic),
        source_titles=by_id("sources", lambda data: _text(data["title"])),
    )


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["ja"], data.get("en", data["ja"]))


def _maybe(data: Mapping[str, Any], key: str) -> Text | None:
    return _text(data[key]) if key in data else None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _sources(data: Mapping[str, Any]) -> tuple[Citation, ...]:
    return tuple(Citation(**citation) for citation in data.get("sources", ()))


def _named(data: Mapping[str, Any]) -> Named:
    return Named(data["id"], _text(data["text"]))


def _bid_rule(data: Mapping[str, Any]) -> BidRule:
    return BidRule(
        id=data["id"],
        name=_text(data["name"]),
        document=_text(data["document"]),
        consequence=_text(data["consequence"]),
        clauses=tuple(_clause(clause) for clause in data["clauses"]),
        exemption=tuple(_named(item) for item in data.get("exemption", ())),
        valid_from=_day(data["valid_from"]),
        valid_until=_day(data["valid_until"]),
        verification=data["verification"],
        note=_maybe(data, "note"),
        sources=_sources(data),
    )


def _clause(data: Mapping[str, Any]) -> Clause:
    covered = {
        aspect: frozenset(data[aspect]) if aspect in data else None
        for aspect in ("scope", "methods", "acts", "ties")
    }
    return Clause(
        id=data["id"],
        text=_text(data["text"]),
        effect=data["effect"],
        reach=frozenset(data.get("reach", ["self"])),
        toward=data.get("toward", "bidder"),
        years_held=data.get("years_held", 0),
        years_after=data.get("years_after", 0),
        judged_on=tuple(data.get("judged_on", ["procurement"])),
        breaks=data.get("breaks", "unsettled"),
        facts=tuple(_named(item) for item in data.get("facts", ())),
        unsettled=tuple(
            Unsettled(item["aspect"], tuple(item.get("values", ())), _text(item["question"]))
            for item in data.get("unsettled", ())
        ),
        sources=_sources(data),
        **covered,
    )


def _pledge(data: Mapping[str, Any]) -> measures.PledgeForm:
    return measures.PledgeForm(
        id=data["id"],
        name=_text(data["name"]),
        items={item["id"]: _text(item["text"]) for item in data["items"]},
        refers_to=tuple(_text(document) for document in data["refers_to"]),
        sources=_sources(data),
    )


def _access_limit(data: Mapping[str, Any]) -> measures.AccessLimit:
    return measures.AccessLimit(
        id=data["id"],
        name=_text(data["name"]),
        description=_text(data["description"]),
        applies_to=tuple(data["applies_to"]),
        status=data["status"],
        sources=_sources(data),
    )


def _side_job(data: Mapping[str, Any]) -> measures.SideJob:
    return measures.SideJob(
        id=data["id"],
        name=_text(data["name"]),
        suitability=data["suitability"],
        reason=_text(data["reason"]),
        condition=_maybe(data, "condition"),
        sources=_sources(data),
    )


def _coverage_rule(data: Mapping[str, Any]) -> measures.CoverageRule:
    return measures.CoverageRule(
        id=data["id"],
        name=_text(data["name"]),
        holders=data["holders"],
        unless_backed_up=data["unless_backed_up"],
        message=_text(data["message"]),
        remedy=_text(data["remedy"]),
        sources=_sources(data),
    )


def _grant(data: Mapping[str, Any]) -> measures.GrantRule:
    return measures.GrantRule(
        id=data["id"],
        name=_text(data["name"]),
        bodies=tuple(data["bodies"]),
        rate=data["rate"],
        items=tuple(
            measures.CostItem(x["id"], _text(x["name"]), _day(x["since"]), x["cap_yen"])
            for x in data["items"]
        ),
        valid_from=_day(data["valid_from"]),
        valid_until=_day(data["valid_until"]),
        expiry_note=_maybe(data.get("expired", {}), "note"),
        sources=_sources(data),
    )


def _statistic(data: Mapping[str, Any]) -> measures.Statistic:
    figures = (
        measures.Figure(
            x["id"], _text(x["name"]), x["value"], x.get("of"), x.get("percent"), x.get("about")
        )
        for x in data["figures"]
    )
    return measures.Statistic(
        id=data["id"],
        name=_text(data["name"]),
        as_of=data["as_of"],
        unit=_text(data["unit"]),
        figures={figure.id: figure for figure in figures},
        verification=data["verification"],
        contradiction=_maybe(data, "contradiction"),
        note=_maybe(data, "note"),
        sources=_sources(data),
    )
