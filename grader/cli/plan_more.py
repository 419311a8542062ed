"""`kakehashi plan`, beside the plan itself: training towards it, and rounds in which people choose."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, step_bars
from grader.cli.plan import echo, limits_of, log, now, plan, purpose, solving
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Count(click.ParamType):  # type: ignore[type-arg]  # generic in late versions of click only
    """An id and a number, as ``d03-101=2``; 1 or whatever `least` is where no number stands."""

    name = "ID=N"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, int]:
        """Take the two apart at the last equals sign."""
        id_, _, number = str(value).rpartition("=")
        if id_ and number.isascii() and number.isdecimal() and 0 < int(number) <= _MOST:
            return id_, int(number)
        said = Text(f"番号=人数（1から{_MOST}）と書いてください", f"write ID=NUMBER, 1 to {_MOST}")
        self.fail(f"{value}: {said.get(ctx.obj.lang)}", param, ctx)


_MOST = 10_000
COUNT = _Count()


@plan.command()
@click.argument("name")
@click.option(
    "--post", "posts", multiple=True, type=COUNT, help="ポスト番号=人数 / post and people."
)
@click.option("--role", "roles", multiple=True, type=COUNT, help="役割=人数 / role and people.")
@click.option(
    "--chance",
    type=click.FloatRange(0, 1, min_open=True),
    help="条件を満たす見込みがこれ以上の人を数える / counts as eligible from here (default: met of planning.yaml).",
)
@click.option(
    "--hours", type=click.FloatRange(0), help="一人当たりの時間の上限 / most hours of one person."
)
@click.option(
    "--one-each", is_flag=True, help="一人を一つの目標にだけ数える / a person counts once."
)
@solving
@purpose
@now
@click.pass_obj
def training(call: Call, /, name: str, purpose: str, now: str | None, **options: Any) -> None:
    """条件を満たす人を必要な人数にする、最も短い時間の教材の組み合わせを求めます。

    Choose the modules of least staff time that make enough people eligible by the day of appointment of a plan: for the
    posts and roles named, or for the skills that posts of the plan are short of (P008). Stored with the plan; plan export
    then fills the column 教材 of 育成計画.xlsx.

    \b
    例 / examples:
      kakehashi plan training 案1 --purpose "育成計画"
      kakehashi plan training 案1 --post d03-101=2 --role dx-leader=5 --hours 20 --purpose "育成計画"
    """
    from grader.placement.training.stage import TrainingAsked, plan_training
    from grader.placement.training.tell import training_lines

    hours = options["hours"]
    asked = TrainingAsked(
        name,
        options["posts"],
        options["roles"],
        options["chance"],
        None if hours is None else round(60 * hours),
        one_each=options["one_each"],
    )
    limits = limits_of(options["seconds"], options["gap"])
    with step_bars() as told:
        made = plan_training(call.workspace, asked, limits=limits, progress=told)
    log(call, made.problem, f"plan training {name}", purpose, now)
    echo(call, training_lines(made))
    sys.exit(1 if made.training.missing else 0)
