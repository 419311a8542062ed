"""What this package says to instructors."""

from __future__ import annotations

from grader.text import Text

SUPERSEDED = Text(
    "採点の前に新しい提出物を受け付けたので、この提出物は採点しませんでした。",
    "A newer submission came in before this one was graded, so this one was not graded.",
)
NO_DRIVER = Text(
    "成績簿のデータベースに接続する部品がありません。pip install 'kakehashi[postgres]' を実行してください。",
    "The driver for the gradebook's database is not installed. Run pip install 'kakehashi[postgres]'.",
)
DISK_FULL = Text(
    "成績簿を書き込む場所に空きがありません。途中までの成績は書き込まれていません。空きを作ってから、もう一度採点してください。",
    "There is no space left for the gradebook. Nothing was written by halves. Free some space and grade again.",
)


def damaged(place: str, what: str) -> Text:
    """Say that the gradebook's file is damaged.

    Parameters
    ----------
    place : str
        The database, without its password.
    what : str
        What SQLite found.

    Returns
    -------
    Text
        That nothing was changed, and what to do.
    """
    return Text(
        f"{place}: 成績簿が壊れています（{what}）。何も書き換えていません。このファイルを別の場所に保管し、控えから戻してください。",
        f"{place}: the gradebook is damaged ({what}). Nothing in it was changed. Put this file aside and restore a backup.",
    )


def unusable_url(place: str) -> Text:
    """Say that the gradebook's URL cannot be used.

    Parameters
    ----------
    place : str
        The URL, without its password.

    Returns
    -------
    Text
        Which databases there are.
    """
    return Text(
        f"{place}: 成績簿に使えるデータベースは SQLite（sqlite:///…）と PostgreSQL（postgresql+psycopg://…）だけです。",
        f"{place}: a gradebook is an SQLite (sqlite:///…) or PostgreSQL (postgresql+psycopg://…) database.",
    )


def not_made(place: str) -> Text:
    """Say that nbgrader has not made its own tables yet.

    Parameters
    ----------
    place : str
        The database, without its password.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"{place}: nbgrader の成績簿がまだありません。kakehashi grade か nbgrader で先に作ってください。",
        f"{place}: there is no nbgrader gradebook yet. Make one first, with kakehashi grade or nbgrader.",
    )


def too_new(place: str) -> Text:
    """Say that a newer program has changed the gradebook.

    Parameters
    ----------
    place : str
        The database, without its password.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"{place}: この成績簿は、より新しい kakehashi で作られています。kakehashi を更新してください。",
        f"{place}: a newer kakehashi made this gradebook. Update kakehashi.",
    )


def unknown_assignment(name: str) -> Text:
    """Say that the gradebook does not know an assignment.

    Parameters
    ----------
    name : str
        Its name.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"課題「{name}」は成績簿に登録されていません。source/{name}/ を確かめ、もう一度採点してください。",
        f"The gradebook does not know the assignment “{name}”. See whether source/{name}/ is there, and grade again.",
    )


def other_cells(assignment: str, names: tuple[str, ...]) -> Text:
    """Say that marks were given to cells that the gradebook does not have.

    Parameters
    ----------
    assignment : str
        Which assignment.
    names : tuple of str
        Notebooks or cells.

    Returns
    -------
    Text
        What to do.
    """
    which = ", ".join(names)
    return Text(
        f"課題「{assignment}」の成績簿にないノートブックかセルがあります（{which}）。課題の元の教材を登録し直してください。",
        f"The gradebook has no such notebooks or cells in the assignment “{assignment}”: {which}. Record the "
        "assignment's source again.",
    )


def no_number(assignment: str, names: tuple[str, ...]) -> Text:
    """Say that a mark is not a finite number.

    Parameters
    ----------
    assignment : str
        Which assignment.
    names : tuple of str
        Cells.

    Returns
    -------
    Text
        What to do.
    """
    which = ", ".join(names)
    return Text(
        f"課題「{assignment}」に、数でない得点があります（{which}）。採点セルを直してください。",
        f"There are marks in the assignment “{assignment}” that are not numbers: {which}. Mend the test cells.",
    )
