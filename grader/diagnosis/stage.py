"""The diagnostic of a workspace: items, standard, policy and lessons in; a sitting and its report out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring import Registers, active_lessons
from grader.diagnosis.items import load_items
from grader.diagnosis.model import build_model
from grader.diagnosis.recommend import module_of, plan_for
from grader.diagnosis.report import report
from grader.diagnosis.result import result_of
from grader.diagnosis.selection import goal_for
from grader.diagnosis.session import Diagnostic
from grader.diagnosis.settings import Settings, settings_of
from grader.errors import InputError
from grader.measurement import load_policy
from grader.standard import load_standard

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.diagnosis.items import ShortItem
    from grader.diagnosis.session import Session
    from grader.measurement import Policy
    from grader.placement import Module
    from grader.standard import Requirement, Role, Standard
    from grader.text import Lang, Text
    from grader.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """Everything that the diagnostics of a workspace are made of.

    Parameters
    ----------
    items : tuple of ShortItem
        All items, by id.
    standard : Standard
        The standard.
    policy : Policy
        Measurement policy.
    settings : Settings
        The parameters of a sitting.
    modules : tuple of Module
        Lessons, in the order in which they are offered.
    registers : Registers
        Facts, for the explanations.
    """

    items: tuple[ShortItem, ...]
    standard: Standard
    policy: Policy
    settings: Settings
    modules: tuple[Module, ...]
    registers: Registers

    @property
    def tracks(self) -> dict[str, Text]:
        """Names of the tracks that have items, by domain, in the order of the standard."""
        skills = self.standard.skills
        used = {skills[item.skill].domain for item in self.items if item.skill in skills}
        return {key: name for key, name in self.standard.domains.items() if key in used}


def open_desk(workspace: Workspace) -> Desk:
    """Read what the diagnostics of a workspace need.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    Desk
        Items, standard, policy, lessons and registers.

    Raises
    ------
    KakehashiError
        If one of them cannot be used; the message says which.
    """
    lessons, registers = active_lessons(workspace)
    policy = load_policy(workspace.assessments / "measurement.yaml")
    return Desk(
        items=load_items(workspace.assessments / "items"),
        standard=load_standard(workspace.standard, workspace.overlay),
        policy=policy,
        settings=settings_of(policy),
        modules=tuple(module_of(lesson) for lesson in lessons),
        registers=registers,
    )


def diagnostic_for(desk: Desk, track: str, role: str | None = None) -> Diagnostic:
    """Set up the diagnostic of one track.

    Parameters
    ----------
    desk : Desk
        What it is made of.
    track : str
        Domain of the standard.
    role : str, optional
        Role in view.

    Returns
    -------
    Diagnostic
        With the items of the track's skills.

    Raises
    ------
    InputError
        If there is no such track or role, or the role asks for nothing that has items in this track.
    """
    _must_know(track, desk.tracks, "分野", "track")
    skills = {s.id: s for s in desk.standard.skills.values() if s.domain == track}
    items = [item for item in desk.items if item.skill in skills]
    found = None
    if role is not None:
        _must_know(role, desk.standard.roles, "役割", "role")
        found = desk.standard.roles[role]
    tested = {item.skill for item in items}
    needs = _needs(found, tested)
    if found is not None and not needs:
        raise InputError(
            f"役割「{role}」は、分野「{track}」で診断できるスキルを求めていません。ほかの分野を選んでください。",
            f"Role “{role}” asks for no skill of track “{track}” that has items; choose another track.",
        )
    model = build_model(items, policy=desk.policy, settings=desk.settings)
    top = desk.policy.notebook_ceiling
    ceilings = {skill: min(top, skills[skill].auto_ceiling) for skill in tested}
    return Diagnostic(
        track=track,
        name=desk.tracks[track],
        role=role,
        role_name=found.name if found else None,
        requirements=needs,
        skill_names={skill: skills[skill].name for skill in tested},
        ceilings=ceilings,
        model=model,
        goal=goal_for(model, needs, ceilings),
    )


def _needs(role: Role | None, skills: Iterable[str]) -> dict[str, Requirement]:
    """What a role asks of internal staff, among these skills."""
    known = set(skills)
    needs = role.requirements if role else ()
    return {n.skill: n for n in needs if n.skill in known and "internal" in n.applies_to}


def _must_know(name: str, known: Mapping[str, object], ja: str, en: str) -> None:
    if name not in known:
        names = ", ".join(known)
        raise InputError(
            f"{ja}「{name}」はありません。次から選んでください：{names}",
            f"There is no {en} “{name}”. Choose one of: {names}",
        )


def report_of(
    desk: Desk, diagnostic: Diagnostic, session: Session, lang: Lang, *, is_page: bool = False
) -> str:
    """Return the report of a sitting.

    Parameters
    ----------
    desk : Desk
        Modules and facts.
    diagnostic : Diagnostic
        What was sat.
    session : Session
        The answers.
    lang : {'ja', 'en'}
        Language.
    is_page : bool
        Whether it is read from its top, as on a page, and not from its end, as on a terminal.

    Returns
    -------
    str
        Markdown; what matters most stands where the reader looks first.
    """
    result = result_of(diagnostic, session)
    plan = plan_for(diagnostic, result, desk.modules)
    facts = desk.registers.facts
    explained, found = report(diagnostic, session, result=result, plan=plan, facts=facts, lang=lang)
    return "\n\n".join([found, explained] if is_page else [explained, found])
