"""How two companies are linked, from the links that a case names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.standard.rulings.case import Link

Graph = dict[str, set[str]]


def reach(company: str, bidder: str, links: Iterable[Link]) -> frozenset[str]:
    """Say what a bidder is to a company.

    More links never take a word away, which is what makes a ruling monotone: companies in line are also
    called siblings if they share a parent, and a parent is also called an ancestor.

    Parameters
    ----------
    company : str
        The company with which the person has to do.
    bidder : str
        The company that bids.
    links : iterable of Link
        What is known about the companies.

    Returns
    -------
    frozenset of str
        Words of `REACH`; empty if nothing links the two.
    """
    parents, children, accounts, others = _graphs(links)
    up, down = _closure(company, parents), _closure(company, children)
    return frozenset(
        word
        for word, holds in {
            "self": company == bidder,
            "parent": bidder in parents[company],
            "subsidiary": bidder in children[company],
            "ancestor": bidder in up,
            "descendant": bidder in down,
            "sibling": company != bidder and bool(up & _closure(bidder, parents)),
            "consolidated": company != bidder and bidder in _closure(company, accounts),
            "affiliated": bidder in others[company],
        }.items()
        if holds
    )


def _graphs(links: Iterable[Link]) -> tuple[Graph, Graph, Graph, Graph]:
    parents, children, accounts, others = (defaultdict[str, set[str]](set) for _ in range(4))
    forward: Mapping[str, tuple[Graph, Graph]] = {
        "subsidiary_of": (parents, children),
        "parent_of": (children, parents),
        "consolidated_with": (accounts, accounts),
        "affiliated_with": (others, others),
    }
    for link in links:
        there, back = forward[link.kind]
        there[link.company].add(link.other)
        back[link.other].add(link.company)
    return parents, children, accounts, others


def _closure(start: str, graph: Graph) -> set[str]:
    """Return everything that can be reached in one step or more."""
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        company = waiting.pop()
        if company not in seen:
            seen.add(company)
            waiting += graph[company]
    return seen
