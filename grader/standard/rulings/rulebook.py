"""The rulebook: questions that a program can ask of the rules in the standard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from grader.errors import InputError
from grader.standard.rulings.bid import Ruling, Rulings, rule_on
from grader.standard.rulings.measures import CoverageAlert, Grant, PledgeGap
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from grader.standard.rulings.case import BidCase
    from grader.standard.rulings.clause import BidRule
    from grader.standard.rulings.measures import (
        AccessLimit,
        CostItem,
        CoverageRule,
        GrantRule,
        PledgeForm,
        SideJob,
        Signed,
        Statistic,
    )

_T = TypeVar("_T")
PLEDGE_STATES = {
    "not_signed": Text("署名がない", "not signed"),
    "not_yet": Text("署名はその日より後", "signed after that day"),
    "expired": Text("期限が切れている", "expired"),
    "other_version": Text("別の版への署名", "signed in another version"),
    "to_be_confirmed": Text("署名の日か版が分からない（要確認）", "day or version not known"),
}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of a standard that say what may be done, and the questions one can ask of them.

    Parameters
    ----------
    bid_rules : mapping of str to BidRule
        Bid restrictions by id.
    pledges : mapping of str to PledgeForm
        Pledges by id.
    access_limits : mapping of str to AccessLimit
        Limits of access to information by id.
    side_jobs : mapping of str to SideJob
        Kinds of security work by id.
    coverage_rules : mapping of str to CoverageRule
        When the cover of a skill is thin.
    grants : mapping of str to GrantRule
        Funding rules by id.
    statistics : mapping of str to Statistic
        Figures by id.
    source_titles : mapping of str to Text
        Title of each source that a citation may name.

    Examples
    --------
    Ask with three lines::

        rules = load_rulebook(Path("skills_standard"))
        case = BidCase("Company B", on=date(2026, 10, 1), acts=("draft_specification",), ties=ties)
        print(rules.bid("digital-agency", case).label.en)
    """

    bid_rules: Mapping[str, BidRule]
    pledges: Mapping[str, PledgeForm]
    access_limits: Mapping[str, AccessLimit]
    side_jobs: Mapping[str, SideJob]
    coverage_rules: Mapping[str, CoverageRule]
    grants: Mapping[str, GrantRule]
    statistics: Mapping[str, Statistic]
    source_titles: Mapping[str, Text]

    def bid(self, rule: str, case: BidCase) -> Ruling:
        """Apply one bid rule to a case.

        Parameters
        ----------
        rule : str
            Id of the rule, such as ``digital-agency`` or ``A1``.
        case : BidCase
            The case.

        Returns
        -------
        Ruling
            Verdict, clause, reasons, open questions and sources.

        Raises
        ------
        InputError
            If there is no such rule.
        """
        return rule_on(_one(self.bid_rules, rule, Text("入札制限の規則", "bid rule")), case)

    def all_bids(self, case: BidCase, rules: Iterable[str] | None = None) -> Rulings:
        """Apply several bid rules to a case.

        Parameters
        ----------
        case : BidCase
            The case.
        rules : iterable of str, optional
            Ids; all rules if left out.

        Returns
        -------
        Rulings
            Each ruling, and the heaviest consequence of them.

        Raises
        ------
        InputError
            If there is no such rule.
        """
        chosen = self.bid_rules if rules is None else rules
        return Rulings(tuple(self.bid(rule, case) for rule in chosen))

    def missing_pledges(
        self, form: str, signed: Iterable[Signed], *, on: date, version: str | None = None
    ) -> tuple[PledgeGap, ...]:
        """List the items of a pledge that do not hold on a day.

        Parameters
        ----------
        form : str
            Id of the pledge.
        signed : iterable of Signed
            What was signed; several signatures of one item are allowed.
        on : date
            The day.
        version : str, optional
            Version of the form that must have been signed; any if left out.

        Returns
        -------
        tuple of PledgeGap
            In the order of the form; empty if nothing is missing.

        Raises
        ------
        InputError
            If there is no such pledge, or a signature names an item that it does not have.
        """
        pledge = _one(self.pledges, form, Text("誓約書", "pledge"))
        states: dict[str, list[str]] = {item: [] for item in pledge.items}
        for signature in signed:
            _one(pledge.items, signature.item, Text("誓約事項", "item of the pledge"))
            states[signature.item].append(_pledge_state(signature, on, version))
        return tuple(
            PledgeGap(item, pledge.items[item], state, PLEDGE_STATES[state])
            for item, found in states.items()
            if (state := _nearest(found)) != "valid"
        )

    def access(self, *topics: str) -> tuple[AccessLimit, ...]:
        """List the limits of access that practice knows for kinds of information.

        Parameters
        ----------
        *topics : str
            Kinds of information or situations, such as ``personal_data``.

        Returns
        -------
        tuple of AccessLimit
            Limits for any of them, and those for everything (``any``).

        Raises
        ------
        InputError
            If no limit speaks of a topic.
        """
        named = {topic: None for limit in self.access_limits.values() for topic in limit.applies_to}
        for topic in topics:
            _one(named, topic, Text("情報の種類", "kind of information"))
        wanted = {"any", *topics}
        return tuple(x for x in self.access_limits.values() if wanted & set(x.applies_to))

    def side_job(self, work: str, *, flexible_hours: bool | None = None) -> SideJob:
        """Say whether a kind of security work suits a side job.

        Parameters
        ----------
        work : str
            Id of the work, such as ``soc-24x365``.
        flexible_hours : bool or None
            Whether the main employer leaves the hours to the person; None if not known.

        Returns
        -------
        SideJob
            Where it depends on the hours, suitable or unsuitable; ``to_be_confirmed`` if they are not known.

        Raises
        ------
        InputError
            If the rules do not speak of that work.
        """
        found = _one(self.side_jobs, work, Text("業務", "work"))
        if found.suitability != "conditional":
            return found
        if flexible_hours is None:
            return replace(found, suitability="to_be_confirmed")
        return replace(found, suitability="suitable" if flexible_hours else "unsuitable")

    def coverage(
        self,
        levels: Mapping[str, Mapping[str, int | None]],
        required: Mapping[str, int],
        *,
        backed_up: Collection[str] = (),
    ) -> tuple[CoverageAlert, ...]:
        """Tell of which required skills the cover is thin.

        Parameters
        ----------
        levels : mapping of str to mapping of str to (int or None)
            Person, skill, level 0 to 4. None or left out: not assessed, which is not level 0.
        required : mapping of str to int
            Skill and the level that the organisation needs.
        backed_up : collection of str
            Skills for which a successor or a partner outside is named.

        Returns
        -------
        tuple of CoverageAlert
            Sorted by skill. No person is named and none is called deficient.
        """
        alerts = []
        for skill, level in sorted(required.items()):
            found = [person.get(skill) for person in levels.values()]
            holders = sum(value is not None and value >= level for value in found)
            alerts += [
                CoverageAlert(
                    rule.id, skill, level, holders, found.count(None), rule.message, rule.remedy
                )
                for rule in self.coverage_rules.values()
                if rule.holders == holders and not (rule.unless_backed_up and skill in backed_up)
            ]
        return tuple(alerts)

    def grant(
        self,
        appoint_yen: int,
        recruit_yen: int,
        *,
        on: date,
        body: str = "municipality",
        rule: str = "cio-aide-special-grant",
    ) -> Grant:
        """Compute the amount of a grant for appointing and recruiting an external CIO aide.

        Parameters
        ----------
        appoint_yen : int
            Cost of appointment or outsourcing, in yen.
        recruit_yen : int
            Cost of recruiting, in yen.
        on : date
            A day of the fiscal year in which the cost arises.
        body : str
            Who bears the cost: ``municipality`` or ``prefecture``.
        rule : str
            Id of the funding rule.

        Returns
        -------
        Grant
            The amount by the formula, with a warning where the rule is not in force on that day.

        Raises
        ------
        InputError
            If a cost is negative or there is no such rule.
        """
        found = _one(self.grants, rule, Text("財政措置", "funding rule"))
        costs = {"appoint": appoint_yen, "recruit": recruit_yen}
        if min(costs.values()) < 0:
            raise InputError("経費は0円以上で指定してください。", "Give costs of 0 yen or more.")
        if body not in found.bodies:
            warning = Text(f"「{body}」は対象外。", f"“{body}” is not covered.")
            return Grant(0, in_force=False, warnings=(warning,), sources=found.sources)
        counted = sum(_counted(costs[item.id], item, on) for item in found.items)
        expired = _outside(found, on)
        return Grant(
            int(counted * Decimal(str(found.rate))),
            in_force=not expired,
            warnings=(*expired, *_too_early(found, costs, on)),
            sources=found.sources,
        )


