"""The letters of one trainee's desk in Aobano City, with the records about those who read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from aobano import notices, plain_practice, readers, search_words, translations, voices

from grader.marking import World

if TYPE_CHECKING:
    from aobano.notices import Genre

_STREAM = 613
"""Keeps this lesson's random numbers apart from those of other lessons with the same seed."""


def make(seed: int) -> World:
    """Put together the letters of one trainee.

    Parameters
    ----------
    seed : int
        The trainee's seed.

    Returns
    -------
    World
        Documents ``faulty``, ``long``, ``phrases``, ``blocks``, ``trial`` for practice, ``notice``, ``alarm``,
        ``tests``, ``machine``, ``searches``, ``voices`` for the assessment; the truth of each exercise.
    """
    rng = np.random.default_rng([seed, _STREAM])
    faulty, faults = plain_practice.faulty(rng)
    long, split = plain_practice.long_sentence(rng)
    phrases, eased = plain_practice.phrases(rng)
    blocks, block_of = plain_practice.blocks(rng)
    genre = notices.GENRES[int(rng.integers(len(notices.GENRES)))]
    notice, rewrites = _letter(genre, rng)
    alarm, alarms = _letter(notices.ALARM, rng)
    tests, tested = readers.tests(rng)
    machine, errors = translations.pieces(rng, notices.drawn_values(rng))
    searches, titled = search_words.searches(rng)
    said, needs = voices.voices(rng)
    return World(
        documents={
            "faulty": faulty,
            "long": long,
            "phrases": phrases,
            "blocks": blocks,
            "trial": _trial(rng),
            "notice": notice,
            "alarm": alarm,
            "tests": tests,
            "machine": machine,
            "searches": searches,
            "voices": said,
        },
        truth={
            "faults": faults,
            "split": split,
            "eased": eased,
            "block_of": block_of,
            "notice": rewrites,
            "alarm": alarms,
            "tested": tested,
            "errors": errors,
            "titled": titled,
            "needs": needs,
        },
    )


def _letter(genre: Genre, rng: np.random.Generator) -> tuple[dict[str, str], dict[str, Any]]:
    """Return a letter as the office writes it, and versions of it: one good, the others as people often write them."""
    values = notices.drawn_values(rng)
    parts = notices.sentences(genre, values)
    good = [notices.bare(text) for _, text in parts]
    told = [name for name, _ in parts]
    must = "until" if "until" in told else "act"
    shown = {"text": notices.original(genre, values), "gloss": notices.gloss(genre, values)}
    return shown, {
        "genre": genre.key,
        "needs": notices.needs(genre, values),
        "good": "\n".join(good),
        "ruby": "\n".join(notices.ruby(text) for _, text in parts),
        "kana": "\n".join(notices.kana(text) for _, text in parts),
        "polite": "\n".join(notices.polite(text) for text in good),
        "cut": "\n".join(text for name, text in zip(told, good, strict=True) if name != must),
        "back": "\n".join([*good[1:], good[0]]),
    }


def _trial(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return last year's trial: four versions of one letter, read by forty people each."""
    shares = {"office": (34, 40), "cut": (70, 6), "kana": (41, 45), "plain": (83, 88)}
    return [
        {
            "version": version,
            "action": action + int(rng.integers(-3, 4)),
            "deadline": deadline + int(rng.integers(-3, 4)),
        }
        for version, (action, deadline) in shares.items()
    ]
