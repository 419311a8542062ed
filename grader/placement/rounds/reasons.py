"""Why a round gave a person this post and not the ones wished for before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.placement.rounds.model import Round, Vacancy


def reason(round_: Round, person: str, rank: int, *, full: Mapping[str, tuple[float, int]]) -> Text:
    """Say why, wish by wish; other people are counted and never named.

    Parameters
    ----------
    round_ : Round
        The round.
    person : str
        Person id.
    rank : int
        Rank of the wish granted, from 1; 0: none.
    full : mapping of str to (float, int)
        Posts whose seats are all taken: points and minus the number drawn of the last one who got in.

    Returns
    -------
    Text
        One sentence for each wish that was not granted, and one for the result.
    """
    wishes = round_.wishes[person]
    if not wishes:
        return Text(
            "今回募集したポストへの希望がありませんでした。",
            "No post of this round was wished for.",
        )
    passed = wishes[: rank - 1] if rank else wishes
    told = [
        _refused(number, round_.vacancies[post], person, full.get(post))
        for number, post in enumerate(passed, start=1)
    ]
    told.append(_granted(rank, round_.vacancies[wishes[rank - 1]]) if rank else _NOTHING)
    return Text("".join(one.ja for one in told), " ".join(one.en for one in told))


_NOTHING = Text(
    "希望した先には決まりませんでした。", "None of the posts wished for could be given."
)


def _granted(rank: int, vacancy: Vacancy) -> Text:
    return Text(
        f"第{rank}希望の「{vacancy.name}」に決まりました。",
        f"Wish {rank}, {vacancy.name}, was granted.",
    )


def _refused(number: int, vacancy: Vacancy, person: str, last: tuple[float, int] | None) -> Text:
    ja, en = f"第{number}希望の「{vacancy.name}」は、", f"Wish {number}, {vacancy.name}: "
    if person not in vacancy.points:
        return Text(f"{ja}応募の条件を満たしていません。", f"{en}the conditions are not fulfilled.")
    if last is None:
        return Text(f"{ja}今回の定員がありません。", f"{en}there are no seats in this round.")
    seats = vacancy.seats
    count = f"{seats} seat" if seats == 1 else f"{seats} seats"
    if vacancy.points[person] == last[0]:
        return Text(
            f"{ja}定員{seats}人が、点数の高い人と、同点のうち抽選で先になった人で埋まりました。",
            f"{en}its {count} went to people with more points and to those among equals whom the lottery put first.",
        )
    return Text(
        f"{ja}定員{seats}人が、点数の高い人で埋まりました。",
        f"{en}its {count} went to people with more points.",
    )
