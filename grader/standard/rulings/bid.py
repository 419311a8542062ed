"""Bid restrictions as records, and the evaluator that reads them. No rule has code of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.standard.rulings import words
from grader.standard.rulings.answers import Answer, Truth, all_of, any_of, no, unknown, yes
from grader.standard.rulings.standing import standing
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from grader.standard.model import Citation
    from grader.standard.rulings.case import BidCase
    from grader.standard.rulings.clause import BidRule, Clause
    from grader.standard.rulings.words import Verdict

# From the least to the heaviest consequence for the bidder. “To be confirmed” is no step of this ladder: it
# is the state of not knowing on which step one stands.
LADDER: tuple[Verdict, ...] = (
    "not_barred",
    "act_forbidden",
    "exemption_may_be_applied_for",
    "barred",
)
_UNKNOWN: Mapping[str, Text] = {
    "scope": Text("何の調達か。", "What is procured?"),
    "methods": Text("入札か、随意契約か。", "Is it a bid or a negotiated contract?"),
    "acts": Text("本人がこの調達にどう関与したか。", "What did the person do in this procurement?"),
}
_UNMET: Mapping[str, Text] = {
    "scope": Text("対象の調達ではない", "this kind of procurement is not covered"),
    "methods": Text("対象の契約方法ではない", "this method is not covered"),
    "acts": Text(
        "本人は条項が挙げる関与をしていない", "the person did nothing that the clause names"
    ),
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule, or several, say about a case.

    A ruling is a span on the ladder *not barred < act forbidden < exemption may be applied for < barred*:
    it holds at least `at_least` and at most `at_most`. Where both are the same the verdict is that step; else it is
    “to be confirmed”. Naming one more tie or link can only raise either end, whatever the rule, because each
    condition about ties asks whether one *exists*. So what was barred stays barred, and what is open
    can be settled in both directions only by answering its questions.

    Parameters
    ----------
    rule : str
        Id of the rule.
    at_least, at_most : str
        Ends of the span, steps of the ladder.
    clause : str or None
        Id of the clause that decides or that leaves the question open; None if no clause applies.
    reasons : tuple of Text
        Why; for each clause that does not apply, why not.
    questions : tuple of Text
        What must be known to settle it; empty unless to be confirmed.
    sources : tuple of Citation
        Where the clause stands.
    """

    rule: str
    at_least: Verdict
    at_most: Verdict
    clause: str | None
    reasons: tuple[Text, ...]
    questions: tuple[Text, ...]
    sources: tuple[Citation, ...]

    @property
    def verdict(self) -> Verdict:
        """The step, or ``to_be_confirmed``."""
        return self.at_least if self.at_least == self.at_most else "to_be_confirmed"

    @property
    def label(self) -> Text:
        """The verdict in words."""
        return words.VERDICTS[self.verdict]


@dataclass(frozen=True, slots=True)
class Rulings:
    """What several rules say about one case.

    Parameters
    ----------
    each : tuple of Ruling
        In the order of the rules.
    """

    each: tuple[Ruling, ...]

    @property
    def verdict(self) -> Verdict:
        """The heaviest consequence, if it is settled."""
        low = _heaviest(ruling.at_least for ruling in self.each)
        high = _heaviest(ruling.at_most for ruling in self.each)
        return low if low == high else "to_be_confirmed"

    @property
    def label(self) -> Text:
        """The verdict in words."""
        return words.VERDICTS[self.verdict]


def _heaviest(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=LADDER.index, default="not_barred")


