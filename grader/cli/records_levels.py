"""`kakehashi records levels`: the levels of the measurement into the records, where plans find them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.base import Call, access_of, now, say_database
from grader.cli.records import records

if TYPE_CHECKING:
    from datetime import datetime

    from grader.records.database import LevelNews

_LISTED = 20


@records.command()
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, dir_okay=False),
    help="推定のファイル / file of estimates (default: records/estimates.json).",
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="この日から使うレベル / day from which these levels count (default: today).",
)
@click.option(
    "--apply", "write", is_flag=True, help="書き込む / write it; without this, only look."
)
@click.option(
    "--purpose",
    default="",
    help="何のためか。--apply には必須 / what for; is recorded, and needed with --apply.",
)
@now
@click.pass_obj
def levels(
    call: Call,
    /,
    source: Path | None,
    *,
    on: datetime | None,
    write: bool,
    purpose: str,
    now: str | None,
) -> None:
    """測ったレベル（records/estimates.json）を人事記録に取り込みます。異動案は、ここに取り込んだレベルだけを使います。

    Take the levels that were measured into the records: a plan sees no others. Told are how many people and skills are new,
    changed or gone, and ids that the records do not know. Nothing is written without --apply. Plans use levels only from the
    day on which staff were told (announced_on in assessments/planning.yaml).

    \b
    例 / examples:
      kakehashi measure
      kakehashi records levels
      kakehashi records levels --apply --purpose "令和9年4月の定期異動"
    """
    from grader.records.access_log import need_purpose
    from grader.records.database import look_at_estimates, open_records, take_levels

    access = access_of(call, purpose, now)
    if write:
        need_purpose(access)
    folder = call.workspace.records
    day = on.date() if on else access.when.astimezone().date()
    engine = open_records(folder)
    try:
        news = look_at_estimates(engine, source or folder / "estimates.json", on=day)
        _tell(call, news)
        say_database(call)
        done = take_levels(engine, news, access=access) if write else None
    finally:
        engine.dispose()
    if done is None:
        call.say(
            "まだ何も書き込んでいません。よければ --apply --purpose を付けて、もう一度実行してください。",
            "Nothing is written yet; run it again with --apply --purpose if this is right.",
        )
        return
    call.say(
        f"{done} 件のレベルを、{day} から使うものとして書き込みました。",
        f"{done} levels written, which count from {day}.",
    )


def _tell(call: Call, news: LevelNews) -> None:
    call.say(
        f"{news.people} 人のレベル（人とスキルの組）: 新規 {news.new}、変更 {news.changed}、変更なし {news.same}、"
        f"終了 {news.ended}",
        f"Levels (of a person in a skill) of {news.people} people: {news.new} new, {news.changed} changed, "
        f"{news.same} the same, {news.ended} ended",
    )
    if not news.unknown:
        return
    shown = ", ".join(news.unknown[:_LISTED]) + ", …" * (len(news.unknown) > _LISTED)
    call.say(
        f"人事記録にいない受講者番号が {len(news.unknown)} 件あります: {shown}。レベルは取り込みますが、その番号の人が"
        "「職員」の表に入るまで、異動案には使われません。受講者番号が違うのなら、kakehashi records import で直してください。",
        f"The records know nobody of {len(news.unknown)} ids: {shown}. Their levels are taken in, but no plan uses them "
        "until there are people with these ids in the sheet of people. If an id is wrong there, mend it with kakehashi "
        "records import.",
        err=True,
    )
