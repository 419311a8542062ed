"""`kakehashi plan`, by hand: pin, forbid, release, swap, what-if, another plan, repair."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, step_bars
from grader.cli.plan import plan
from grader.cli.plan_common import PAIR, echo, limits_of, log, now, opened, purpose, solving
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.placement.plan.make import Made
    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem
    from grader.placement.program.limits import Limits
    from grader.standard import Standard

    Change = Callable[[Problem, Plan], Problem]

_new = click.option(
    "--as", "new", required=True, metavar="NAME", help="新しい案の名前 / name of the new plan."
)


def changed(call: Call, what: str, change: Change, options: dict[str, Any]) -> None:
    """Solve again with a change, store under the new name, and say what became different.

    Parameters
    ----------
    call : Call
        Where the workspace is.
    what : str
        The change in one word, for the audit.
    change : callable
        Takes the problem and the plan, and returns the changed problem.
    options : dict
        ``name``, ``new``, ``seconds``, ``gap``, ``purpose`` and ``now`` of the command.
    """
    from grader.placement.plan.compare import compare
    from grader.placement.plan.reasons import shut_out_text
    from grader.placement.plan.stage import changed_plan
    from grader.placement.plan.tell import difference_lines, shortage_lines, summary_lines
    from grader.placement.rules.pair_words import why_not

    name, new = options["name"], options["new"]

    def noted(problem: Problem, before: Plan) -> Problem:
        changed = change(problem, before)
        log(call, problem, f"plan {what} {name} -> {new}", options["purpose"], options["now"])
        return changed

    with step_bars() as told:
        before, made = changed_plan(
            call.workspace,
            name,
            noted,
            name=new,
            limits=lambda plan: limits_of(options, plan),
            progress=told,
        )
    echo(call, summary_lines(made.plan))
    echo(call, difference_lines(compare([before, made.plan]), made.problem, made.standard))
    for short in made.plan.shortages:
        if short.rule == "P023":
            shut = why_not(made.problem, made.standard, person=short.person, post=short.post)
            echo(call, [*shortage_lines(short), *([shut_out_text(shut)] if shut else [])])


def _near(change: Change) -> Change:
    """Let a change by hand change little else."""
    from grader.placement.plan.change import near

    return lambda problem, before: near(change(problem, before), before)


def _hand(call: Call, verb: str, options: dict[str, Any]) -> None:
    from grader.placement.plan import hand
    from grader.placement.plan.named import person_id, post_id

    def change(problem: Problem, _: Plan) -> Problem:
        person, post = person_id(problem, options["person"]), post_id(problem, options["post"])
        return getattr(hand, verb)(problem, person, post)  # type: ignore[no-any-return]  # all three do

    changed(call, verb, _near(change), options)


def _by_hand(command: Callable[..., None]) -> Callable[..., None]:
    """Add what all commands on one person and one post have."""
    for option in (
        click.pass_obj,
        now,
        purpose,
        solving,
        _new,
        click.argument("post"),
        click.argument("person"),
        click.argument("name"),
    ):
        command = option(command)
    return command


@plan.command()
@_by_hand
def pin(call: Call, /, **options: Any) -> None:
    """人とポストの組を確定し、解き直して新しい案にします。

    Pin a person to a post and solve again, as a new plan. A pin that no plan can keep becomes a shortage with its reasons.

    \b
    例 / example:
      kakehashi plan pin 案1 201500301 d03-101 --as 案2 --purpose "部長協議"
    """
    _hand(call, "pin", options)


@plan.command()
@_by_hand
def forbid(call: Call, /, **options: Any) -> None:
    """人とポストの組を除外し、解き直して新しい案にします。

    Forbid a person a post and solve again, as a new plan.

    \b
    例 / example:
      kakehashi plan forbid 案1 201500301 d03-101 --as 案2 --purpose "部長協議"
    """
    _hand(call, "forbid", options)


@plan.command()
@_by_hand
def release(call: Call, /, **options: Any) -> None:
    """確定または除外を取り消し、解き直して新しい案にします。

    Take a pin or a ban back and solve again, as a new plan.

    \b
    例 / example:
      kakehashi plan release 案2 201500301 d03-101 --as 案3 --purpose "部長協議"
    """
    _hand(call, "release", options)


@plan.command()
@click.argument("name")
@click.argument("a")
@click.argument("b")
@_new
@solving
@purpose
@now
@click.pass_obj
def swap(call: Call, /, a: str, b: str, **options: Any) -> None:
    """二人の配置先を入れ替えて確定し、解き直して新しい案にします。

    Let two people change places, pin both, and solve again, as a new plan.

    \b
    例 / example:
      kakehashi plan swap 案1 201500301 201100351 --as 案2 --purpose "部長協議"
    """
    from grader.placement.plan import hand
    from grader.placement.plan.named import person_id

    def change(problem: Problem, before: Plan) -> Problem:
        return hand.swap(problem, before, person_id(problem, a), person_id(problem, b))

    changed(call, "swap", _near(change), options)


def _at(place: str, told: Text) -> Text:
    """Put the post in front of an answer that does not name it."""
    return told if place in told.ja else Text(f"{place}：{told.ja}", f"{place}: {told.en}")


def _ready(call: Call, plan: Plan, problem: Problem, standard: Standard, limits: Limits) -> Made:
    """Take a stored plan up as it is or, where that is not possible, make it again."""
    from grader.placement.plan.make import make_plan, taken_up

    taken = taken_up(plan, problem, standard, limits=limits)
    if taken is not None:
        return taken
    with step_bars() as told:
        again = make_plan(problem, standard, name=plan.name, limits=limits, progress=told)
    if [one.after for one in again.plan.placed] != [one.after for one in plan.placed]:
        call.say(
            "保存した案と同じ案にはなりませんでした（時間切れか、版の違い）。答えは、いま作り直した案についてのものです。",
            "The plan did not come out as it is stored (out of time, or another version); the answer is about the one just made.",
            err=True,
        )
    return again


@plan.command("what-if")
@click.argument("name")
@click.argument("person")
@click.argument("posts", metavar="POST...", nargs=-1, required=True)
@click.option(
    "--quick",
    is_flag=True,
    help="解き直さず、すぐに分かる下限だけを示す / lower bounds at once, without solving again.",
)
@solving
@purpose
@now
@click.pass_obj
def what_if(
    call: Call, /, name: str, person: str, posts: tuple[str, ...], *, quick: bool, **options: Any
) -> None:
    """その人を別のポストに置くと、どの目標がどれだけ悪くなるかを、解き直して正確に示します。

    Say exactly what it would cost to place a person in a post, goal by goal, or which rules shut it out. Nothing is stored.
    Each post is solved for; with --quick, lower bounds are told at once, up to the first goal that must get worse.

    \b
    例 / example:
      kakehashi plan what-if 案1 201500301 d03-101 d03-102 --purpose "部長協議"
    """
    from grader.placement.plan.named import person_id, post_id
    from grader.placement.plan.reasons import shut_out_text
    from grader.placement.plan.whatif import what_if as ask
    from grader.placement.plan.words import Names
    from grader.placement.rules.pair_words import why_not

    made, problem, standard = opened(call, name)
    found, places = person_id(problem, person), [post_id(problem, post) for post in posts]
    what = f"plan what-if {name} {found} {' '.join(places)}"
    log(call, problem, what, options["purpose"], options["now"], [found])
    names = Names(problem, standard)
    shut = [why_not(problem, standard, person=found, post=post) for post in places]
    if all(shut):  # no plan has to be made to see that
        echo(call, map(_at, [names.place(post) for post in places], map(shut_out_text, shut)))
        sys.exit(1)
    ready = _ready(call, made, problem, standard, limits_of(options, made))
    answers = [ask(ready, found, post, exact=not quick) for post in places]
    echo(call, [_at(names.place(answer.post), answer.text) for answer in answers])
    sys.exit(0 if all(answer.possible for answer in answers) else 1)


@plan.command()
@click.argument("name")
@click.option(
    "--people",
    required=True,
    type=click.IntRange(1),
    help="少なくとも何人が違うか / differs in so many people.",
)
@_new
@solving
@purpose
@now
@click.pass_obj
def another(call: Call, /, people: int, **options: Any) -> None:
    """少なくとも指定の人数の配置が違う、次に良い案を作ります。

    Make the best plan that places so many people elsewhere.

    \b
    例 / example:
      kakehashi plan another 案1 --people 20 --as 別案 --purpose "比較のため"
    """
    from grader.placement.plan import change

    def elsewhere(problem: Problem, before: Plan) -> Problem:
        return change.another(problem, before, people=people)

    changed(call, "another", _near(elsewhere), options)


@plan.command()
@click.argument("name")
@click.option("--withdrawn", multiple=True, type=PAIR, help="内示の辞退 / appointment declined.")
@click.option("--leaving", multiple=True, metavar="ID", help="急な退職 / leaves after all.")
@_new
@solving
@purpose
@now
@click.pass_obj
def repair(call: Call, /, **options: Any) -> None:
    """内示の後の辞退や退職に、変わる人が最も少ない案で応じます。

    After appointments were announced and somebody declines or leaves: the plan that changes fewest of them.

    \b
    例 / examples:
      kakehashi plan repair 案1 --withdrawn 201500301:d03-101 --as 案1改 --purpose "内示後の修正"
      kakehashi plan repair 案1 --leaving 201100351 --as 案1改 --purpose "内示後の修正"
    """
    from grader.placement.plan import change
    from grader.placement.plan.named import person_id, post_id

    def mended(problem: Problem, before: Plan) -> Problem:
        return change.repair(
            problem,
            before,
            withdrawn=[
                (person_id(problem, one), post_id(problem, post))
                for one, post in options["withdrawn"]
            ],
            leaving=[person_id(problem, one) for one in options["leaving"]],
        )

    changed(call, "repair", mended, options)


@plan.command("take-in")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_new
@solving
@purpose
@now
@click.pass_obj
def take_in(call: Call, /, file: Path, **options: Any) -> None:
    """手で直した異動案一覧.xlsx を読み、直した人を確定して解き直します。

    Read back a list of moves that somebody edited in Excel, pin what was changed, and solve again, as a new plan.

    \b
    例 / example:
      kakehashi plan take-in 案1 様式/異動案一覧.xlsx --as 案2 --purpose "部長協議の反映"
    """
    from grader.placement.exports import new_pins, read_moves
    from grader.placement.plan import hand

    before, problem, _ = opened(call, options["name"])
    moves, findings = read_moves(file, problem)
    for finding in findings:
        click.echo(finding.render(call.workspace.root, call.lang), err=True)
    if findings:
        call.say(
            "直してから、もう一度読んでください。何も変えていません。",
            "Mend these first; nothing was changed.",
        )
        sys.exit(1)
    pins = new_pins(moves, before)
    if not pins:
        call.say(
            "案と違う行はありません。新しい案は作っていません。",
            "No row differs from the plan; no new plan was made.",
        )
        return

    def change(problem: Problem, _: Plan) -> Problem:
        for person, post in pins:
            problem = hand.pin(problem, person, post)
        return problem

    changed(call, "take-in", _near(change), options)
