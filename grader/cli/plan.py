"""`kakehashi plan`: plans of rotation and secondment, made, shown, compared and put on paper."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, account, given_time, main, step_bars
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem
    from grader.placement.program.limits import Limits
    from grader.standard import Standard

    Command = Callable[..., None]

FORMS = ["%Y-%m-%d"]
now = click.option(
    "--now",
    metavar="TIME",
    help="記録する日時 / time to record, ISO 8601 with a zone (default: now).",
)
purpose = click.option("--purpose", required=True, help="何に使うか / what it is for; is recorded.")


class _Pair(click.ParamType):  # type: ignore[type-arg]  # generic in late versions of click only
    """A person and a post, as ``201500301:d03-101``."""

    name = "PERSON:POST"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, str]:
        """Take the two apart at the last colon."""
        person, colon, post = str(value).rpartition(":")
        if not (person and colon and post):
            said = Text("職員番号:ポスト番号 と書いてください", "write STAFF_NUMBER:POST")
            self.fail(f"{value}: {said.get(ctx.obj.lang)}", param, ctx)
        return person, post


PAIR = _Pair()


def solving(command: Command) -> Command:
    """Add the options that limit the solver.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The same with ``--seconds`` and ``--gap``.
    """
    for option in (
        click.option(
            "--gap",
            type=click.FloatRange(0, 1),
            default=1e-4,
            show_default=True,
            help="最適性の差がこれ以下なら終える / good enough at this relative gap.",
        ),
        click.option(
            "--seconds",
            type=click.FloatRange(1),
            default=90.0,
            show_default=True,
            help="求解の秒数の上限 / limit of the solver.",
        ),
    ):
        command = option(command)
    return command


def limits_of(seconds: float, gap: float) -> Limits:
    """Return the limits of the solver.

    Parameters
    ----------
    seconds : float
        Seconds for the whole program.
    gap : float
        Relative gap that is good enough.

    Returns
    -------
    Limits
        The limits.
    """
    from grader.placement.program.limits import Limits

    return Limits(seconds=seconds, gap=gap)


@main.group()
def plan() -> None:
    """異動案を作り、理由を読み、手で直し、比べ、様式に出します。

    Plans of rotation and secondment: made from the records, explained, changed by hand, compared, and put on paper. The
    city's policy is assessments/planning.yaml: the order of goals, the strength of each rule. A plan always comes out; what
    it could not do stands in its list of shortages (不足一覧), with the rules that stand in the way.

    \b
    例（見本の市で試す） / example on the demo city:
      kakehashi demo
      kakehashi --workspace build/demo plan list
      kakehashi --workspace build/demo plan show 案1 --purpose "試し"
      kakehashi --workspace build/demo plan show 案1 --person s001 --purpose "試し"
      kakehashi --workspace build/demo plan pin 案1 s001 d02-101 --as 案2 --purpose "試し"
      kakehashi --workspace build/demo plan compare 案1 案2 --purpose "試し"
      kakehashi --workspace build/demo plan export 案2 --to 様式 --purpose "試し"
    \b
    自分の市で / in your own city:
      kakehashi records import 人事.xlsx --apply --purpose "令和9年4月の定期異動"
      kakehashi plan make 案1 --on 2027-04-01 --purpose "令和9年4月の定期異動"
    """


@plan.command()
@click.argument("name")
@click.option(
    "--on", required=True, type=click.DateTime(FORMS), help="発令日 / day of appointment."
)
@click.option(
    "--years", default=1, show_default=True, type=click.IntRange(1, 5), help="年数 / years planned."
)
@click.option(
    "--known-at",
    metavar="TIME",
    help="この時点の記録で / from the records as known then (default: now).",
)
@click.option("--pin", "pins", multiple=True, type=PAIR, help="確定 / must be so.")
@click.option("--forbid", "forbids", multiple=True, type=PAIR, help="除外 / must not be so.")
@solving
@purpose
@now
@click.pass_obj
def make(call: Call, /, name: str, purpose: str, now: str | None, **options: Any) -> None:
    """記録から異動案を作ります。名前が同じ案は置き換わります。

    Make a plan from the records, and store it under records/plans/NAME. One of that name is replaced.

    \b
    例 / examples:
      kakehashi plan make 案1 --on 2027-04-01 --purpose "令和9年4月の定期異動"
      kakehashi plan make 三年案 --on 2027-04-01 --years 3 --pin 201500301:d03-101 --purpose "中期の検討"
    """
    from grader.placement.plan.stage import Wanted, new_plan

    given = options.get("known_at")
    wanted = Wanted(
        name,
        options["on"].date(),
        given_time(given, call) if given else datetime.now(UTC),
        options["years"],
        options["pins"],
        options["forbids"],
    )
    limits = limits_of(options["seconds"], options["gap"])
    with step_bars() as told:
        made, findings = new_plan(call.workspace, wanted, limits=limits, progress=told)
    log(call, made.problem, f"plan make {name}", purpose, now)
    for finding in findings:
        click.echo(finding.render(call.workspace.root, call.lang), err=True)
    echo(call, summary(made.plan))
    call.say(
        f"\n次に：kakehashi plan show {name} --purpose …",
        f"\nNext: kakehashi plan show {name} --purpose …",
    )
    sys.exit(1 if findings else 0)


@plan.command("list")
@click.pass_obj
def list_(call: Call) -> None:
    """ある案の名前と目標の値を並べます。個人の内容は出しません。

    List the plans with their goals; nothing about anybody.

    \b
    例 / example:
      kakehashi plan list
    """
    from grader.placement.plan.store import list_plans, load_plan

    names = list_plans(call.workspace)
    if not names:
        call.say(
            "案はまだありません。kakehashi plan make で作ります。",
            "No plans yet: kakehashi plan make.",
        )
    for name in names:
        made, _ = load_plan(call.workspace, name)
        echo(call, summary(made))


@plan.command()
@click.argument("name")
@click.option("--person", metavar="ID", help="この人について / about this person.")
@click.option("--post", metavar="ID", help="このポストについて / about this post.")
@click.option("--all", "whole", is_flag=True, help="動かない人も / people who stay, too.")
@purpose
@now
@click.pass_obj
def show(call: Call, /, name: str, purpose: str, now: str | None, **options: Any) -> None:
    """案を、または一人・一ポストについての説明を読みます。

    Read a plan: moves with their reasons, chains of moves, shortages; or all that is said about one person or post.

    \b
    例 / examples:
      kakehashi plan show 案1 --purpose "課長説明"
      kakehashi plan show 案1 --person 201500301 --purpose "本人への説明の準備"
      kakehashi plan show 案1 --post d03-101 --purpose "課長説明"
    """
    from grader.placement.plan.explain import explain_person
    from grader.placement.plan.stage import person_id
    from grader.placement.plan.tell import plan_lines, post_lines

    made, problem, standard = opened(call, name)
    person, post = options["person"], options["post"]
    if person:
        found = person_id(problem, person)
        log(call, problem, f"plan show {name} {found}", purpose, now, [found])
        echo(call, explain_person(made, problem, standard, found))
        return
    log(call, problem, f"plan show {name}", purpose, now)
    if post:
        echo(call, post_lines(made, problem, standard, post))
        return
    echo(call, summary(made))
    echo(call, plan_lines(made, problem, standard, whole=options["whole"]))


@plan.command()
@click.argument("names", nargs=-1, required=True)
@purpose
@now
@click.pass_obj
def compare(call: Call, names: Sequence[str], purpose: str, now: str | None) -> None:
    """案を並べ、目標・不足・人の違いを示します。

    Lay plans side by side: goals, shortages, and who is placed differently.

    \b
    例 / example:
      kakehashi plan compare 案1 案2 --purpose "案の選定"
    """
    from grader.placement.plan.compare import compare as beside
    from grader.placement.plan.compare import comparison_lines

    each = [opened(call, name) for name in names]
    found = beside([made for made, _, _ in each])
    _, problem, standard = each[0]
    log(call, problem, f"plan compare {' '.join(names)}", purpose, now)
    echo(call, comparison_lines(found, problem, standard))


@plan.command()
@click.argument("name")
@click.pass_obj
def reproduce(call: Call, name: str) -> None:
    """案を、保存した入力からもう一度作り、同じになるかを確かめます。

    Make a plan again from its stored input, and say whether it comes out the same. For audits.

    \b
    例 / example:
      kakehashi plan reproduce 案1
    """
    from grader.placement.plan.reproduce import reproduce as again

    if again(call.workspace, name):
        call.say(f"案「{name}」は同じ内容で再現できました。", f"Plan “{name}” came out the same.")
        return
    call.say(
        f"案「{name}」は同じになりませんでした。プログラムかソルバーの版が違うか、時間切れで終えた案です。",
        f"Plan “{name}” came out differently: another version of program or solver, or a plan cut off by time.",
    )
    sys.exit(1)


def opened(call: Call, name: str) -> tuple[Plan, Problem, Standard]:
    """Open a stored plan.

    Parameters
    ----------
    call : Call
        Where the workspace is.
    name : str
        Name of the plan.

    Returns
    -------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.
    """
    from grader.placement.plan.store import load_plan
    from grader.standard import load_standard

    made, problem = load_plan(call.workspace, name)
    return made, problem, load_standard(call.workspace.standard, call.workspace.overlay)


def log(  # who, what, why and when
    call: Call,
    problem: Problem,
    what: str,
    purpose: str,
    now: str | None,
    subjects: Iterable[str] | None = None,
) -> None:
    """Leave an entry in the audit, before anything is shown.

    Parameters
    ----------
    call : Call
        Where the workspace is.
    problem : Problem
        Whose people it is about.
    what : str
        Which data.
    purpose : str
        What they are for.
    now : str or None
        Time of the entry; None for the clock.
    subjects : iterable of str, optional
        Ids of the people; everybody of the problem if not given.
    """
    from grader.records.access_log import Access, log_access

    people = [one.person for one in problem.people] if subjects is None else subjects
    access = Access(account(), given_time(now, call), purpose)
    log_access(call.workspace.records, access, what=what, files={}, subjects=people)


def echo(call: Call, lines: Iterable[Text]) -> None:
    """Print sentences in the caller's language.

    Parameters
    ----------
    call : Call
        Language.
    lines : iterable of Text
        The sentences.
    """
    for line in lines:
        click.echo(line.get(call.lang))


def summary(made: Plan) -> Iterable[Text]:
    """Say how a plan came out, without a word about anybody.

    Parameters
    ----------
    made : Plan
        The plan.

    Returns
    -------
    iterable of Text
        As of `summary_lines`.
    """
    from grader.placement.plan.tell import summary_lines

    return summary_lines(made)
