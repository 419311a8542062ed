"""Which sets of modules make which people eligible for a demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.recommend import after_module

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.placement.recommend import Module
    from grader.placement.training.model import Demand, Terms, Trainee

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    State = dict[str, Floats]

MOST_MODULES, MOST_SETS, SPARE = 10, 6, 20
"""Modules looked at for one demand, all of whose sets are tried; sets kept for one person and demand; and people kept
for it beyond three times those who are needed, the cheapest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Packages:
    """The smallest sets of modules that make people eligible for one demand.

    Parameters
    ----------
    useful : tuple of Module
        Modules that were looked at, in the order in which they are taken.
    minimal : ndarray of bool of shape (2 ** len(useful), n)
        Whether a set (bit b stands for module b) makes a person eligible and no smaller part of it does.
    before, best : ndarray of shape (n,)
        P(all musts met) without training, and at best; 0 where no module teaches a level of which no task was taken.
    least, most : ndarray of shape (2 ** len(useful),)
        Minutes of each set without what it requires, and with all of that.
    complete : bool
        Whether all useful modules were looked at.
    """

    useful: tuple[Module, ...]
    minimal: Bools
    before: Floats
    best: Floats
    least: Floats
    most: Floats
    complete: bool

    @property
    def eligible(self) -> Bools:
        """Who is eligible without training."""
        first: Bools = self.minimal[0]
        return first

    @property
    def cheapest(self) -> Floats:
        """Minutes that are enough for each person; infinite where nothing is."""
        minutes: Floats = np.where(self.minimal, self.most[:, None], np.inf).min(axis=0)
        return minutes

    def sets(self, room: Floats, people: int) -> Iterator[tuple[int, list[Module]]]:
        """Yield the sets of each person that may belong to the cheapest plan, the `MOST_SETS` cheapest of them.

        Parameters
        ----------
        room : ndarray of shape (n,)
            Minutes that are enough for all demands that the person can meet: a dearer set is of no use.
        people : int
            How many are asked for.

        Yields
        ------
        tuple of (int, list of Module)
            Index of the person, and the modules.
        """
        for person in np.flatnonzero(self.kept(people)):
            masks = np.flatnonzero(self.minimal[:, person] & (self.least <= room[person]))
            cheap = masks[np.argsort(self.least[masks], kind="stable")][:MOST_SETS]
            yield from ((int(person), self.modules(int(mask))) for mask in cheap)

    def modules(self, mask: int) -> list[Module]:
        """Return the modules of a set.

        Parameters
        ----------
        mask : int
            Bit b stands for useful module b.

        Returns
        -------
        list of Module
            In order.
        """
        return [module for b, module in enumerate(self.useful) if mask >> b & 1]

    def is_whole(self, room: Floats, people: int) -> bool:
        """Tell whether `sets` leaves nothing out that may be of use.

        Parameters
        ----------
        room : ndarray of shape (n,)
            As for `sets`.
        people : int
            How many are asked for.

        Returns
        -------
        bool
            False if there are more modules, people or sets than are looked at.
        """
        if self.eligible.sum() >= people:
            return True
        kept = (self.minimal & (self.least[:, None] <= room)).sum(axis=0)
        everybody = self.kept(people).sum() == self.minimal.any(axis=0).sum()
        return self.complete and bool(everybody) and bool((kept <= MOST_SETS).all())

    def kept(self, people: int) -> Bools:
        """Return who is looked at: those who are eligible, and those who become so at the least minutes.

        Parameters
        ----------
        people : int
            How many are asked for.

        Returns
        -------
        ndarray of bool of shape (n,)
            Persons.
        """
        missing = max(0, people - int(self.eligible.sum()))
        minutes = np.where(self.eligible, np.inf, self.cheapest)
        kept = self.eligible.copy()
        kept[np.argsort(minutes, kind="stable")[: 3 * missing + SPARE * (missing > 0)]] = True
        return kept & self.minimal.any(axis=0)


def in_order(modules: Sequence[Module]) -> tuple[Module, ...]:
    """Put modules into an order in which they can be taken: what is required first.

    Parameters
    ----------
    modules : sequence of Module
        Modules; whoever requires each other stand as given.

    Returns
    -------
    tuple of Module
        The same.
    """
    offered = {module.lesson: module for module in modules}
    order: dict[str, Module] = {}

    def visit(slug: str, above: frozenset[str]) -> None:
        if slug in order or slug in above:
            return
        for first in offered[slug].requires:
            if first in offered:
                visit(first, above | {slug})
        order[slug] = offered[slug]

    for slug in offered:
        visit(slug, frozenset())
    return tuple(order.values())


def chance(trainee: Trainee, demand: Demand, modules: Sequence[Module], terms: Terms) -> float:
    """Return P(all musts met) of one person after some modules.

    Parameters
    ----------
    trainee : Trainee
        The person.
    demand : Demand
        The post or role.
    modules : sequence of Module
        Modules, in the order in which they are taken.
    terms : Terms
        Share and prior.

    Returns
    -------
    float
        0 to 1.
    """
    state = _start([trainee], demand, terms)
    for module in modules:
        state = _after(state, module, terms)
    return float(_eligible(state, demand, 1)[0])


