"""From what somebody typed to the person, post or department that is meant, with near matches where nothing fits."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.plan.words import post_name
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.placement.problem.model import Problem

MOST_NEAR = 5


def person_id(problem: Problem, given: str) -> str:
    """Return the person id of somebody named by staff number, person id or full name.

    Parameters
    ----------
    problem : Problem
        The people.
    given : str
        職員番号, person id or name; spaces in a name do not count.

    Returns
    -------
    str
        Person id.

    Raises
    ------
    InputError
        If nobody, or more than one person, is meant. It names staff numbers that look alike or bear the name.
    """
    people = problem.people
    found = [one for one in people if given in (one.staff_number, one.person)]
    found = found or [one for one in people if given and _plain(one.name) == _plain(given)]
    if len({one.person for one in found}) == 1:
        return found[0].person
    numbers = [one.staff_number or one.person for one in found or people]
    near = sorted(numbers) if found else _near(given, numbers)
    raise InputError(
        f"「{given}」は{_several(len(found)).ja}。職員番号・受講者番号・氏名を確かめてください。{_listed(near).ja}",
        f"“{given}” names {_several(len(found)).en} of the people here. "
        f"Check the staff number, person id or name.{_listed(near).en}",
    )


def post_id(problem: Problem, given: str) -> str:
    """Return the id of a post named by id, or by its name with or without the department.

    Parameters
    ----------
    problem : Problem
        The posts.
    given : str
        ポスト番号 or name; spaces do not count.

    Returns
    -------
    str
        Id of the post.

    Raises
    ------
    InputError
        If no post, or more than one, is meant. It names posts that look alike.
    """
    full = {post.id: post_name(post, problem.departments) for post in problem.posts}
    short = {post.id: (post.name.split() or [post.name])[-1] for post in problem.posts}
    return _one(given, (full, short), Text("ポスト", "post"))


def department_id(problem: Problem, given: str) -> str:
    """Return the id of a department named by id or name.

    Parameters
    ----------
    problem : Problem
        The departments.
    given : str
        所属コード or name.

    Returns
    -------
    str
        Id of the department.

    Raises
    ------
    InputError
        If no department, or more than one, is meant. It names departments that look alike.
    """
    used = {post.department for post in problem.posts}
    names = {id_: problem.departments.get(id_, id_) for id_ in sorted(used)}
    return _one(given, (names,), Text("所属", "department"))


def _one(given: str, names: Iterable[Mapping[str, str]], what: Text) -> str:
    tables = list(names)
    if given in tables[0]:
        return given
    found = {
        id_ for table in tables for id_, name in table.items() if _plain(name) == _plain(given)
    }
    if len(found) == 1:
        return found.pop()
    near = found or {
        id_
        for table in tables
        for id_, name in table.items()
        if {id_, name} & {*_near(given, table), *_near(given, table.values())}
    }
    told = _listed([f"{id_} {tables[0][id_]}" for id_ in sorted(near)])
    raise InputError(
        f"{what.ja}「{given}」は{_several(len(found)).ja}。番号か名前を確かめてください。{told.ja}",
        f"“{given}” names {_several(len(found)).en} of the {what.en}s here. Check the id or name.{told.en}",
    )


def _several(count: int) -> Text:
    return Text(f"{count}あります", str(count)) if count else Text("この案にありません", "none")


def _plain(name: str) -> str:
    return "".join(name.split())


def _near(given: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(given, list(known), n=MOST_NEAR)


def _listed(near: Iterable[str]) -> Text:
    told = list(near)[:MOST_NEAR]
    return (
        Text(f"近いもの：{'、'.join(told)}", f" Near: {', '.join(told)}") if told else Text("", "")
    )
