"""Rules of roles in context, placements, sharing schemes and qualifications: S040 and following."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.findings import Rule
from grader.standard.placement_model import COMMON_GATES
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.findings import Finding
    from grader.standard.files import Entry, Files
    from grader.yamlfile import Key

S040 = Rule(
    "S040",
    "error",
    Text("派遣先が挙げるスキルが存在する", "A placement names only skills that exist"),
    Text(
        "skills/ にあるIDに直すか、そのスキルを先に登録してください。",
        "Use an id that stands in skills/, or add the skill first.",
    ),
)
S041 = Rule(
    "S041",
    "error",
    Text("派遣先が挙げるレベルが定義されている", "A placement names only levels that are defined"),
    Text(
        "そのスキルのレベルの文を書くか、レベルを下げてください。",
        "Write the statement of that level, or name a lower one.",
    ),
)
S042 = Rule(
    "S042",
    "error",
    Text(
        "派遣で伸びるレベルは、始めに求めるレベルより高い",
        "A placement leads higher than where it begins",
    ),
    Text(
        "develops の to を上げるか、requires の level を下げるか、どちらかの行を消してください。",
        "Raise `to` in develops, lower `level` in requires, or delete one of the two lines.",
    ),
)
S043 = Rule(
    "S043",
    "error",
    Text("派遣先の関門が決まった形で書かれている", "A gate of a placement can be found"),
    Text(
        f"rules/ にあるIDの pledges.ID・bid_restrictions.ID・information_access.ID、この派遣先の eligibility の「eligibility.ID」、または "
        f"{'・'.join(COMMON_GATES)} のどれかにしてください。",
        f"Write pledges.<id>, bid_restrictions.<id> or information_access.<id> with an id of rules/, eligibility.<id> with an id of this placement's own "
        f"eligibility, or one of {', '.join(COMMON_GATES)}.",
    ),
)
S044 = Rule(
    "S044",
    "error",
    Text(
        "役割が見る資格が登録されている", "A role looks only at qualifications that are registered"
    ),
    Text(
        "qualifications.yaml に資格を登録するか、ref を直してください。",
        "Register it in qualifications.yaml, or mend ref.",
    ),
)
S045 = Rule(
    "S045",
    "error",
    Text("資格の後継が登録されている", "The successor of a qualification is registered"),
    Text(
        "後継の資格を qualifications.yaml に登録するか、分からなければ null にしてください。",
        "Register the successor in qualifications.yaml, or write null while it is not known.",
    ),
)
S046 = Rule(
    "S046",
    "error",
    Text(
        "団体の条件によるレベルの変更が、役割の要件に当たる",
        "Levels by context change requirements that a role has",
    ),
    Text(
        "context は contexts.yaml に、skill はその役割の requirements に、level はそのスキルの文にある"
        "ものにしてください。",
        "Use a context of contexts.yaml, a skill of the role's requirements, and a level that has a statement.",
    ),
)
S047 = Rule(
    "S047",
    "warning",
    Text("持つ人が少ない資格を必須にしない", "A scarce qualification is no must"),
    Text(
        "need を preferred か evidence_only にしてください。必須にすると、応募できる人がほとんどいなくなります。",
        "Write preferred or evidence_only: as a must it leaves hardly anybody who could apply.",
    ),
)
S048 = Rule(
    "S048",
    "warning",
    Text("経験の年数を必須にしない", "Years of experience are no must"),
    Text(
        "「ICTを活用した業務改革を担った経験」のように、何をしたかで書いてください。",
        "Say what was done, such as having carried through a reform with ICT.",
    ),
)
S049 = Rule(
    "S049",
    "error",
    Text(
        "派遣先が指す役割と共同利用の仕組みが存在する",
        "A placement refers to a role and a sharing scheme that exist",
    ),
    Text(
        "role は roles/ に、sharing_scheme は sharing_schemes.yaml にあるIDにしてください。",
        "Use a role of roles/ and a scheme of sharing_schemes.yaml.",
    ),
)

_IN_RULES = ("pledges", "bid_restrictions", "information_access")
_YEARS = re.compile(r"[\d一二三四五六七八九十]+(?:か|ヶ|箇)?年|\byears?\b", re.IGNORECASE)


def known_skills(files: Files) -> Iterator[Finding]:
    """S040."""
    known = files.ids("skills")
    for entry, at, named, _ in _levels(files):
        if named["skill"] not in known:
            message = Text(
                f"スキル「{named['skill']}」はありません。",
                f"There is no skill “{named['skill']}”.",
            )
            yield entry.finding(S040, message, *at, "skill")


def defined_levels(files: Files) -> Iterator[Finding]:
    """S041."""
    defined = _statements(files)
    for entry, at, named, key in _levels(files):
        levels = defined.get(named["skill"])
        if levels and named[key] not in levels:
            yield entry.finding(S041, _undefined(named["skill"], named[key]), *at, key)


def leads_higher(files: Files) -> Iterator[Finding]:
    """S042."""
    for entry in files.entries("placements"):
        start = {need["skill"]: need["level"] for need in entry.data["requires"]}
        for index, goal in enumerate(entry.data["develops"]):
            before = start.get(goal["skill"], 0)
            if goal["to"] <= before:
                message = Text(
                    f"{goal['skill']}: 始めにレベル{before}を求め、終わりがレベル{goal['to']}です。",
                    f"{goal['skill']}: it begins at level {before} and ends at level {goal['to']}.",
                )
                yield entry.finding(S042, message, "develops", index, "to")


def known_gates(files: Files) -> Iterator[Finding]:
    """S043."""
    known = {f"{kind}.{id}" for kind in _IN_RULES for id in files.ids(kind)} | COMMON_GATES.keys()
    for entry in files.entries("placements"):
        own = {f"eligibility.{x['id']}" for x in entry.data.get("eligibility", ())}
        for index, gate in enumerate(entry.data["gates"]):
            if gate not in known | own:
                message = Text(f"関門「{gate}」はありません。", f"There is no gate “{gate}”.")
                yield entry.finding(S043, message, "gates", index)


def known_qualifications(files: Files) -> Iterator[Finding]:
    """S044."""
    known = files.ids("qualifications")
    for entry, index, wanted in _wanted(files):
        if wanted["ref"] not in known:
            message = Text(
                f"資格「{wanted['ref']}」はありません。",
                f"There is no qualification “{wanted['ref']}”.",
            )
            yield entry.finding(S044, message, "qualifications", index, "ref")


def known_successors(files: Files) -> Iterator[Finding]:
    """S045."""
    known = files.ids("qualifications")
    for entry in files.entries("qualifications"):
        after = entry.data["successor"]
        if after is not None and after not in known:
            message = Text(
                f"資格「{after}」はありません。", f"There is no qualification “{after}”."
            )
            yield entry.finding(S045, message, "successor")


def context_levels(files: Files) -> Iterator[Finding]:
    """S046."""
    known, defined = files.ids("contexts"), _statements(files)
    for entry in files.entries("roles"):
        asked = {need["skill"] for need in entry.data["requirements"]}
        for index, own in enumerate(entry.data.get("contexts", ())):
            at = ("contexts", index)
            if own["context"] not in known:
                message = Text(
                    f"条件「{own['context']}」はありません。",
                    f"There is no context “{own['context']}”.",
                )
                yield entry.finding(S046, message, *at, "context")
            for row, need in enumerate(own["levels"]):
                fault = _fault(need, asked, defined)
                if fault:
                    yield entry.finding(S046, fault, *at, "levels", row, "skill")


def scarce_musts(files: Files) -> Iterator[Finding]:
    """S047."""
    scarce = {e.data["id"] for e in files.entries("qualifications") if e.data["scarce"]}
    for entry, index, wanted in _wanted(files):
        if wanted["need"] == "must" and wanted["ref"] in scarce:
            message = Text(
                f"「{wanted['ref']}」を持つ人は少数です。", f"Few people hold “{wanted['ref']}”."
            )
            yield entry.finding(S047, message, "qualifications", index, "need")


def years_of_experience(files: Files) -> Iterator[Finding]:
    """S048."""
    for entry in files.entries("roles"):
        for index, wanted in enumerate(entry.data.get("experience", ())):
            found = _YEARS.search(" ".join(wanted["text"].values()))
            if wanted["need"] == "must" and found:
                message = Text(
                    f"年数（{found.group()}）が必須になっています。",
                    f"A number of years ({found.group()}) is a must.",
                )
                yield entry.finding(S048, message, "experience", index, "text")


def known_references(files: Files) -> Iterator[Finding]:
    """S049."""
    known = {"role": files.ids("roles"), "sharing_scheme": files.ids("sharing_schemes")}
    for entry in files.entries("placements"):
        for key, ids in known.items():
            ref = entry.data.get(key)
            if ref is not None and ref not in ids:
                message = Text(f"{key}「{ref}」はありません。", f"There is no {key} “{ref}”.")
                yield entry.finding(S049, message, key)


def _levels(files: Files) -> Iterator[tuple[Entry, tuple[Key, ...], dict[str, Any], str]]:
    """Go through the levels of placements, each with its place and the key of its number."""
    for entry in files.entries("placements"):
        for part, key in (("requires", "level"), ("develops", "to")):
            for index, named in enumerate(entry.data[part]):
                yield entry, (part, index), named, key


def _wanted(files: Files) -> Iterator[tuple[Entry, int, dict[str, Any]]]:
    for entry in files.entries("roles"):
        for index, wanted in enumerate(entry.data.get("qualifications", ())):
            yield entry, index, wanted


def _statements(files: Files) -> dict[str, set[int]]:
    return {
        e.data["id"]: {level["level"] for level in e.data["levels"]}
        for e in files.entries("skills")
    }


def _undefined(skill: str, level: int) -> Text:
    return Text(
        f"{skill} にレベル{level}の文はありません。", f"{skill} has no statement for level {level}."
    )


def _fault(need: dict[str, Any], asked: set[str], defined: dict[str, set[int]]) -> Text | None:
    skill, level = need["skill"], need["level"]
    if skill not in asked:
        return Text(
            f"この役割は「{skill}」を求めていません。", f"This role does not ask for “{skill}”."
        )
    levels = defined.get(skill)
    return _undefined(skill, level) if levels and level not in levels else None


RULES = (S040, S041, S042, S043, S044, S045, S046, S047, S048, S049)
CHECKS = (
    known_skills, defined_levels, leads_higher, known_gates, known_qualifications,
    known_successors, context_levels, scarce_musts, years_of_experience, known_references,
)  # fmt: skip