def _one(table: Mapping[str, _T], id: str, what: Text) -> _T:
    if id not in table:
        raise InputError(
            f"{what.ja}「{id}」はありません。次のどれかにしてください: {', '.join(table)}",
            f"There is no {what.en} “{id}”; use one of {', '.join(table)}.",
        )
    return table[id]


def _pledge_state(signed: Signed, on: date, version: str | None) -> str:
    if signed.expires_on is not None and signed.expires_on < on:
        return "expired"
    if signed.signed_on is not None and signed.signed_on > on:
        return "not_yet"
    if version is not None and signed.version not in {None, version}:
        return "other_version"
    if signed.signed_on is None or (version is not None and signed.version is None):
        return "to_be_confirmed"
    return "valid"


def _nearest(states: list[str]) -> str:
    """Return the state of the best signature."""
    order = ("valid", "to_be_confirmed", "other_version", "expired", "not_yet")
    return min(states, key=order.index, default="not_signed")


def _counted(yen: int, item: CostItem, on: date) -> int:
    if item.since and on < item.since:
        return 0
    return yen if item.cap_yen is None else min(yen, item.cap_yen)


def _outside(rule: GrantRule, on: date) -> tuple[Text, ...]:
    if rule.valid_from and on < rule.valid_from:
        return (Text(f"措置は{rule.valid_from}から。", f"It begins on {rule.valid_from}."),)
    if rule.valid_until and on > rule.valid_until:
        ended = Text(f"措置は{rule.valid_until}まで。", f"It ended on {rule.valid_until}.")
        return (ended, rule.expiry_note) if rule.expiry_note else (ended,)
    return ()


def _too_early(rule: GrantRule, costs: Mapping[str, int], on: date) -> Iterable[Text]:
    return (
        Text(
            f"{item.name.ja}は{item.since}から対象。", f"{item.name.en}: covered from {item.since}."
        )
        for item in rule.items
        if item.since and on < item.since and costs[item.id]
    )
