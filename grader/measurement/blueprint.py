"""Hold the bank of tasks to the blueprint, so that lessons prove what they should."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grader.findings import Finding
from grader.measurement.rules import B001, B002, B003
from grader.schema.store import schema_findings
from grader.text import Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from grader.measurement.items import Item
    from grader.yamlfile import YamlDocument


def check_blueprint(path: Path, items: Sequence[Item]) -> list[Finding]:
    """Compare `assessments/blueprint.yaml` with the items that were built.

    Parameters
    ----------
    path : Path
        The blueprint.
    items : sequence of Item
        The bank.

    Returns
    -------
    list of Finding
        Rules B001 to B003, or what makes the file itself unusable; empty if all is well.
    """
    document, findings = read_yaml(path)
    if document is not None:
        findings = [*findings, *schema_findings(document, "blueprint")]
    if document is None or findings:
        return findings
    return [
        *_too_few(document, items),
        *_unplanned(document, items),
        *_too_long(document, items),
    ]


def _too_few(document: YamlDocument, items: Sequence[Item]) -> Iterator[Finding]:
    built = Counter((item.skill, item.level, item.lesson) for item in items)
    for index, cell in enumerate(document.data["cells"]):
        skill, level, wanted = cell["skill"], cell["level"], cell["items"]
        found = sum(built[skill, level, lesson] for lesson in cell["lessons"])
        if found < wanted:
            text = Text(
                f"{skill} レベル{level}: 設問が{found}問です（{wanted}問必要）。",
                f"{skill} level {level}: {found} exercises, {wanted} needed.",
            )
            yield Finding(B001, document.path, document.line("cells", index), text)


def _unplanned(document: YamlDocument, items: Sequence[Item]) -> Iterator[Finding]:
    planned = {
        (cell["skill"], cell["level"], lesson)
        for cell in document.data["cells"]
        for lesson in cell["lessons"]
    }
    for item in sorted(items, key=lambda item: item.id):
        if (item.skill, item.level, item.lesson) not in planned:
            text = Text(
                f"設問「{item.id}」（{item.skill} レベル{item.level}、{item.lesson}）が計画にありません。",
                f"exercise “{item.id}” ({item.skill} level {item.level}, {item.lesson}) is not planned.",
            )
            yield Finding(B002, document.path, document.line("cells"), text)


def _too_long(document: YamlDocument, items: Sequence[Item]) -> Iterator[Finding]:
    limit = document.data["minutes_max"]
    minutes: Counter[str] = Counter()
    for item in items:
        minutes[item.lesson] += item.minutes
    for lesson, total in sorted(minutes.items()):
        if total > limit:
            text = Text(
                f"教材「{lesson}」の評価は計{total}分です（上限{limit}分）。",
                f"the assessed notebook of “{lesson}” takes {total} minutes (limit {limit}).",
            )
            yield Finding(B003, document.path, document.line("minutes_max"), text)
