"""`kakehashi plan`: plans of rotation and secondment, made, listed, shown and compared."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, given_time, main, step_bars
from grader.cli.plan_common import PAIR, echo, limits_of, log, now, opened, purpose, solving
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem
    from grader.standard import Standard

    _Shown = tuple[str, Iterable[str], Iterable[Text]]

FORMS = ["%Y-%m-%d"]


@main.group()
def plan() -> None:
    """異動案を作り、理由を読み、手で直し、比べ、様式に出します。

    Plans of rotation and secondment: made from the records, explained, changed by hand, compared, and put on paper. The
    city's policy is assessments/planning.yaml: the order of goals, the strength of each rule. A plan always comes out; what
    it could not do stands in its list of shortages (不足一覧), with the rules that stand in the way.

    \b
    例 / example（見本の市で試す / on the demo city）:
      kakehashi demo
      kakehashi --workspace build/demo plan list
      kakehashi --workspace build/demo plan show 案1 --purpose "試し"
      kakehashi --workspace build/demo plan show 案1 --department 情報政策課 --purpose "試し"
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
@click.option(
    "--replace", is_flag=True, help="同じ名前の案を置き換える / replace a plan of that name."
)
@solving
@purpose
@now
@click.pass_obj
def make(call: Call, /, name: str, purpose: str, now: str | None, **options: Any) -> None:
    """記録から異動案を作ります。同じ名前の案は、--replace を付けたときだけ置き換えます。

    Make a plan from the records, and store it under records/plans/NAME. One of that name is replaced only with --replace.
    Where solving is cut short by --seconds, the plan says how far from the best it may be.

    \b
    例 / examples:
      kakehashi plan make 案1 --on 2027-04-01 --purpose "令和9年4月の定期異動"
      kakehashi plan make 三年案 --on 2027-04-01 --years 3 --pin 201500301:d03-101 --purpose "中期の検討"
    """
    from grader.findings import has_errors
    from grader.placement.plan.stage import Wanted, new_plan
    from grader.placement.plan.store import check_free
    from grader.placement.plan.tell import summary_lines

    if not options["replace"]:
        check_free(call.workspace, name)
    given = options["known_at"]
    wanted = Wanted(
        name,
        options["on"].date(),
        given_time(given, call) if given else datetime.now(UTC),
        options["years"],
        options["pins"],
        options["forbids"],
    )
    with step_bars() as told:
        made, findings = new_plan(
            call.workspace,
            wanted,
            limits=limits_of(options),
            noted=lambda problem: log(call, problem, f"plan make {name}", purpose, now),
            progress=told,
        )
    for finding in findings:
        click.echo(finding.render(call.workspace.root, call.lang), err=True)
    echo(call, summary_lines(made.plan))
    call.say(
        f'次に：kakehashi plan show {name} --purpose "…"',
        f'Next: kakehashi plan show {name} --purpose "…"',
        err=True,
    )
    sys.exit(1 if has_errors(findings) else 0)


@plan.command("list")
@click.pass_obj
def list_(call: Call) -> None:
    """ある案の名前と目標の値を並べます。個人の内容は出しません。

    List the plans with their goals; nothing about anybody. A plan that cannot be read is told, and the others are listed.

    \b
    例 / example:
      kakehashi plan list
    """
    from grader.errors import KakehashiError
    from grader.placement.plan.store import list_plans, load_plan
    from grader.placement.plan.tell import summary_lines

    names, failed = list_plans(call.workspace), False
    if not names:
        call.say(
            "案はまだありません。kakehashi plan make で作ります。",
            "No plans yet: kakehashi plan make.",
            err=True,
        )
    for name in names:
        try:
            made, _ = load_plan(call.workspace, name)
        except KakehashiError as error:
            call.say(error.ja, error.en, err=True)
            failed = True
        else:
            echo(call, summary_lines(made))
    sys.exit(1 if failed else 0)


