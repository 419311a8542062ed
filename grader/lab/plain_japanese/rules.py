"""The rules of plain Japanese, each a small function from a sentence to the phrases that break it.

They follow the guideline of the Immigration Services Agency and the Agency for Cultural Affairs (2020-08) and the
rules of Hirosaki University's sociolinguistics laboratory, as far as a program without a dictionary can see them.
They find what is hard for certain; a text without findings still has to be read to somebody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.lab.plain_japanese.easy_kanji import EASY
from grader.lab.plain_japanese.text import KANA, KANJI, readings, without_ruby
from grader.lab.plain_japanese.words import WORDS
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.lab.plain_japanese.text import Sentence

LONGEST = 40
"""Characters in a sentence; the checklist of Aobano City."""
MOST_KANJI = 13
"""Kanji in a sentence of daily information (Hirosaki University, 2019-03)."""
LONGEST_CHAIN = 6
"""Kanji in a row."""
_BARE = 25
"""Longest line that may do without a sentence end, as headings and items of lists do."""
_KANA_ONLY = 0.08
"""Share of kanji among the letters of a text below which its kana are hard to cut into words."""
_JOINTS = 2
"""Joints with which a sentence says too many things."""

_COUNTED = re.compile(r"(?<=\d)(?:年度?|月|日|時間?|分|円|歳|枚|名|人|階|回|万円|千円)")
_CHAIN = re.compile(rf"[{KANJI}]{{{LONGEST_CHAIN + 1},}}")
# 「前においてください」 (put it) is no 「において」 (at).
_NOT_THAT = {"において": "(?!ください|おく|おき)"}
_WORD = re.compile(
    "|".join(
        re.escape(word) + _NOT_THAT.get(word, "") for word in sorted(WORDS, key=len, reverse=True)
    )
)
_ETC = re.compile(rf"(?<=[{KANJI}ァ-ヶー])等(?![級分号])")
_DOUBLE = re.compile(
    r"(?:ない|無い)(?:わけ|こと|もの|ところ|とは言え)(?:では|でも|じゃ|は|も|が)?(?:あり|ござい)?(?:ない|無い|ません)"
    r"|なく(?:は|も)(?:ない|ありません|ございません)"
    r"|ないとは(?:限り|かぎり|言え|言い切れ)(?:ない|ません)"
    r"|(?:ない|ません)(?:限り|かぎり)[^。]{0,30}?(?:ない|ません)"
    r"|(?:ない|なき)場合を除[^。]{0,30}?(?:ない|ません)"
    r"|なければ、?[^。]{0,20}?(?:できない|できません|れません|られません)"
    r"|ざるを得(?:ない|ません)"
)
_STEM = "\u3041-\u304b\u304d-\u3091\u3093"  # hiragana without が and を: no particle stands inside a verb
_POLITE = re.compile(
    rf"(?:お|ご|御)(?!金|子|水|湯|茶|寺|店|知らせ|祭|昼|正月|年寄|医者)[{KANJI}][{KANJI}{_STEM}]{{0,7}}?"
    r"(?<![てで])(?:ください|下さい|いただ|頂|にな[りるっ]|なさ|します|する|致|いたし|申し上げ|願[いう])"
    rf"|ご[{KANJI}]{{2}}|御[{KANJI}]{{2}}"
    r"|いただ[きくけ]|頂[きくけ]|賜[りる]|ござい(?:ます|ました)|(?:いた|致)し(?:ます|ました|ません)"
    r"|申し上げ|参りま|存じ(?:ます|上げ)|伺[いう]|なさ[いっれる]|くださいますよう|下さいますよう"
    r"|何卒|平素|ますます|(?<=[てで])おります|願います|におかれ"
)
_PASSIVE = re.compile(
    r"(?<!な)され(?:ます|る|た|て|ません|ない|ず|、)"
    r"|(?:行わ|送ら|定めら|求めら|知らさ|開か|使わ|払わ|渡さ|出さ|書か|決めら|止めら|認めら|課せら|設けら|集めら|加えら|変えら)"
    r"れ(?:ます|る|た|て|ません|ない|ず|、)"
)
_POLITE_END = re.compile(
    r"(?:です|ます|でした|ました|ません|ませんでした|ましょう|ください|下さい)(?:か|ね|よ)?(?:[(][^()]*[)])?[)」]?$"
)
_ERA = re.compile(r"(?:明治|大正|昭和|平成|令和|[HR](?=\d))\s*(?:\d+|元)年?度?")
_WESTERN = re.compile(r"\d{4}\s*年?度?\s*[(]?\s*$")
_WESTERN_AFTER = re.compile(r"^\s*[(]\s*\d{4}\s*年")
_JOINT = re.compile(
    r"(?:[ばしりきちみえけせてめいず]|(?<!な)ど|んで|いで|ので|(?:ます|です|る|た|ない)が|(?<![時日分])から"
    r"|ために?|たら|際[はに]?|場合(?:は|には)?|うえ|上|なく|ると|ますと|とき[はに]?)、"
    r"|並びに|及び|若しくは|とともに|ものとし"
)
_PLAIN_JOINT = re.compile(
    r"(?:もし|なし|ただし|しかし|または|です?が|例えば|たとえば|いつも|なお)、"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that breaks one rule.

    Parameters
    ----------
    rule : str
        Id of the rule, a key of `RULES`.
    sentence : int
        Number of the sentence, from 1.
    phrase : str
        What breaks the rule.
    message : Text
        What is hard about it, and what to do.
    """

    rule: str
    sentence: int
    phrase: str
    message: Text


