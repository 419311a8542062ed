"""What is said about a further form of a lesson: why it may be too early for one, and why one is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from datetime import date

NO_PRACTICE = Text(
    "練習用に回はありません。--form と --practice のどちらかだけにしてください。",
    "Practice has no forms; give --form or --practice, not both.",
)


def no_form(form: int, most: int) -> Text:
    """Say that there is no such form.

    Parameters
    ----------
    form : int
        The number asked for.
    most : int
        The last form.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"{form} 回目はありません。1 から {most} までにしてください。",
        f"There is no form {form}; give 1 to {most}.",
    )


def not_given(trainee: str, assignment: str) -> Text:
    """Say that a form was not handed out to somebody.

    Parameters
    ----------
    trainee, assignment : str
        Who, and what.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"{assignment} は {trainee} に配られていません。講師が kakehashi release --form で配った回だけを受け付けます。",
        f"{assignment} was not handed out to {trainee}; only forms that an instructor gave with"
        " kakehashi release --form are taken.",
    )


def not_yet_sat(who: str, form: int) -> Text:
    """Say that the form before has not been handed in.

    Parameters
    ----------
    who : str
        Person and lesson.
    form : int
        The form before.

    Returns
    -------
    Text
        A warning.
    """
    return Text(
        f"{who}: {form} 回目がまだ提出されていません。",
        f"{who}: form {form} has not been handed in yet.",
    )


def too_early(who: str, last: date, earliest: date) -> Text:
    """Say that too few days lie behind the last sitting.

    Parameters
    ----------
    who : str
        Person and lesson.
    last, earliest : date
        Day of the last sitting, and the first day on which another one counts as certified.

    Returns
    -------
    Text
        A warning.
    """
    return Text(
        f"{who}: 前回の提出は {last} です。{earliest} より前に受けた回は、監督付きでも暫定のままです。",
        f"{who}: last handed in on {last}; a form taken before {earliest} stays provisional, even if supervised.",
    )


def too_many(who: str, sittings: int, days: int) -> Text:
    """Say that somebody has sat as often as the rules allow.

    Parameters
    ----------
    who : str
        Person and lesson.
    sittings : int
        How many lie within the days.
    days : int
        Length of the time that is looked at.

    Returns
    -------
    Text
        A warning.
    """
    return Text(
        f"{who}: この {days} 日の間に {sittings} 回提出しています。次の回は、監督付きでも暫定のままです。",
        f"{who}: handed in {sittings} times within {days} days; the next form stays provisional, even if supervised.",
    )
