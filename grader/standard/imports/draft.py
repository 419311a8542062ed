"""What importers gather, and the files of a standard that are made of it.

Nothing here adds to what was imported: no level, no requirement, no translation is made up. Everything
arrives as a draft, and nothing counts as proven by automatic grading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Data = Mapping[str, Any]

VERSION = "0.1.0"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z_-]+[A-Za-z0-9_-]*\Z")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_HEADS = {
    "standard": Text("取り込んだスキル標準", "An imported skill standard"),
    "sources": Text("取り込み元", "Where it was imported from"),
    "domains": Text("取り込んだ分野", "Imported domains"),
    "skills": Text("取り込んだスキル（確認前）", "Imported skills, not yet reviewed"),
    "roles": Text("取り込んだ役割（要求レベルは未記入）", "An imported role without levels yet"),
}
_DISCLAIMER = Text(
    "この標準は、ほかの資料から機械的に取り込んだ下書きであり、公式のデータではない。"
    "レベルと要求は、取り込み元にないものを補っていない。",
    "This standard is a draft imported by machine and is no official data. No level and no requirement "
    "was added to what the source says.",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be imported.

    Parameters
    ----------
    where : Text
        Row and column, or element and field.
    what : Text
        What is wrong and what to do.
    """

    where: Text
    what: Text


@dataclass(frozen=True, slots=True)
class Imported:
    """What an importer read.

    Parameters
    ----------
    id : str
        Id of the new standard.
    source : mapping
        Entry of ``sources.yaml``; its title also names the standard.
    domains : mapping of str to mapping
        Entries of ``domains.yaml`` by id.
    skills : sequence of mapping
        Skills, without what is the same for all.
    roles : sequence of mapping
        Roles, likewise.
    problems : tuple of Problem
        What was left out, in the order of the file.
    """

    id: str
    source: Data
    domains: Mapping[str, Data]
    skills: Sequence[Data]
    roles: Sequence[Data] = ()
    problems: tuple[Problem, ...] = field(default=())


def standard_files(imported: Imported, *, date: str, beside: Mapping[str, str]) -> dict[str, str]:
    """Make the files of a standard.

    Parameters
    ----------
    imported : Imported
        What was read.
    date : str
        Day of the import, ``YYYY-MM-DD``.
    beside : mapping of str to str
        Files that are taken over as they are: ``scale.yaml``, ``context.jsonld``.

    Returns
    -------
    dict of str to str
        Text by path below the new standard.
    """
    files = {
        **beside,
        "standard.yaml": _file("standard", _about(imported, date)),
        "sources.yaml": _file("sources", {"sources": [imported.source]}),
        "domains.yaml": _file("domains", {"domains": [*imported.domains.values()]}),
        "roles/imported/README.md": "取り込んだ役割を置く場所です。\n\nFor imported roles.\n",
    }
    for domain in imported.domains:
        skills = [_skill(imported, s) for s in imported.skills if s["domain"] == domain]
        files[f"skills/{domain}.yaml"] = _file("skills", {"skills": skills})
    for role in imported.roles:
        files[f"roles/imported/{role['id']}.yaml"] = _file("roles", _role(imported, role))
    return files


def _about(imported: Imported, date: str) -> Data:
    title = imported.source["title"]
    return {
        "id": imported.id,
        "title": {"ja": f"{title['ja']}（取り込み・非公式）", "en": f"{title['en']} (imported, unofficial)"},
        "version": VERSION,
        "status": "draft",
        "date": date,
        "licence": imported.source["licence"],
        "uuid_prefix": _prefix(imported),
        "disclaimer": {"ja": _DISCLAIMER.ja, "en": _DISCLAIMER.en},
        "sources": [_citation(imported, "全体 / whole")],
    }  # fmt: skip


def _prefix(imported: Imported) -> str:
    return f"urn:{imported.id}:skill:"


def _citation(imported: Imported, at: str) -> Data:
    return {"ref": imported.source["id"], "at": at, "use": "reference"}


def _skill(imported: Imported, skill: Data) -> Data:
    given = {key: value for key, value in skill.items() if key not in {"at", "levels", "custom"}}
    return {
        "id": skill["id"],
        "uuid": str(uuid5(NAMESPACE_URL, _prefix(imported) + skill["id"])),
        **given,
        "origin": "derived",
        "verification": "none",
        "since": VERSION,
        "status": "draft",
        "auto_ceiling": 0,
        "sources": [_citation(imported, skill["at"])],
        "levels": [
            {"level": number, "statement": statement, "evidence": ["human"]}
            for number, statement in enumerate(skill.get("levels", ()), 1)
        ],
        **({"custom": skill["custom"]} if skill.get("custom") else {}),
    }


def _role(imported: Imported, role: Data) -> Data:
    given = {key: value for key, value in role.items() if key not in {"at", "custom"}}
    return {
        **given,
        "applies_to": ["external", "internal"],
        "origin": "derived",
        "verification": "none",
        "status": "draft",
        "since": VERSION,
        "matches": [],
        "sources": [_citation(imported, role["at"])],
        "requirements": [],
        "custom": role["custom"],
    }


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # libyaml is faster
    """Quotes every text that is not a plain word: what looks like a number or a date stays text."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # the same text may stand twice
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = _PLAIN.match(text) and text.lower() not in _WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def _file(kind: str, data: Data) -> str:
    head = f"# {_HEADS[kind].ja} / {_HEADS[kind].en}\n"
    body = {"format_version": 1, **data}
    return head + yaml.dump(
        body, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1
    )
