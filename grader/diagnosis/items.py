"""The items of the diagnostic as records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader.diagnosis.item_checks import read_files
from grader.errors import InputError
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ItemType = Literal["choose", "choose_all", "order", "number"]

_WIDE = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_FOLD = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose or to put in order.

    Parameters
    ----------
    text : Text
        What is shown.
    right : bool
        Whether it should be chosen; False in order items.
    why : Text or None
        Of a wrong option: what speaks for it and against it.
    misconception : str or None
        The wrong idea behind it.
    """

    text: Text
    right: bool = False
    why: Text | None = None
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A wrong number that a known slip gives.

    Parameters
    ----------
    value : float
        The number.
    why : Text
        Which slip gives it.
    misconception : str or None
        The wrong idea behind it.
    """

    value: float
    why: Text
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class ShortItem:
    """One short question.

    Parameters
    ----------
    id : str
        Unique over all files.
    skill : str
        Skill id.
    level : int
        Level that it was written for, 1 to 3.
    family : str
        Items of one family ask for the same idea.
    type : {'choose', 'choose_all', 'order', 'number'}
        How it is answered.
    minutes : int
        Time planned.
    stem, explanation : Text
        Question (Markdown), and why the right answer is right.
    options : tuple of Option
        Empty for numbers; in the right order for order items.
    answer, tolerance : float
        Right number, and the largest distance from it that still counts; 0 for other types.
    unit : Text or None
        Unit of the number.
    near : tuple of Near
        Wrong numbers that are explained.
    facts : tuple of str
        Ids of the facts that it rests on.
    """

    id: str
    skill: str
    level: int
    family: str
    type: ItemType
    minutes: int
    stem: Text
    explanation: Text
    options: tuple[Option, ...] = ()
    answer: float = 0.0
    tolerance: float = 0.0
    unit: Text | None = None
    near: tuple[Near, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def categories(self) -> int:
        """Categories of the answer: 3 (nothing, part, all) where part of it can be right, else 2."""
        return 3 if self.type in {"choose_all", "order"} else 2

    @property
    def guess(self) -> float:
        """Share of right answers that blind choice gives: 1 / options for choose; else taken as 0."""
        return 1 / len(self.options) if self.type == "choose" else 0.0


def load_items(folder: Path) -> tuple[ShortItem, ...]:
    """Read the items of the diagnostic.

    Parameters
    ----------
    folder : Path
        ``assessments/items``.

    Returns
    -------
    tuple of ShortItem
        By id.

    Raises
    ------
    InputError
        If there are none, or a file breaks a YAML rule or its schema.
    """
    documents, findings = read_files(folder)
    if findings:
        raise InputError(*(findings[0].render(folder.parent, lang) for lang in ("ja", "en")))
    items = [_item(d.data["skill"], entry) for d in documents for entry in d.data["items"]]
    if not items:
        raise InputError(
            f"{folder}: 診断の設問がありません。設問のファイル（スキルID.yaml）を置いてください。",
            f"{folder}: there are no items of the diagnostic; put files <SKILL>.yaml there.",
        )
    return tuple(sorted(items, key=lambda item: item.id))


def _item(skill: str, entry: Mapping[str, Any]) -> ShortItem:
    return ShortItem(
        id=entry["id"],
        skill=skill,
        level=entry["level"],
        family=entry["family"],
        type=entry["type"],
        minutes=entry["minutes"],
        stem=Text(**entry["stem"]),
        explanation=_text(entry["explanation"]),
        options=tuple(_option(option) for option in entry.get("options", ())),
        answer=float(entry.get("answer", 0)),
        tolerance=float(entry.get("tolerance", 0)),
        unit=Text(**entry["unit"]) if "unit" in entry else None,
        near=tuple(_near(near) for near in entry.get("near", ())),
        facts=tuple(entry.get("facts", ())),
    )


def _option(entry: Mapping[str, Any]) -> Option:
    why = _text(entry["why"]) if "why" in entry else None
    return Option(_text(entry["text"]), entry.get("right", False), why, entry.get("misconception"))


def _near(entry: Mapping[str, Any]) -> Near:
    return Near(float(entry["value"]), _text(entry["why"]), entry.get("misconception"))


def _text(entry: Mapping[str, str]) -> Text:
    """Join Japanese lines without the blanks that YAML puts where a line was folded."""
    return Text(_FOLD.sub("", entry["ja"].strip()), entry["en"].strip())