def find_packages(
    trainees: Sequence[Trainee], demand: Demand, modules: Sequence[Module], terms: Terms
) -> Packages:
    """Find the smallest sets of modules that make each person eligible.

    Parameters
    ----------
    trainees : sequence of n Trainee
        The people.
    demand : Demand
        The post or role.
    modules : sequence of Module
        What can be taken, in order.
    terms : Terms
        What is assumed.

    Returns
    -------
    Packages
        All of them over the useful modules; over the `MOST_MODULES` most useful ones if there are more.

    Notes
    -----
    A module never lowers a probability, so a set that is large enough stays so when modules are added: a set is minimal
    if it suffices and no set with one module less does. It suffices if P(all musts met) is high enough and, for each
    must, a task of that level was taken before or is part of a module.
    """
    state, count = _start(trainees, demand, terms), len(trainees)
    before = _eligible(state, demand, count)
    useful = _useful(state, demand, modules, terms)
    chosen = useful[:MOST_MODULES]
    looked_at = tuple(module for module in modules if module in chosen)
    taken = np.array([[m.lesson in t.taken for t in trainees] for m in looked_at], dtype=bool)
    counted = np.array([demand.persons is None or t.person in demand.persons for t in trainees])
    enough = np.zeros((1 << len(looked_at), count), dtype=bool)
    shown = _shown(trainees, demand)
    best = np.zeros(count)
    for mask, p in _walk(state, looked_at, demand, terms):
        bits = [b for b in range(len(looked_at)) if mask >> b & 1]
        able = counted & _seen(shown, demand, [looked_at[b] for b in bits])
        able &= ~taken[bits].any(axis=0) if bits else True
        best = np.where(able, np.maximum(best, p), best)
        enough[mask] = able & (p >= terms.chance)
    least, most = _minutes(looked_at, modules)
    return Packages(
        looked_at,
        _minimal(enough, len(looked_at)),
        before,
        best,
        least,
        most,
        len(useful) <= MOST_MODULES,
    )


def _shown(trainees: Sequence[Trainee], demand: Demand) -> dict[str, Bools]:
    return {
        skill: np.array([one.has_shown(skill, level) for one in trainees], dtype=bool)
        for skill, level in demand.needs
    }


def _seen(shown: Mapping[str, Bools], demand: Demand, modules: Sequence[Module]) -> Bools | bool:
    """Tell who has taken a task of each level asked for once these modules are taken."""
    taught = [module.teaches for module in modules]
    left = [
        shown[skill]
        for skill, level in demand.needs
        if all(one.get(skill, 0) < level for one in taught)
    ]
    return np.logical_and.reduce(left) if left else True


def _minutes(useful: Sequence[Module], modules: Sequence[Module]) -> tuple[Floats, Floats]:
    """Minutes of each set, without and with everything that it requires."""
    offered = {module.lesson: module for module in modules}
    own, all_ = [{m.lesson} for m in useful], [_closure(m.lesson, offered) for m in useful]
    masks = range(1 << len(useful))

    def total(parts: Sequence[set[str]], mask: int) -> float:
        slugs = set().union(*(part for b, part in enumerate(parts) if mask >> b & 1))
        return float(sum(offered[slug].minutes for slug in slugs))

    least, most = (np.array([total(parts, mask) for mask in masks]) for parts in (own, all_))
    return least, most


def _closure(slug: str, offered: Mapping[str, Module]) -> set[str]:
    """A module and all that comes before it."""
    found, waiting = set(), [slug]
    while waiting:
        one = waiting.pop()
        if one in offered and one not in found:
            found.add(one)
            waiting += offered[one].requires
    return found


def _minimal(enough: Bools, modules: int) -> Bools:
    """Sets that suffice though none with one module less does."""
    masks = np.arange(len(enough))
    minimal = enough.copy()
    for bit in range(modules):
        has = (masks >> bit & 1).astype(bool)
        minimal[has] &= ~enough[masks[has] ^ (1 << bit)]
    return minimal


def _start(trainees: Sequence[Trainee], demand: Demand, terms: Terms) -> State:
    """P(level ≥ k) of the skills that the demand asks for, each of shape (K, n)."""
    return {
        skill: np.array([t.levels.get(skill, terms.prior) for t in trainees], dtype=float).T
        for skill, _ in demand.needs
    }


def _after(state: State, module: Module, terms: Terms) -> State:
    changed = {
        skill: np.array(after_module(list(p), module.teaches[skill], share=terms.share))
        for skill, p in state.items()
        if skill in module.teaches
    }
    return state | changed


def _eligible(state: Mapping[str, Floats], demand: Demand, persons: int) -> Floats:
    """P(all musts met) = Π P(level ≥ required); 1 where nothing is asked."""
    factors = [state[skill][level - 1] for skill, level in demand.needs]
    product: Floats = np.prod([np.ones(persons), *factors], axis=0)
    return product


def _useful(state: State, demand: Demand, modules: Sequence[Module], terms: Terms) -> list[Module]:
    """Modules that raise a level asked for, those first that raise it most over all people."""
    wanted = dict(demand.needs)
    found = []
    for number, module in enumerate(modules):
        then = _after(state, module, terms)
        gain = sum(
            float((then[skill][:level] - state[skill][:level]).sum())
            for skill, level in wanted.items()
        )
        if gain > 0:
            found.append((-gain, number))
    return [modules[number] for _, number in sorted(found)]


def _walk(
    state: State,
    modules: Sequence[Module],
    demand: Demand,
    terms: Terms,
    mask: int = 0,
    at: int = 0,
) -> Iterator[tuple[int, Floats]]:
    """Yield every set of modules with what it does, one state at a time in memory for each depth."""
    if at == len(modules):
        persons = next((p.shape[1] for p in state.values()), 1)
        yield mask, _eligible(state, demand, persons)
        return
    yield from _walk(state, modules, demand, terms, mask, at + 1)
    then = _after(state, modules[at], terms)
    yield from _walk(then, modules, demand, terms, mask | 1 << at, at + 1)
