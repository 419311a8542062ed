"""Rules on what must have been agreed, promised or allowed before somebody goes to a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.placement.rules.pairs_ties import rulebook_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import NDArray

    from grader.placement.problem.model import Candidate, Post
    from grader.placement.problem.pairs import Pairs
    from grader.standard import Standard

    Bools = NDArray[np.bool_]

PLEDGES, ELIGIBILITY, ACCESS = "pledges.", "eligibility.", "information_access."
CONSENT = "consent.person"
SECONDMENTS = frozenset({"secondment", "private-secondment"})


def pledges(pairs: Pairs) -> Bools:
    """Mark pairs whose person has not given a pledge (誓約書) that the post asks for.

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        Pledges in force on the day of appointment count. Staying needs them as well.
    """
    return _lacks(pairs, PLEDGES, lambda one: {PLEDGES + pledge for pledge in one.pledges})


def consent(pairs: Pairs) -> Bools:
    """Mark secondments, and posts that ask for it, to which the person has not agreed.

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        An agreement names the post or the placement. Who stays has agreed before; a wish is not an agreement.

    References
    ----------
    公益的法人等への一般職の地方公務員の派遣等に関する法律 (2000, no. 50), art. 2, dispatches staff with their consent
    (https://www.shugiin.go.jp/Internet/itdb_housei.nsf/html/housei/h147050.htm and a summary for officials, seen in part
    on 2026-11-26). For 地方自治法 art. 252-17 and for training at companies we take consent for good practice, not for law.
    """
    agreed = pairs.named(lambda one: one.consents, lambda post: [post.id, post.placement or ""])
    found: Bools = pairs.posts(needs_consent, np.bool_) & ~agreed & ~pairs.stay
    return found


def needs_consent(post: Post) -> bool:
    """Tell whether nobody goes to a post without having agreed.

    Parameters
    ----------
    post : Post
        The post.

    Returns
    -------
    bool
        True for secondments of either kind and for posts with the gate ``consent.person``.
    """
    return post.kind in SECONDMENTS or CONSENT in post.gates


def information_access(pairs: Pairs, standard: Standard) -> Bools:
    """Mark posts where people from outside would reach information closed to them, or whose work suits no side job.

    Parameters
    ----------
    pairs : Pairs
        The pairs.
    standard : Standard
        The standard, whose rulebook says which work suits a side job.

    Returns
    -------
    ndarray of bool
        What is closed is the policy's decision (`closed`): the standard's limits of access are voices from practice.
        Softer limits are a matter of flags.

    Raises
    ------
    InputError
        If a post names side-job work and the standard has no rulebook.
    """
    closed = pairs.problem.policy.closed
    outside = pairs.people(is_outside, np.bool_) & pairs.posts(
        lambda post: bool(post.access & closed), np.bool_
    )
    found: Bools = outside | pairs.posts(
        lambda post: suitability(post, standard) == "unsuitable", np.bool_
    )
    return found


def suitability(post: Post, standard: Standard) -> str:
    """Say how the work of a side-job post suits a side job.

    Parameters
    ----------
    post : Post
        The post.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    str
        A word of the rulebook; empty for posts without such work, and for work of which the rulebook says nothing.

    Raises
    ------
    InputError
        If the post names work and the standard has no rulebook.
    """
    if post.kind != "side-job" or not post.work:
        return ""
    work = rulebook_of(standard).side_jobs.get(post.work)
    return work.suitability if work else ""


def other_conditions(pairs: Pairs, standard: Standard) -> Bools:
    """Mark posts whose own conditions the person does not fulfil, or that are for other people: outsiders, or own staff.

    Parameters
    ----------
    pairs : Pairs
        The pairs.
    standard : Standard
        The standard with its roles and placements.

    Returns
    -------
    ndarray of bool
        People from outside go to posts that are open to them, own staff not to posts for outsiders only. Who stays was
        found to fulfil it all.
    """
    unmet = _lacks(pairs, ELIGIBILITY, lambda one: one.eligibility)
    outside = pairs.people(is_outside, np.bool_)
    open_ = pairs.posts(lambda post: is_open_to_outsiders(post, standard), np.bool_)
    only = pairs.posts(lambda post: is_for_outsiders(post, standard), np.bool_)
    found: Bools = (unmet | (outside & ~open_) | (~outside & only)) & ~pairs.stay
    return found


def is_outside(person: Candidate) -> bool:
    """Tell whether somebody comes from outside the organisation.

    Parameters
    ----------
    person : Candidate
        The person.

    Returns
    -------
    bool
        True for external people.
    """
    return person.origin == "external"


def is_open_to_outsiders(post: Post, standard: Standard) -> bool:
    """Tell whether people from outside can be taken on for a post.

    Parameters
    ----------
    post : Post
        The post.
    standard : Standard
        The standard.

    Returns
    -------
    bool
        True for shared posts, for the standard's appointments of external people, and for posts for outsiders only.
    """
    place = standard.placements.get(post.placement or "")
    appointment = place is not None and place.type == "appointment"
    return post.kind == "sharing" or appointment or is_for_outsiders(post, standard)


def is_for_outsiders(post: Post, standard: Standard) -> bool:
    """Tell whether a post is not for own staff.

    Parameters
    ----------
    post : Post
        The post.
    standard : Standard
        The standard.

    Returns
    -------
    bool
        True for side-job posts, and for roles that the standard means for external people only.
    """
    role = standard.roles.get(post.role or "")
    return post.kind == "side-job" or (role is not None and role.applies_to == ("external",))


def gates_of(post: Post, prefix: str) -> list[str]:
    """Return the gates of one kind.

    Parameters
    ----------
    post : Post
        The post.
    prefix : str
        How the gates begin, such as ``pledges.``.

    Returns
    -------
    list of str
        Gates in order.
    """
    return [gate for gate in post.gates if gate.startswith(prefix)]


def _lacks(pairs: Pairs, prefix: str, has: Callable[[Candidate], Collection[str]]) -> Bools:
    """Mark pairs whose post has a gate of a kind that the person has not passed."""
    gates = sorted({gate for post in pairs.problem.posts for gate in gates_of(post, prefix)})
    lacking = np.zeros(pairs.stay.shape, dtype=np.bool_)
    for gate in gates:
        asked = np.array([gate in post.gates for post in pairs.problem.posts])[pairs.post]
        passed = np.array([gate in has(one) for one in pairs.problem.people])[pairs.person]
        lacking |= asked & ~passed
    return lacking
