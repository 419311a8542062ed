"""The sentences of appointment orders: ``assessments/appointment_wording.yaml``, which each city words for itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from grader.errors import InputError
from grader.findings import Finding
from grader.placement.exports.rules import W001
from grader.schema.store import schema_findings
from grader.text import Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.records.dates import Digits
    from grader.yamlfile import YamlDocument

FILE_NAME = "appointment_wording.yaml"

_HERE = ("department", "post", "title")
_OUT = ("host", "post", "title")

SENTENCES: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "rotation": ("{department}勤務を命ずる", _HERE),
        "within": ("{department}{post}勤務を命ずる", _HERE),
        "title": ("{title}を命ずる", _HERE),
        "promotion": ("{title}に昇任させる", _HERE),
        "new": ("職員に採用する", _HERE),
        "second": ("兼ねて{department}勤務を命ずる", _HERE),
        "second-end": ("{department}の兼務を解く", _HERE),
        "concurrent": ("{host}に併任する", _OUT),
        "concurrent-end": ("{host}への併任を解く", _OUT),
        "secondment": ("{host}へ派遣する", _OUT),
        "transfer": ("{host}へ出向を命ずる", _OUT),
        "private-secondment": ("研修のため{host}へ派遣する", _OUT),
        "sharing": ("{host}の業務に従事することを命ずる", _OUT),
        "side-job": ("{post}を委嘱する", _HERE),
        "secondment-end": ("{host}への派遣を解く", _OUT),
        "return": ("{department}勤務を命ずる", _HERE),
        "term": ("期間は{from}から{to}までとする", ("from", "to")),
    }
)
"""By key: our sentence, and the placeholders that it may have.

References
----------
.. [1] 瀬戸内市辞令式規程: 「○○課勤務を命ずる」「兼ねて○○課勤務を命ずる」「○○に併任する」「併任を解く」.
.. [2] 南魚沼市 辞令の文例: 「(○○委員会事務局)に出向を命ずる」.
.. [3] 鹿沼市訓令: the words 配置, 転任, 出向, 派遣, 併任, 兼任, 復職, and the forms 辞令書 and 辞令簿.
"""


def _sentences() -> dict[str, str]:
    return {key: text for key, (text, _) in SENTENCES.items()}


@dataclass(frozen=True, slots=True)
class Wording:
    """How a city words its appointment orders.

    Parameters
    ----------
    heading : str
        What stands at the top.
    authority, authority_name : str
        任命権者: office and name.
    digits : {'half', 'full', 'kanji'}
        How dates are written.
    sentences : mapping of str to str
        By key of `SENTENCES`.
    """

    heading: str = "辞令"
    authority: str = "（任命権者）"
    authority_name: str = ""
    digits: Digits = "kanji"
    sentences: Mapping[str, str] = field(default_factory=_sentences)

    def say(self, key: str, **values: str) -> str:
        """Return a sentence with its values.

        Parameters
        ----------
        key : str
            Key of `SENTENCES`.
        **values : str
            Values by placeholder; those that the sentence does not use are left out.

        Returns
        -------
        str
            The sentence.
        """
        return self.sentences[key].format(**values)


def read_wording(assessments: Path) -> Wording:
    """Read the wording of a city.

    Parameters
    ----------
    assessments : Path
        Folder that may hold ``appointment_wording.yaml``.

    Returns
    -------
    Wording
        With our own sentence where the city has none; all ours without the file.

    Raises
    ------
    InputError
        If the file is broken; the first finding is told.
    """
    if not (assessments / FILE_NAME).is_file():
        return Wording()
    document, findings = _read(assessments / FILE_NAME)
    if document is None or findings:
        first = findings[0]
        raise InputError(first.render(assessments, "ja"), first.render(assessments, "en"))
    data = document.data
    own = Wording()
    return Wording(
        heading=data.get("heading", own.heading),
        authority=data["authority"]["office"],
        authority_name=data["authority"].get("name", ""),
        digits=cast("Digits", data.get("digits", own.digits)),
        sentences={**own.sentences, **data.get("sentences", {})},
    )


def check_wording(assessments: Path) -> list[Finding]:
    """Check the wording of a city.

    Parameters
    ----------
    assessments : Path
        Folder that may hold ``appointment_wording.yaml``.

    Returns
    -------
    list of Finding
        Rule W001, or what makes the file itself unusable; empty if there is no file.
    """
    path = assessments / FILE_NAME
    return _read(path)[1] if path.is_file() else []


def _read(path: Path) -> tuple[YamlDocument | None, list[Finding]]:
    document, findings = read_yaml(path)
    if document is not None:
        findings = [*findings, *schema_findings(document, "appointment_wording")]
    if document is not None and not findings:
        findings = list(_misplaced(document, document.data.get("sentences", {})))
    return document, findings


def _misplaced(document: YamlDocument, sentences: Mapping[str, Any]) -> Iterator[Finding]:
    for key, text in sentences.items():
        known = SENTENCES[key][1]
        wrong = _wrong(text, known)
        if wrong is not None:
            can = "、".join(f"{{{name}}}" for name in known)
            what = Text(
                f"{key}: {wrong} は使えません。使えるのは {can} です。",
                f"{key}: {wrong} cannot be used; the sentence may have {can}.",
            )
            yield Finding(W001, document.path, document.line("sentences", key), what)


def _wrong(text: str, known: tuple[str, ...]) -> str | None:
    """Return the first thing in braces that is no plain placeholder; None if all are."""
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return text
    for _, name, form, conversion in parts:
        if name not in known or form or conversion:
            return f"{{{name}}}" if name not in known else text
    return None
