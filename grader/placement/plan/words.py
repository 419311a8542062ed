"""Names and numbers in sentences that an HR officer reads aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.placement.problem.model import Candidate, Post, Problem
    from grader.standard import Standard

PRIVATE = Text(
    "人事の定めにより配置できません。", "A decision of the personnel office rules it out."
)
"""All that is ever said about consideration and about ties between people."""

PRIVATE_RULES = frozenset({"P011", "P012", "P013", "P025"})
"""Codes of the rules whose reason is nobody's business: kin, evaluators, consideration, leave."""


def said(*sentences: Text | None) -> Text:
    """Put sentences one after another.

    Parameters
    ----------
    *sentences : Text or None
        Whole sentences; None is passed over.

    Returns
    -------
    Text
        Joined without a space in Japanese, with one in English.
    """
    told = [sentence for sentence in sentences if sentence is not None]
    return Text("".join(one.ja for one in told), " ".join(one.en for one in told))


def listed(names: Iterable[Text]) -> Text:
    """Name several things in a row.

    Parameters
    ----------
    names : iterable of Text
        The names.

    Returns
    -------
    Text
        With 、 in Japanese and commas in English.
    """
    told = list(names)
    return Text("、".join(one.ja for one in told), ", ".join(one.en for one in told))


def number(value: float) -> str:
    """Write a number as people do.

    Parameters
    ----------
    value : float
        The number.

    Returns
    -------
    str
        With thousands separators; one decimal at most, and none for whole numbers.

    Examples
    --------
    >>> number(1234.0), number(0.25), number(-0.04)
    ('1,234', '0.3', '0')
    """
    text = f"{value + 1e-9:,.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def percent(value: float) -> str:
    """Write a share.

    Parameters
    ----------
    value : float
        0 to 1.

    Returns
    -------
    str
        In whole per cent.
    """
    return f"{100 * value + 1e-9:.0f}%"


class Names:
    """Names of posts, people and skills.

    Parameters
    ----------
    problem : Problem
        People and posts.
    standard : Standard
        Skills.
    """

    def __init__(self, problem: Problem, standard: Standard) -> None:
        self.problem = problem
        self.posts: Mapping[str, Post] = {post.id: post for post in problem.posts}
        self.people: Mapping[str, Candidate] = {one.person: one for one in problem.people}
        self.departments = problem.departments
        self.standard = standard

    def place(self, target: str) -> str:
        """Return the name of a post with its department, or of a department.

        Parameters
        ----------
        target : str
            Id of a post or department.

        Returns
        -------
        str
            Name; the id itself where nobody knows it.
        """
        post = self.posts.get(target)
        if post is None:
            return self.departments.get(target, target)
        return post_name(post, self.departments)

    def department(self, post: str | None) -> str:
        """Return the department of a post.

        Parameters
        ----------
        post : str or None
            Id of the post.

        Returns
        -------
        str
            Id of the department; empty without a post that is known.
        """
        known = self.posts.get(post or "")
        return known.department if known else ""

    def person(self, person: str) -> Text:
        """Return how a person is spoken of.

        Parameters
        ----------
        person : str
            Person id.

        Returns
        -------
        Text
            Name and staff number.
        """
        one = self.people[person]
        number_ = f"（{one.staff_number}）" if one.staff_number else ""
        return Text(
            f"{one.name or person}さん{number_}",
            f"{one.name or person}{f' ({one.staff_number})' if one.staff_number else ''}",
        )

    def skill(self, skill: str) -> Text:
        """Return the name of a skill.

        Parameters
        ----------
        skill : str
            Id of the skill.

        Returns
        -------
        Text
            Name; the id itself where the standard does not know it.
        """
        known = self.standard.skills.get(skill)
        return known.name if known else Text(skill, skill)


def post_name(post: Post, departments: Mapping[str, str]) -> str:
    """Return the name of a post with its department in front, once.

    Parameters
    ----------
    post : Post
        The post.
    departments : mapping of str to str
        Names of departments by id.

    Returns
    -------
    str
        Such as 情報政策課 DX推進係.
    """
    department = departments.get(post.department, "")
    return post.name if post.name.startswith(department) else f"{department} {post.name}"
