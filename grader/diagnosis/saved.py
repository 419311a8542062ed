"""A sitting as a file: to go on later, or to keep the outcome. Written only where the person says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from grader.diagnosis import words
from grader.diagnosis.answers import category
from grader.diagnosis.recommend import plan_for
from grader.diagnosis.result import result_of
from grader.diagnosis.session import Answered, Session
from grader.errors import InputError
from grader.schema.store import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.diagnosis.model import Model
    from grader.diagnosis.session import Diagnostic
    from grader.placement import Module


def save(path: Path, diagnostic: Diagnostic, session: Session, modules: Sequence[Module]) -> None:
    """Write a sitting.

    Parameters
    ----------
    path : Path
        The file.
    diagnostic : Diagnostic
        What is sat.
    session : Session
        The answers so far.
    modules : sequence of Module
        Lessons to recommend from.
    """
    result = result_of(diagnostic, session)
    plan = plan_for(diagnostic, result, modules)
    document = {
        "format_version": 1,
        "notice": asdict(words.NOTICE),
        "track": diagnostic.track,
        "role": diagnostic.role,
        "seed": session.seed,
        "items_version": _version(diagnostic.model),
        "minutes": round(session.minutes, 2),
        "answers": [_answer(diagnostic.model, answer) for answer in session.answers],
        "stop": result.stop,
        "result": {
            "track": asdict(result.track),
            "skills": [asdict(skill) for skill in result.skills],
        },
        "recommended": [
            {"module": advice.module.lesson, "reason": asdict(advice.reason)}
            for advice in plan.advice
        ],
    }
    # Through JSON and back: to a schema a tuple is no array.
    write_json(path, json.loads(json.dumps(document)), "diagnosis")


def _version(model: Model) -> str:
    return hashlib.sha256(repr((model.items, model.settings)).encode()).hexdigest()[:8]


def _answer(model: Model, answer: Answered) -> dict[str, Any]:
    item = next(item for item in model.items if item.id == answer.item)
    got = category(item, answer.response, part=model.settings.part)
    return {"item": answer.item, "response": answer.response, "category": got}


def resume(path: Path, diagnostic: Diagnostic) -> Session:
    """Read a sitting, to go on with it.

    Parameters
    ----------
    path : Path
        The file.
    diagnostic : Diagnostic
        What is sat.

    Returns
    -------
    Session
        The answers so far.

    Raises
    ------
    InputError
        If the file holds something else, or a sitting of another track, role or set of items.
    """
    document = read_json(path, "diagnosis")
    mine = (diagnostic.track, diagnostic.role, _version(diagnostic.model))
    theirs = (document["track"], document["role"], document["items_version"])
    if mine != theirs:
        raise InputError(
            f"{path}: 別の診断（分野 {theirs[0]}、役割 {theirs[1]}、設問 {theirs[2]}）の続きです。別のファイル名にしてください。",
            f"{path}: holds another diagnosis (track {theirs[0]}, role {theirs[1]}, items {theirs[2]}); choose another file.",
        )
    answers = tuple(
        Answered(entry["item"], _response(entry["response"])) for entry in document["answers"]
    )
    return Session(document["seed"], answers, document["minutes"])


def _response(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
