"""The command about a municipality's overlay on the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

from grader.cli.standard import standard
from grader.errors import InputError
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.cli.base import Call
    from grader.standard import Change, Standard
    from grader.text import Lang
    from grader.workspace import Workspace

_HEAD = (
    Text("役割", "Role"),
    Text("スキル", "Skill"),
    Text("標準", "Standard"),
    Text("上乗せ", "Overlay"),
    Text("理由", "Reason"),
)
_ORIGINS = {"external": Text("外部人材", "external"), "internal": Text("職員", "internal")}


@standard.command()
@click.option("--new", "code", metavar="CODE", help="団体コードでひな形を作る / begin one.")
@click.pass_obj
def overlay(call: Call, code: str | None) -> None:
    """自団体の上乗せ（独自のスキルと要件）が、標準の何を変えるかを表で示します。

    Show what the overlay of the municipality changes: role, skill, the standard's requirement and yours. With --new
    and the six digits of the municipality's code, begin an overlay.yaml with examples; one that is there is kept.

    \b
    例 / examples:
      kakehashi standard overlay
      kakehashi standard overlay --new 990019
    """
    from grader.standard import load_rulebook, load_standard, overlay_changes

    workspace = call.workspace
    if code is not None:
        _begin(call, workspace, code)
    elif workspace.overlay is None:
        call.say(
            "上乗せはありません。kakehashi standard overlay --new 団体コード で作れます。",
            "There is no overlay. Begin one with kakehashi standard overlay --new CODE.",
        )
    else:
        merged = load_standard(workspace.standard, workspace.overlay)
        _show(call, merged, overlay_changes(workspace.standard, workspace.overlay))
        rules = load_rulebook(workspace.standard, workspace.overlay).bid_rules.values()
        own = {rule.id: rule.name for rule in rules}
        _show_own(Text("独自の入札制限", "Own bid restrictions"), own, call.lang)


def _begin(call: Call, workspace: Workspace, code: str) -> None:
    from grader.schema.store import write_text
    from grader.standard import is_municipality_code, load_standard, overlay_template
    from grader.workspace import OVERLAY

    path = workspace.overlay or workspace.root / OVERLAY
    if path.exists():
        raise InputError(
            f"{path}: すでにあります。上書きはしません。",
            f"{path}: is there; it is not overwritten.",
        )
    if not is_municipality_code(code):
        raise InputError(
            f"「{code}」は団体コードではありません。検査数字を含む6桁で指定してください。",
            f"“{code}” is no code of a municipality; give six digits, the last a check digit.",
        )
    version = load_standard(workspace.standard).version
    write_text(path, overlay_template(code, workspace.name, version))
    call.say(
        f"{path} を作りました。書き足したら kakehashi lint で確かめてください。",
        f"Made {path}. Write into it, then check with kakehashi lint.",
    )


def _show(call: Call, merged: Standard, changed: Iterable[Change]) -> None:
    info = merged.overlay
    assert info is not None  # noqa: S101  # it was loaded with one
    click.echo(f"{info.municipality.get(call.lang)} ({info.code}) {info.id} → {merged.version}")
    rows = [_row(change, merged, call.lang) for change in changed]
    if rows:
        click.echo("\n".join(_table([[word.get(call.lang) for word in _HEAD], *rows])))
    else:
        call.say(
            "役割の要件は標準のままです。", "The requirements of the roles are as in the standard."
        )
    skills = {skill.id: skill.name for skill in merged.skills.values()}
    roles = {role.id: role.name for role in merged.roles.values()}
    _show_own(Text("独自のスキル", "Own skills"), skills, call.lang)
    _show_own(Text("独自の役割", "Own roles"), roles, call.lang)


def _show_own(title: Text, names: Mapping[str, Text], lang: Lang) -> None:
    own = [f"{id} {name.get(lang)}" for id, name in names.items() if id.upper().startswith("X-")]
    if own:
        click.echo("\n  ".join([f"{title.get(lang)}:", *own]))


def _row(change: Change, merged: Standard, lang: Lang) -> list[str]:
    reason: Mapping[str, str] = change.entry.data.get("reason", {})
    said = reason.get(lang) or reason.get("ja", "")
    skill = f"{change.skill} {merged.skills[change.skill].name.get(lang)}"
    return [change.role, skill, _need(change.ours, lang), _need(change.yours, lang), said]


def _need(need: Mapping[str, Any] | None, lang: Lang) -> str:
    from grader.standard import NEEDS

    if need is None:
        return "-"
    whom = [_ORIGINS[origin].get(lang) for origin in need.get("applies_to", ())]
    level = Text(f"レベル{need['level']}", f"level {need['level']}").get(lang)
    weight = Text(f"重み{need['weight']:g}", f"weight {need['weight']:g}").get(lang)
    return Text("・", ", ").get(lang).join([level, weight, NEEDS[need["need"]].get(lang), *whom])


def _table(rows: list[list[str]]) -> Iterator[str]:
    """Line up columns; a Japanese character is two columns wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(1 + (east_asian_width(char) in "FW") for char in text)