@dataclass(frozen=True, slots=True)
class Whole:
    """What a rule may look at beside the sentence.

    Parameters
    ----------
    bare : str
        The whole text, normal and without ruby.
    read : frozenset of str
        Runs of kanji that have a reading somewhere.
    explained : frozenset of str
        Hard words that the text explains.
    kanji : float
        Share of kanji among kanji and hiragana; 1 where there is neither.
    """

    bare: str
    read: frozenset[str]
    explained: frozenset[str]
    kanji: float


def whole(text: str) -> Whole:
    """Collect what holds for the whole text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    Whole
        To be given to each rule.
    """
    bare = without_ruby(text)
    known = frozenset(word for word in WORDS if word in bare and _explains(bare, word))
    kanji, kana = (len(re.findall(f"[{letters}]", bare)) for letters in (KANJI, KANA))
    share = kanji / (kanji + kana) if kanji + kana else 1.0
    return Whole(bare, frozenset(readings(text)), known, share)


def _explains(bare: str, word: str) -> bool:
    """Tell whether a word is followed by its explanation: in brackets, or as “… is a paper that …”."""
    name = re.escape(word)
    nouns = "こと|もの|紙|書類|手紙|お金|税金|人|所|ところ|水|ごみ|注射|知らせ|しくみ|仕組み|制度"
    return bool(
        re.search(rf"{name}[」』]?\s*[(<《〈=][^)>》〉]{{3,}}", bare)
        or re.search(rf"{name}[」』]?(?:とは|というのは|は)、?[^。]{{2,40}}(?:{nouns})です", bare)
        or re.search(rf"[^。、]{{3,}}[(<《〈]{name}[)>》〉]", bare)
    )


def _length(sentence: Sentence, _whole: Whole) -> Iterator[tuple[str, Text]]:
    if sentence.size > LONGEST:
        yield (
            sentence.text,
            Text(
                f"一文が {sentence.size} 字です。{LONGEST} 字までに分けます。",
                f"A sentence of {sentence.size} characters. Split it, to {LONGEST} at most.",
            ),
        )


def _kanji(sentence: Sentence, _whole: Whole) -> Iterator[tuple[str, Text]]:
    count = len(re.findall(f"[{KANJI}]", _COUNTED.sub("", sentence.text)))
    if count > MOST_KANJI:
        yield (
            sentence.text,
            Text(
                f"一文に漢字が {count} 字あります。{MOST_KANJI} 字までにします。",
                f"A sentence with {count} kanji. Use {MOST_KANJI} at most.",
            ),
        )


def _chain(sentence: Sentence, _whole: Whole) -> Iterator[tuple[str, Text]]:
    for match in _CHAIN.finditer(sentence.text):
        yield (
            match[0],
            Text(
                "漢字が続きすぎます。「の」や動詞を入れて分けます。",
                "Too many kanji in a row. Put particles or a verb in between.",
            ),
        )


def _word(sentence: Sentence, text: Whole) -> Iterator[tuple[str, Text]]:
    for match in _WORD.finditer(sentence.text):
        word = WORDS[match[0]]
        if word.hard in text.explained:
            continue
        if word.kind == "term":
            message = Text(
                f"大事な言葉は残し、説明を付けます：{word.hard}（{word.easy}）",
                f"Keep the key term and explain it ({word.en}): {word.hard}（{word.easy}）",
            )
        else:
            message = Text(
                f"「{word.easy}」に言いかえます。", f"Say “{word.easy}” instead ({word.en})."
            )
        yield word.hard, message
    for match in _ETC.finditer(sentence.text):
        yield (
            match[0],
            Text(
                "「等」は「など」と書くか、例を並べます。",
                "Write など, or list what is meant (等: and so on).",
            ),
        )


