"""Short pieces of office Japanese to practise on: sentences with one fault, one long sentence, phrases, a notice in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aobano.notices import bare, drawn_values

if TYPE_CHECKING:
    import numpy as np

FAULTS: dict[str, tuple[tuple[str, str], ...]] = {
    "long": (
        ("受付は朝9時から夕方5時までですが、昼は混むので、朝早く来て、番号の紙を取って、いすに座って待ってください。", "The desk is open from 9 to 5, but noon is crowded, so come early, take a number and wait on a chair."),
        ("カードを作りたい人は、住所がわかるものを持って、土曜日か日曜日に図書館に来て、紙に名前を書いて、受付で出してください。", "Who wants a card should come to the library on Saturday or Sunday with proof of address, write the name on the sheet and hand it in."),
        ("ごみは朝8時までに出して、雨の日は袋の口をしばって、車が来ないときは、午後まで待ってから、電話で知らせてください。", "Put waste out by 8, tie the bag when it rains, and if no lorry comes, wait until the afternoon and then ring."),
    ),
    "word": (
        ("この紙に名前を記入してください。", "Fill in your name on this sheet (記入)."),
        ("保険のお金は来月に徴収します。", "The insurance money is collected next month (徴収)."),
        ("会場では必ずカードを提示してください。", "Present the card at the venue (提示)."),
    ),
    "polite": (
        ("朝9時に市役所へお越しください。", "Kindly come to City Hall at 9 (honorific)."),
        ("名前がわかるものをお持ちいただきたいです。", "We would be grateful if you brought something with your name (honorific)."),
        ("用意ができましたら、電話で申し上げます。", "We shall humbly tell you by telephone when it is ready."),
    ),
    "double": (
        ("電話でも申し込めないわけではありません。", "It is not that you cannot apply by telephone."),
        ("土曜日に受け取れないことはありません。", "It is not impossible to collect it on Saturday."),
        ("番号がなければ、受け取ることができません。", "Without the number you cannot collect it."),
    ),
    "passive": (
        ("新しいカードは家に送られます。", "The new card is sent to your home."),
        ("名前は紙の上に書かれます。", "The name is written on top of the sheet."),
        ("古い机は3月に集められます。", "Old desks are collected in March."),
    ),
    "era": (
        ("令和9年4月から、受付の時間が変わります。", "From April of Reiwa 9 the hours of the desk change."),
        ("この券は令和9年3月まで使うことができます。", "This ticket can be used until March of Reiwa 9."),
        ("工事は令和9年の春に終わります。", "The works end in spring of Reiwa 9."),
    ),
}  # fmt: skip
"""Sentences with exactly one kind of fault, Japanese and what they say."""

_LONG: tuple[tuple[str, str, tuple[str, str, str], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "図書館のカードを作りたい人は、{m}月{d}日（{w}）までに{p}に来て、住所が書いてあるものを見せて、受付の紙に名前を書いて出してください。",
        "Who wants a library card should come to {p_en} by {day_en}, show something with the address, write the name on the sheet at the desk and hand it in.",
        ("図書館のカードを作る人は、{m}月{d}日（{w}）までに{p}に来てください。", "住所が書いてあるものを見せてください。", "受付の紙に名前を書いて出してください。"),
        ("住所", "じゅうしょ"),
        ("名前", "なまえ"),
    ),
    (
        "水道の工事を見たい人は、{m}月{d}日（{w}）に{p}に集まって、動きやすい服を着て、小さい子どもは大人と一緒に、係の人の話を聞いてから出発してください。",
        "Who wants to see the water works should gather at {p_en} on {day_en} in clothes easy to move in, small children with an adult, listen to the guide, and then set out.",
        ("水道の工事を見る人は、{m}月{d}日（{w}）に{p}に来てください。", "動きやすい服を着てください。小さい子どもは大人と来てください。", "係の人の話を聞いてから出発します。"),
        ("服", "ふく"),
        ("大人", "おとな", "親"),
    ),
    (
        "{m}月{d}日（{w}）の日本語教室は、{p}で開きますので、えんぴつとノートを持って、初めての人は早めに来て、受付の人に声をかけてください。",
        "The Japanese class of {day_en} is held in {p_en}, so bring a pencil and a notebook, come early if it is your first time, and speak to the desk.",
        ("日本語教室は、{m}月{d}日（{w}）に{p}で開きます。", "えんぴつとノートを持ってきてください。", "初めての人は早めに来て、受付の人に話してください。"),
        ("えんぴつ", "鉛筆"),
        ("初めて", "はじめて"),
    ),
)  # fmt: skip

PHRASES: tuple[tuple[str, str, str, str, str, tuple[str, ...]], ...] = (
    ("office", "保険料を納付してください。", "納付", "のうふ", "保険料を払ってください。", ("払", "はら")),
    ("office", "はんこを持参してください。", "持参", "じさん", "はんこを持ってきてください。", ("持", "もって")),
    ("office", "書類を提出してください。", "提出", "ていしゅつ", "書類を出してください。", ("出し", "だし", "渡し")),
    ("office", "この紙に記入してください。", "記入", "きにゅう", "この紙に書いてください。", ("書", "かいて")),
    ("office", "速やかに連絡してください。", "速やかに", "すみやかに", "すぐに連絡してください。", ("すぐ", "早く", "はやく", "急いで")),
    ("office", "カードを提示してください。", "提示", "ていじ", "カードを見せてください。", ("見せ", "みせ")),
    ("term", "納付書をなくさないでください。", "納付書", "のうふしょ", "納付書（税金などを払うときに使う紙）をなくさないでください。", ("納付書",)),
    ("term", "現況届を忘れないでください。", "現況届", "げんきょうとどけ", "現況届（今の様子を市に知らせる紙）を忘れないでください。", ("現況届",)),
    ("term", "明日は断水です。", "断水", "だんすい", "明日は断水（水が出ないこと）です。", ("断水",)),
    ("term", "避難所を調べておいてください。", "避難所", "ひなんじょ", "避難所（逃げる所）を調べておいてください。", ("避難所",)),
    ("term", "督促状が届きました。", "督促状", "とくそくじょう", "督促状（早く払ってくださいという手紙）が届きました。", ("督促状",)),
)  # fmt: skip
"""Kind, phrase, hard word, its reading, a good version, wordings of which one must be there."""

BLOCKS: tuple[tuple[str, str, str], ...] = (
    ("act", "{m}月{d}日（{w}）までに、この紙を{p}に出してください。", "Hand this sheet in at {p_en} by {day_en}."),
    ("who", "出すのは、子どもの手当をもらっている人です。", "Who must: people who get the allowance for children."),
    ("how", "名前を書いて、コピーと一緒に出してください。", "How: write your name and add the copy."),
    ("contact", "わからないときは、こども課に電話してください（{tel}）。", "Questions: ring Children ({tel})."),
    ("law", "この手続きは、国の決まりと市の決まりで行っています。", "Background: this follows national and city rules."),
    ("greeting", "寒い日が続きますが、みなさんお元気ですか。", "Greeting: the cold goes on; how are you all?"),
)  # fmt: skip


def faulty(rng: np.random.Generator) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Draw a sentence of each kind of fault, in any order.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides which, and the order.

    Returns
    -------
    list of dict
        Sentences ``S1`` to ``S6``.
    dict
        The fault of each.
    """
    rows, right = [], {}
    for number, place in enumerate(rng.permutation(len(FAULTS)), start=1):
        kind = list(FAULTS)[int(place)]
        ja, en = FAULTS[kind][int(rng.integers(len(FAULTS[kind])))]
        rows.append({"id": f"S{number}", "ja": ja, "en": en})
        right[f"S{number}"] = kind
    return rows, right


