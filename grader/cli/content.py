"""Commands of authors: lint, build, selftest."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from grader.cli.base import Call, main, progress_bar
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.findings import Finding, Rule
    from grader.standard.files import Files
    from grader.workspace import Workspace

_COUNTS = Text("{errors} 件の誤り、{warnings} 件の注意", "{errors} errors, {warnings} warnings")


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
    findings = _lint(workspace, today.date() if today else datetime.now(UTC).astimezone().date())
    for finding in findings:
        click.echo(finding.render(workspace.root, call.lang))
    errors = sum(f.severity == "error" for f in findings)
    click.echo(_COUNTS.get(call.lang).format(errors=errors, warnings=len(findings) - errors))
    if errors:
        sys.exit(1)


def _lint(workspace: Workspace, today: date) -> list[Finding]:
    from grader.authoring import lint_curriculum
    from grader.findings import has_errors, sort_findings
    from grader.standard import read_standard
    from grader.workspace import lint_workspace

    files, notes = read_standard(
        workspace.standard,
        overlay=workspace.overlay,
        today=today,
        proven=_proven(workspace),
        locked=True,
    )
    findings = [*lint_workspace(workspace.root), *notes]
    ceilings = None
    if not has_errors(findings):
        ceilings = {
            skill.data["id"]: skill.data["auto_ceiling"] for skill in files.entries("skills")
        }
    if workspace.curriculum.is_dir():
        total = len(list(workspace.curriculum.glob("*/lesson.md")))
        with progress_bar(Text("教材を点検", "Checking lessons"), total) as told:
            findings += lint_curriculum(
                workspace.curriculum, ceilings=ceilings, today=today, progress=told
            )
    if not has_errors(findings):
        findings += _assessment_findings(workspace)
    findings += _item_findings(workspace, ceilings, today)
    findings += _schedule_findings(workspace)
    findings += _planning_findings(workspace, files)
    findings += _wording_findings(workspace)
    return sort_findings(findings)


def _proven(workspace: Workspace) -> set[tuple[str, int]] | None:
    """Return what the assessed exercises prove; None while a lesson cannot be read."""
    from grader.authoring import active_lessons
    from grader.errors import LessonError

    try:
        lessons, _ = active_lessons(workspace)
    except LessonError:
        return None  # told where the lessons are checked
    return {pair for x in lessons for e in x.assessed for pair in e.skills.items()}


def _assessment_findings(workspace: Workspace) -> list[Finding]:
    """Hold the lessons to the blueprint; only whole lessons have items to count."""
    from grader.authoring import active_lessons
    from grader.authoring.lists import item
    from grader.measurement import Item, check_blueprint

    path = workspace.assessments / "blueprint.yaml"
    if not path.is_file():
        return []
    rows = [item(lesson, e) for lesson in active_lessons(workspace)[0] for e in lesson.assessed]
    return check_blueprint(path, [Item(**{**row, "title": Text(**row["title"])}) for row in rows])


def _item_findings(
    workspace: Workspace, ceilings: Mapping[str, int] | None, today: date
) -> list[Finding]:
    """Check the items of the diagnostic; without standard or registers there is nothing to hold them to."""
    from grader.authoring.registers import read_registers
    from grader.diagnosis import lint_items

    registers, _ = read_registers(workspace.curriculum)
    if ceilings is None or registers is None:
        return []
    folder = workspace.assessments / "items"
    return lint_items(folder, ceilings=ceilings, registers=registers, today=today)


def _schedule_findings(workspace: Workspace) -> list[Finding]:
    from grader.authoring.registers import read_registers
    from grader.exchange import check_schedule

    registers, _ = read_registers(workspace.curriculum)
    if registers is None:
        return []
    return check_schedule(workspace.assessments, {entry.slug for entry in registers.lessons})


def _planning_findings(workspace: Workspace, files: Files) -> list[Finding]:
    """Check the policy of planning, if the workspace makes plans."""
    from grader.placement.rules import planning

    path = workspace.assessments / planning.FILE_NAME
    if not path.is_file():
        return []
    limits = [limit.data["applies_to"] for limit in files.entries("information_access")]
    known = {
        "bid_rules": {rule.data["id"] for rule in files.entries("bid_restrictions")},
        "closed": {topic for topics in limits for topic in topics},
        "context": {context.data["id"] for context in files.entries("contexts")},
    }
    return planning.check_planning(path, known)


def _wording_findings(workspace: Workspace) -> list[Finding]:
    """Check the wording of appointment orders, if the municipality has its own."""
    from grader.placement.exports import check_wording

    return check_wording(workspace.assessments)


def _rules() -> dict[str, Rule]:
    from grader import authoring, diagnosis, exchange, measurement, records, standard, yamlfile
    from grader.authoring import testing
    from grader.placement import exports
    from grader.placement.problem import rules as records_of_plans
    from grader.placement.rules import planning
    from grader.schema import X001

    parts = (
        yamlfile.RULES,
        (X001,),
        standard.RULES,
        authoring.RULES,
        testing.RULES,
        exchange.RULES,
        measurement.RULES,
        diagnosis.RULES,
        records.RULES,
        planning.RULES,
        records_of_plans.RULES,
        exports.RULES,
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

    names = {
        skill.id: skill.name
        for skill in load_standard(workspace.standard, workspace.overlay).skills.values()
    }
    total = len(LANGS) * len(active_lessons(workspace)[0])
    with progress_bar(Text("組み立て", "Building"), total) as told:
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
    """すべての問題を、正答・手つかず・誤答・ほかの受講者の正答で試します。

    Prove every exercise with its right answer, its untouched stub, every known wrong answer, and the right
    answer of another trainee. A lesson in progress (wip) is proven when it is named.

    \b
    例 / examples:
      kakehashi selftest
      kakehashi selftest bpr-counters --worlds 5
    """
    from grader.authoring import handout, named_lessons, proofs_of, prove

    workspace = call.workspace
    chosen, registers = named_lessons(workspace, lessons)
    trainees = [f"selftest-{n}" for n in range(1, worlds + 1)]
    total = worlds * sum(proofs_of(e) for lesson in chosen for e in lesson.exercises)
    proofs = []
    with progress_bar(Text("自己検査", "Self-test"), total) as told:
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
