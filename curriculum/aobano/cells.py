"""Cells of Nonomura's first notebooks: in the wrong order, with red text, with old numbers on the screen."""

from __future__ import annotations

from dataclasses import dataclass
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
        "poeple + 2",
        "NameError: name 'poeple' is not defined",
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
        texts = (part.format(n=n, m=m, k=k) for part in (stop.run, stop.waiting, stop.cell))
        drawn.append(Stop(cause, *texts, stop.red))
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


_PRINTS = {
    "people": "print(people)",
    "households": "print(households)",
    "moved_in": "print(moved_in)",
    "total": "print(total)",
    "each": "print(people / households)",
    "all": "print(total / households)",
}


def _outputs(people: int, households: int, moved: int) -> dict[str, str]:
    total = people + moved
    numbers = {
        "people": people,
        "households": households,
        "moved_in": moved,
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
    people, moved = 10 * int(rng.integers(90, 140)), 10 * int(rng.integers(2, 7))
    which = str(rng.choice(["people", "moved_in"]))
    before = {"people": people, "moved_in": moved}
    now = dict(before)
    now[which] += 10 * int(rng.integers(3, 12))
    old = _outputs(before["people"], households, before["moved_in"])
    new = _outputs(now["people"], households, now["moved_in"])
    names = list(_PRINTS)
    shown = [names[i] for i in rng.permutation(len(names))]
    trap = str(rng.choice(["total", "all"]))
    fresh = str(rng.choice(["people", "each"])) if which == "people" else "moved_in"
    again = {trap, fresh, "households"} if rng.random() < 0.5 else {trap, fresh}  # noqa: PLR2004
    uses = {"people": ["people", "each"], "moved_in": ["moved_in"]}[which]
    old_names = {"total", "all", *uses} - {fresh}
    sources = [
        ("A", f"people = {now['people']}", "people"),
        ("B", f"households = {households}", ""),
        ("C", f"moved_in = {now['moved_in']}", "moved_in"),
        ("D", "total = people + moved_in", ""),
    ]
    count = iter(range(11, 20))
    rows = [
        {"cell": cell, "code": code, "run": f"[{10 if makes == which else n}]", "output": "-"}
        for n, (cell, code, makes) in enumerate(sources, start=1)
    ]
    letters = dict(zip(shown, "EFGHIJ", strict=True))
    for n, name in enumerate(shown, start=5):
        number = next(count) if name in again else n
        output = old[name] if name in old_names else new[name]
        rows.append(
            {"cell": letters[name], "code": _PRINTS[name], "run": f"[{number}]", "output": output}
        )
    return Screen(
        rows,
        {letters[name]: name in old_names for name in sorted(letters, key=letters.__getitem__)},
        sorted(letters[name] for name in again),
        letters["all"],
        float(new["all"]),
    )
