"""Data that people want to put into a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Verdict = Literal["in", "merge", "out"]
SMALLEST = 10
"""A table that counts people may be used only if no cell is below this."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that somebody wants to put into a training notebook."""

    ja: str
    """What it is, Japanese; ``{n}`` is a harmless number, ``{few}`` one below `SMALLEST`."""
    en: str
    """The same, English."""
    kind: str
    """``plain``, ``nameless`` or ``public`` (real people), ``small`` (counts), ``made`` or ``free``."""

    @property
    def verdict(self) -> Verdict:
        """Say what the city's rules say.

        Returns
        -------
        str
            ``in``, ``merge`` or ``out``.
        """
        if self.kind == "small":
            return "merge"
        return "in" if self.kind in {"made", "free"} else "out"


ITEMS: tuple[Item, ...] = (
    Item(
        "福祉課の相談者の名簿{n}人分（氏名・住所・電話）。練習のあとで消す",
        "A list of {n} people who came to Welfare for advice (name, address, telephone); deleted after practice",
        "plain",
    ),
    Item(
        "窓口に出された転入届を写した写真{n}枚",
        "{n} photographs of moving-in notifications handed in at the counter",
        "plain",
    ),
    Item(
        "税の通知の宛名データ{n}件。金額の列は入っていない",
        "Addresses for {n} tax notices (name and address), without the amounts",
        "plain",
    ),
    Item(
        "講座の申込者{n}人の氏名とメールアドレス",
        "Names and mail addresses of {n} people who signed up for a course",
        "plain",
    ),
    Item(
        "職員名簿から氏名を消した表（課・職・年齢・給料）。課長は各課に1人",
        "The staff list without names (section, post, age, salary); each section has 1 head",
        "nameless",
    ),
    Item(
        "住民の記録から氏名を消した表{n}人分（町丁・生年月日・続柄・世帯の人数）",
        "Records of {n} residents without names (neighbourhood, date of birth, relation, household size)",
        "nameless",
    ),
    Item(
        "災害のとき手助けが要る人{n}人の表。氏名はイニシャル（町丁・年齢・病名）",
        "{n} people who need help in a disaster, with initials for names (neighbourhood, age, illness)",
        "nameless",
    ),
    Item(
        "健康診断の結果{n}人分。氏名はなく、職員番号が付いている",
        "Health check results of {n} members of staff: no names, but staff numbers",
        "nameless",
    ),
    Item(
        "広報紙に載った、表彰された市民{n}人の氏名と地区",
        "Names and districts of {n} citizens who received an award, as printed in the city's newsletter",
        "public",
    ),
    Item(
        "市のウェブページにある、審議会の委員{n}人の氏名と経歴",
        "Names and careers of {n} council members, from the city's web page",
        "public",
    ),
    Item(
        "介護の認定を受けた人の数（町丁別・年代別）。{few}人の欄がある",
        "Number of people certified for care, by neighbourhood and age group; a cell has {few}",
        "small",
    ),
    Item(
        "住民の数（国籍別・町丁別）。{few}人の欄がある",
        "Number of residents by nationality and neighbourhood; a cell has {few}",
        "small",
    ),
    Item(
        "相談に来た子どもの数（学校別・学年別）。{few}人の欄がある",
        "Number of children who came for advice, by school and year; a cell has {few}",
        "small",
    ),
    Item(
        "健診を受けた人の数（町丁別・男女別）。{few}人の欄がある",
        "Number of people who had a health check, by neighbourhood and sex; a cell has {few}",
        "small",
    ),
    Item(
        "この研修が乱数で作った、架空の住民{n}人の名簿（氏名・住所・生年月日）",
        "A list of {n} invented residents, drawn at random for this training (name, address, date of birth)",
        "made",
    ),
    Item(
        "市が公表している人口の表（町丁別）。いちばん小さい欄は{n}人",
        "The city's published population by neighbourhood; the smallest cell has {n}",
        "free",
    ),
    Item(
        "ごみの収集量（地区別・月別、トン）",
        "Tonnes of waste collected, by district and month",
        "free",
    ),
    Item(
        "集会所の部屋と定員の一覧、{n}部屋",
        "The rooms of community halls and how many people they hold, {n} rooms",
        "free",
    ),
    Item(
        "公園の遊具の点検の記録{n}件（遊具の番号・日付・結果）",
        "{n} inspections of playground equipment (number of the equipment, date, result)",
        "free",
    ),
    Item(
        "市民課の窓口の発券枚数（時間別）。いちばん少ない時間で{n}枚",
        "Tickets issued at the Citizens counter, by hour; {n} in the quietest hour",
        "free",
    ),
    Item(
        "満足度の集計（年代を3つに分けたもの）。いちばん小さい欄は{n}人",
        "Satisfaction counted by 3 age groups; the smallest cell has {n} people",
        "free",
    ),
)
"""What the trainees of Aobano want to practise with."""

_DRAWN = (("plain", 2), ("nameless", 2), ("public", 1), ("small", 2), ("made", 1), ("free", 4))


def items(rng: np.random.Generator) -> list[tuple[Item, str, str]]:
    """Draw twelve pieces of data in random order.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    list of (Item, str, str)
        The item, and its text in Japanese and English with the numbers put in.
    """
    drawn = []
    for kind, count in _DRAWN:
        pool = [item for item in ITEMS if item.kind == kind]
        drawn += [pool[i] for i in rng.permutation(len(pool))[:count]]
    listed = []
    for i in rng.permutation(len(drawn)):
        item = drawn[i]
        some = {"n": int(rng.integers(12, 60)), "few": int(rng.integers(2, SMALLEST))}
        listed.append((item, item.ja.format(**some), item.en.format(**some)))
    return listed
