"""Rules as data, and the questions one can ask of them: bid restrictions, pledges, access, side jobs, coverage, funding."""

from __future__ import annotations

from grader.standard.rulings.bid import LADDER, Ruling, Rulings
from grader.standard.rulings.case import BidCase, Link, Tie
from grader.standard.rulings.case_file import NamedCase, read_cases
from grader.standard.rulings.clause import BidRule, Clause, Named, Unsettled
from grader.standard.rulings.measures import (
    AccessLimit,
    CoverageAlert,
    CoverageRule,
    Figure,
    Grant,
    GrantRule,
    PledgeForm,
    PledgeGap,
    SideJob,
    Signed,
    Statistic,
)
from grader.standard.rulings.rulebook import Rulebook
from grader.standard.rulings.words import LINKS, TIES, VERDICTS, Verdict

__all__ = [
    "LADDER",
    "LINKS",
    "TIES",
    "VERDICTS",
    "AccessLimit",
    "BidCase",
    "BidRule",
    "Clause",
    "CoverageAlert",
    "CoverageRule",
    "Figure",
    "Grant",
    "GrantRule",
    "Link",
    "Named",
    "NamedCase",
    "PledgeForm",
    "PledgeGap",
    "Rulebook",
    "Ruling",
    "Rulings",
    "SideJob",
    "Signed",
    "Statistic",
    "Tie",
    "Unsettled",
    "Verdict",
    "read_cases",
]
