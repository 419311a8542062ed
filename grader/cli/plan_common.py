"""What the commands of `kakehashi plan` share: options, the stored plan, the entry in the audit, limits of the solver."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, account, given_time
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem
    from grader.placement.program.limits import Limits
    from grader.standard import Standard

    Command = Callable[..., None]

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
        person, colon, post = str(value).replace("：", ":").rpartition(":")
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
            help="最適性の差がこれ以下なら終える / good enough at this relative gap "
            "(default: 0.0001, or as the plan before).",
        ),
        click.option(
            "--seconds",
            type=click.FloatRange(1),
            help="求解の秒数の上限 / limit of the solver (default: 90, or as the plan before).",
        ),
    ):
        command = option(command)
    return command


def limits_of(options: dict[str, Any], before: Plan | None = None) -> Limits:
    """Return the limits of the solver.

    Parameters
    ----------
    options : dict
        What was given as ``--seconds`` and ``--gap``; None: not given.
    before : Plan, optional
        A plan whose limits hold where none are given.

    Returns
    -------
    Limits
        The limits.
    """
    from grader.placement.program.limits import Limits

    usual = (
        Limits(seconds=before.seconds, gap=before.gap, threads=before.threads)
        if before
        else Limits(seconds=90.0)
    )
    return replace(usual, **{k: options[k] for k in ("seconds", "gap") if options[k] is not None})


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
