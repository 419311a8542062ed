"""What residents said at the counter about the city's letters: need does not follow nationality."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

NEEDS = ("usual", "plain", "translation", "call")
_COUNTS = {"usual": 2, "plain": 2, "translation": 1, "call": 1}
NATIONS = {"jp": ("日本", "Japan"), "other": ("外国", "other")}

VOICES: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("usual", "jp"): (
        ("通知を読んで、期限の前に自分で手続きを済ませた。", "Read the letter and was done before the deadline."),
        ("書類の言葉で困ったことはない、と話した。", "Says the words of the letters are no trouble."),
        ("去年の通知も全部わかった。直してほしい所はない。", "Understood all of last year's letters. Nothing to change."),
        ("家族の分の通知も読んで、説明している。", "Reads the family's letters too and explains them."),
    ),
    ("usual", "other"): (
        ("日本の会社で契約書を日本語で読み書きする。市の通知もわかる。", "Reads and writes contracts in Japanese at work; follows the city's letters."),
        ("日本で育った。今の通知で困ったことはない。", "Grew up in Japan. The letters as they are cause no trouble."),
        ("日本の大学を出た。通知を読み、ひとりで申請を終えた。", "Graduated in Japan. Read the letter and applied alone."),
        ("近所の人に、市の通知の意味を説明している。", "Explains the city's letters to the neighbours."),
    ),
    ("plain", "jp"): (
        ("外国で育った。日本語で話せるが、「納付」などの言葉がわからない。短い日本語なら読める。", "Grew up abroad. Speaks Japanese, but does not know words like 納付. Can read short Japanese."),
        ("手話で話す。長い文は苦手だが、短い文の日本語なら読める。", "Speaks in sign language. Long sentences are hard; short Japanese can be read."),
        ("窓口では普通に話せる。通知は漢字の言葉が続いてわからない。簡単な言葉なら読める。", "Talks normally at the counter. The letters' strings of kanji are too much; simple words can be read."),
        ("話は通じる。通知は一文が長くて途中でやめた。短ければ読める、と言う。", "Talks easily. Gave up on the letter for its long sentences; says short ones can be read."),
    ),
    ("plain", "other"): (
        ("市民課では日本語で話した。通知は敬語が難しい。ふりがながあれば読める。", "Spoke Japanese at the counter. The honorifics of the letter are hard; with readings it can be read."),
        ("仕事の日本語は話せる。役所の漢字はわからない。簡単な日本語のほうがいい、と言う。", "Speaks Japanese at work. Does not know the office's kanji; prefers simple Japanese."),
        ("日本語教室に通って3年。短い文の日本語なら自分で読みたい、と言う。", "Three years of Japanese classes. Wants to read for herself, if the sentences are short."),
        ("電話も日本語でできる。長い通知は読めないが、やさしく書いてあれば読める。", "Can telephone in Japanese. Cannot read the long letter, but can if it is simply written."),
    ),
    ("translation", "jp"): (
        ("去年、外国から来て日本国籍になった配偶者の子。日本語はまだ読めず、母語の紙がほしい、と言う。", "Came last year, child of a naturalised parent. Cannot read Japanese yet and asks for paper in the first language."),
        ("外国で生まれ育ち、先月初めて日本に来た。日本語は読めない。母語なら読める。", "Born and raised abroad, came last month for the first time. Cannot read Japanese; can read the first language."),
        ("両親の国で育った。ひらがなもまだ読めない。母語の書類を頼まれた。", "Grew up in the parents' country. Cannot read even hiragana yet. Asked for papers in the first language."),
    ),
    ("translation", "other"): (
        ("先月来た。日本語はまだ読めない。母語の書類なら自分で読む、と言う。", "Came last month. Cannot read Japanese yet; reads papers in the first language alone."),
        ("通訳の人と来た。ひらがなも読めない。母語で書いた紙を頼まれた。", "Came with an interpreter. Cannot read hiragana. Asked for paper in the first language."),
        ("日本語はこれから勉強する。母語の説明を読んで、すぐ手続きができた。", "Is about to study Japanese. With an explanation in the first language was done at once."),
    ),
    ("call", "jp"): (
        ("目が見えにくく、紙はどんな字でも読めない。電話なら聞ける、と言う。", "Sees badly; cannot read any print. Can listen by telephone."),
        ("文字を習う機会がなかった。手紙は開けない。話せばわかる。", "Never had a chance to learn letters. Does not open letters; understands when spoken to."),
        ("病気のあと、文字が読めなくなった。声で聞けばわかる。", "Has not been able to read since an illness. Understands by ear."),
    ),
    ("call", "other"): (
        ("どの言葉の文字も読めない。会って話すとよくわかる。", "Reads no script of any language. Understands well when met in person."),
        ("目が悪く、紙は読めない。日本語の電話なら困らない。", "Bad eyes; cannot read paper. No trouble with a telephone call in Japanese."),
        ("紙は読めずに捨ててしまう。日本語で話せば通じる。声をかけてほしい、と言う。", "Cannot read paper and throws it away. Understands spoken Japanese; asks to be spoken to."),
    ),
}  # fmt: skip


def voices(rng: np.random.Generator) -> tuple[dict[str, list[dict[str, str]]], dict[str, str]]:
    """Draw twelve residents, as many of each need among Japanese nationals as among others.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides which, and the order.

    Returns
    -------
    dict
        By language: rows ``P01`` to ``P12``.
    dict
        The need of each.
    """
    drawn = [
        (need, nation, VOICES[need, nation][int(i)])
        for need, count in _COUNTS.items()
        for nation in NATIONS
        for i in rng.permutation(len(VOICES[need, nation]))[:count]
    ]
    by_lang: dict[str, list[dict[str, str]]] = {"ja": [], "en": []}
    needs = {}
    for number, place in enumerate(rng.permutation(len(drawn)), start=1):
        need, nation, said = drawn[int(place)]
        name = f"P{number:02d}"
        for i, lang in enumerate(("ja", "en")):
            by_lang[lang].append({"id": name, "nationality": NATIONS[nation][i], "record": said[i]})
        needs[name] = need
    return by_lang, needs
