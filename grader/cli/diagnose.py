"""The command of the adaptive diagnostic."""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from grader.cli.base import Call, main
from grader.text import Lang, Text

if TYPE_CHECKING:
    from grader.diagnosis import Desk, Diagnostic, Session

_FILE = click.Path(path_type=Path, dir_okay=False)


@main.command()
@click.option(
    "--track",
    metavar="ID",
    help="分野 / track: cloud, security, bpr, service-design (asked if left out).",
)
@click.option("--role", metavar="ID", help="めざす役割 / role in view (such as engineer).")
@click.option("--lang", type=click.Choice(get_args(Lang)), help="表示の言語 / language.")
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="同じ番号なら、同じ答えに同じ問題が続く / the same number repeats a sitting.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="回答のファイル（YAML・JSON、設問ID: 番号や数） / answers by item id, as typed.",
)
@click.option(
    "--save",
    type=_FILE,
    help="途中経過と結果を残すファイル（続きから再開できる） / file to keep and to go on from.",
)
@click.option(
    "--notebook", type=_FILE, help="同じ診断のノートブックを書く / write it as a notebook instead."
)
@click.pass_obj
def diagnose(  # noqa: PLR0913  # one argument for each option
    call: Call,
    *,
    track: str | None,
    role: str | None,
    lang: Lang | None,
    seed: int | None,
    answers: Path | None,
    save: Path | None,
    notebook: Path | None,
) -> None:
    """短い問題で、次に学ぶ教材を勧めます（最大15問・30分）。レベルは認定しません。

    Recommend modules after a few short questions (15 at most, 30 minutes). It certifies no level, and writes
    nothing unless told to with --save or --notebook. In a file of answers each item has what would be typed:
    a number, several (in order), or "?" for “I do not know”; a question without an answer is printed.

    \b
    例 / examples:
      kakehashi diagnose --track cloud --role engineer
      kakehashi diagnose --track security --lang en --save my-diagnosis.json
      kakehashi diagnose --track bpr --seed 7 --answers answers.yaml
      kakehashi diagnose --track cloud --notebook diagnosis.ipynb
    """
    workspace = call.workspace  # before the import: what it reads starts jsonschema the quick way
    from grader.diagnosis import diagnostic_for, open_desk

    call = Call(lang or call.lang, call.start)
    desk = open_desk(workspace)
    chosen = track or _choose_track(call, desk, may_ask=answers is None)
    diagnostic = diagnostic_for(desk, chosen, role)
    session = _begin(diagnostic, save, seed)
    if notebook is not None:
        _write(call, diagnostic, notebook, session.seed)
        return
    if answers is None:
        session = _talk(call, desk, diagnostic, session, save)
    else:
        session = _replay(call, desk, diagnostic, session, (answers, save))
    _tell(call, desk, diagnostic, session)


def _choose_track(call: Call, desk: Desk, *, may_ask: bool) -> str:
    tracks = list(desk.tracks)
    if not may_ask:
        names = ", ".join(tracks)
        said = Text(
            f"--track で分野を選んでください：{names}", f"Choose a track with --track: {names}"
        )
        raise click.UsageError(said.get(call.lang))
    call.say("分野を選んでください。", "Choose a track.")
    for number, track in enumerate(tracks, start=1):
        click.echo(f"  {number}. {desk.tracks[track].get(call.lang)}（{track}）")
    number = click.prompt(">", prompt_suffix=" ", type=click.IntRange(1, len(tracks)))
    return tracks[number - 1]


def _begin(diagnostic: Diagnostic, save: Path | None, seed: int | None) -> Session:
    from grader.diagnosis import Session
    from grader.diagnosis.saved import resume

    if save is not None and save.exists():
        return resume(save, diagnostic)
    return Session(secrets.randbelow(2**31) if seed is None else seed)


def _write(call: Call, diagnostic: Diagnostic, path: Path, seed: int) -> None:
    from grader.diagnosis.notebook import write_notebook

    if path.exists():
        raise click.UsageError(
            Text(
                f"{path} はもうあります。別の名前にしてください。",
                f"{path} exists already; choose another name.",
            ).get(call.lang)
        )
    write_notebook(path, call.workspace, diagnostic, seed=seed, lang=call.lang)
    call.say(
        f"{path} を作りました。JupyterLab で開いて、セルを実行してください。",
        f"Wrote {path}. Open it in JupyterLab and run its cell.",
    )


def _talk(
    call: Call, desk: Desk, diagnostic: Diagnostic, session: Session, save: Path | None
) -> Session:
    from grader.diagnosis import words
    from grader.diagnosis.report import greeting
    from grader.diagnosis.talk import converse

    click.echo(greeting(diagnostic, call.lang))
    talk = converse(
        diagnostic, session, lang=call.lang, ask=_ask, say=click.echo, clock=time.monotonic
    )
    try:
        for latest in talk:
            session = latest
            _keep(desk, diagnostic, session, save)
    except click.Abort:
        said = words.BROKEN_OFF if save is None else words.filled(words.RESUME, path=save)
        click.echo(f"\n{said.get(call.lang)}", err=True)
        sys.exit(1)
    return session


def _ask(prompt: str) -> str:
    """Ask on the terminal; Ctrl-C and the end of the input break off."""
    answer: str = click.prompt(prompt.strip(), prompt_suffix=" ")
    return answer


def _keep(desk: Desk, diagnostic: Diagnostic, session: Session, save: Path | None) -> None:
    from grader.diagnosis.saved import save as write

    if save is not None:
        write(save, diagnostic, session, desk.modules)


def _replay(
    call: Call,
    desk: Desk,
    diagnostic: Diagnostic,
    session: Session,
    files: tuple[Path, Path | None],
) -> Session:
    from grader.diagnosis.report import question
    from grader.diagnosis.talk import read_entries, replay

    answers, save = files
    session, waiting = replay(diagnostic, session, read_entries(answers))
    _keep(desk, diagnostic, session, save)
    if waiting is not None:
        click.echo(question(waiting, call.lang))
        call.say(
            f"\n{answers}: 「{waiting.id}」の答えがありません。足して、--seed {session.seed} を付けて実行してください。",
            f"\n{answers}: has no answer for “{waiting.id}”. Add it and run again with --seed {session.seed}.",
            err=True,
        )
        sys.exit(1)
    return session


def _tell(call: Call, desk: Desk, diagnostic: Diagnostic, session: Session) -> None:
    from grader.diagnosis import report_of, words

    click.echo("")
    click.echo(report_of(desk, diagnostic, session, call.lang))
    click.echo(f"\n{words.SEED.get(call.lang).format(seed=session.seed)}")
