"""Pieces of machine translation between Japanese and English: dangerous, merely awkward, or only different in form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence and what a machine made of it."""

    kind: str
    """What is wrong, or ``awkward`` or ``fine``."""
    source: str
    """The sentence that was translated."""
    machine: str
    """What the machine wrote."""
    ja: str
    """For readers of Japanese: the English side, put faithfully into Japanese."""
    en: str
    """For readers of English: the Japanese side, put faithfully into English."""


SEVERITY = {"deadline": 3.0, "negation": 3.0, "obligation": 3.0, "amount": 2.0, "who": 2.0}
"""Harm of each kind of error: 3 if a right or safety is lost, 2 if money or an errand is."""

_POOL: dict[str, tuple[Piece, ...]] = {
    "deadline": (
        Piece("deadline", "申込みは{m}月{d}日までです。", "Applications start on {day}.", "申込みは{m}月{d}日から始まります。", "Applications are accepted until {day}."),
        Piece("deadline", "{m}月{d}日までに払ってください。", "Please pay after {day}.", "{m}月{d}日を過ぎてから払ってください。", "Please pay by {day}."),
        Piece("deadline", "書類は{m}月{d}日必着です。", "Please mail the papers on {day}.", "書類は{m}月{d}日に送ってください。", "The papers must arrive by {day}."),
    ),
    "negation": (
        Piece("negation", "この水は飲まないでください。", "Please drink this water.", "この水を飲んでください。", "Please do not drink this water."),
        Piece("negation", "川の近くに行かないでください。", "Please go near the river.", "川の近くに行ってください。", "Please do not go near the river."),
        Piece("negation", "I cannot come on {day}.", "{m}月{d}日に来ることができます。", "（原文の意味）{m}月{d}日には来ることができません。", "(the Japanese says) I can come on {day}."),
    ),
    "obligation": (
        Piece("obligation", "2月も届を出す必要があります。", "You may also submit the form in February.", "2月にも届を出してもかまいません。", "You need to submit the form in February as well."),
        Piece("obligation", "避難所に行かなければなりません。", "You can go to the shelter if you like.", "行きたければ避難所に行くことができます。", "You must go to the shelter."),
        Piece("obligation", "Do I have to pay?", "払ってもいいですか。", "（原文の意味）払わなければなりませんか。", "(the Japanese says) May I pay?"),
    ),
    "amount": (
        Piece("amount", "費用は{fee}円です。", "The fee is {ten} yen.", "費用は{ten}円です。", "The cost is {fee} yen."),
        Piece("amount", "電話は9時からです。", "The telephone is open from 19:00.", "電話は19時からです。", "The telephone is open from 9:00."),
        Piece("amount", "14日以内に払ってください。", "Please pay within 40 days.", "40日以内に払ってください。", "Please pay within 14 days."),
    ),
    "who": (
        Piece("who", "65歳以上の人が対象です。", "It is for people under 65.", "65歳未満の人が対象です。", "It is for people of 65 or over."),
        Piece("who", "子どもがいる世帯に配ります。", "We give it to all households.", "すべての世帯に配ります。", "We give it to households with children."),
        Piece("who", "My wife will bring the form.", "私が用紙を持っていきます。", "（原文の意味）妻が用紙を持っていきます。", "(the Japanese says) I will bring the form."),
    ),
    "awkward": (
        Piece("awkward", "紙に名前を書いてください。", "Please do the writing of your name to the paper.", "紙に、あなたの名前の書き込みをしてください。", "Please write your name on the sheet."),
        Piece("awkward", "ごみは朝に出してください。", "Please put out the garbage in the morning time.", "ごみは朝の時間帯に出してください。", "Please put waste out in the morning."),
        Piece("awkward", "はんこを持ってきてください。", "Please bring along your stamp for the name.", "名前のためのはんこを持ってきてください。", "Please bring your seal."),
        Piece("awkward", "Please call me back.", "私に電話をし返してください。", "（原文の意味）折り返し電話をください。", "(the Japanese, stiffly) Please return a call to me."),
    ),
    "fine": (
        Piece("fine", "令和9年{m}月{d}日までです。", "It is until {day}, 2027.", "2027年{m}月{d}日までです。", "It is until {day} of Reiwa 9."),
        Piece("fine", "受付は13時30分からです。", "The desk opens at 1:30 p.m.", "受付は午後1時30分に開きます。", "The desk opens at 13:30."),
        Piece("fine", "お金はかかりません。", "It is free of charge.", "無料です。", "It costs no money."),
        Piece("fine", "{d}日を過ぎると、受け付けることができません。", "We accept it until day {d}.", "{d}日まで受け付けます。", "After day {d} we cannot accept it."),
        Piece("fine", "I moved here last week.", "先週、引っ越してきました。", "（原文の意味）先週ここに移ってきました。", "(the Japanese says) I moved in last week."),
    ),
}  # fmt: skip
_COUNTS = {
    "deadline": 1,
    "negation": 1,
    "obligation": 1,
    "amount": 1,
    "who": 1,
    "awkward": 2,
    "fine": 3,
}


def pieces(
    rng: np.random.Generator, values: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Draw ten pieces in any order: five dangerous, two awkward, three that differ in form only.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides which, and the order.
    values : dict
        Facts as `aobano.notices.drawn_values` draws them.

    Returns
    -------
    dict
        By language: rows ``T01`` to ``T10``.
    dict
        The kind of each.
    """
    month = ("January", "February", "March")[values["m"] - 1]
    facts = {**values, "day": f"{values['d']} {month}", "ten": f"{10 * int(values['yen']):,}"}
    chosen = [
        _POOL[kind][i] for kind, n in _COUNTS.items() for i in rng.permutation(len(_POOL[kind]))[:n]
    ]
    by_lang: dict[str, list[dict[str, str]]] = {"ja": [], "en": []}
    kinds = {}
    for number, place in enumerate(rng.permutation(len(chosen)), start=1):
        piece, name = chosen[int(place)], f"T{number:02d}"
        for lang, check in (("ja", piece.ja), ("en", piece.en)):
            row = {"source": piece.source, "machine": piece.machine, "check": check}
            by_lang[lang].append(
                {"id": name, **{key: text.format(**facts) for key, text in row.items()}}
            )
        kinds[name] = piece.kind
    return by_lang, kinds
