"""ポスト一覧: the posts as they are written in lists, with their seats and how many people the plan puts there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grader.placement.exports.table import Column, Table
from grader.records.sheets.catalogue import POST_KINDS
from grader.text import Text

if TYPE_CHECKING:
    from grader.placement.exports.view import View

POSTS = Text("ポスト一覧", "posts")
LABEL_COLUMN = 2
"""Column in which the posts stand as they are written in the list of moves."""

_KINDS = dict(POST_KINDS)


def posts_table(view: View) -> Table:
    """Return all posts.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        ポスト一覧; the people are those of the first year, heads and not shares of a post.
    """
    headers = (
        (Text("ポスト番号", "id"), 12),
        (Text("所属とポスト", "department and post"), 36),
        (Text("職名", "title"), 12),
        (Text("区分", "kind"), 24),
        (Text("定員", "seats"), 8),
        (Text("必置", "mandatory"), 8),
        (Text("現員（人）", "people now"), 9),
        (Text("案での人数（人）", "people in the plan"), 9),
    )
    first = [p for p in view.papers.plan.placed if p.year == 0]
    now = Counter(person.post for person in view.papers.problem.people)
    # Who takes a part of the week elsewhere keeps the main post.
    kept = {(p.person, p.before) for p in first if view.is_beside(p)}
    then = Counter(post for _, post in kept | {(p.person, p.after) for p in first})
    return Table(
        view.say(POSTS),
        view.say(Text("ポスト一覧", "Posts")),
        tuple(Column(view.say(header), width) for header, width in headers),
        [
            [
                *(post.id, view.labels[post.id], post.title, view.say(_KINDS[post.kind])),
                *(post.seats, post.mandatory, now[post.id], then[post.id]),
            ]
            for post in view.papers.problem.posts
        ],
        frozen=LABEL_COLUMN,
    )
