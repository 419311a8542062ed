"""The placement stage: standard and estimates in; `records/fit.json` out, or a team on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.measurement import Policy, estimates_path
from grader.placement.document import fit
from grader.placement.evidence import PersonEvidence, read_evidence
from grader.placement.needs import asked_of
from grader.placement.recommend import AdviceView, read_modules, recommend
from grader.placement.team import TeamView, team_coverage
from grader.records import read_roster
from grader.schema.store import read_json, write_json
from grader.standard import load_standard
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from grader.records import Person
    from grader.standard import Requirement, Standard
    from grader.workspace import Workspace

_PERSON = Text("職員番号", "person")
_ROSTER = Text("名簿（records/roster.csv）", "the roster (records/roster.csv)")


def fit_path(workspace: Workspace) -> Path:
    """Return where the fits of a workspace stand.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    Path
        ``records/fit.json``.
    """
    return workspace.records / "fit.json"


def run(workspace: Workspace) -> Path:
    """Hold everybody in `records/estimates.json` against every role; write `records/fit.json`.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    Path
        The file written; the same input gives the same bytes.

    Raises
    ------
    InputError
        If there are no usable estimates.
    StandardError
        If the standard breaks its own rules.
    """
    standard = load_standard(workspace.standard, workspace.overlay)
    estimates = read_json(estimates_path(workspace), "estimates")
    path = fit_path(workspace)
    write_json(path, fit(standard, estimates), "fit")
    return path


def run_team(
    workspace: Workspace,
    goal: str,
    *,
    members: Collection[str] = (),
    department: str | None = None,
    context: str | None = None,
) -> TeamView:
    """Hold a team against a role or placement; write nothing.

    Parameters
    ----------
    workspace : Workspace
        The workspace, with estimates and, for a department, a roster.
    goal : str
        Id of a role or of a placement.
    members : collection of str
        Person ids.
    department : str, optional
        Department whose people are members as well.
    context : str, optional
        Kind of municipality, for the levels of a role.

    Returns
    -------
    TeamView
        The team against what is asked for.

    Raises
    ------
    InputError
        If there are no estimates, no members, or a name is not known.
    StandardError
        If the standard breaks its own rules.
    """
    standard = load_standard(workspace.standard, workspace.overlay)
    needs = _needs(standard, goal, context)
    estimates = read_json(estimates_path(workspace), "estimates")
    people = {person.person: person for person in read_evidence(estimates)}
    path = workspace.records / "roster.csv"
    roster = read_roster(path).persons if path.is_file() else ()
    wanted = {*members, *_of_department(roster, department)}
    known = {*people, *(person.person for person in roster)}
    _must_know(
        wanted,
        known,
        _PERSON,
        _ROSTER,
    )
    if not wanted:
        raise InputError(
            "チームに入る人がいません。--members か --department で示してください。",
            "The team has no members. Name them with --members or --department.",
        )
    team = [people.get(person, PersonEvidence(person)) for person in sorted(wanted)]
    ceilings = {skill.id: skill.auto_ceiling for skill in standard.skills.values()}
    policy = Policy(**estimates["policy"])
    return TeamView(
        goal=(standard.placements.get(goal) or standard.roles[goal]).name,
        people=tuple(sorted(wanted)),
        parts=team_coverage(needs, team, ceilings=ceilings, policy=policy),
        skills={need.skill: standard.skills[need.skill].name for need in needs},
    )


def run_advice(
    workspace: Workspace, goal: str, *, person: str, context: str | None = None
) -> AdviceView:
    """Plan the modules that bring one person nearest to a role or placement; write nothing.

    Parameters
    ----------
    workspace : Workspace
        The workspace, built, with estimates.
    goal : str
        Id of a role or of a placement.
    person : str
        Person id.
    context : str, optional
        Kind of municipality, for the levels of a role.

    Returns
    -------
    AdviceView
        The way; somebody of whom nothing was measured begins at everybody's prior.

    Raises
    ------
    InputError
        If there are no estimates, no bank that names its lessons, or a name is not known.
    StandardError
        If the standard breaks its own rules.
    """
    standard = load_standard(workspace.standard, workspace.overlay)
    needs = _needs(standard, goal, context)
    estimates = read_json(estimates_path(workspace), "estimates")
    people = {one.person: one for one in read_evidence(estimates)}
    path = workspace.records / "roster.csv"
    roster = read_roster(path).persons if path.is_file() else ()
    known = {*people, *(one.person for one in roster)}
    _must_know({person}, known, _PERSON, _ROSTER)
    bank = workspace.build / "items.json"
    modules = read_modules(read_json(bank, "items"))
    if not modules:
        raise InputError(
            f"{bank}: 教材の一覧がありません。教材を作り直してください（kakehashi build）。",
            f"{bank} does not name the lessons. Build the course again (kakehashi build).",
        )
    taken = {
        answer["lesson"]
        for entry in estimates["persons"]
        if entry["person"] == person
        for skill in entry["skills"]
        for answer in skill["evidence"]
    }
    return AdviceView(
        goal=(standard.placements.get(goal) or standard.roles[goal]).name,
        steps=recommend(
            people.get(person, PersonEvidence(person)),
            needs,
            modules,
            ceilings={skill.id: skill.auto_ceiling for skill in standard.skills.values()},
            policy=Policy(**estimates["policy"]),
            taken=taken,
        ),
        skills={need.skill: standard.skills[need.skill].name for need in needs},
    )


def _needs(standard: Standard, goal: str, context: str | None) -> tuple[Requirement, ...]:
    """What a role asks of internal staff, or a placement of whoever goes there."""
    _must_know(
        {goal}, {*standard.roles, *standard.placements}, Text("役割・派遣先", "role or placement")
    )
    if context is not None:
        _must_know({context}, set(standard.contexts), Text("団体の条件", "context"))
    if goal in standard.placements:
        return asked_of(standard, placement=goal, context=context or "")
    return asked_of(standard, role=goal, context=context or "")


def _of_department(roster: Iterable[Person], department: str | None) -> set[str]:
    return {person.person for person in roster if person.department == department}


def _must_know(wanted: set[str], known: set[str], what: Text, where: Text | None = None) -> None:
    missing = sorted(wanted - known)
    if missing:
        names = ", ".join(sorted(known))
        look = where or Text(names, names)
        raise InputError(
            f"{what.ja}「{'」「'.join(missing)}」が見つかりません。次で確かめてください：{look.ja}",
            f"There is no {what.en} “{'”, “'.join(missing)}”. Look here: {look.en}",
        )
