"""The command that applies the rules of the standard to cases."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.base import Call, main
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.standard.model import Citation
    from grader.standard.rulings import BidRule, NamedCase, Rulebook, Ruling


@main.command()
@click.argument("cases", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--rule", "chosen", multiple=True, metavar="ID", help="この規則だけ / only this rule."
)
@click.option("--example", is_flag=True, help="書き写せる事例を表示 / print cases to copy.")
@click.pass_obj
def rules(call: Call, cases: tuple[Path, ...], chosen: tuple[str, ...], *, example: bool) -> None:
    """事例に入札制限の規則を当てはめ、判定・条項・理由・出典を示します。

    Apply bid restrictions to cases: verdict, clause, reasons, sources. Without a file the rules are listed. The exit
    code is 1 only if a case cannot be read, whatever the verdicts. A ruling is a reading of the rules, no legal advice.

    \b
    例 / examples:
      kakehashi rules
      kakehashi rules --example > cases.yaml
      kakehashi rules cases.yaml --rule digital-agency
    """
    if example:
        text = resources.files("grader.standard.rulings").joinpath("example.yaml")
        raw = text.read_bytes()  # what goes into a file is UTF-8 on every system
        click.echo(raw.decode("utf-8") if sys.stdout.isatty() else raw, nl=False)
        return
    from grader.standard import load_rulebook

    book = load_rulebook(call.workspace.standard, call.workspace.overlay)
    if not cases:
        for rule in book.bid_rules.values():
            click.echo(f"{rule.id}  {rule.name.get(call.lang)}（{rule.document.get(call.lang)}）")
        return
    failed = [not _answered(call, book, path, chosen) for path in cases]
    if any(failed):
        sys.exit(1)


def _answered(call: Call, book: Rulebook, path: Path, chosen: tuple[str, ...]) -> bool:
    """Print the rulings of one file; tell whether every case could be answered."""
    from grader.errors import InputError
    from grader.standard.rulings import read_cases

    cases, findings = read_cases(path)
    for finding in findings:
        click.echo(finding.render(Path.cwd(), call.lang), err=True)
    whole = not findings
    for case in cases:
        try:
            lines = list(_told(call, book, case, chosen or case.rules))
        except InputError as error:
            message = Text(error.ja, error.en).get(call.lang)
            click.echo(f"{path.as_posix()}:{case.line}: {message}", err=True)
            whole = False
            continue
        click.echo("\n".join([f"{path.as_posix()}:{case.line}: {case.id}", *lines]))
    return whole


def _told(
    call: Call, book: Rulebook, case: NamedCase, chosen: tuple[str, ...] | None
) -> Iterator[str]:
    found = book.all_bids(case.case, chosen)
    yield f"  → {found.label.get(call.lang)} [{found.verdict}]"
    for ruling in found.each:
        yield from _lines(call, book, ruling)


def _lines(call: Call, book: Rulebook, ruling: Ruling) -> Iterator[str]:
    say = call.lang
    rule = book.bid_rules[ruling.rule]
    clause = f" — {Text('条項', 'clause').get(say)} {ruling.clause}" if ruling.clause else ""
    yield f"  {rule.id} {rule.name.get(say)}: {ruling.label.get(say)} [{ruling.verdict}]{clause}"
    told = [(Text("理由", "why"), text) for text in ruling.reasons]
    told += [(Text("要確認", "to confirm"), text) for text in ruling.questions]
    if ruling.clause:
        told.append((Text("当たるときの効果", "effect if it applies"), rule.consequence))
        told += [(Text("注", "note"), text) for text in _notes(rule)]
    told += [(Text("出典", "source"), _place(book, source)) for source in ruling.sources]
    yield from (f"    {name.get(say)}: {text.get(say)}" for name, text in told)


def _place(book: Rulebook, source: Citation) -> Text:
    title = book.source_titles[source.ref]
    lines = (
        Text(f"（{source.lines}行）", f" (lines {source.lines})") if source.lines else Text("", "")
    )
    return Text(f"{title.ja}、{source.at}{lines.ja}", f"{title.en}, {source.at}{lines.en}")


def _notes(rule: BidRule) -> list[Text]:
    """Tell that a rule was not read itself, and what else one must know about it."""
    notes = [rule.note] if rule.note else []
    if rule.verification in {"secondary", "recalled"}:
        unread = Text(
            "規則の全文は確認していない。要点を載せた資料による。",
            "The rule itself has not been read; this follows a paper that sums it up.",
        )
        notes.append(unread)
    return notes
