"""A plan with the names of its people, posts and skills at hand: what every sheet is written from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.problem.pairs import is_beside
from grader.records.dates import japanese_date
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.placement.exports.papers import Papers
    from grader.placement.plan.model import Placed
    from grader.placement.problem.model import Candidate, Post, Problem
    from grader.text import Lang


@dataclass(frozen=True, slots=True)
class View:
    """The papers in one language, with everything found by its id.

    Parameters
    ----------
    papers : Papers
        What they are made from.
    lang : {'ja', 'en'}
        Language of headers and sentences.
    people, posts : mapping
        People and posts by id.
    labels : mapping of str to str
        By post: department and name, no two alike.
    """

    papers: Papers
    lang: Lang
    people: Mapping[str, Candidate]
    posts: Mapping[str, Post]
    labels: Mapping[str, str]

    def say(self, text: Text) -> str:
        """Return a sentence in the language of the papers.

        Parameters
        ----------
        text : Text
            The sentence in both languages.

        Returns
        -------
        str
            In one.
        """
        return text.get(self.lang)

    def label(self, post: str | None) -> str:
        """Return how a post is written in lists.

        Parameters
        ----------
        post : str or None
            Id of the post.

        Returns
        -------
        str
            Its label; empty for none.
        """
        return "" if post is None else self.labels[post]

    def department(self, post: str) -> str:
        """Return the name of a post's department.

        Parameters
        ----------
        post : str
            Id of the post.

        Returns
        -------
        str
            The name; the id where there is none.
        """
        ident = self.posts[post].department
        return self.papers.problem.departments.get(ident, ident)

    def before(self, placed: Placed) -> str:
        """Return where somebody comes from; who takes on something beside the main post, that post.

        Parameters
        ----------
        placed : Placed
            Somebody in the plan.

        Returns
        -------
        str
            The post, else the department; empty for new people.
        """
        home = self.home(placed)
        if home is not None:
            return self.labels[home]
        ident = self.people[placed.person].department
        return self.papers.problem.departments.get(ident, ident)

    def home(self, placed: Placed) -> str | None:
        """Return the main post before a move.

        Parameters
        ----------
        placed : Placed
            Somebody in the plan.

        Returns
        -------
        str or None
            Id of the post; None for new people, and where it is not known.
        """
        if placed.before is not None or not self.is_beside(placed):
            return placed.before
        mains = (
            p.before
            for p in self.papers.plan.placed
            if (p.person, p.year) == (placed.person, placed.year) and not self.is_beside(p)
        )
        return next(mains, self.people[placed.person].post)

    def title(self, placed: Placed) -> str:
        """Return the 職名 after a move.

        Parameters
        ----------
        placed : Placed
            Somebody in the plan.

        Returns
        -------
        str
            That of a new post; where it has none, and for those who stay, the own one; empty without a place.
        """
        if placed.after is None:
            return ""
        if not self.is_coming(placed):
            return self.people[placed.person].title
        return self.posts[placed.after].title or self.people[placed.person].title

    def day(self, year: int) -> date:
        """Return the day of appointment of one year of the plan.

        Parameters
        ----------
        year : int
            Year of the plan, from 0.

        Returns
        -------
        date
            The same day each year; 1 March for 29 February.
        """
        first = self.papers.plan.appointed_on
        try:
            return first.replace(year=first.year + year)
        except ValueError:  # 29 February
            return date(first.year + year, 3, 1)

    def written(self, day: date) -> str:
        """Return a date as it stands in lists.

        Parameters
        ----------
        day : date
            The date.

        Returns
        -------
        str
            令和8年4月1日 in Japanese, ISO 8601 in English.
        """
        return japanese_date(day) if self.lang == "ja" else day.isoformat()

    def skills(self, ids: Iterable[str]) -> str:
        """Return the names of skills, in order.

        Parameters
        ----------
        ids : iterable of str
            Ids of skills.

        Returns
        -------
        str
            The names, put together.
        """
        known = self.papers.standard.skills
        return self.names(self.say(known[ident].name) if ident in known else ident for ident in ids)

    def is_beside(self, placed: Placed) -> bool:
        """Tell whether the new post takes only a part of the week, and the present one is kept.

        Parameters
        ----------
        placed : Placed
            Somebody in the plan.

        Returns
        -------
        bool
            False without a new post.
        """
        return placed.after is not None and is_beside(self.posts[placed.after])

    def is_leaving(self, placed: Placed) -> bool:
        """Tell whether the present post is left.

        Parameters
        ----------
        placed : Placed
            Somebody in the plan.

        Returns
        -------
        bool
            False where it is kept beside the new one.
        """
        return (
            placed.before is not None
            and placed.before != placed.after
            and not self.is_beside(placed)
        )

    def is_coming(self, placed: Placed) -> bool:
        """Tell whether somebody is new in a post.

        Parameters
        ----------
        placed : Placed
            Somebody in the plan.

        Returns
        -------
        bool
            False for those who stay, and without a place.
        """
        return placed.after is not None and placed.before != placed.after

    def moves(self) -> list[Placed]:
        """Return everybody who does not stay.

        Returns
        -------
        list of Placed
            By year, new department and post; who has no place comes last.
        """
        return sorted((p for p in self.papers.plan.placed if p.kind != "stay"), key=self.order)

    def order(self, placed: Placed) -> tuple[int, bool, str, str, str]:
        """Return the place of a row in a list.

        Parameters
        ----------
        placed : Placed
            Somebody in the plan.

        Returns
        -------
        tuple
            Year, new department and post, staff number; without a place comes last.
        """
        post = self.posts[placed.after] if placed.after is not None else None
        where = (post.department, post.id) if post else ("", "")
        return (placed.year, post is None, *where, self.people[placed.person].staff_number)

    def named(self, person: str) -> str:
        """Return name and staff number of a person.

        Parameters
        ----------
        person : str
            Person id.

        Returns
        -------
        str
            Such as 青葉 花子（0001）.
        """
        one = self.people[person]
        return self.say(
            Text(f"{one.name}（{one.staff_number}）", f"{one.name} ({one.staff_number})")
        )

    def names(self, names: Iterable[str]) -> str:
        """Put names together.

        Parameters
        ----------
        names : iterable of str
            Names.

        Returns
        -------
        str
            With 、 or commas between.
        """
        return self.say(Text("、", ", ")).join(names)

    def phrases(self, phrases: Iterable[str]) -> str:
        """Put phrases together.

        Parameters
        ----------
        phrases : iterable of str
            Phrases.

        Returns
        -------
        str
            With wide spaces or semicolons between.
        """
        return self.say(Text("\u3000", "; ")).join(phrases)


def make_view(papers: Papers, lang: Lang) -> View:
    """Find everything that the papers name.

    Parameters
    ----------
    papers : Papers
        What they are made from.
    lang : {'ja', 'en'}
        Their language.

    Returns
    -------
    View
        With people, posts and labels by id.

    Raises
    ------
    InputError
        If the plan names people or posts that the problem does not know.
    """
    people = {person.person: person for person in papers.problem.people}
    posts = {post.id: post for post in papers.problem.posts}
    used = {post for p in papers.plan.placed for post in (p.before, p.after) if post is not None}
    unknown = sorted({p.person for p in papers.plan.placed} - set(people)) + sorted(
        used - set(posts)
    )
    if unknown:
        raise InputError(
            f"{papers.plan.name}: 案の「{unknown[0]}」が入力にありません。案と同じ入力を使ってください。",
            f"{papers.plan.name}: “{unknown[0]}” of the plan is not in its input; use the input it was made from.",
        )
    return View(papers, lang, people, posts, post_labels(papers.problem))


def post_labels(problem: Problem) -> dict[str, str]:
    """Write each post as department and name, so that no two are alike.

    Parameters
    ----------
    problem : Problem
        Posts and departments.

    Returns
    -------
    dict
        Label by id of the post; two posts that would be called the same carry their ids.
    """
    plain = {}
    for post in problem.posts:
        department = problem.departments.get(post.department, post.department)
        plain[post.id] = (
            post.name if post.name.startswith(department) else f"{department} {post.name}"
        )
    times = Counter(plain.values())
    return {
        ident: label if times[label] == 1 else f"{label}［{ident}］"
        for ident, label in plain.items()
    }
