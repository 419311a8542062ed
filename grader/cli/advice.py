"""`kakehashi recommend`: the modules that bring a person nearest to a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.base import access_of, main, now, purpose
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.cli.base import Call
    from grader.placement import Advice, AdviceView
    from grader.text import Lang

_END = Text(
    "教材を受けると、一つ下のレベルの人のうち決まった割合（assessments/measurement.yaml の module_share）が次のレベルに届く、"
    "と仮定した順番です。約束でも評価でもありません。人の評価が必要な要件と「あればよい」要件は数えていません。",
    "The order assumes that a module brings a fixed share of those just below a level to it (module_share in "
    "assessments/measurement.yaml). It is neither a promise nor a judgement. Requirements that a person must attest, "
    "and those that are only nice to have, do not count.",
)
_NONE = Text(
    "いまある教材で要件を満たす確率が上がるものはありません。",
    "None of the lessons raises the chance of meeting the requirements.",
)


@main.command()
@click.argument("role")
@click.option("--person", required=True, help="職員番号 / person id.")
@click.option(
    "--context",
    metavar="ID",
    help="団体の条件によるレベル / levels for a kind of municipality, e.g. it-0-1.",
)
@purpose
@now
@click.pass_obj
def recommend(  # one parameter per option
    call: Call, role: str, person: str, context: str | None, purpose: str, now: str | None
) -> None:
    """役割か派遣先の要件をすべて満たす確率を、1時間あたり最も上げる教材を順に示します。記録が残ります。

    Show, in order, the modules that raise most per hour the chance that a person meets all requirements of a role or
    placement. A look at one person's levels: it is noted in the audit (kakehashi audit
    show).

    \b
    例 / example:
      kakehashi recommend dx-leader --person s001 --purpose "研修計画の面談"
    """
    from grader.placement import run_advice
    from grader.records.access_log import log_access

    view = run_advice(call.workspace, role, person=person, context=context)
    access = access_of(call, purpose, now)
    log_access(
        call.workspace.records, access, what=f"recommend {role}", files={}, subjects=[person]
    )
    for line in advice_lines(view, call.lang):
        click.echo(line)


def advice_lines(view: AdviceView, lang: Lang) -> Iterator[str]:
    """Go through the lines that say what to take.

    Parameters
    ----------
    view : AdviceView
        The way.
    lang : {'ja', 'en'}
        Language.

    Yields
    ------
    str
        A heading, and for each step the lesson, its hours, the chance before and after, and for which requirements.
    """
    if not view.steps:
        yield _NONE.get(lang)
        return
    yield Text(
        f"{view.goal.ja}：要件をすべて満たす確率はいま {_percent(view.steps[0].before)}",
        f"{view.goal.en}: the chance of meeting all requirements is now {_percent(view.steps[0].before)}",
    ).get(lang)
    for number, step in enumerate(view.steps, start=1):
        yield from _step(number, step, view, lang)
    yield _END.get(lang)


def _step(number: int, step: Advice, view: AdviceView, lang: Lang) -> Iterator[str]:
    yield Text(
        f"{number}. {step.module.title.ja}（{step.minutes / 60:.1f}時間）→ {_percent(step.after)}",
        f"{number}. {step.module.title.en} ({step.minutes / 60:.1f} h) → {_percent(step.after)}",
    ).get(lang)
    if step.first:
        titles = "、".join(f"「{one.title.ja}」" for one in step.first)
        names = ", ".join(f"“{one.title.en}”" for one in step.first)
        yield Text(f"   先に {titles}（時間に含む）", f"   after {names} (hours included)").get(
            lang
        )
    for gain in step.gains:
        yield (
            f"   {gain.skill} L{gain.level} {view.skills[gain.skill].get(lang)}"
            f" {_percent(gain.before)} → {_percent(gain.after)}"
        )


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 or share == 0 else "<0.1%"  # noqa: PLR2004  # as printed
