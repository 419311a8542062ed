"""What sheets may name of the standard: ids, and the names by which they may be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records.sheets.source import plain
from grader.standard.placement_model import COMMON_GATES
from grader.standard.rulings.words import ACTS, SCOPES
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.standard.model import Standard
    from grader.standard.rulings import Rulebook

    Words = Mapping[tuple[str, str], Mapping[str, str]]


def standard_words(standard: Standard, rules: Rulebook) -> Words:
    """Collect the words of the standard by field.

    Parameters
    ----------
    standard : Standard
        Skills, roles, placements and qualifications.
    rules : Rulebook
        Pledges, kinds of information, kinds of side-job work.

    Returns
    -------
    mapping of (str, str) to mapping of str to str
        By sheet and field: the id by each word as `grader.records.sheets.source.plain` compares it.
    """
    roles = _called({role.id: role.name for role in standard.roles.values()})
    exams = _called({exam.id: exam.name for exam in standard.qualifications.values()})
    placements = standard.placements.values()
    return {
        ("posts", "placement"): _called({one.id: one.name for one in placements}),
        ("posts", "role"): roles,
        ("posts", "qualifications"): exams,
        ("posts", "acts"): _called(ACTS),
        ("posts", "procures"): _called(SCOPES),
        ("posts", "access"): _ids(
            x for one in rules.access_limits.values() for x in one.applies_to
        ),
        ("posts", "work"): _called({job.id: job.name for job in rules.side_jobs.values()}),
        ("post_skills", "skill"): _called({key: one.name for key, one in standard.skills.items()}),
        ("people", "target_role"): roles,
        ("people", "lang"): _ids(LANGS),
        ("qualifications", "qualification"): exams,
        ("pledges", "pledge"): _called({key: one.name for key, one in rules.pledges.items()}),
        ("consents", "target"): _called({one.id: one.name for one in placements}),
        ("eligibility", "condition"): {
            **_ids(f"eligibility.{own.id}" for one in placements for own in one.eligibility),
            **_called(COMMON_GATES),
        },
    }


def _called(named: Mapping[str, Text]) -> dict[str, str]:
    """Ids by everything by which they may be called; an id wins over a name."""
    names = {plain(text.get(lang)): key for key, text in named.items() for lang in LANGS}
    return {**names, **_ids(named)}


def _ids(ids: Iterable[str]) -> dict[str, str]:
    return {plain(key): key for key in ids}
