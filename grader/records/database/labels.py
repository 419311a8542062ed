"""What the database of the records says to people."""

from __future__ import annotations

from grader.text import Text

VARIABLE = "KAKEHASHI_RECORDS_URL"
"""Environment variable that may name another database than the file in the workspace."""

_NAMED = Text(
    f"workspace.yaml の records_url か環境変数 {VARIABLE}",
    f"records_url of workspace.yaml or the environment variable {VARIABLE}",
)
NO_DRIVER = Text(
    "人事記録のデータベースに接続する部品がありません。pip install 'kakehashi[postgres]' を実行してください。",
    "The driver for the database of the records is not installed. Run pip install 'kakehashi[postgres]'.",
)
DISK_FULL = Text(
    "人事記録を書き込む場所に空きがありません。途中までの書き込みはありません。空きを作ってから、もう一度実行してください。",
    "There is no space left for the records. Nothing was written by halves. Free some space and try again.",
)

CHANGED_SINCE = Text(
    "見てから書き込むまでの間に、ほかの人が人事記録を変えました。何も書き込んでいません。もう一度実行して、何が変わるかを確かめてください。",
    "Somebody else has changed the records since they were looked at. Nothing was written. Run it again, and see what it "
    "would change now.",
)


def bad_url(place: str) -> Text:
    """Say that a URL cannot be used.

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
        f"{place}: 人事記録に使えるデータベースは SQLite（sqlite:///…）と PostgreSQL（postgresql+psycopg://…）だけです。"
        f"{_NAMED.ja} を確かめてください。",
        f"{place}: records are kept in an SQLite (sqlite:///…) or PostgreSQL (postgresql+psycopg://…) database. See "
        f"{_NAMED.en}.",
    )


def missing(place: str, key: str) -> Text:
    """Say that there is a key and no database.

    Parameters
    ----------
    place : str
        File of the database.
    key : str
        File of the audit's key.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"{place} がありません。監査の鍵 {key} はあるため、人事記録は別のデータベースにあるか、失われています。"
        f"新しいデータベースは作りません。{_NAMED.ja} に置き場所を書くか、控えから戻して"
        "ください。初めから作り直すときだけ、鍵を別の場所に移してください。",
        f"{place} is not there, but the key of the audit is ({key}): the records are in another database, or lost. No new one "
        f"is begun. Name the database in {_NAMED.en}, or restore a "
        "backup. Only to begin anew, put the key aside.",
    )


def damaged(place: str, what: str) -> Text:
    """Say that the file is damaged.

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
        f"{place}: 人事記録が壊れています（{what}）。何も書き換えていません。このファイルを別の場所に保管し、控えから戻してください。",
        f"{place}: the records are damaged ({what}). Nothing in them was changed. Put this file aside and restore a backup.",
    )


def unusable(error: BaseException) -> Text:
    """Say that the records cannot be read or written.

    Parameters
    ----------
    error : BaseException
        What the database said.

    Returns
    -------
    Text
        What to do.
    """
    what = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return Text(
        f"人事記録を使えません（{what}）。何も書き込んでいません。データベースが動いているか、置き場所と権限、{_NAMED.ja} "
        "を確かめてください。",
        f"The records cannot be used ({what}). Nothing was written. See whether the database runs, its place and rights, and "
        f"{_NAMED.en}.",
    )


def too_new(place: str) -> Text:
    """Say that a newer program has changed the records.

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
        f"{place}: この人事記録は、より新しい kakehashi で作られています。kakehashi を更新してください。",
        f"{place}: a newer kakehashi made these records. Update kakehashi.",
    )


def gradebook(place: str) -> Text:
    """Say that the database is a gradebook.

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
        f"{place}: これは成績簿です。人事の情報は成績簿に入れません。{_NAMED.ja} に別のデータベースを書いてください。",
        f"{place}: this is a gradebook. Nothing of HR is kept in a gradebook. Name another database in "
        f"{_NAMED.en}.",
    )


def other_person(person: str) -> Text:
    """Say that a pseudonymous id belongs to somebody else.

    Parameters
    ----------
    person : str
        The id.

    Returns
    -------
    Text
        What to do.
    """
    return Text(
        f"受講者番号「{person}」は別の職員のものです（職員番号も氏名も違います）。何も書き込んでいません。番号を確かめ、"
        "もう一度実行してください。本人の職員番号と氏名が両方変わったのなら、一つずつ分けて記録してください。",
        f"The person id “{person}” is somebody else's: both staff number and name differ. Nothing was written. Look at the id "
        "and try again. If number and name of the same person have both changed, record one after the other.",
    )
