"""What people at the counter of Aobano City call “waiting time”, and what it really measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

MEMOS = {
    "wait": [
        ("番号札{t}の方が、発券してから呼ばれるまでの{n}分", "The {n} minutes from ticket {t} being taken until it was called"),
        ("11時台に発券した人が、呼出しまでに過ごした時間の平均{n}分", "The mean of {n} minutes that people with a ticket from 11 to 12 spent until they were called"),
    ],
    "service": [
        ("番号札{t}の方が、呼ばれてから手続きを終えるまでの{n}分", "The {n} minutes from ticket {t} being called until it was done"),
        ("転入届1件の応対に、窓口の職員がかける時間の平均{n}分", "The mean of {n} minutes that staff at the window spend on one move-in notification"),
    ],
    "lead": [
        ("番号札{t}の方が、発券してから手続きを終えるまでの{n}分", "The {n} minutes from ticket {t} being taken until it was done"),
        ("「番号札を取ってから終わるまで{n}分かかりました」という住民の声", "A resident: “it took {n} minutes from taking the ticket until I was done”"),
    ],
    "rework": [
        ("受け付けた200件のうち、書類不足で出直しになった{n}件の割合", "The share of 200 cases, {n} of them, that had to come back because papers were missing"),
        ("受け付けた届100件のうち、書き直しをお願いした{n}件の割合", "The share of 100 notifications, {n} of them, that had to be written again"),
    ],
    "unseen": [
        ("番号札を取る前に、記入台で申請書を書いていた{n}分", "{n} minutes of writing at the desk before a ticket was taken"),
        ("混雑を見て、番号札を取らずに帰った{n}人", "{n} people who saw the crowd and left without taking a ticket"),
        ("番号札を取る前に、駐車場の空きを待った{n}分", "{n} minutes of waiting for a parking space before a ticket was taken"),
    ],
}  # fmt: skip


def memos(rng: np.random.Generator) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Draw eight memos in any order: two waits, two services, one stay, one rework, two unseen.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides which memos, in which order, with which numbers.

    Returns
    -------
    list of dict
        Memos ``S1`` to ``S8`` in both languages.
    dict
        What each of them measures.
    """
    numbers = {"wait": 2, "service": 2, "lead": 1, "rework": 1, "unseen": 2}
    drawn = [
        (meaning, MEMOS[meaning][int(place)])
        for meaning, number in numbers.items()
        for place in sorted(rng.permutation(len(MEMOS[meaning]))[:number])
    ]
    rows, right = [], {}
    for number, place in enumerate(rng.permutation(len(drawn)), start=1):
        meaning, (ja, en) = drawn[int(place)]
        words = {
            "t": f"{rng.choice(list('ABC'))}-{rng.integers(10, 99):03d}",
            "n": int(rng.integers(6, 29)),
        }
        rows.append({"id": f"S{number}", "ja": ja.format(**words), "en": en.format(**words)})
        right[f"S{number}"] = meaning
    return rows, right