def rule_on(rule: BidRule, case: BidCase) -> Ruling:
    """Apply one rule to one case.

    Parameters
    ----------
    rule : BidRule
        The rule.
    case : BidCase
        The case.

    Returns
    -------
    Ruling
        The verdict with clause, reasons and sources.
    """
    lapsed = _not_in_force(rule, case.on)
    if lapsed:
        return Ruling(rule.id, "not_barred", "not_barred", None, (lapsed,), (), rule.sources)
    found = [_clause_ruling(rule, clause, case) for clause in rule.clauses]
    low, high = _heaviest(r.at_least for r in found), _heaviest(r.at_most for r in found)
    if high == "not_barred":
        why = tuple(dict.fromkeys(text for r in found for text in r.reasons))
        return Ruling(rule.id, low, high, None, why, (), rule.sources)
    first = next(r for r in found if r.at_most == high and (low != high or r.at_least == low))
    open_ones = [r for r in found if LADDER.index(r.at_most) > LADDER.index(low)]
    questions = tuple(dict.fromkeys(text for r in open_ones for text in r.questions))
    return Ruling(rule.id, low, high, first.clause, first.reasons, questions, first.sources)


def _not_in_force(rule: BidRule, day: date) -> Text | None:
    if rule.valid_from and day < rule.valid_from:
        return Text(f"この規則は{rule.valid_from}から。", f"The rule begins on {rule.valid_from}.")
    if rule.valid_until and day > rule.valid_until:
        return Text(f"この規則は{rule.valid_until}まで。", f"The rule ended on {rule.valid_until}.")
    return None


def _clause_ruling(rule: BidRule, clause: Clause, case: BidCase) -> Ruling:
    answer = _applies(clause, case)
    sources = clause.sources or rule.sources
    if answer.truth is Truth.NO:
        why = tuple(Text(f"{clause.id}: {w.ja}", f"{clause.id}: {w.en}") for w in answer.why)
        return Ruling(rule.id, "not_barred", "not_barred", clause.id, why, (), sources)
    low, high, exemption = _effect(rule, clause, case)
    if answer.truth is Truth.UNKNOWN:
        return Ruling(rule.id, "not_barred", high, clause.id, (), answer.why, sources)
    reasons = (clause.text, *answer.why)
    return Ruling(rule.id, low, high, clause.id, reasons, exemption, sources)


def _effect(
    rule: BidRule, clause: Clause, case: BidCase
) -> tuple[Verdict, Verdict, tuple[Text, ...]]:
    """Return the least and the greatest effect of a clause that applies, and what is open about it."""
    if clause.effect != "barred" or not rule.exemption or case.exemption is None:
        return clause.effect, clause.effect, ()
    met = {c.id: case.exemption.get(c.id) for c in rule.exemption}
    if False in met.values():
        return "barred", "barred", ()
    questions = tuple(
        Text(
            f"適用除外の条件（{c.id}）「{c.text.ja}」を満たすか。",
            f"Is condition ({c.id}) of the exemption met: {c.text.en}?",
        )
        for c in rule.exemption
        if met[c.id] is None
    )
    high: Verdict = "barred" if questions else "exemption_may_be_applied_for"
    return "exemption_may_be_applied_for", high, questions


def _applies(clause: Clause, case: BidCase) -> Answer:
    return all_of(
        [
            *(_covers(clause, aspect, case) for aspect in ("scope", "methods", "acts")),
            *(_fact(fact.text, case.facts.get(fact.id)) for fact in clause.facts),
            standing(clause, case),
        ]
    )


def _covers(clause: Clause, aspect: str, case: BidCase) -> Answer:
    """Ask whether what the case says to an aspect is among what the clause names, surely or perhaps."""
    certain, values = clause.certain(aspect), case.values(aspect)
    if certain is None:
        return yes()
    if values is None:
        return unknown(_UNKNOWN[aspect])
    sure = yes(words.names(values & certain, words.ASPECTS[aspect] or {}))
    perhaps = [unknown(item.question) for item in clause.open(aspect) if values & set(item.values)]
    return any_of([sure if values & certain else no(_UNMET[aspect]), *perhaps])


def _fact(text: Text, holds: bool | None) -> Answer:  # noqa: FBT001  # a fact is a truth value
    if holds is None:
        question = Text(f"「{text.ja}」といえるか。", f"Is it so that {text.en}?")
        return unknown(question)
    if holds:
        return yes(text)
    return no(Text(f"「{text.ja}」とはいえない", f"it is not so that {text.en}"))
