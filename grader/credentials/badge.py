"""What stands in a badge: an Open Badges 3.0 credential for one confirmed level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from grader.credentials import openbadges, words
from grader.credentials.calendar import begin
from grader.credentials.recipients import identity_type
from grader.standard.exports import level_uuid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grader.credentials.awards import Award
    from grader.credentials.issuer import Issuer
    from grader.credentials.work import Work
    from grader.standard import Level, Skill, Standard
    from grader.text import Text


@dataclass(frozen=True, slots=True)
class Particulars:
    """What differs from badge to badge, apart from the level itself.

    Parameters
    ----------
    id : str
        ``urn:uuid:…``.
    index : int
        Place in the list of revocations.
    salt : str
        Salt of the recipient's hash.
    identity : str
        Whom it is for; only its hash gets into the badge.
    issued : date
        First day on which it is valid.
    work : Work
        When the work was handed in, and how it was graded.
    """

    id: str
    index: int
    salt: str
    identity: str
    issued: date
    work: Work


def level_urn(skill: Skill, level: int) -> str:
    """Return the id of a level, which follows from the skill's.

    Parameters
    ----------
    skill : Skill
        The skill.
    level : int
        1 to 4.

    Returns
    -------
    str
        ``urn:uuid:…``.
    """
    return UUID(level_uuid(skill, level)).urn


def achievement_urn(award: Award, standard: Standard) -> str:
    """Return the id of an achievement: a level of a skill in one version of the standard.

    Parameters
    ----------
    award : Award
        Skill and level.
    standard : Standard
        The standard, for its version.

    Returns
    -------
    str
        ``urn:uuid:…``.
    """
    return uuid5(UUID(award.skill.uuid), f"badge/{award.level}/{standard.version}").urn


def compose(
    award: Award,
    *,
    standard: Standard,
    issuer: Issuer,
    policy: Mapping[str, Any],
    particulars: Particulars,
) -> dict[str, Any]:
    """Write the credential of one badge; the same arguments give the same one.

    Parameters
    ----------
    award : Award
        The confirmed level.
    standard : Standard
        Whose level it is.
    issuer : Issuer
        Who issues.
    policy : mapping
        The measurement policy that was applied.
    particulars : Particulars
        Id, recipient, day, evidence.

    Returns
    -------
    dict
        The credential with its registered JWT claims; fits the schema ``badge``.
    """
    start = begin(particulars.issued)
    until = particulars.work.valid_until(award.skill.validity_months, particulars.issued)
    return openbadges.credential(
        {
            "id": particulars.id,
            "name": words.both(words.name(award)),
            "issuer": {
                "id": issuer.id,
                "type": ["Profile"],
                "name": words.both(issuer.name),
            },
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [_recipient(particulars)],
                "achievement": _achievement(award, standard, policy),
                "result": [_result(award)],
            },
            "evidence": [
                {
                    "type": ["Evidence"],
                    "name": "採点済みの課題 / Graded exercises",
                    "narrative": words.paragraphs(words.evidence(award, particulars.work, policy)),
                }
            ],
            "credentialStatus": openbadges.status_entry(issuer.status_url, particulars.index),
        },
        start=start,
        end=begin(until) if until else None,
    )


def _recipient(particulars: Particulars) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": openbadges.identity_hash(particulars.identity, particulars.salt),
        "identityType": identity_type(particulars.identity),
        "salt": particulars.salt,
    }


def _achievement(award: Award, standard: Standard, policy: Mapping[str, Any]) -> dict[str, Any]:
    skill = award.skill
    statement = next(level.statement for level in skill.levels if level.level == award.level)
    return {
        "id": achievement_urn(award, standard),
        "type": ["Achievement"],
        "achievementType": "Competency",
        "name": words.both(words.name(award)),
        "description": words.both(statement),
        "criteria": {"narrative": words.paragraphs(words.criteria(standard, policy))},
        "humanCode": award.code,
        "version": standard.version,
        "alignment": [
            _alignment(skill.id, UUID(skill.uuid).urn, skill.name, standard),
            _alignment(award.code, level_urn(skill, award.level), statement, standard),
        ],
        "resultDescription": [
            {
                "id": _scale_urn(skill),
                "type": ["ResultDescription"],
                "name": "到達レベル / Level reached",
                "resultType": "RubricCriterionLevel",
                "rubricCriterionLevel": [_rubric(skill, level) for level in skill.levels],
            }
        ],
    }


def _alignment(code: str, urn: str, name: Text, standard: Standard) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetType": "CFItem",
        "targetCode": code,
        "targetName": words.both(name),
        "targetUrl": urn,
        "targetFramework": words.both(words.framework(standard)),
    }


def _scale_urn(skill: Skill) -> str:
    return uuid5(UUID(skill.uuid), "levels").urn


def _rubric(skill: Skill, level: Level) -> dict[str, Any]:
    return {
        "id": level_urn(skill, level.level),
        "type": ["RubricCriterionLevel"],
        "name": f"{skill.id}.{level.level}",
        "description": words.both(level.statement),
        "level": str(level.level),
    }


def _result(award: Award) -> dict[str, Any]:
    return {
        "type": ["Result"],
        "resultDescription": _scale_urn(award.skill),
        "achievedLevel": level_urn(award.skill, award.level),
        "value": str(award.level),
    }
