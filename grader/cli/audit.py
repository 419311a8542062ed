"""`kakehashi audit`: the chain of entries on who read or changed what about whom."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from grader.cli.base import Call, main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from grader.records.audit import Entry
    from grader.records.database import Altered


@main.group()
def audit() -> None:
    """個人の記録をだれが・いつ・何のために見たか、変えたかの監査記録です。

    The audit: who read or changed whose records, when and for what. Entries are only ever appended, and chained by codes
    whose key stands outside the database (records/audit.key): keep a copy of the key apart from the backup of the records.

    \b
    例 / examples:
      kakehashi audit show --last 50
      kakehashi audit anchor >> anchors.txt
      kakehashi audit verify --anchor-file anchors.txt
    """


@audit.command()
@click.option("--anchor", "line", help="控えの1行 / the line that was kept.")
@click.option(
    "--anchor-file",
    "file",
    type=click.File(encoding="utf-8"),
    help="控えのファイル（最後の行を使う） / file of anchors; the last line counts.",
)
@click.pass_obj
def verify(call: Call, line: str | None, file: TextIO | None) -> None:
    """監査記録を最初から確かめ、合わない最初の記録を示します。人事記録が直接書き換えられていないかも確かめます。

    Go through the chain to the first entry that was changed, removed or put in, and see whether the records are still what
    was recorded. That entries at the end were cut off shows only against an anchor kept elsewhere. Ends with 1 if
    something does not fit.

    \b
    例 / examples:
      kakehashi audit verify
      kakehashi audit verify --anchor-file anchors.txt
      kakehashi audit verify --anchor "12 2026-04-01T00:00:00.000000Z 0d9a5207 744d6311 …"
    """
    from grader.records.audit import read_anchor, verify
    from grader.records.database import altered

    kept = line if line is not None else _last_line(file)
    anchor = None if kept is None else read_anchor(kept)
    with _opened(call) as connection:
        verdict = verify(connection, anchor)
        if verdict.reason is None:
            rows = altered(connection)
    if verdict.reason is not None:
        call.say(
            f"監査記録の {verdict.misfit} 番が合いません（その前の {verdict.entries} 件は合っています）: {verdict.reason.ja}",
            f"Entry {verdict.misfit} of the audit does not fit (the {verdict.entries} before it do): {verdict.reason.en}",
        )
        raise SystemExit(1)
    call.say(
        f"監査記録 {verdict.entries} 件は、すべてつながっています。",
        f"All {verdict.entries} entries of the audit fit.",
    )
    for one in rows:
        _say_altered(call, one)
    if rows:
        raise SystemExit(1)


def _say_altered(call: Call, one: Altered) -> None:
    time = one.time.isoformat()
    if one.number is None:
        call.say(
            f"{time} に記録したことになっている行が、監査記録にありません。表に直接書き込まれています。",
            f"The rows that say they were recorded at {time} have no entry: they were written into the tables directly.",
        )
        return
    call.say(
        f"監査記録の {one.number} 番（{time}）で記録した内容が、いまの表と合いません。表が直接書き換えられています。",
        f"The rows recorded by entry {one.number} ({time}) are not what was recorded: the tables were changed directly.",
    )


@audit.command()
@click.pass_obj
def anchor(call: Call) -> None:
    """監査記録の末尾を1行で出します。印刷して、人事課の外（監査委員など）に置いてください。

    Print the end of the chain on one line: number, time and code of the last entry. Print it, and keep it where nobody of
    HR can change it.

    \b
    例 / example:
      kakehashi audit anchor >> anchors.txt
    """
    from grader.records.audit import anchor, anchor_text

    with _opened(call) as connection:
        end = anchor(connection)
    if end is None:
        call.say("監査記録はまだありません。", "There is no entry yet.", err=True)
        return
    click.echo(anchor_text(end))


@audit.command()
@click.option(
    "--last",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="終わりから何件 / how many from the end.",
)
@click.option(
    "--person", help="この受講者番号に関わるものだけ / only what concerns this person id."
)
@click.pass_obj
def show(call: Call, last: int, person: str | None) -> None:
    """監査記録を新しいものから示します（番号・日時・だれが・何を・目的・対象の人）。

    Show entries, the newest first: number, time (UTC), account, what, purpose, and the ids of the people concerned.

    \b
    例 / examples:
      kakehashi audit show
      kakehashi audit show --person p00012 --last 100
    """
    from collections import deque

    from grader.records.audit import entries

    with _opened(call) as connection:
        wanted = (one for one in entries(connection) if person is None or person in one.subjects)
        newest = deque(wanted, maxlen=last)
    for entry in reversed(newest):
        click.echo(_row(entry))


_NAMED = 5


def _row(entry: Entry) -> str:
    more = len(entry.subjects) - _NAMED
    people = " ".join(entry.subjects[:_NAMED]) + (f" +{more}" if more > 0 else "")
    time = entry.time.strftime("%Y-%m-%dT%H:%M:%SZ")
    cells = (str(entry.number), time, entry.who, entry.what, entry.purpose, people)
    # What somebody once wrote must not steer the terminal of the reader.
    return "\t".join("".join(c if c.isprintable() else "?" for c in cell) for cell in cells)


def _last_line(file: TextIO | None) -> str | None:
    lines = [] if file is None else [line for line in file if line.strip()]
    return None if file is None else "".join(lines[-1:])


@contextmanager
def _opened(call: Call) -> Iterator[Connection]:
    from grader.records.database import open_records, reading

    engine = open_records(call.workspace.records)
    try:
        with reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()