@plan.command()
@click.argument("name")
@click.option(
    "--person", metavar="ID", help="この人について（職員番号か氏名） / about this person."
)
@click.option("--post", metavar="ID", help="このポストについて / about this post.")
@click.option(
    "--department", metavar="ID", help="この所属に出入りする人 / moves into and out of it."
)
@click.option("--moves", is_flag=True, help="すべての異動を理由とともに / all moves with reasons.")
@click.option("--chains", is_flag=True, help="玉突き / chains of moves.")
@click.option(
    "--all", "whole", is_flag=True, help="動かない人も（--moves と同じく） / people who stay, too."
)
@purpose
@now
@click.pass_obj
def show(call: Call, /, name: str, purpose: str, now: str | None, **options: Any) -> None:
    """案の全体を、または所属・人・ポストを選んで読みます。

    Read a plan. Without a choice: goals, figures of each department, and the list of shortages with what stands in the way.
    --department, --moves: moves with their reasons. --person, --post: all that is said about one.

    \b
    例 / examples:
      kakehashi plan show 案1 --purpose "課長説明"
      kakehashi plan show 案1 --department 情報政策課 --purpose "課長説明"
      kakehashi plan show 案1 --person 201500301 --purpose "本人への説明の準備"
      kakehashi plan show 案1 --post d03-101 --purpose "課長説明"
    """
    if sum(bool(options[one]) for one in ("person", "post", "department")) > 1:
        raise click.UsageError(
            Text(
                "--person・--post・--department は、どれか一つにしてください。",
                "Give one of --person, --post and --department.",
            ).get(call.lang)
        )
    made, problem, standard = opened(call, name)
    asked = next(
        (find for one, find in _ABOUT.items() if options[one]),
        _whole,
    )
    what, people, lines = asked(made, problem, standard, options)
    log(call, problem, f"plan show {name}{what}", purpose, now, people)
    echo(call, lines)


def _person(made: Plan, problem: Problem, standard: Standard, options: dict[str, Any]) -> _Shown:
    from grader.placement.plan.named import person_id
    from grader.placement.plan.tell_one import people_beside, person_lines

    found = person_id(problem, options["person"])
    return (
        f" --person {found}",
        people_beside(made, found),
        person_lines(made, problem, standard, found),
    )


def _post(made: Plan, problem: Problem, standard: Standard, options: dict[str, Any]) -> _Shown:
    from grader.placement.plan.named import post_id
    from grader.placement.plan.tell_one import people_of, post_lines, views_of

    found = post_id(problem, options["post"])
    views = views_of(made, problem, found)
    return f" --post {found}", people_of(views), post_lines(made, problem, standard, views)


def _department(
    made: Plan, problem: Problem, standard: Standard, options: dict[str, Any]
) -> _Shown:
    from grader.placement.plan.named import department_id
    from grader.placement.plan.tell import shortage_lines, shortages_of
    from grader.placement.plan.tell_moves import move_lines, placed_in

    found = department_id(problem, options["department"])
    chosen = placed_in(made, problem, department=found, whole=options["whole"])
    short = shortages_of(made, problem, found)
    people = {*(one.person for one in chosen), *(one.person for one in short if one.person)}
    lines = chain(
        move_lines(made, problem, standard, chosen),
        chain.from_iterable(map(shortage_lines, short)),
    )
    return f" --department {found}", people, lines


def _whole(made: Plan, problem: Problem, standard: Standard, options: dict[str, Any]) -> _Shown:
    from grader.placement.plan.tell import overview_lines, summary_lines
    from grader.placement.plan.tell_moves import chain_lines, move_lines, placed_in

    moves, chains, whole = options["moves"], options["chains"], options["whole"]

    def lines() -> Iterable[Text]:
        yield from summary_lines(made)
        yield from overview_lines(made, problem, standard)
        if moves or whole:
            yield from move_lines(made, problem, standard, placed_in(made, problem, whole=whole))
        if chains:
            yield from chain_lines(made, problem, standard)

    return "", [one.person for one in problem.people], lines()


_ABOUT = {"person": _person, "post": _post, "department": _department}


@plan.command()
@click.argument("names", nargs=-1, required=True)
@purpose
@now
@click.pass_obj
def compare(call: Call, names: Sequence[str], purpose: str, now: str | None) -> None:
    """案を並べ、目標・不足・人の違いを示します。

    Lay plans side by side: goals, shortages that differ, and who is placed differently.

    \b
    例 / example:
      kakehashi plan compare 案1 案2 --purpose "案の選定"
    """
    from grader.placement.plan.compare import compare as beside
    from grader.placement.plan.tell import difference_lines

    each = [opened(call, name) for name in names]
    found = beside([made for made, _, _ in each])
    _, problem, standard = each[0]
    log(call, problem, f"plan compare {' '.join(names)}", purpose, now)
    echo(call, difference_lines(found, problem, standard))
