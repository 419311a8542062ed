"""Rules about proof: what a skill claims that notebooks can show, and what the lessons do show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.standard import rules
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.findings import Finding
    from grader.standard.files import Files


def automatic_is_proven(files: Files) -> Iterator[Finding]:
    """S027: of an active skill, each level with automatic evidence has an exercise or a reason."""
    for entry in files.entries("skills"):
        skill = entry.data
        if files.proven is None or skill["status"] != "active":
            continue
        excused = {row["level"] for row in skill.get("not_covered", ())}
        for index, level in enumerate(skill["levels"]):
            number = level["level"]
            bare = number not in excused and (skill["id"], number) not in files.proven
            if "auto" in level["evidence"] and bare:
                yield entry.finding(
                    rules.S027,
                    Text(
                        f"{skill['id']} のレベル{number}を示す評価課題がありません。",
                        f"No assessed exercise proves level {number} of {skill['id']}.",
                    ),
                    "levels", index, "evidence",
                )  # fmt: skip


def uncovered_is_unproven(files: Files) -> Iterator[Finding]:
    """S028: what is listed as not covered claims automatic evidence, once, and has no exercise."""
    for entry in files.entries("skills"):
        skill = entry.data
        automatic = {x["level"] for x in skill["levels"] if "auto" in x["evidence"]}
        seen: set[int] = set()
        for index, row in enumerate(skill.get("not_covered", ())):
            number = row["level"]
            proven = (skill["id"], number) in (files.proven or ())
            if proven or number not in automatic or number in seen:
                yield entry.finding(
                    rules.S028,
                    Text(
                        f"{skill['id']} のレベル{number}は、課題があるか、自動採点と称していないか、二度目です。",
                        f"Level {number} of {skill['id']} has an exercise, claims no automatic evidence, or stands twice.",
                    ),
                    "not_covered", index, "level",
                )  # fmt: skip
            seen.add(number)


CHECKS = (automatic_is_proven, uncovered_is_unproven)
