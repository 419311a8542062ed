"""Begin a lesson: a small one that works, to be rewritten piece by piece."""

from __future__ import annotations

import json
import re
import textwrap
import zlib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.schema.store import write_text
from grader.workspace import is_person_id
from grader.yamlfile import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.authoring.registers import Registers
    from grader.text import Text
    from grader.yamlfile import YamlDocument

PREFIX = {
    "foundation": "M0",
    "cloud": "CLD",
    "security": "SEC",
    "bpr": "BPR",
    "service-design": "SVD",
}
"""Letters with which catalogue numbers begin, by track."""
FILES = ("world.py", "design.md", "lesson.md")
"""In the order in which they are written: what makes a folder a lesson comes last."""
MAX_SLUG = 48
"""Characters, so that the names of assignments made of it can be folder names."""
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,3}-[0-9]{1,2}\Z")
_IDEA = re.compile(r"(M-[A-Z0-9]+):")


@dataclass(frozen=True, slots=True)
class NewLesson:
    """What is known of a lesson before it is written.

    Parameters
    ----------
    slug : str
        Name of its folder.
    code : str
        Catalogue number.
    track : str
        One of the keys of `PREFIX`.
    title : Text
        Its title.
    skill : str
        Skill that the sample's exercises name.
    uuid : str
        Its id for ever.
    """

    slug: str
    code: str
    track: str
    title: Text
    skill: str
    uuid: str


def next_code(registers: Registers, track: str) -> str:
    """Return the first catalogue number of a track that comes after all in use.

    Parameters
    ----------
    registers : Registers
        The registers of the curriculum.
    track : str
        One of the keys of `PREFIX`.

    Returns
    -------
    str
        Such as ``SEC-4``.
    """
    split = [entry.code.rpartition("-") for entry in registers.lessons]
    used = [int(number) for prefix, _, number in split if prefix == PREFIX[track]]
    return f"{PREFIX[track]}-{max(used, default=0) + 1}"


def planned(curriculum: Path, registers: Registers, wanted: NewLesson) -> dict[Path, str]:
    """Say what would be written for a new lesson; nothing is written.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons.
    registers : Registers
        Its registers.
    wanted : NewLesson
        The lesson.

    Returns
    -------
    dict
        From file to its whole text, in the order in which they are to be written; the registry is the last.

    Raises
    ------
    InputError
        If slug, code or title cannot be used, the lesson is there or half there, or a register is in a form to
        which an entry cannot be added by a program.
    """
    _refuse_names(wanted)
    _refuse_double(curriculum, registers, wanted)
    values = _values(wanted)
    texts = {curriculum / wanted.slug / name: _filled(f"{name}.template", values) for name in FILES}
    ideas, registry = registers.documents["misconceptions"], registers.documents["registry"]
    new_ideas = _filled("misconceptions.yaml.template", values)
    texts[ideas.path] = _proven(ideas, _with_ideas(_read(ideas.path), new_ideas), more=new_ideas)
    with_entry = _with_entry(_read(registry.path), wanted)
    texts[registry.path] = _proven(registry, with_entry, more=_entry(wanted))
    return texts


def write_new(texts: Mapping[Path, str]) -> None:
    """Write what `planned` returned.

    Parameters
    ----------
    texts : mapping of Path to str
        Each file whole or not at all; if it is cut off, the next `planned` tells what is there.
    """
    for path, text in texts.items():
        write_text(path, text)


def _refuse_names(wanted: NewLesson) -> None:
    slug = wanted.slug
    if not _SLUG.match(slug) or not is_person_id(slug) or len(slug) > MAX_SLUG:
        raise InputError(
            f"「{slug}」は教材の名前に使えません。英小文字・数字とハイフンだけで、{MAX_SLUG} 字以内にしてください"
            "（例: security-passwords）。",
            f"“{slug}” cannot name a lesson; use at most {MAX_SLUG} small letters, digits and hyphens "
            "(such as security-passwords).",
        )
    if not _CODE.match(wanted.code):
        raise InputError(
            f"--code「{wanted.code}」は使えません。大文字2〜4字とハイフンと番号にしてください（例: SEC-9）。",
            f"--code “{wanted.code}” cannot be used; give 2 to 4 capitals, a hyphen and a number (such as SEC-9).",
        )
    for title in (wanted.title.ja, wanted.title.en):
        if not title.strip() or not title.isprintable():
            raise InputError(
                "題名は空でない1行の文字列にしてください（--title-ja、--title-en）。",
                "A title is one line of text that is not empty (--title-ja, --title-en).",
            )


