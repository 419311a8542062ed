"""Cells of Nonomura's first notebooks: in the wrong order, with red text, with old numbers on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np

Cause = Literal["order", "name", "width", "close", "column", "mixed"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A cell that stopped, with what had been run before it."""

    cause: Cause
    """Why it stopped."""
    run: str
    """Cells already run; ``-`` for none."""
    waiting: str
    """Cells of the notebook not yet run; ``-`` for none."""
    cell: str
    """The cell that was run."""
    red: str
    """Last line of the red text, as Python 3.11 or later and IPython write it."""


_HALLS = 'halls = lesson.table("halls")'
_UNCLOSED = "SyntaxError: unterminated string literal (detected at line 1)"
_ADDED = 'TypeError: can only concatenate str (not "int") to str'

STOPS: tuple[Stop, ...] = (
    Stop(
        "order",
        "people = {n}",
        "households = {m}",
        "people / households",
        "NameError: name 'households' is not defined",
    ),
    Stop(
        "order",
        "moved_in = {m}",
        "people = {n}",
        "people + moved_in",
        "NameError: name 'people' is not defined",
    ),
    Stop(
        "order",
        "-",
        f"{_HALLS}\nmonth = {{m}}",
        'halls["hours"].sum()',
        "NameError: name 'halls' is not defined",
    ),
    Stop(
        "name",
        "households = {m}\npeople = {n}",
        "moved_in = {k}",
        "people / household",
        "NameError: name 'household' is not defined",
    ),
    Stop(
        "name",
        "people = {n}",
        "households = {m}",
        "People + 2",
        "NameError: name 'People' is not defined",
    ),
    Stop(
        "name",
        f"{_HALLS}",
        "people = {n}",
        'hals["hours"].sum()',
        "NameError: name 'hals' is not defined",
    ),
    Stop(
        "width",
        "people = {n}",
        "households = {m}",
        "print（people)",
        "SyntaxError: invalid character '（' (U+FF08)",
    ),
    Stop(
        "width",
        "people = {n}",
        "-",
        "people\u3000+ {m}",
        "SyntaxError: invalid non-printable character U+3000",
    ),
    Stop(
        "width",
        f"{_HALLS}",
        "-",
        "halls[“hours”].sum()",
        "SyntaxError: invalid character '“' (U+201C)",
    ),
    Stop(
        "close",
        f"{_HALLS}",
        "people = {n}",
        'halls["hours].sum()',
        _UNCLOSED,
    ),
    Stop(
        "close",
        "households = {m}",
        "-",
        'print("households: {m})',
        _UNCLOSED,
    ),
    Stop(
        "close",
        "people = {n}",
        "households = {m}",
        "print(people]",
        "SyntaxError: closing parenthesis ']' does not match opening parenthesis '('",
    ),
    Stop(
        "column",
        f"{_HALLS}",
        "people = {n}",
        'halls["hour"].sum()',
        "KeyError: 'hour'",
    ),
    Stop(
        "column",
        f"{_HALLS}",
        "-",
        'halls["people"].mean()',
        "KeyError: 'people'",
    ),
    Stop(
        "mixed",
        'people = "{n}"',
        "-",
        "people + {m}",
        _ADDED,
    ),
    Stop(
        "mixed",
        'households = "{m}"\npeople = {n}',
        "moved_in = {k}",
        "people / households",
        "TypeError: unsupported operand type(s) for /: 'int' and 'str'",
    ),
)
"""Cells that stop. `halls` has the columns hall, area, month, bookings and hours."""

COLUMNS = ("hall", "area", "month", "bookings", "hours")
"""Columns of the table of community halls."""


def stops(rng: np.random.Generator, extra: int = 2) -> list[Stop]:
    """Draw cells that stopped: one for each of four causes, and some more.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    extra : int
        How many more; the first of them is ``column`` or ``mixed``.

    Returns
    -------
    list of Stop
        In random order, with numbers put in; no two alike.
    """
    pool = {cause: [s for s in STOPS if s.cause == cause] for cause in {s.cause for s in STOPS}}
    causes: list[Cause] = ["order", "name", "width", "close"]
    either: tuple[Cause, ...] = ("column", "mixed")
    causes.append(either[int(rng.integers(2))])
    every: tuple[Cause, ...] = ("order", "name", "width", "close", "column", "mixed")
    causes += [every[int(rng.integers(6))] for _ in range(extra - 1)]
    drawn = []
    for cause in causes:
        stop = pool[cause].pop(int(rng.integers(len(pool[cause]))))
        n, m, k = (int(rng.integers(*span)) for span in ((80, 200), (20, 70), (3, 15)))
        run, waiting, cell = (
            part.format(n=n, m=m, k=k) for part in (stop.run, stop.waiting, stop.cell)
        )
        drawn.append(Stop(cause, run, waiting, cell, stop.red))
    return [drawn[i] for i in rng.permutation(len(drawn))]


