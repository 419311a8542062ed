"""`kakehashi plan`, around the plan itself: training towards it, and rounds in which people choose."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, step_bars
from grader.cli.plan import plan
from grader.cli.plan_common import echo, limits_of, log, now, purpose, solving
from grader.cli.plan_hand import changed
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.placement.problem.model import Problem


class _Count(click.ParamType):  # type: ignore[type-arg]  # generic in late versions of click only
    """An id and a number, as ``d03-101=2``."""

    name = "ID=N"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, int]:
        """Take the two apart at the last equals sign."""
        id_, _, number = str(value).rpartition("=")
        if not (id_ and _NUMBER.fullmatch(number)):
            said = Text("番号=人数（1から9999）と書いてください", "write ID=NUMBER, 1 to 9999")
            self.fail(f"{value}: {said.get(ctx.obj.lang)}", param, ctx)
        return id_, int(number)


_NUMBER = re.compile("[1-9][0-9]{0,3}")
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
def training(call: Call, /, **options: Any) -> None:
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
        options["name"],
        options["posts"],
        options["roles"],
        options["chance"],
        None if hours is None else round(60 * hours),
        one_each=options["one_each"],
    )
    with step_bars() as told:
        made = plan_training(
            call.workspace,
            asked,
            limits=limits_of(options),
            noted=_noted(call, "training", options),
            progress=told,
        )
    echo(call, training_lines(made))
    sys.exit(1 if made.training.missing else 0)


@plan.command("round")
@click.argument("name")
@click.option(
    "--post",
    "posts",
    multiple=True,
    type=COUNT,
    help="募集するポスト=人数 / open post and seats (default: all seats that nobody holds).",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="ID",
    help="参加者 / takes part (default: all who wish).",
)
@click.option(
    "--order",
    type=click.Choice(["fit", "growth"]),
    default="fit",
    show_default=True,
    help="ポスト側の順番：適合か成長 / whose points come first at a post.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="抽選の種 / seed of the lottery."
)
@click.option(
    "--pin-as",
    "new",
    metavar="NAME",
    help="結果を確定した新しい案 / new plan with the outcome pinned.",
)
@solving
@purpose
@now
@click.pass_obj
def round_(call: Call, /, **options: Any) -> None:
    """公募制・初任配属：希望を受けて、同点は抽選で、安定な組み合わせに決めます。

    A round in which people choose among posts: by deferred acceptance over their wishes, in order of points, ties by a
    lottery that is stated. Nobody gains by naming other wishes. Stored with the plan whose people and posts are used.

    \b
    例 / examples:
      kakehashi plan round 案1 --seed 20270201 --purpose "庁内公募"
      kakehashi plan round 案1 --post d03-101=2 --post d02-101=1 --order growth --purpose "初任配属"
      kakehashi plan round 案1 --seed 20270201 --pin-as 公募後 --purpose "庁内公募"
    """
    from grader.placement.plan.store import check_free
    from grader.placement.rounds.stage import RoundAsked, hold_round, pinned
    from grader.placement.rounds.tell import round_lines

    order = options["order"]
    asked = RoundAsked(options["name"], options["posts"], options["people"], order, options["seed"])
    if options["new"]:
        check_free(call.workspace, options["new"])
    held = hold_round(call.workspace, asked, noted=_noted(call, "round", options))
    echo(call, round_lines(held, order))
    if options["new"]:
        changed(call, "round", lambda problem, _: pinned(problem, held.outcome), options)


def _noted(call: Call, what: str, options: dict[str, Any]) -> Callable[[Problem], None]:
    """Leave an entry in the audit before anything is made of a plan's people."""
    name, purpose, now = options["name"], options["purpose"], options["now"]
    return lambda problem: log(call, problem, f"plan {what} {name}", purpose, now)
