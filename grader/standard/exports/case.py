"""A 1EdTech CASE 1.1 package: the identifiers that badges and learning platforms point to.

Domains, skills, levels and the scale are items; what CASE has no place for (who made it, what proves it, what
a role asks for) stands in ``extensions``. English items are items of their own that translate the Japanese ones.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from grader.standard.exports import names
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.standard.model import Level, Skill, Standard
    from grader.text import Lang

    Json = dict[str, Any]

EXTENSION = "kakehashi"
_ADOPTION = {"draft": "Draft", "released": "Adopted", "superseded": "Deprecated"}
_TYPES = {
    "domain": Text("分野", "Domain"),
    "skill": Text("スキル", "Skill"),
    "level": Text("レベル", "Level"),
    "scale": Text("共通のレベル", "Common level"),
}
_CREATOR = "Kakehashi 架け橋"


def case_files(standard: Standard) -> dict[str, str]:
    """Make one package for each language.

    Parameters
    ----------
    standard : Standard
        The standard.

    Returns
    -------
    dict of str to str
        JSON text by file name.
    """
    return {
        f"case.{lang}.json": json.dumps(case_package(standard, lang), ensure_ascii=False, indent=1)
        + "\n"
        for lang in LANGS
    }


def case_package(standard: Standard, lang: Lang = "ja") -> Json:
    """Return a CFPackage.

    Parameters
    ----------
    standard : Standard
        The standard.
    lang : {'ja', 'en'}
        Language of the items. Identifiers of the English ones are their own.

    Returns
    -------
    dict
        Fits the CASE 1.1 schema. Identifiers are uuids of version 5 of the addresses, times come from the
        date of the standard: the same standard gives the same package.
    """
    return _Package(standard, lang).whole()


class _Package:
    """Gathers items and associations of one standard in one language."""

    def __init__(self, standard: Standard, lang: Lang) -> None:
        self.standard, self.lang = standard, lang
        self.root = names.uri(standard, "standard")
        self.time = f"{names.full_date(standard)}T00:00:00Z"
        self.titles: dict[str, str] = {}  # by address
        self.uuids: dict[str, str] = {}  # by address, where it does not follow from it
        self.items: list[Json] = []
        self.associations: list[Json] = []

    def whole(self) -> Json:
        document = self.document()
        self.tree()
        self.relations()
        self.crosswalks()
        if self.lang != "ja":
            self.translations()
        return {
            "CFDocument": document,
            "CFItems": self.items,
            "CFAssociations": self.associations,
            "CFDefinitions": self.definitions(),
            "extensions": {EXTENSION: {"roles": [*self.roles()]}},
        }

    def head(self, address: str) -> Json:
        """Return what every object begins with."""
        return {**self.node(address, self.lang), "lastChangeDateTime": self.time}

    def node(self, address: str, lang: Lang) -> Json:
        """Return identifier and uri of an object; those of another language follow from the Japanese."""
        own = self.uuids.get(address) or names.identifier(address)
        own = own if lang == "ja" else str(uuid5(UUID(own), lang))
        return {"identifier": own, "uri": f"urn:uuid:{own}"}

    def link(self, address: str, title: str) -> Json:
        return {"title": title, **self.node(address, self.lang)}

    def document(self) -> Json:
        standard, lang = self.standard, self.lang
        title = standard.title.get(lang) if standard.title else standard.id
        self.titles[self.root] = title
        return {
            **self.head(self.root),
            "caseVersion": "1.1",
            "creator": _CREATOR,
            "title": title,
            "description": standard.disclaimer.get(lang) if standard.disclaimer else "",
            "language": lang,
            "version": standard.version,
            "adoptionStatus": _ADOPTION[standard.status],
            "licenseURI": self.link(self.licence(), standard.licence),
        }

    def licence(self) -> str:
        return names.uri(self.standard, "licence", self.standard.licence)

    def item(self, kind: str, code: str, address: str, text: str, **more: Any) -> None:
        label = _TYPES[kind].get(self.lang)
        self.titles[address] = more.get("abbreviatedStatement", text)
        self.items.append(
            {
                **self.head(address),
                "fullStatement": text,
                "humanCodingScheme": code,
                "CFItemType": label,
                "CFItemTypeURI": self.link(names.uri(self.standard, "type", kind), label),
                "language": self.lang,
                **more,
            }
        )

    def associate(self, kind: str, origin: str, destination: Json, **more: Any) -> None:
        address = ":".join((origin, kind, destination["identifier"]))
        self.associations.append(
            {
                **self.head(address),
                "associationType": kind,
                "originNodeURI": self.link(origin, self.titles[origin]),
                "destinationNodeURI": destination,
                **more,
            }
        )

    def inside(self, kind: str, origin: str, destination: str, **more: Any) -> None:
        self.associate(kind, origin, self.link(destination, self.titles[destination]), **more)

    def tree(self) -> None:
        """Add scale, domains, skills and levels, each under its parent."""
        standard, lang = self.standard, self.lang
        for number, (domain, name) in enumerate(standard.domains.items(), 1):
            address = names.uri(standard, "domain", domain)
            self.item("domain", domain, address, name.get(lang))
            self.inside("isChildOf", address, self.root, sequenceNumber=number)
        for number, level in enumerate(standard.scale.levels, len(standard.domains) + 1):
            address, short = self.scale(level.level), level.name.get(lang)
            text = f"{short}: {level.description.get(lang)}"
            self.item("scale", f"L{level.level}", address, text, abbreviatedStatement=short)
            self.inside("isChildOf", address, self.root, sequenceNumber=number)
        for number, skill in enumerate(standard.skills.values(), 1):
            self.skill(skill, number)
        for code in sorted(standard.successors.keys() - standard.skills.keys()):
            word = Text("廃止", "withdrawn").get(lang)
            about = {"extensions": {EXTENSION: {"status": "withdrawn"}}}
            self.item("skill", code, names.skill_uri(standard, code), f"{code} ({word})", **about)

    def scale(self, level: int) -> str:
        return names.uri(self.standard, "scale", f"L{level}")

    def skill(self, skill: Skill, number: int) -> None:
        address = names.skill_uri(self.standard, skill.id)
        name, text = skill.name.get(self.lang), skill.description.get(self.lang)
        more = {"abbreviatedStatement": name, "extensions": {EXTENSION: _about(skill)}}
        self.item("skill", skill.id, address, text, **more)
        parent = names.uri(self.standard, "domain", skill.domain)
        self.inside("isChildOf", address, parent, sequenceNumber=number)
        for level in skill.levels:
            self.level(skill, level)

    def level(self, skill: Skill, level: Level) -> None:
        code = names.level_id(skill.id, level.level)
        address = names.skill_uri(self.standard, code)
        self.uuids[address] = names.level_uuid(skill, level.level)
        more = {"extensions": {EXTENSION: {"evidence": [*level.evidence]}}}
        self.item("level", code, address, level.statement.get(self.lang), **more)
        parent = names.skill_uri(self.standard, skill.id)
        self.inside("isChildOf", address, parent, sequenceNumber=level.level)
        self.inside("hasSkillLevel", address, self.scale(level.level))

    def relations(self) -> None:
        """Add what one needs first, and what replaced what."""
        standard = self.standard
        for skill in standard.skills.values():
            address = names.skill_uri(standard, skill.id)
            for need in skill.prerequisites:
                first = names.skill_uri(standard, names.level_id(need.skill, need.level))
                plain = names.skill_uri(standard, need.skill)
                self.inside("precedes", first if first in self.titles else plain, address)
        for old, new in sorted(standard.successors.items()):
            for code in new:
                pair = names.skill_uri(standard, old), names.skill_uri(standard, code)
                self.inside("replacedBy", *pair)

    def crosswalks(self) -> None:
        """Add what other schemes call alike; what is not the same is only related."""
        for match in self.standard.crosswalks:
            outside = names.outside_uri(self.standard, match)
            exact = match.predicate == "skos:exactMatch"
            said = {
                "predicate": match.predicate,
                "confidence": match.confidence,
                "verification": match.verification,
            }
            self.associate(
                "exactMatchOf" if exact else "isRelatedTo",
                names.skill_uri(self.standard, match.skill),
                {
                    "title": match.label or match.subject,
                    "identifier": names.identifier(outside),
                    "uri": outside,
                    "targetType": "ext:crosswalk",
                },
                extensions={EXTENSION: said},
            )

    def translations(self) -> None:
        """Point from each item to the Japanese one."""
        for address in list(self.titles):
            if address != self.root:
                japanese = {"title": self.titles[address], **self.node(address, "ja")}
                self.associate("isTranslationOf", address, japanese)

    def definitions(self) -> Json:
        licence = self.standard.licence
        types = [
            {
                **self.head(names.uri(self.standard, "type", kind)),
                "title": label.get(self.lang),
                "description": label.get(self.lang),
                "hierarchyCode": str(number),
            }
            for number, (kind, label) in enumerate(_TYPES.items(), 1)
        ]
        text = names.LICENCES.get(licence, licence)
        return {
            "CFItemTypes": types,
            "CFLicenses": [{**self.head(self.licence()), "title": licence, "licenseText": text}],
        }

    def roles(self) -> Iterator[Json]:
        for role in self.standard.roles.values():
            yield {
                "id": role.id,
                "name": role.name.get(self.lang),
                "requirements": [
                    {
                        "humanCodingScheme": names.level_id(need.skill, need.level),
                        "need": need.need,
                        "weight": need.weight,
                        "appliesTo": [*need.applies_to],
                    }
                    for need in role.requirements
                ],
            }


def _about(skill: Skill) -> Json:
    return {
        "kind": skill.kind,
        "origin": skill.origin,
        "verification": skill.verification,
        "status": skill.status,
        "since": skill.since,
        "autoCeiling": skill.auto_ceiling,
    }
