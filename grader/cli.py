"""The command line: parse, call one function, print, exit with 0 (done), 1 (findings or failures) or 2 (wrong use)."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from grader import __version__
from grader.errors import InputError, KakehashiError
from grader.text import LANGS, Lang, Text
from grader.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.authoring.lesson import Lesson
    from grader.findings import Finding, Rule
    from grader.grading import GradeReport, Outcome

_ISSUES_LINE = Text(
    "{errors} 件の誤り、{warnings} 件の注意", "{errors} errors, {warnings} warnings"
)


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

    def say(self, ja: str, en: str) -> None:
        """Print a sentence in the caller's language."""
        click.echo(Text(ja, en).get(self.lang))


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
def _bar(label: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show a progress bar; the caller tells each thing that is done."""
    with click.progressbar(
        length=total or 1,
        label=label,
        item_show_func=lambda name: name or "",
        file=sys.stderr,
        show_pos=total is not None,
    ) as bar:

        def told(name: str) -> None:
            if total is not None:
                bar.update(1, name)

        yield told
        if total is None:
            bar.update(1)


# ---- content ---------------------------------------------------------------------------------------


@main.command()
@click.option("--explain", metavar="RULE", help="規則の説明 / explain one rule (such as S012).")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="期限を調べる日 / date for expiry (default: today).",
)
@click.pass_obj
def lint(call: Call, explain: str | None, today: datetime | None) -> None:
    """標準と教材を点検します（ファイル名:行: [規則] 何が → どう直す）。

    Check the standard and the lessons.

    \b
    例 / examples:
      kakehashi lint
      kakehashi lint --explain L006
    """
    if explain:
        _explain(call, explain)
        return
    workspace = call.workspace
    findings = _lint(
        call, workspace, today.date() if today else datetime.now(UTC).astimezone().date()
    )
    for finding in findings:
        click.echo(finding.render(workspace.root, call.lang))
    errors = sum(f.rule.severity == "error" for f in findings)
    click.echo(_ISSUES_LINE.get(call.lang).format(errors=errors, warnings=len(findings) - errors))
    if errors:
        sys.exit(1)


def _lint(call: Call, workspace: Workspace, today: date) -> list[Finding]:
    from grader.authoring import lint_curriculum
    from grader.findings import has_errors, sort_findings
    from grader.standard import lint_standard, load_standard
    from grader.workspace import lint_workspace

    findings = [*lint_workspace(workspace.root), *lint_standard(workspace.standard)]
    ceilings = None
    if not has_errors(findings):
        ceilings = {s.id: s.auto_ceiling for s in load_standard(workspace.standard).skills.values()}
    if workspace.curriculum.is_dir():
        with _bar(Text("点検", "Checking").get(call.lang)):
            findings += lint_curriculum(workspace.curriculum, ceilings=ceilings, today=today)
    return sort_findings(findings)


def _rules() -> dict[str, Rule]:
    from grader import authoring, measurement, records, standard, yamlfile
    from grader.schema import X001

    parts = (
        yamlfile.RULES,
        (X001,),
        standard.RULES,
        authoring.RULES,
        measurement.RULES,
        records.RULES,
    )
    return {rule.id: rule for rules in parts for rule in rules}


def _explain(call: Call, name: str) -> None:
    rules = _rules()
    if name.upper() not in rules:
        raise click.UsageError(
            Text(
                f"規則 {name} はありません（{min(rules)} … {max(rules)}）。",
                f"There is no rule {name}.",
            ).get(call.lang)
        )
    rule = rules[name.upper()]
    click.echo(f"{rule.id} ({rule.severity})")
    for lang in (call.lang, *(other for other in LANGS if other != call.lang)):
        click.echo(f"  {rule.title.get(lang)}\n  → {rule.remedy.get(lang)}")


@main.command()
@click.pass_obj
def build(call: Call) -> None:
    """教材をノートブックに組み立てます（build/）。

    Build the lessons into notebooks.

    \b
    例 / example:
      kakehashi build
    """
    workspace = call.workspace
    from grader.authoring import active_lessons
    from grader.authoring import build as build_lessons
    from grader.standard import load_standard

    names = {skill.id: skill.name for skill in load_standard(workspace.standard).skills.values()}
    total = len(LANGS) * len(active_lessons(workspace)[0])
    with _bar(Text("組み立て", "Building").get(call.lang), total) as told:
        built = build_lessons(workspace, skill_names=names, progress=told)
    call.say(
        f"{len(built)} 件を {workspace.build} に作りました。次は kakehashi release です。",
        f"Built {len(built)} assignments in {workspace.build}. Next: kakehashi release.",
    )


@main.command()
@click.argument("lessons", nargs=-1)
@click.option(
    "--worlds",
    default=3,
    show_default=True,
    type=click.IntRange(1),
    help="試す世界の数 / how many worlds.",
)
@click.pass_obj
def selftest(call: Call, lessons: tuple[str, ...], worlds: int) -> None:
    """すべての問題を、正答・手つかず・誤答で試します。

    Prove every exercise with its right answer, its untouched stub and every known wrong answer.

    \b
    例 / examples:
      kakehashi selftest
      kakehashi selftest bpr-counters --worlds 5
    """
    from grader.authoring import active_lessons, handout, prove

    workspace = call.workspace
    active, registers = active_lessons(workspace)
    chosen = _chosen(active, lessons)
    trainees = [f"selftest-{n}" for n in range(1, worlds + 1)]
    total = worlds * sum(2 + len(e.find("wrong")) for lesson in chosen for e in lesson.exercises)
    proofs = []
    with _bar(Text("自己検査", "Self-test").get(call.lang), total) as told:
        for lesson in chosen:
            texts = handout(lesson, registers)
            for proof in prove(
                lesson, curriculum=workspace.curriculum, trainees=trainees, handout=texts
            ):
                proofs.append((lesson, proof))
                told(proof.exercise)
    failed = [(lesson, proof) for lesson, proof in proofs if proof.problem]
    for lesson, proof in failed:
        problem = proof.problem.get(call.lang) if proof.problem else ""
        path = lesson.path.relative_to(workspace.root).as_posix()
        click.echo(
            f"{path}:{proof.line}: {proof.exercise} {proof.variant} ({proof.trainee}): {problem}"
        )
    mean = sum(proof.seconds for _, proof in proofs) / len(proofs) if proofs else 0.0
    call.say(
        f"{len(proofs)} 通りを試し、{len(failed)} 通りが期待と違いました（1通り平均 {mean:.3f} 秒）。",
        f"{len(proofs)} runs, {len(failed)} not as expected ({mean:.3f} s each on average).",
    )
    if failed:
        sys.exit(1)


def _chosen(active: list[Lesson], names: Iterable[str]) -> list[Lesson]:
    known = {lesson.slug: lesson for lesson in active}
    for name in names:
        if name not in known:
            raise InputError(
                f"教材「{name}」はありません。あるのは {'、'.join(known)} です。",
                f"There is no lesson “{name}”; there are {', '.join(known)}.",
            )
    return [known[name] for name in names] or active


# ---- trainees --------------------------------------------------------------------------------------


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--dry-run", is_flag=True, help="調べるだけで取り込まない / check only, change nothing."
)
@click.pass_obj
def roster(call: Call, file: Path, dry_run: bool) -> None:  # noqa: FBT001  # click passes flags like this
    """名簿（CSV）を点検して取り込みます。

    Check a roster (CSV) and take it over.

    \b
    例 / examples:
      kakehashi roster 名簿.csv --dry-run
      kakehashi roster 名簿.csv
    """
    from grader.records.roster import read_roster, write_roster
    from grader.standard import load_standard

    workspace = call.workspace
    read = read_roster(file, roles=set(load_standard(workspace.standard).roles))
    for finding in read.findings:
        click.echo(finding.render(Path.cwd(), call.lang))
    target = workspace.records / "roster.csv"
    call.say(
        f"{len(read.persons)} 人を読み、{len(read.findings)} 件の指摘がありました。",
        f"Read {len(read.persons)} people, {len(read.findings)} findings.",
    )
    if read.findings or dry_run:
        call.say(f"{target} は変えていません。", f"{target} has not been changed.")
        sys.exit(1 if read.findings else 0)
    write_roster(target, read.persons)
    call.say(f"{target} に取り込みました。", f"Taken over into {target}.")


@main.command()
@click.option(
    "--trainee",
    "trainees",
    multiple=True,
    metavar="ID",
    help="受講者 / trainee id (default: everybody in the roster).",
)
@click.option(
    "--lesson",
    "lessons",
    multiple=True,
    metavar="SLUG",
    help="教材 / lesson (default: all active).",
)
@click.option(
    "--edition",
    type=click.Choice(get_args(Lang)),
    help="教材の言語 / edition (default: as in the roster, else ja).",
)
@click.pass_obj
def release(
    call: Call, trainees: tuple[str, ...], lessons: tuple[str, ...], edition: Lang | None
) -> None:
    """受講者ごとのデータを付けて、教材を配ります。書きかけの答えは上書きしません。

    Hand out lessons with each trainee's own data. Work already begun is never overwritten.

    \b
    例 / examples:
      kakehashi release --trainee s001
      kakehashi release --lesson security-phishing
    """
    from grader.exchange import release as hand_out

    workspace = call.workspace
    listed = _languages(workspace)
    wanted = trainees or tuple(sorted(listed))
    if not wanted:
        raise click.UsageError(
            Text(
                "--trainee で受講者を指定するか、kakehashi roster で名簿を取り込んでください。",
                "Give --trainee, or take over a roster with kakehashi roster.",
            ).get(call.lang)
        )
    given = []
    with _bar(Text("配付", "Handing out").get(call.lang), len(wanted)) as told:
        for trainee in wanted:
            lang = edition or listed.get(trainee, "ja")
            given += hand_out(workspace, trainee=trainee, lang=lang, lessons=lessons or None)
            told(trainee)
    new = sum(handout.new for handout in given)
    call.say(
        f"{len(wanted)} 人に {new} 冊を新しく配りました（{workspace.handouts}）。次は kakehashi lab --trainee {wanted[0]} です。",
        f"Handed out {new} lessons to {len(wanted)} trainees ({workspace.handouts}). Next: kakehashi lab --trainee {wanted[0]}.",
    )


def _languages(workspace: Workspace) -> dict[str, Lang]:
    from grader.records.roster import read_roster

    file = workspace.records / "roster.csv"
    if not file.is_file():
        return {}
    return {person.person: person.lang for person in read_roster(file).persons}


@main.command()
@click.option("--trainee", required=True, metavar="ID", help="受講者 / trainee id.")
@click.option("--lesson", metavar="SLUG", help="最初に開く教材 / lesson to open first.")
@click.option(
    "--edition",
    type=click.Choice(get_args(Lang)),
    help="教材の言語 / edition (default: as in the roster, else ja).",
)
@click.option(
    "--browser/--no-browser", default=True, help="ブラウザーを開くか / whether to open a browser."
)
@click.pass_obj
def lab(call: Call, trainee: str, lesson: str | None, edition: Lang | None, browser: bool) -> None:  # noqa: FBT001
    """配られた教材を JupyterLab で開きます（外部への通信はしません）。

    Open the lessons handed out to a trainee in JupyterLab, without any request to the internet.

    \b
    例 / example:
      kakehashi lab --trainee s001
    """
    from grader.exchange import lab_command
    from grader.exchange import release as hand_out

    workspace = call.workspace
    lang = edition or _languages(workspace).get(trainee, "ja")
    given = hand_out(workspace, trainee=trainee, lang=lang, lessons=[lesson] if lesson else None)
    folder = workspace.handouts / trainee
    command = lab_command(folder, notebook=given[0].folder / "learn.ipynb", browser=browser)
    call.say(
        f"{folder} を開きます。終わるには Ctrl+C を押してください。",
        f"Opening {folder}. Press Ctrl+C to stop.",
    )
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603  # our own interpreter and options


@main.command()
@click.argument(
    "folder", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.pass_obj
def submit(call: Call, folder: Path) -> None:
    """「確かめるノートブック」を提出します。採点されるまでは出し直せます。

    Hand in the assessment notebook of a folder that was handed out. It can be replaced until it is graded.

    \b
    例 / example:
      kakehashi submit records/handouts/s001/security-phishing-ja
    """
    from grader.exchange import submit as hand_in

    receipt = hand_in(folder.resolve(), course=call.workspace.course, now=datetime.now(UTC))
    call.say(
        f"受け取りました：{receipt.trainee} の {receipt.assignment}。",
        f"Received: {receipt.assignment} of {receipt.trainee}.",
    )
    if receipt.earlier is not None:
        call.say(
            f"前の提出は {receipt.earlier} に残してあります。",
            f"The earlier submission is kept in {receipt.earlier}.",
        )


# ---- from submissions to pages ---------------------------------------------------------------------


@main.command()
@click.argument(
    "course", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--trainee", default="*", show_default=True, help="受講者の型 / pattern of trainee ids."
)
@click.option(
    "--assignment", default="*", show_default=True, help="課題の型 / pattern of assignments."
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1),
    help="同時に採点する数 / processes.",
)
@click.option("--timeout", type=click.IntRange(1), help="1セルの秒数の上限 / seconds per cell.")
@click.option(
    "--force", is_flag=True, help="採点済みもやり直す / grade again what has been graded."
)
@click.pass_obj
def grade(call: Call, course: Path | None, trainee: str, assignment: str, **options: Any) -> None:
    """提出物を nbgrader で採点します。1つが壊れていても、ほかは採点されます。

    Grade submissions through nbgrader, several at a time. One bad notebook never stops the rest.
    COURSE is the root of an nbgrader course (default: the one of the workspace).

    \b
    例 / examples:
      kakehashi grade
      kakehashi grade --trainee 's00*' --workers 4
      kakehashi grade path/to/nbgrader/course
    """
    from grader.grading import SubmissionFilter, grade_course, sync_course

    workspace = None if course is not None else call.workspace
    if workspace is not None:
        sync_course(workspace)
    filters = [SubmissionFilter(trainee, assignment)]
    with _steps(call) as told:
        label = Text("採点", "Grading")
        report = grade_course(
            course or call.workspace.course,
            submissions=filters,
            workspace=workspace,
            progress=lambda p: told(label, p.done, p.total),
            **options,
        )
    _tell_grading(call, report)


def _tell_grading(call: Call, report: GradeReport) -> None:
    for warning in report.warnings:
        click.echo(warning.get(call.lang), err=True)
    for outcome in report.outcomes:
        for line in _told(outcome, call.lang):
            click.echo(line)
    counts = [len(report.having(status)) for status in ("graded", "skipped", "failed")]
    call.say(
        "採点 {} 件、採点済みで変更なし {} 件、採点できず {} 件。".format(*counts),
        "{} graded, {} unchanged since, {} failed.".format(*counts),
    )
    if counts[2]:
        sys.exit(1)


def _told(outcome: Outcome, lang: Lang) -> Iterator[str]:
    name = f"{outcome.trainee}/{outcome.assignment}"
    if outcome.error is not None:
        yield f"✗ {name}: {outcome.error.get(lang)}"
    elif outcome.status == "graded":
        by_hand = Text(
            f"（手で採点：{outcome.by_hand}）", f" ({outcome.by_hand} to mark by hand)"
        ).get(lang)
        yield f"  {name}: {outcome.score:g}/{outcome.max_score:g}{by_hand if outcome.by_hand else ''}"
    for note in outcome.notes:
        yield f"  {name}: {note.get(lang)}"


@main.command()
@click.pass_obj
def measure(call: Call) -> None:
    """採点結果から、レベルとその不確かさを推定します。

    Estimate levels, with their uncertainty, from the graded results.

    \b
    例 / example:
      kakehashi measure
    """
    from grader.measurement import run
    from grader.schema import read_json

    path = run(call.workspace)
    document = read_json(path, "estimates")
    for problem in document["problems"]:
        click.echo(
            f"{problem['file']}: [{problem['rule']}] {problem['message'][call.lang]} → {problem['remedy'][call.lang]}"
        )
    call.say(
        f"{len(document['persons'])} 人の推定を {path} に書きました。次は kakehashi fit です。",
        f"Wrote estimates of {len(document['persons'])} people to {path}. Next: kakehashi fit.",
    )
    if document["problems"]:
        sys.exit(1)


@main.command()
@click.pass_obj
def fit(call: Call) -> None:
    """レベルを役割の要件と比べます（不足と適合）。

    Compare levels with what roles require: gaps and fit.

    \b
    例 / example:
      kakehashi fit
    """
    from grader.placement import run

    path = run(call.workspace)
    call.say(
        f"{path} に書きました。次は kakehashi dashboard です。",
        f"Wrote {path}. Next: kakehashi dashboard.",
    )


@main.command()
@click.pass_obj
def dashboard(call: Call) -> None:
    """人事が見るページを作ります（外部への通信なし、日本語と英語）。

    Write the pages for HR: offline, in Japanese and English.

    \b
    例 / example:
      kakehashi dashboard
    """
    from grader.dashboard import run

    pages = run(call.workspace)
    call.say(
        f"{pages / 'index.html'} をブラウザーで開いてください。",
        f"Open {pages / 'index.html'} in a browser.",
    )


@main.command()
@click.option(
    "--trainees",
    default=24,
    show_default=True,
    type=click.IntRange(1, 720),
    help="受講者の数 / size of the class.",
)
@click.option(
    "--seed",
    default=2026,
    show_default=True,
    help="乱数の種 / seed: the same seed gives the same bytes.",
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1),
    help="同時に採点する数 / processes.",
)
@click.pass_obj
def demo(call: Call, trainees: int, seed: int, workers: int) -> None:
    """架空の受講者で、最初から最後まで動かします。実際の記録には触れません。

    Run the whole chain on a synthetic class. Real records are never touched.

    \b
    例 / examples:
      kakehashi demo
      kakehashi --lang en demo --trainees 6
    """
    from grader.demo import run_demo

    with _steps(call) as told:
        result = run_demo(
            call.workspace, trainees=trainees, seed=seed, workers=workers, report=told
        )
    for outcome in result.report.having("failed"):
        for line in _told(outcome, call.lang):
            click.echo(line)
    share = result.covered / result.estimates if result.estimates else 0.0
    index, records = result.pages / "index.html", result.workspace.records
    call.say(
        f"\n90%区間が本当のレベルを含んだのは {result.estimates} 件中 {result.covered} 件（{share:.0%}）でした。\n\n"
        f"見るところ\n  人事のページ      {index}\n  採点結果          {records / 'course' / 'results'}\n"
        f"  配ったノートブック {records / 'handouts'}\n\n"
        "次に打つコマンド\n  kakehashi build && kakehashi lab --trainee s001   受講者として教材を開く\n"
        "  kakehashi --help                                  すべてのコマンド",
        f"\nThe 90 % interval holds the true level in {result.covered} of {result.estimates} cases ({share:.0%}).\n\n"
        f"Where to look\n  pages for HR       {index}\n  results            {records / 'course' / 'results'}\n"
        f"  notebooks given    {records / 'handouts'}\n\n"
        "What to type next\n  kakehashi build && kakehashi lab --trainee s001   open the lessons as a trainee\n"
        "  kakehashi --help                                  all commands",
    )
    if result.report.having("failed"):
        sys.exit(1)


@contextmanager
def _steps(call: Call) -> Iterator[Callable[[Text, int, int], None]]:
    """Show one progress bar after the other, for work that tells its step, what is done and how much there is."""
    bars: dict[str, Any] = {}

    def told(step: Text, done: int, total: int) -> None:
        name = step.get(call.lang)
        if name not in bars:
            for bar in bars.values():
                bar.__exit__(None, None, None)
            bars[name] = click.progressbar(length=total, label=name, file=sys.stderr, show_pos=True)
            bars[name].__enter__()
        bars[name].update(done - bars[name].pos)

    try:
        yield told
    finally:
        for bar in list(bars.values())[-1:]:
            bar.__exit__(None, None, None)


if __name__ == "__main__":
    main()