def mixed_up(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Shuffle six cells so that they stop when run as they stand.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    list of dict
        Letter, code, the names the cell needs (``needs``) and the name it makes (``makes``).
    """
    people, moved, households = (int(rng.integers(*s)) for s in ((80, 120), (4, 9), (30, 50)))
    cells: list[tuple[str, list[str], str]] = [
        (f"people = {people}", [], "people"),
        (f"moved_in = {moved}", [], "moved_in"),
        ("people = people + moved_in", ["people", "moved_in"], "people"),
        (f"households = {households}", [], "households"),
        ("per_household = people / households", ["people", "households"], "per_household"),
        ("per_household", ["per_household"], ""),
    ]
    while True:
        order = [int(i) for i in rng.permutation(len(cells))]
        # The first cell already needs what is not there, and the sum comes after the division.
        if cells[order[0]][1] and order.index(4) < order.index(2):
            break
    return [
        {"cell": letter, "code": cells[i][0], "needs": cells[i][1], "makes": cells[i][2]}
        for letter, i in zip("ABCDEF", order, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Screen:
    """A notebook after a correction: which numbers on it are old, and what would stand there now."""

    rows: list[dict[str, str]]
    """Cell, code, number of the run, output shown."""
    stale: dict[str, bool]
    """For each cell that shows a number, whether that number is old."""
    rerun: list[str]
    """Cells run after the correction (they have a higher number)."""
    last: str
    """Cell whose right number is asked for."""
    after: float
    """That number, when everything has been run again from the top."""


_CORRECTED = 11
"""Number of the run that corrected a value; the ten cells had the numbers before it."""
_PRINTS = {
    "people": "print(people)",
    "households": "print(households)",
    "moved_in": "print(moved_in)",
    "total": "print(total)",
    "each": "print(people / households)",
    "all": "print(total / households)",
}


def _outputs(people: int, moved_in: int, *, households: int) -> dict[str, str]:
    total = people + moved_in
    numbers = {
        "people": people,
        "households": households,
        "moved_in": moved_in,
        "total": total,
        "each": people / households,
        "all": total / households,
    }
    return {name: str(value) for name, value in numbers.items()}


def screen(rng: np.random.Generator) -> Screen:
    """Draw a notebook in which one number was corrected and a few cells were run again.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Screen
        ``total`` is never run again, so what uses it stays old even where it was run again.
    """
    households = int(rng.choice([400, 500]))
    before = {"people": 10 * int(rng.integers(90, 140)), "moved_in": 10 * int(rng.integers(2, 7))}
    which = str(rng.choice(["people", "moved_in"]))
    now = {**before, which: before[which] + 10 * int(rng.integers(3, 12))}
    old, new = (_outputs(**each, households=households) for each in (before, now))
    names = list(_PRINTS)
    letters = dict(zip([names[i] for i in rng.permutation(len(names))], "EFGHIJ", strict=True))
    fresh = str(rng.choice(["people", "each"])) if which == "people" else "moved_in"
    again = [str(rng.choice(["total", "all"])), fresh, *["households"] * int(rng.integers(2))]
    uses = {"people": {"people", "each"}, "moved_in": {"moved_in"}}[which]
    stale = {"total", "all"} | uses - {fresh}
    shown = {name: (old if name in stale else new)[name] for name in names}
    by_letter = {letters[name]: name for name in sorted(names, key=letters.__getitem__)}
    return Screen(
        [*_sources(now, households, which), *_displays(by_letter, again, shown)],
        {letter: name in stale for letter, name in by_letter.items()},
        sorted(letters[name] for name in again),
        letters["all"],
        float(new["all"]),
    )


def _sources(now: dict[str, int], households: int, corrected: str) -> list[dict[str, str]]:
    """Return the cells that put in numbers; the corrected one was run last."""
    codes = [
        f"people = {now['people']}",
        f"households = {households}",
        f"moved_in = {now['moved_in']}",
        "total = people + moved_in",
    ]
    return [
        {
            "cell": letter,
            "code": code,
            "run": f"[{_CORRECTED if code.startswith(corrected) else n}]",
            "output": "-",
        }
        for n, (letter, code) in enumerate(zip("ABCD", codes, strict=True), start=1)
    ]


def _displays(
    by_letter: dict[str, str], again: list[str], shown: dict[str, str]
) -> list[dict[str, str]]:
    """Return the cells that show numbers; some were run again, from the top down."""
    later = count(_CORRECTED + 1)
    return [
        {
            "cell": letter,
            "code": _PRINTS[name],
            "run": f"[{next(later) if name in again else n}]",
            "output": shown[name],
        }
        for n, (letter, name) in enumerate(by_letter.items(), start=5)
    ]
