"""Commands of somebody who writes one lesson: new, preview."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, get_args

import click

from grader.cli.base import Call, main
from grader.cli.trainees import sit_down
from grader.text import Lang, Text

if TYPE_CHECKING:
    from grader.workspace import Workspace

TRACKS = ("foundation", "cloud", "security", "bpr", "service-design")


@main.command()
@click.argument("slug")
@click.option(
    "--track", required=True, type=click.Choice(TRACKS), help="系統 / track of the lesson."
)
@click.option(
    "--code",
    metavar="X-9",
    help="教材番号 / catalogue number (default: the next one of the track).",
)
@click.option(
    "--title-ja", default="〔題名〕", metavar="TITLE", help="日本語の題名 / title in Japanese."
)
@click.option(
    "--title-en", default="〔title〕", metavar="TITLE", help="英語の題名 / title in English."
)
@click.option("--dry-run", is_flag=True, help="書かずに見せるだけ / show, write nothing.")
@click.pass_obj
def new(  # noqa: PLR0913  # one parameter per option
    call: Call,
    *,
    slug: str,
    track: str,
    code: str | None,
    title_ja: str,
    title_en: str,
    dry_run: bool,
) -> None:
    """新しい教材のひな形を作ります（そのまま動く小さな教材、status: wip）。

    Begin a lesson: lesson.md, world.py, design.md and its entries in the registers (status: wip). The sample works
    at once; what stands in 〔 〕 is to be replaced. Nothing that is there is overwritten.

    \b
    例 / examples:
      kakehashi new security-passwords --track security
      kakehashi new bpr-forms --track bpr --code BPR-9 --title-ja 様式の見直し --title-en "Fewer forms"
    """
    from grader.authoring import load_registers
    from grader.authoring.scaffold import NewLesson, next_code, planned, write_new

    workspace = call.workspace
    registers = load_registers(workspace.curriculum)
    wanted = NewLesson(
        slug=slug,
        code=code or next_code(registers, track),
        track=track,
        title=Text(title_ja, title_en),
        skill=_first_skill(workspace, track),
        uuid=str(uuid.uuid4()),
    )
    texts = planned(workspace.curriculum, registers, wanted)
    for path in texts:
        click.echo(path.relative_to(workspace.root).as_posix())
    if dry_run:
        call.say("何も書いていません（--dry-run）。", "Nothing was written (--dry-run).")
        return
    write_new(texts)
    call.say(
        f"{wanted.code}「{slug}」を作りました（wip）。次は kakehashi selftest {slug}、kakehashi preview {slug} です。"
        "〔 〕の中を書きかえ、できたら registry.yaml を status: active にしてください。",
        f"Made {wanted.code} “{slug}” (wip). Next: kakehashi selftest {slug}, kakehashi preview {slug}. "
        "Replace what stands in 〔 〕, then set status: active in registry.yaml.",
    )


def _first_skill(workspace: Workspace, track: str) -> str:
    """Choose a skill for the sample's exercises: of the track's domain if there is one that notebooks can show."""
    from grader.standard import load_standard

    skills = [
        s
        for s in load_standard(workspace.standard, workspace.overlay).skills.values()
        if s.auto_ceiling > 0
    ]
    near = [skill for skill in skills if skill.domain == track]
    return (near or skills)[0].id


@main.command()
@click.argument("slug")
@click.option(
    "--lang",
    "--edition",
    "edition",
    type=click.Choice(get_args(Lang)),
    help="教材の言語 / edition (default: the language of messages).",
)
@click.option("--practice", is_flag=True, help="練習用として / as practice.")
@click.option(
    "--browser/--no-browser", default=True, help="ブラウザーを開くか / whether to open a browser."
)
@click.pass_obj
def preview(call: Call, *, slug: str, edition: Lang | None, practice: bool, browser: bool) -> None:
    """1つの教材を組み立て、受講者が見るとおりに JupyterLab で開きます（wip も可）。

    Build one lesson, in progress or not, and open it in JupyterLab as a trainee sees it. Everything stands under
    build/preview and is overwritten by the next preview; real handouts are never touched.

    \b
    例 / examples:
      kakehashi preview security-phishing --lang ja
      kakehashi preview security-phishing --lang en --practice --no-browser
    """
    from grader.exchange import desk
    from grader.exchange import preview as look
    from grader.standard import load_standard

    workspace = call.workspace
    lang = edition or call.lang
    call.say("教材を組み立てています…", "Building the lesson…", err=True)
    names = {
        skill.id: skill.name
        for skill in load_standard(workspace.standard, workspace.overlay).skills.values()
    }
    place, handout = look(workspace, slug, lang=lang, skill_names=names, practice=practice)
    folder = handout.folder.parent
    seat = desk(folder, lang=lang, notebook=handout.first, browser=browser, workspace=place.root)
    sit_down(call, seat, folder)