def _pattern(
    pattern: re.Pattern[str], ja: str, en: str
) -> Callable[[Sentence, Whole], Iterator[tuple[str, Text]]]:
    def rule(sentence: Sentence, _whole: Whole) -> Iterator[tuple[str, Text]]:
        for match in pattern.finditer(sentence.text):
            yield match[0], Text(ja, en)

    return rule


def _ending(sentence: Sentence, _whole: Whole) -> Iterator[tuple[str, Text]]:
    needed = sentence.closed or sentence.size > _BARE
    if needed and not _POLITE_END.search(sentence.text):
        yield (
            sentence.text[-8:],
            Text("文の終わりを「です」「ます」にします。", "End the sentence in です or ます."),
        )


def _era(sentence: Sentence, _whole: Whole) -> Iterator[tuple[str, Text]]:
    for match in _ERA.finditer(sentence.text):
        before, after = sentence.text[: match.start()], sentence.text[match.end() :]
        if not _WESTERN.search(before) and not _WESTERN_AFTER.search(after):
            yield (
                match[0],
                Text("年は西暦で書きます。", "Write the year of the western calendar."),
            )


def _several(sentence: Sentence, _whole: Whole) -> Iterator[tuple[str, Text]]:
    joints = len(_JOINT.findall(_PLAIN_JOINT.sub("", sentence.text)))
    if joints >= _JOINTS:
        yield (
            sentence.text,
            Text(
                f"一文に {joints + 1} つのことが入っています。一文に一つにします。",
                f"A sentence that says {joints + 1} things. Let it say 1.",
            ),
        )


def _kana(sentence: Sentence, text: Whole) -> Iterator[tuple[str, Text]]:
    if text.kanji < _KANA_ONLY and not re.search(rf"[{KANJI}]", sentence.text):
        yield (
            sentence.text,
            Text(
                "かなばかりの文章は、言葉の切れ目と意味が取りにくくなります。漢字に読みがなを付けます。",
                "In nothing but kana, word ends and meanings are hard to see. Write kanji with readings.",
            ),
        )


def _ruby(sentence: Sentence, text: Whole) -> Iterator[tuple[str, Text]]:
    for run in re.findall(rf"[{KANJI}]+", _COUNTED.sub("", sentence.text)):
        hard = any(letter not in EASY for letter in run)
        if hard and run not in text.read and not any(known in run for known in text.read):
            yield (
                run,
                Text("読みがなを付けます：漢字（かんじ）", "Add a reading, as in 漢字（かんじ）."),
            )


RULES: dict[str, tuple[Text, Callable[[Sentence, Whole], Iterator[tuple[str, Text]]]]] = {
    "length": (Text("一文の長さ", "length of the sentence"), _length),
    "several": (Text("一文に一つ", "one thing in a sentence"), _several),
    "kanji": (Text("漢字の数", "number of kanji"), _kanji),
    "chain": (Text("続く漢字", "kanji in a row"), _chain),
    "word": (Text("難しい言葉", "hard words"), _word),
    "double": (
        Text("二重否定", "double negative"),
        _pattern(
            _DOUBLE,
            "「ない」が二つあります。「できます」「してください」の形にします。",
            "2 negatives. Say what can or must be done.",
        ),
    ),
    "passive": (
        Text("受け身", "passive"),
        _pattern(
            _PASSIVE,
            "受け身です。だれがするかを書きます（市が〜します）。",
            "Passive. Say who does it (the city does …).",
        ),
    ),
    "polite": (
        Text("敬語", "honorific or humble form"),
        _pattern(
            _POLITE,
            "敬語は動作を見えにくくします。「〜してください」「〜します」にします。",
            "Honorifics hide what is to be done. Write 〜してください or 〜します.",
        ),
    ),
    "ending": (Text("です・ます", "です or ます at the end"), _ending),
    "era": (Text("西暦", "western year"), _era),
    "kana": (Text("かなばかり", "kana only"), _kana),
    "ruby": (Text("読みがな", "readings"), _ruby),
}
"""Name and function of each rule, in the order in which findings are listed."""
