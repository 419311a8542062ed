"""Requests for data between colleagues, and what the city's procedure replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Reply = Literal["stop", "ask", "cut", "give"]


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
            "後輩に要るのは書き方だけですが、住民の氏名が並ぶ表の表示も残っています",
            "Only the code is needed, but a table with residents' names is still shown in the notebook",
        ),
        (
            (
                "同じ係で同じ集計を引き継ぐ後輩に、ノートブックを渡します",
                "I pass my notebook to the colleague in the subsection who takes over the same count",
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
