"""The cheapest modules that make enough people eligible, as an integer program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from grader.placement.problem.model import Goal
from grader.placement.program import Objective, Program, solve
from grader.placement.training.model import Missing, Purpose, TrainingPlan, TrainingRow
from grader.placement.training.packages import chance, find_packages, in_order
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from grader.placement.program import Limits
    from grader.placement.recommend import Module
    from grader.placement.training.model import Demand, Terms, Trainee
    from grader.placement.training.packages import Packages

    Floats = NDArray[np.float64]


def make_training(
    demands: Sequence[Demand],
    trainees: Sequence[Trainee],
    modules: Sequence[Module],
    *,
    terms: Terms,
    limits: Limits,
) -> TrainingPlan:
    """Choose modules for people, at the least staff time.

    Parameters
    ----------
    demands : sequence of Demand
        For which posts and roles how many people are to be eligible.
    trainees : sequence of Trainee
        Who can be trained.
    modules : sequence of Module
        What can be taken.
    terms : Terms
        What is assumed: see `Terms.assumption`.
    limits : Limits
        Seconds and gap of the solver.

    Returns
    -------
    TrainingPlan
        First as few people short as possible, then as few minutes as possible.

    Notes
    -----
    With y(i, m) = 1 where person i takes module m, x(i, d, g) = 1 where the smallest set g that makes i eligible for
    demand d is taken, and s(d) people short: minimise Σ s, then Σ minutes(m)·y(i, m), with

    - Σ x(·, d, ·) + s(d) ≥ people(d), less those who are eligible already, and Σ_g x(i, d, g) ≤ 1;
    - x(i, d, g) ≤ y(i, m) for each m in g;
    - y(i, m) ≤ y(i, r) for each module r that m requires and i has not taken;
    - Σ_m minutes(m)·y(i, m) ≤ the minutes of a person, where they are limited.
    """
    offered = in_order(modules)
    people = sorted(trainees, key=lambda one: one.person)
    found = [find_packages(people, demand, offered, terms) for demand in demands]
    draft = _Draft(people, offered, terms)
    room = _room(demands, found, terms)
    for demand, packages in zip(demands, found, strict=True):
        draft.ask(demand, packages, room)
    draft.close()
    solution = solve(draft.program(), limits=limits, start=draft.start())
    values = np.rint(solution.values).astype(int)
    return TrainingPlan(
        terms,
        _rows(draft, demands, values),
        {d.id: int(p.eligible.sum()) for d, p in zip(demands, found, strict=True)},
        tuple(_missing(draft, demands, found, values)),
        solution.stages,
        all(p.is_whole(room, _asked(d, p, terms)) for d, p in zip(demands, found, strict=True)),
    )


def _asked(demand: Demand, packages: Packages, terms: Terms) -> int:
    """How many people are looked for: where each counts once, those who are eligible may be needed elsewhere."""
    return demand.people + (int(packages.eligible.sum()) if terms.one_each else 0)


def _room(demands: Sequence[Demand], found: Sequence[Packages], terms: Terms) -> Floats:
    """Minutes that are enough for a person to meet all demands within reach, of those that need anybody."""
    needed = [
        np.where(np.isfinite(p.cheapest), p.cheapest, 0.0)
        for d, p in zip(demands, found, strict=True)
        if terms.one_each or p.eligible.sum() < d.people
    ]
    room: Floats = np.sum(needed, axis=0) if needed else np.zeros(len(found[0].before))
    return room


@dataclass(slots=True)
class _Draft:
    """Columns and rows as they are found."""

    people: Sequence[Trainee]
    modules: Sequence[Module]
    terms: Terms
    upper: list[float] = field(default_factory=list)
    minutes: list[float] = field(default_factory=list)
    short: dict[str, int] = field(default_factory=dict)
    takes: dict[tuple[int, str], int] = field(default_factory=dict)
    counts: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    needed: dict[str, int] = field(default_factory=dict)
    larger: dict[int, list[int]] = field(default_factory=dict)
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)

    def column(self, upper: float = 1.0, minutes: float = 0.0) -> int:
        """Add a column."""
        self.upper.append(upper)
        self.minutes.append(minutes)
        return len(self.upper) - 1

    def row(self, columns: Sequence[int], values: Sequence[float], low: float, high: float) -> None:
        """Add a row."""
        self.rows.append((list(columns), list(values), low, high))

    def below(self, smaller: int, larger: int) -> None:
        """One column is at most another."""
        self.larger.setdefault(smaller, []).append(larger)
        self.row([smaller, larger], [1.0, -1.0], -np.inf, 0.0)

    def ask(self, demand: Demand, packages: Packages, room: Floats) -> None:
        """Add what makes people eligible for a demand."""
        counted = [self.column(float(demand.people))]
        self.short[demand.id] = counted[0]
        ready = 0
        for person, modules in packages.sets(room, _asked(demand, packages, self.terms)):
            if not modules and not self.terms.one_each:
                ready += 1  # nothing to decide
                continue
            use = self.column()
            counted.append(use)
            self.counts.setdefault((person, demand.id), []).append(use)
            for module in modules:
                self.below(use, self.take(person, module))
        self.needed[demand.id] = max(0, demand.people - ready)
        self.row(counted, [1.0] * len(counted), float(self.needed[demand.id]), np.inf)

    def take(self, person: int, module: Module) -> int:
        """Return the column of a person and a module; what the module requires comes with it."""
        key = (person, module.lesson)
        if key not in self.takes:
            self.takes[key] = self.column(minutes=float(module.minutes))
            done = self.people[person].taken
            for first in self.modules:
                if first.lesson in module.requires and first.lesson not in done:
                    self.below(self.takes[key], self.take(person, first))
        return self.takes[key]

    def close(self) -> None:
        """Add the limits for each person."""
        for uses in self._together():
            self.row(uses, [1.0] * len(uses), -np.inf, 1.0)
        if self.terms.minutes is not None:
            own: dict[int, list[int]] = {}
            for (person, _), column in self.takes.items():
                own.setdefault(person, []).append(column)
            for columns in own.values():
                spent = [self.minutes[column] for column in columns]
                self.row(columns, spent, -np.inf, float(self.terms.minutes))

    def _together(self) -> list[list[int]]:
        """Ways to count a person of which one may be used: for each demand, or for all."""
        if not self.terms.one_each:
            return list(self.counts.values())
        found: dict[int, list[int]] = {}
        for (person, _), uses in self.counts.items():
            found.setdefault(person, []).extend(uses)
        return list(found.values())

    def program(self) -> Program:
        """Return the whole program; every column is a whole number."""
        places = [
            (r, c, v)
            for r, (cs, vs, *_) in enumerate(self.rows)
            for c, v in zip(cs, vs, strict=True)
        ]
        row, column, value = zip(*places, strict=True) if places else ((), (), ())
        short = np.zeros(len(self.upper))
        short[list(self.short.values())] = 1.0
        return Program(
            csr_array((value, (row, column)), shape=(len(self.rows), len(self.upper)), dtype=float),
            np.array([low for *_, low, _ in self.rows]),
            np.array([high for *_, high in self.rows]),
            np.array(self.upper),
            (
                Objective(Goal("people", {"people": 1.0}), short),
                Objective(Goal("minutes", {"minutes": 1.0}), np.array(self.minutes)),
            ),
            len(self.upper),
        )

    def start(self) -> Floats:
        """Fill one demand after the other with those who cost least by themselves: a plan to begin with."""
        values, busy = np.zeros(len(self.upper)), set[int]()
        limit = np.inf if self.terms.minutes is None else self.terms.minutes
        spent: dict[int, float] = {}
        for demand, short in self.short.items():
            values[short] = self.needed[demand]
            busy = busy if self.terms.one_each else set()
            for person, use in self._cheapest(demand):
                own = [column for column in self._with(use) if not values[column]]
                minutes = spent.get(person, 0.0) + sum(self.minutes[column] for column in own)
                if values[short] and person not in busy and minutes <= limit:
                    values[own], spent[person] = 1.0, minutes
                    values[short] -= 1
                    busy.add(person)
        return values

    def _cheapest(self, demand: str) -> list[tuple[int, int]]:
        """People and the columns that count them, those of least minutes first."""
        uses = [(p, use) for (p, id_), own in self.counts.items() if id_ == demand for use in own]
        cost = {use: sum(self.minutes[column] for column in self._with(use)) for _, use in uses}
        return sorted(uses, key=lambda one: (cost[one[1]], one))

    def _with(self, use: int) -> list[int]:
        """A column and all that must be 1 with it."""
        found: dict[int, None] = {}
        waiting = [use]
        while waiting:
            column = waiting.pop()
            if column not in found:
                found[column] = None
                waiting += self.larger.get(column, ())
        return list(found)


def _rows(
    draft: _Draft, demands: Sequence[Demand], values: NDArray[np.intp]
) -> tuple[TrainingRow, ...]:
    found = []
    for number, one in enumerate(draft.people):
        taken = [
            m
            for m in draft.modules
            if (c := draft.takes.get((number, m.lesson))) is not None and values[c]
        ]
        purposes = tuple(
            Purpose(d.id, before, after)
            for d in demands
            if any(values[use] for use in draft.counts.get((number, d.id), ()))
            and (after := chance(one, d, taken, draft.terms))
            > (before := chance(one, d, (), draft.terms))
        )
        found += [TrainingRow(one.person, module, purposes) for module in taken]
    return tuple(found)


def _missing(
    draft: _Draft,
    demands: Sequence[Demand],
    found: Sequence[Packages],
    values: NDArray[np.intp],
) -> list[Missing]:
    short: Mapping[str, int] = {d.id: int(values[draft.short[d.id]]) for d in demands}
    told = []
    for demand, packages in zip(demands, found, strict=True):
        if not short[demand.id]:
            continue
        used = {
            p for (p, id_), uses in draft.counts.items() if id_ == demand.id and any(values[uses])
        }
        left = [
            p
            for number, p in enumerate(packages.best)
            if number not in used and (draft.terms.one_each or not packages.eligible[number])
        ]
        best = float(max(left, default=0.0))
        told.append(_told(demand, short[demand.id], best, draft.terms))
    return told


def _told(demand: Demand, short: int, best: float, terms: Terms) -> Missing:
    why = _NO_ROOM if best >= terms.chance else _no_chance(best, terms) if best else _NOBODY
    text = Text(
        f"「{demand.name}」には、{terms.by}までに条件を満たす見込みの人が{demand.people}人必要ですが、教材を受けても{short}人足りません。{why.ja}",
        f"{demand.name} needs {demand.people} who are likely to be eligible by {terms.by}; even with training {short} are missing. {why.en}",
    )
    return Missing(demand.id, short, best, text, _REMEDY)


def _no_chance(best: float, terms: Terms) -> Text:
    # Rounded down: what falls short must not look as if it were enough.
    most, asked = f"{int(100 * best)}%", f"{terms.chance:.0%}"
    return Text(
        f"ほかの人は、受けられる教材をすべて受けても見込みが最高で{most}です（{asked}以上を条件を満たす見込みと数えます）。",
        f"With every module on offer nobody else gets beyond {most} (counted from {asked}).",
    )


_NOBODY = Text(
    "ほかに対象となる人がいないか、求めるレベルを扱う教材がまだありません。",
    "There is nobody else to consider, or no module that teaches the level asked for.",
)
_NO_ROOM = Text(
    "一人当たりの時間の上限、または一人を一つのポストにだけ数える条件のため、ほかの人を加えられません。",
    "The limit of minutes for each person, or counting each person for one post only, leaves no room for anybody else.",
)
_REMEDY = Text(
    "対象者を広げる、実務で学ぶ機会や教材を加える、期限や一人当たりの時間を見直す、外部の人材を検討する、のいずれかが必要です。",
    "Widen the circle of people, add practice or modules, review the day or the time of each person, or consider people from outside.",
)
