"""A sitting as questions and answers in text: on a terminal, in a notebook without widgets, from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.diagnosis.answers import UNKNOWN, read_response
from grader.diagnosis.report import progress, question
from grader.diagnosis.session import next_step, with_answer
from grader.errors import InputError
from grader.text import LANGS
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from grader.diagnosis.answers import Response
    from grader.diagnosis.items import ShortItem
    from grader.diagnosis.session import Diagnostic, Session
    from grader.text import Lang


def converse(
    diagnostic: Diagnostic,
    session: Session,
    *,
    lang: Lang,
    ask: Callable[[str], str],
    say: Callable[[str], None],
    clock: Callable[[], float],
) -> Iterator[Session]:
    """Ask one item after the other.

    Parameters
    ----------
    diagnostic : Diagnostic
        What is sat.
    session : Session
        The answers so far.
    lang : {'ja', 'en'}
        Language.
    ask : callable
        Takes a prompt, returns what was typed.
    say : callable
        Shows a text.
    clock : callable
        Seconds, from any moment.

    Yields
    ------
    Session
        After each answer. Between items nothing is said about them, so that none cues another.
    """
    began = clock() - 60 * session.minutes
    while True:
        step = next_step(diagnostic, session, minutes=(clock() - began) / 60)
        if step.item is None:
            return
        say(f"\n── {progress(diagnostic, step, lang)} ──\n\n{question(step.item, lang)}")
        response = _asked(step.item, lang, ask, say)
        session = with_answer(session, step.item.id, response, minutes=(clock() - began) / 60)
        yield session


def _asked(
    item: ShortItem, lang: Lang, ask: Callable[[str], str], say: Callable[[str], None]
) -> Response:
    while True:
        try:
            return read_response(item, ask("> "))
        except InputError as error:
            say(error.ja if lang == "ja" else error.en)


def replay(
    diagnostic: Diagnostic, session: Session, entries: Mapping[str, str]
) -> tuple[Session, ShortItem | None]:
    """Answer from a list.

    Parameters
    ----------
    diagnostic : Diagnostic
        What is sat.
    session : Session
        The answers so far.
    entries : mapping of str to str
        What would be typed for each item, by id.

    Returns
    -------
    session : Session
        With the answers that were found.
    waiting : ShortItem or None
        The item whose answer is missing; None when the sitting is over.

    Raises
    ------
    InputError
        If an entry is no answer to its item.
    """
    while (item := next_step(diagnostic, session).item) is not None:
        if item.id not in entries:
            return session, item
        try:
            response = read_response(item, entries[item.id])
        except InputError as error:
            raise InputError(f"{item.id}: {error.ja}", f"{item.id}: {error.en}") from None
        session = with_answer(session, item.id, response, minutes=session.minutes)
    return session, None


def read_entries(path: Path) -> dict[str, str]:
    """Read a file of answers.

    Parameters
    ----------
    path : Path
        YAML or JSON: what would be typed, by item id; a list for several numbers, null for “I do not
        know”.

    Returns
    -------
    dict of str to str
        Entries by item id.

    Raises
    ------
    InputError
        If the file breaks a YAML rule, or does not map ids to answers.
    """
    document, findings = read_yaml(path)
    if document is None or findings:
        raise InputError(*(findings[0].render(path.parent, lang) for lang in LANGS))
    if not isinstance(document.data, dict):
        raise InputError(
            f"{path}: 「設問ID: 答え」の形で書いてください。",
            f"{path}: must map item ids to answers.",
        )
    return {name: _typed(value) for name, value in document.data.items()}


def _typed(value: object) -> str:
    if value is None:
        return UNKNOWN
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
