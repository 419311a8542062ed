"""What all commands share: the group, the language, errors, progress bars."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from grader import __version__
from grader.errors import KakehashiError
from grader.text import Lang, Text
from grader.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.records.access_log import Access


@dataclass(frozen=True, slots=True)
class Call:
    """What every command is called with.

    Parameters
    ----------
    lang : {'ja', 'en'}
        Language of what is printed.
    start : Path or None
        Where to look for the workspace.
    """

    lang: Lang
    start: Path | None

    @property
    def workspace(self) -> Workspace:
        """The workspace around the current folder, or around the one given."""
        return find_workspace(self.start)

    def say(self, ja: str, en: str, *, err: bool = False) -> None:
        """Print a sentence in the caller's language.

        Parameters
        ----------
        ja, en : str
            The sentence in both languages.
        err : bool
            Whether it goes to standard error: what is said while one waits is no result.
        """
        click.echo(Text(ja, en).get(self.lang), err=err)


class _Group(click.Group):
    """Prints an error of ours as one sentence; anything else is a bug and keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KakehashiError as error:
            call = ctx.obj
            lang = call.lang if isinstance(call, Call) else "ja"
            click.echo(error.ja if lang == "ja" else error.en, err=True)
            ctx.exit(1)


@click.group(
    cls=_Group, context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="kakehashi")
@click.option(
    "--lang",
    type=click.Choice(get_args(Lang)),
    default="ja",
    envvar="KAKEHASHI_LANG",
    show_default=True,
    help="表示の言語 / language of messages.",
)
@click.option(
    "--workspace",
    "start",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    envvar="KAKEHASHI_WORKSPACE",
    help="作業場のフォルダー / folder of the workspace (default: walk up from here).",
)
@click.pass_context
def main(ctx: click.Context, lang: Lang, start: Path | None) -> None:
    """架け橋：スキル標準 → 教材 → 採点 → レベル → 役割との適合。

    From a skill standard to graded notebooks, levels and role fit.

    \b
    例 / example:
      kakehashi demo
    """
    _use_utf8()
    ctx.obj = Call(lang, start)


def _use_utf8() -> None:
    """Let Japanese through on a Windows console that still speaks cp932 or cp437."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() not in {
            "utf-8",
            "utf8",
        }:
            stream.reconfigure(errors="replace")


@contextmanager
def progress_bar(label: Text, total: int) -> Iterator[Callable[[str], None]]:
    """Show a progress bar on standard error; the caller tells each thing that is done.

    Parameters
    ----------
    label : Text
        What is being done.
    total : int
        How many things there are.

    Yields
    ------
    callable
        Takes the name of the thing just done.
    """
    lang = click.get_current_context().obj.lang
    with click.progressbar(
        length=total, label=label.get(lang), item_show_func=str, file=sys.stderr, show_pos=True
    ) as bar:
        yield lambda name: bar.update(1, name)


@contextmanager
def step_bars() -> Iterator[Callable[[Text, int, int], None]]:
    """Show one progress bar after the other, for work in several steps.

    Yields
    ------
    callable
        Takes the step, how much of it is done, and how much there is.
    """
    lang = click.get_current_context().obj.lang
    with ExitStack() as stack:
        bars: dict[Text, Any] = {}

        def told(step: Text, done: int, total: int) -> None:
            if step not in bars:
                stack.close()
                new = click.progressbar(
                    length=total, label=step.get(lang), file=sys.stderr, show_pos=True
                )
                bars[step] = stack.enter_context(new)
            bars[step].update(done - bars[step].pos)

        yield told


purpose = click.option("--purpose", required=True, help="何に使うか / what it is for; is recorded.")
"""Of each command that shows results of single people: it leaves an entry in the audit before it does."""

now = click.option(
    "--now",
    metavar="TIME",
    help="記録する日時 / time to record, ISO 8601 with a zone (default: now).",
)


def access_of(call: Call, purpose: str, now: str | None) -> Access:
    """Say who looks at people's results, when and for what.

    Parameters
    ----------
    call : Call
        For the language of complaints.
    purpose : str
        What was given as ``--purpose``.
    now : str or None
        What was given as ``--now``; None for the clock.

    Returns
    -------
    Access
        For the audit.

    Raises
    ------
    click.BadParameter
        If `now` is no time with a zone.
    """
    from grader.records.access_log import Access

    return Access(account(), given_time(now, call), purpose)


def given_time(given: str | None, call: Call) -> datetime:
    """Read the option ``--now``.

    Parameters
    ----------
    given : str or None
        ISO 8601 with a zone; None for the clock.
    call : Call
        For the language of the complaint.

    Returns
    -------
    datetime
        With a zone.

    Raises
    ------
    click.BadParameter
        If it is no time with a zone.
    """
    if given is None:
        return datetime.now(
            UTC
        ).astimezone()  # papers and pages bear the time as clocks here show it
    try:
        time = datetime.fromisoformat(given)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise click.BadParameter(
            Text(
                "時差の付いた日時を書いてください（例: 2026-12-25T17:00:00+09:00）。",
                "Give a time with its zone (such as 2026-12-25T17:00:00+09:00).",
            ).get(call.lang),
            param_hint="--now",
        )
    return time


def account() -> str:
    """Name the account that runs this; by its number where nobody has named it, as in many containers.

    Returns
    -------
    str
        For the access log.
    """
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def say_database(call: Call) -> None:
    """Say on standard error which database holds the records, where they are about to be changed.

    Parameters
    ----------
    call : Call
        Where the workspace is.
    """
    from grader.records.database import database_place

    place = database_place(call.workspace)
    call.say(f"人事記録のデータベース: {place}", f"Database of the records: {place}", err=True)
