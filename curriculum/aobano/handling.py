"""Data that people want to put into a notebook, and requests for data between colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Verdict = Literal["in", "merge", "out"]
Reply = Literal["stop", "ask", "cut", "give"]
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
        """What the city's rules say."""
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


@dataclass(frozen=True, slots=True)
class Request:
    """What a colleague asks for: three sentences, of which at most one decides."""

    who: str
    """Key of `aobano.people.NAMED`."""
    deciding: tuple[str, str]
    """The sentence that decides (Japanese, English); for ``give`` it is one like the others."""
    others: tuple[tuple[str, str], tuple[str, str]]
    """The two sentences that do not decide."""
    reply: Reply
    """What the procedure says."""
    free: bool = False
    """True if there are no real people in it at all."""


REQUESTS: tuple[Request, ...] = (
    Request(
        "nonomura",
        (
            "住所を、無料の地図サイトに貼り付けて順番を調べます",
            "I paste the addresses into a free map site to find the best route",
        ),
        (
            (
                "住民を訪ねる、係のいつもの仕事です",
                "It is my subsection's usual work, visiting residents",
            ),
            (
                "貼り付けるのは、訪問に要る住所の列だけです",
                "It is only the column I need for the visits, the address",
            ),
        ),
        "stop",
    ),
    Request(
        "otsuki",
        (
            "続きを家でするので、申請者の一覧を自分のパソコンに送ります",
            "I send the list of applicants to my own computer, to go on at home",
        ),
        (
            (
                "市民課の申請を処理する、いつもの仕事です",
                "It is the usual work of handling applications in Citizens",
            ),
            ("一覧の列は、処理に要る3つだけです", "The list has only the 3 columns I need for it"),
        ),
        "stop",
    ),
    Request(
        "kusaka",
        (
            "差出人の氏名が入った手紙を、外部の翻訳サイトに貼ります",
            "I paste the letter, with the sender's name, into an outside translation site",
        ),
        (
            (
                "その手紙に返事を書く、私の課の仕事です",
                "It is my section's work to answer that letter",
            ),
            (
                "貼るのは、返事を書くのに要る段落だけです",
                "I paste only the paragraph I need for the answer",
            ),
        ),
        "stop",
    ),
    Request(
        "makabe",
        (
            "給食費の連絡のために集めた住所を、市への寄付のお願いに使います",
            "Addresses collected to write about school lunch fees are to be used to ask for donations",
        ),
        (
            (
                "開くのは財政課の2人だけで、市の端末から出しません",
                "Only 2 people in Finance open it, and it stays on the city's machines",
            ),
            ("列は、手紙に要るものだけにしました", "It has only the columns that the letters need"),
        ),
        "ask",
    ),
    Request(
        "kusaka",
        (
            "子育て講座の申込者の一覧を、消防団員の募集に使います",
            "The list of people who took a course for parents is to be used to find volunteer firefighters",
        ),
        (
            ("一覧は市の端末の中だけで使います", "The list is used on the city's machines only"),
            (
                "氏名と住所のほかの列は消してあります",
                "All columns but name and address have been removed",
            ),
        ),
        "ask",
    ),
    Request(
        "kiryu",
        (
            "健康診断の結果を、来年度の人事異動を決めるのに使います",
            "Results of the health check are to be used to decide next year's transfers",
        ),
        (
            (
                "見るのは人事の担当の1人だけです",
                "Only the 1 person in charge of personnel sees them",
            ),
            (
                "市の端末の中だけで使い、要らない列は消しました",
                "They stay on the city's machines, without unneeded columns",
            ),
        ),
        "ask",
    ),
    Request(
        "otsuki",
        (
            "窓口の記録に、来た人の氏名と相談のメモの列が付いています",
            "The counter's record has columns with visitors' names and notes on what they said",
        ),
        (
            (
                "同じ係の人が、記録を集めた目的どおり、混む時間を数えます",
                "A colleague in the subsection counts busy hours, which is why the record is kept",
            ),
            (
                "置き場所は、係の人だけが開ける市のフォルダーです",
                "It lies in a folder of the city that only the subsection can open",
            ),
        ),
        "cut",
    ),
    Request(
        "nonomura",
        (
            "ノートブックには、住民の氏名が並ぶ表の表示が残っています",
            "The notebook still shows a table with the names of residents",
        ),
        (
            (
                "同じ集計を引き継ぐ後輩に、書き方を見せるために渡します",
                "I pass it to the colleague who takes over the same count, to show how it is written",
            ),
            (
                "渡すのは、市の端末の係のフォルダーの中でです",
                "It is passed on inside the subsection's folder, on the city's machines",
            ),
        ),
        "cut",
    ),
    Request(
        "nonomura",
        (
            "配達先の一覧に、世帯の所得の列が残っています",
            "The list of deliveries still has a column with household incomes",
        ),
        (
            (
                "配食のために作った一覧を、同じ係の今週の配達の当番に渡します",
                "A list made for meal deliveries goes to the colleague who delivers this week",
            ),
            (
                "市の端末で開き、庁舎の外には持ち出しません",
                "It is opened on a city machine and does not leave the building",
            ),
        ),
        "cut",
    ),
    Request(
        "otsuki",
        (
            "一覧の列は、その仕事に要る受付番号と氏名だけです",
            "The list has only what that work needs, the receipt number and the name",
        ),
        (
            (
                "申請の処理のために作った一覧を、同じ係の処理の当番に渡します",
                "A list made for handling applications goes to the colleague who handles them today",
            ),
            (
                "置き場所は、係の人だけが開ける市のフォルダーです",
                "It lies in a folder of the city that only the subsection can open",
            ),
        ),
        "give",
    ),
    Request(
        "nonomura",
        (
            "一覧の列は、訪問に要る氏名と住所だけです",
            "The list has only what the visits need, name and address",
        ),
        (
            (
                "訪問のために作った一覧を、今週の訪問の当番に渡します",
                "A list made for visits goes to the colleague who visits this week",
            ),
            (
                "市の端末で開き、係のほかの人は開けません",
                "It is opened on a city machine; nobody outside the subsection can",
            ),
        ),
        "give",
    ),
    Request(
        "nonomura",
        (
            "使うのは、この研修が乱数で作った架空の名簿です",
            "The list was drawn at random for this training; its people are invented",
        ),
        (
            ("復習のため、家のパソコンに送ります", "I send it to my computer at home, to practise"),
            (
                "名簿には氏名・住所・生年月日の列があります",
                "It has columns with name, address and date of birth",
            ),
        ),
        "give",
        free=True,
    ),
    Request(
        "kusaka",
        (
            "中身は市が公表した月別の来庁者数で、いちばん小さい月も4,000人を超えます",
            "It is the published number of visitors by month, above 4,000 even in the quietest",
        ),
        (
            ("地元の新聞社にメールで送ります", "It goes to the local newspaper by mail"),
            (
                "新聞社は、窓口の記事に使うそうです",
                "The paper wants it for an article about the counter",
            ),
        ),
        "give",
        free=True,
    ),
)
"""Requests for data. Every sentence but the deciding one is beside the point of the procedure."""


def requests(rng: np.random.Generator) -> list[tuple[Request, list[int]]]:
    """Draw five requests, with their sentences in random order.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    list of (Request, list of int)
        The request, and the order of its sentences: 0 is the deciding one.
    """
    pools = [
        [r for r in REQUESTS if r.reply == reply and not r.free]
        for reply in ("stop", "ask", "cut", "give")
    ]
    chosen = [pool.pop(int(rng.integers(len(pool)))) for pool in pools[:3]]
    free = [r for r in REQUESTS if r.free]
    chosen.append(free[int(rng.integers(len(free)))])
    rest = pools[int(rng.integers(4))]
    chosen.append(rest[int(rng.integers(len(rest)))])
    order = rng.permutation(len(chosen))
    return [(chosen[i], [int(k) for k in rng.permutation(3)]) for i in order]