def long_sentence(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a sentence that says too much.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides which, and its facts.

    Returns
    -------
    dict
        Text, gloss, and the facts to keep.
    dict
        A version in three parts.
    """
    text, gloss, parts, one, other = _LONG[int(rng.integers(len(_LONG)))]
    values = drawn_values(rng)
    needs = [
        {"id": "until", "kind": "date", "forms": [values["iso"]]},
        {"id": "where", "kind": "words", "forms": [values["p"], values["p_kana"]]},
        {"id": "one", "kind": "words", "forms": list(one)},
        {"id": "other", "kind": "words", "forms": list(other)},
    ]
    shown = {"text": text.format(**values), "gloss": gloss.format(**values), "needs": needs}
    return shown, {str(n): part.format(**values) for n, part in enumerate(parts, start=1)}


def phrases(rng: np.random.Generator) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Draw three office words to replace and two key terms to explain.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides which, and the order.

    Returns
    -------
    list of dict
        Phrases ``P1`` to ``P5`` with what a check has to know.
    dict
        A good version of each.
    """
    office = [row for row in PHRASES if row[0] == "office"]
    terms = [row for row in PHRASES if row[0] == "term"]
    chosen = [office[i] for i in rng.permutation(len(office))[:3]]
    chosen += [terms[i] for i in rng.permutation(len(terms))[:2]]
    rows, good = [], {}
    for number, place in enumerate(rng.permutation(len(chosen)), start=1):
        kind, text, hard, reading, better, stems = chosen[int(place)]
        rows.append(
            {
                "id": f"P{number}",
                "text": text,
                "kind": kind,
                "hard": hard,
                "reading": reading,
                "stems": list(stems),
            }
        )
        good[f"P{number}"] = better
    return rows, good


def blocks(rng: np.random.Generator) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Put a notice into blocks, in any order.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides the facts and the order.

    Returns
    -------
    list of dict
        Blocks ``B1`` to ``B6`` in both languages.
    dict
        From what a block does to its id.
    """
    values = drawn_values(rng)
    rows, place_of = [], {}
    for number, place in enumerate(rng.permutation(len(BLOCKS)), start=1):
        role, ja, en = BLOCKS[int(place)]
        rows.append(
            {"id": f"B{number}", "ja": bare(ja.format(**values)), "en": en.format(**values)}
        )
        place_of[role] = f"B{number}"
    return rows, place_of