def _refuse_double(curriculum: Path, registers: Registers, wanted: NewLesson) -> None:
    folder = curriculum / wanted.slug
    there = [name for name in FILES if (folder / name).exists()]
    entry = next((e for e in registers.lessons if e.slug == wanted.slug), None)
    if entry is not None and len(there) == len(FILES):
        raise InputError(
            f"教材「{wanted.slug}」はもうあります（{entry.code}、status: {entry.status}）。",
            f"The lesson “{wanted.slug}” is there already ({entry.code}, status: {entry.status}).",
        )
    if entry is not None or folder.exists():
        raise _half_made(folder, there, registered=entry is not None)
    other = next((e for e in registers.lessons if e.code == wanted.code), None)
    if other is not None:
        raise InputError(
            f"{wanted.code} は教材「{other.slug}」の番号です。--code で別の番号を指定してください。",
            f"{wanted.code} belongs to the lesson “{other.slug}”; give another --code.",
        )
    double = [name for name in _ideas(wanted) if name in registers.misconceptions]
    if double:
        raise InputError(
            f"misconceptions.yaml にもう {double[0]} があります。前の作りかけなら消し、そうでなければ別の --code を指定してください。",
            f"misconceptions.yaml already has {double[0]}. Delete it if it was left by an earlier start, else give another --code.",
        )


def _half_made(folder: Path, there: list[str], *, registered: bool) -> InputError:
    missing = [name for name in FILES if name not in there]
    have, lack = ", ".join(there) or "—", ", ".join(missing) or "—"
    return InputError(
        f"{folder}: 作りかけです（ある: {have}、ない: {lack}、registry.yaml に{'ある' if registered else 'ない'}）。"
        "何も書いていません。足りないものを補うか、このフォルダーと台帳の項目を消してからやり直してください。",
        f"{folder}: half made (there: {have}; missing: {lack}; {'in' if registered else 'not in'} registry.yaml). "
        "Nothing was written. Add what is missing, or delete the folder and its entries in the registers and start again.",
    )


def _ideas(wanted: NewLesson) -> list[str]:
    return [f"{_idea(wanted)}{end}" for end in ("ALL", "WAIT")]


def _idea(wanted: NewLesson) -> str:
    return f"M-{wanted.code.replace('-', '')}"


def _values(wanted: NewLesson) -> dict[str, str]:
    return {
        "SLUG": wanted.slug,
        "CODE": wanted.code,
        "EX": wanted.code.lower(),
        "IDEA": _idea(wanted),
        "TRACK": wanted.track,
        "SKILL": wanted.skill,
        # A JSON string is a YAML string, whatever the title holds.
        "TITLE_JA": json.dumps(wanted.title.ja, ensure_ascii=False),
        "TITLE_EN": json.dumps(wanted.title.en, ensure_ascii=False),
        "HEADING": wanted.title.ja,
        "STREAM": str(1000 + zlib.crc32(wanted.slug.encode()) % 9000),
    }


def _filled(template: str, values: Mapping[str, str]) -> str:
    folder = resources.files("grader.authoring").joinpath("templates", "new")
    text = folder.joinpath(template).read_text(encoding="utf-8")
    return re.sub(r"@@([A-Z_]+)@@", lambda m: values[m.group(1)], text)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _with_ideas(text: str, new: str) -> str:
    """Put entries before the first one that comes later in the alphabet."""
    lines = text.splitlines(keepends=True)
    first = new.split(":", 1)[0]
    later = (
        i for i, line in enumerate(lines) if (found := _IDEA.match(line)) and found.group(1) > first
    )
    place = next(later, len(lines))
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines[:place], new, *lines[place:]])


def _with_entry(text: str, wanted: NewLesson) -> str:
    """Put the lesson behind the last one of the registry."""
    head = re.sub(r"^lessons: *\[ *\]", "lessons:", text.rstrip(), flags=re.MULTILINE)
    indent = (re.findall(r"^( *)- ", head, flags=re.MULTILINE) or ["  "])[-1]
    return f"{head}\n{textwrap.indent(_entry(wanted), indent)}"


def _entry(wanted: NewLesson) -> str:
    return f"- slug: {wanted.slug}\n  code: {wanted.code}\n  uuid: {wanted.uuid}\n  status: wip\n"


def _proven(document: YamlDocument, text: str, *, more: str) -> str:
    """Return a register's new text, unless reading it shows that anything but the entry has changed."""
    old, new, added = document.data, _data(document.path, text), _data(document.path, more)
    whole = {"lessons": [*old["lessons"], *added]} if isinstance(added, list) else {**old, **added}
    if new == whole:
        return text
    raise InputError(
        f"{document.path}: この書き方の台帳には自動で書き足せません。次を手で加えてください。\n{more}",
        f"{document.path}: an entry cannot be added to a register written like this; add it by hand.\n{more}",
    )


def _data(path: Path, text: str) -> Any:
    document, _ = parse_yaml(path, text, first_line=1)
    return None if document is None else document.data
