"""Turn the checked files of a standard into a rulebook."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from grader.standard.pieces import citations_of, maybe_text, text_of
from grader.standard.rulings import measures
from grader.standard.rulings.clause import BidRule, Clause, Named, Unsettled
from grader.standard.rulings.rulebook import Rulebook

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
        source_titles=by_id("sources", lambda data: text_of(data["title"])),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _named(data: Mapping[str, Any]) -> Named:
    return Named(data["id"], text_of(data["text"]))


def _bid_rule(data: Mapping[str, Any]) -> BidRule:
    return BidRule(
        id=data["id"],
        name=text_of(data["name"]),
        document=text_of(data["document"]),
        consequence=text_of(data["consequence"]),
        clauses=tuple(_clause(clause) for clause in data["clauses"]),
        exemption=tuple(_named(item) for item in data.get("exemption", ())),
        valid_from=_day(data["valid_from"]),
        valid_until=_day(data["valid_until"]),
        verification=data["verification"],
        note=maybe_text(data.get("note")),
        sources=citations_of(data),
    )


def _clause(data: Mapping[str, Any]) -> Clause:
    covered = {
        aspect: frozenset(data[aspect]) if aspect in data else None
        for aspect in ("scope", "methods", "acts", "ties")
    }
    return Clause(
        id=data["id"],
        text=text_of(data["text"]),
        effect=data["effect"],
        reach=frozenset(data.get("reach", ["self"])),
        toward=data.get("toward", "bidder"),
        years_held=data.get("years_held", 0),
        years_after=data.get("years_after", 0),
        judged_on=tuple(data.get("judged_on", ["procurement"])),
        breaks=data.get("breaks", "unsettled"),
        facts=tuple(_named(item) for item in data.get("facts", ())),
        unsettled=tuple(
            Unsettled(item["aspect"], tuple(item.get("values", ())), text_of(item["question"]))
            for item in data.get("unsettled", ())
        ),
        sources=citations_of(data),
        **covered,
    )


def _pledge(data: Mapping[str, Any]) -> measures.PledgeForm:
    return measures.PledgeForm(
        id=data["id"],
        name=text_of(data["name"]),
        items={item["id"]: text_of(item["text"]) for item in data["items"]},
        refers_to=tuple(text_of(document) for document in data["refers_to"]),
        sources=citations_of(data),
    )


def _access_limit(data: Mapping[str, Any]) -> measures.AccessLimit:
    return measures.AccessLimit(
        id=data["id"],
        name=text_of(data["name"]),
        description=text_of(data["description"]),
        applies_to=tuple(data["applies_to"]),
        status=data["status"],
        sources=citations_of(data),
    )


def _side_job(data: Mapping[str, Any]) -> measures.SideJob:
    return measures.SideJob(
        id=data["id"],
        name=text_of(data["name"]),
        suitability=data["suitability"],
        reason=text_of(data["reason"]),
        condition=maybe_text(data.get("condition")),
        sources=citations_of(data),
    )


def _coverage_rule(data: Mapping[str, Any]) -> measures.CoverageRule:
    return measures.CoverageRule(
        id=data["id"],
        name=text_of(data["name"]),
        holders=data["holders"],
        unless_backed_up=data["unless_backed_up"],
        message=text_of(data["message"]),
        remedy=text_of(data["remedy"]),
        sources=citations_of(data),
    )


def _grant(data: Mapping[str, Any]) -> measures.GrantRule:
    return measures.GrantRule(
        id=data["id"],
        name=text_of(data["name"]),
        bodies=tuple(data["bodies"]),
        rate=data["rate"],
        items=tuple(
            measures.CostItem(x["id"], text_of(x["name"]), _day(x["since"]), x["cap_yen"])
            for x in data["items"]
        ),
        valid_from=_day(data["valid_from"]),
        valid_until=_day(data["valid_until"]),
        expiry_note=maybe_text(data.get("expired", {}).get("note")),
        sources=citations_of(data),
    )


def _statistic(data: Mapping[str, Any]) -> measures.Statistic:
    figures = (
        measures.Figure(
            x["id"], text_of(x["name"]), x["value"], x.get("of"), x.get("percent"), x.get("about")
        )
        for x in data["figures"]
    )
    return measures.Statistic(
        id=data["id"],
        name=text_of(data["name"]),
        as_of=data["as_of"],
        unit=text_of(data["unit"]),
        figures={figure.id: figure for figure in figures},
        verification=data["verification"],
        contradiction=maybe_text(data.get("contradiction")),
        note=maybe_text(data.get("note")),
        sources=citations_of(data),
    )
