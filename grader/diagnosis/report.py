"""A sitting in words: questions on the way, and the report at the end, as Markdown that reads as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.diagnosis import words
from grader.diagnosis.answers import (
    category,
    reasons,
    right_response,
    shown_order,
    told_response,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.authoring.registers import Fact
    from grader.diagnosis.items import ShortItem
    from grader.diagnosis.recommend import Plan
    from grader.diagnosis.result import Estimate, Result, SkillResult
    from grader.diagnosis.session import Answered, Diagnostic, Session, Step
    from grader.text import Lang


def greeting(diagnostic: Diagnostic, lang: Lang) -> str:
    """Say what is about to happen.

    Parameters
    ----------
    diagnostic : Diagnostic
        What is sat.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        Two paragraphs.
    """
    settings = diagnostic.model.settings
    begin = words.filled(
        words.BEGIN,
        track=diagnostic.name,
        most=settings.items_max,
        minutes=f"{settings.minutes:g}",
    )
    return f"{begin.get(lang)}\n\n{words.NOTICE.get(lang)}"


def progress(diagnostic: Diagnostic, step: Step, lang: Lang) -> str:
    """Say how far a sitting is.

    Parameters
    ----------
    diagnostic : Diagnostic
        What is sat.
    step : Step
        The item that comes next.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        One line.
    """
    most = diagnostic.model.settings.items_max
    return words.PROGRESS.get(lang).format(number=step.number, most=most)


def how(item: ShortItem, lang: Lang) -> str:
    """Say how an item is answered.

    Parameters
    ----------
    item : ShortItem
        The item.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        One line.
    """
    unit = "" if item.unit is None else words.UNIT.get(lang).format(unit=item.unit.get(lang)) + " "
    return unit + words.HOW[item.type].get(lang).format(count=len(item.options))


def question(item: ShortItem, lang: Lang) -> str:
    """Return an item as it is shown on a terminal.

    Parameters
    ----------
    item : ShortItem
        The item.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        The question, its options with their numbers, and how to answer.
    """
    options = [
        f"  {number}. {item.options[place].text.get(lang)}"
        for number, place in enumerate(shown_order(item), start=1)
    ]
    blocks = [item.stem.get(lang).strip(), "\n".join(options), how(item, lang)]
    return "\n\n".join(block for block in blocks if block)


def report(
    diagnostic: Diagnostic,
    session: Session,
    *,
    result: Result,
    plan: Plan,
    facts: Mapping[str, Fact],
    lang: Lang,
) -> tuple[str, str]:
    """Return explanations, and levels with recommendations.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was sat.
    session : Session
        The answers.
    result : Result
        What they say.
    plan : Plan
        What to learn next.
    facts : mapping of str to Fact
        The facts that items rest on.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    explained : str
        Markdown: each item with the answer and why it is right or wrong.
    found : str
        Markdown: what came of it, and what to learn next.
    """
    explained = _explanations(diagnostic, session, facts, lang)
    found = [
        *_levels(diagnostic, session, result, lang),
        *_modules(diagnostic, plan, lang),
        "",
        words.NOTICE.get(lang),
    ]
    return "\n".join(explained), "\n".join(found)


def _explanations(
    diagnostic: Diagnostic, session: Session, facts: Mapping[str, Fact], lang: Lang
) -> Iterator[str]:
    items = {item.id: item for item in diagnostic.model.items}
    yield from (f"## {words.EXPLANATIONS.get(lang)}", "")
    for number, answer in enumerate(session.answers, start=1):
        item = items[answer.item]
        mark = words.MARK[_mark(diagnostic, item, answer)].get(lang)
        yield from ("### " + words.QUESTION.get(lang).format(number=number, mark=mark), "")
        yield from (item.stem.get(lang).strip(), "")
        yield "- " + words.YOURS.get(lang).format(answer=told_response(item, answer.response, lang))
        right = told_response(item, right_response(item), lang)
        yield "- " + words.RIGHT.get(lang).format(answer=right)
        yield from (f"- {why.get(lang)}" for why in reasons(item, answer.response))
        yield from ("", item.explanation.get(lang))
        yield from (f"- {facts[name].render(lang)}" for name in item.facts if name in facts)
        yield ""


def _mark(diagnostic: Diagnostic, item: ShortItem, answer: Answered) -> str:
    if answer.response is None:
        return "unknown"
    got = category(item, answer.response, part=diagnostic.model.settings.part)
    return "right" if got == item.categories - 1 else "part" if got else "wrong"


def _levels(diagnostic: Diagnostic, session: Session, result: Result, lang: Lang) -> Iterator[str]:
    yield from ("# " + words.filled(words.RESULT, track=diagnostic.name).get(lang), "")
    if diagnostic.role_name is not None:
        yield from (words.filled(words.FOR_ROLE, role=diagnostic.role_name).get(lang), "")
    unknown = sum(answer.response is None for answer in session.answers)
    count = len(session.answers)
    stop = words.STOP[result.stop]
    yield from (words.filled(words.COUNT, count=count, unknown=unknown, stop=stop).get(lang), "")
    yield from (f"## {words.LEVELS.get(lang)}", "")
    joint = "：" if lang == "ja" else ": "
    yield f"- {words.WHOLE_TRACK.get(lang)}{joint}{_told(result.track, lang)}"
    for skill in result.skills:
        if diagnostic.role is not None and not (skill.items or skill.required):
            continue  # neither asked for nor asked about
        name = f"{diagnostic.skill_names[skill.skill].get(lang)} {skill.skill}"
        yield f"- {name}{joint}{_skill(diagnostic, skill, lang)}"


def _told(estimate: Estimate, lang: Lang) -> str:
    return words.ESTIMATE.get(lang).format(
        level=estimate.level, low=estimate.low, high=estimate.high
    )


def _skill(diagnostic: Diagnostic, skill: SkillResult, lang: Lang) -> str:
    basis = words.ITEMS.get(lang).format(count=skill.items)
    parts = [_told(skill.estimate, lang), basis if skill.items else words.NO_ITEMS.get(lang)]
    line = "、".join(parts) + "。" if lang == "ja" else ", ".join(parts) + "."
    if not skill.required:
        return line
    shown = min(skill.required, diagnostic.ceilings[skill.skill])
    told = words.filled(
        words.REQUIRED,
        level=skill.required,
        said=words.SAID[skill.decision],
        shown=shown,
        share=words.percent(skill.estimate.p_at_least[shown - 1]),
    )
    return f"{line}{'' if lang == 'ja' else ' '}{told.get(lang)}"


def _modules(diagnostic: Diagnostic, plan: Plan, lang: Lang) -> Iterator[str]:
    yield from ("", f"## {words.MODULES.get(lang)}", "")
    for number, advice in enumerate(plan.advice, start=1):
        module = advice.module
        told = words.filled(
            words.MODULE,
            title=module.title,
            slug=module.lesson,
            minutes=module.minutes,
            reason=advice.reason,
        )
        yield f"{number}. {told.get(lang)}"
    if not plan.advice:
        yield words.NO_MODULE.get(lang)
    if plan.without:
        names = words.AND.get(lang).join(
            diagnostic.skill_names[skill].get(lang) for skill in plan.without
        )
        yield from ("", words.WITHOUT.get(lang).format(skills=names))
