"""How 青葉野市 is put together: bureaus, sections and teams, and what their posts ask for.

Names of sections are the curriculum's; everything else is invented. The shares of staff are of the kind found in a city of
this size, and belong to no real one.
"""

from __future__ import annotations

from dataclasses import dataclass

OFFICE, CIVIL, NURSE, IT = "事務", "土木", "保健師", "情報"
PERSONAL = ("personal_data",)
SYSTEMS = ("internal_systems", "system_details", "security_core")
BUYING = ("draft_specification", "review_or_evaluate")

CONTRACTOR, GROUP, SISTER = "カワセミシステムズ", "カワセミホールディングス", "カワセミネット"
PRINTER, CLOUD, NETWORK, ADVISERS = (
    "ひのき印刷",
    "こもれびクラウド",
    "みどりがわネットワークス",
    "つゆくさコンサルティング",
)
"""Companies, all invented: the lessons' contractor and printer, and others."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team (係).

    Parameters
    ----------
    name : str
        Name.
    weight : float
        Share of the section's staff, beside the weights of the other teams.
    families : tuple of str
        Job families that its posts ask for, the usual one first; empty: any.
    role : str
        Role of the standard.
    needs : tuple of (str, int, int, bool)
        Skill, level, people, and whether its only holder must not leave without a successor.
    access : tuple of str
        Kinds of information that one reaches there.
    acts : tuple of str
        What one does in procurements.
    bidders : tuple of str
        Who is expected to bid.
    procures : tuple of str
        What is procured; empty: not known.
    """

    name: str
    weight: float = 1.0
    families: tuple[str, ...] = (OFFICE, IT)
    role: str = "general-staff"
    needs: tuple[tuple[str, int, int, bool], ...] = (("SEC-PRIVACY", 1, 1, False),)
    access: tuple[str, ...] = PERSONAL
    acts: tuple[str, ...] = ()
    bidders: tuple[str, ...] = ()
    procures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section (課).

    Parameters
    ----------
    name : str
        Name, as in the curriculum.
    bureau : str
        Name of the bureau (部).
    share : float
        Share of the staff beyond those whom every section needs; all shares add up to 1.
    teams : tuple of Team
        Teams. Trainees work in the last one.
    """

    name: str
    bureau: str
    share: float
    teams: tuple[Team, ...]


SYSTEM_TEAM = "情報システム係"
"""Where 早川 直樹 keeps systems and logs, very nearly alone."""
SECTIONS = (
    Section("秘書広報課", "総務部", 0.03, (Team("秘書係"), Team("広報係", 2))),
    Section("総務課", "総務部", 0.095, (Team("総務係", 2), Team("管財係"), Team("人事係"))),
    Section(
        "情報政策課",
        "総務部",
        0.005,
        (
            Team(
                SYSTEM_TEAM,
                1,
                (OFFICE, IT),
                "one-person-it",
                (
                    ("SEC-LOG", 3, 1, True),
                    ("SEC-IAM", 3, 1, True),
                    ("NET-BASIC", 1, 1, False),
                ),
                SYSTEMS,
                BUYING,
                (CONTRACTOR, NETWORK),
                ("system_operation", "it_equipment"),
            ),
            Team(
                "DX推進係",
                6,
                (OFFICE, IT),
                "project-manager",
                (("BPR-TOBE", 2, 1, False), ("CLD-COST", 2, 2, False), ("PRJ-COST", 2, 1, False)),
                ("internal_systems", "vendor_proposals"),
                ("draft_specification", "advise"),
                (CLOUD, CONTRACTOR, ADVISERS),
                ("system_development", "it_services"),
            ),
        ),
    ),
    Section(
        "財政課",
        "総務部",
        0.03,
        (
            Team(
                "財政係", needs=(("GOV-BUDGET", 2, 1, True), ("PRJ-COST", 1, 1, False)), access=()
            ),
            Team(
                "契約検査係",
                needs=(("PRO-SPEC", 1, 1, False), ("PRJ-COST", 2, 1, False)),
                access=("vendor_proposals",),
                acts=("select_vendor", "run_bid", "contract_work"),
                bidders=(CONTRACTOR, PRINTER),
                procures=("it_equipment", "other"),
            ),
        ),
    ),
    Section("税務課", "総務部", 0.09, (Team("資産税係"), Team("収納係"), Team("市民税係"))),
    Section(
        "市民課",
        "市民福祉部",
        0.13,
        (
            Team("戸籍係"),
            Team("国保年金係"),
            Team(
                "窓口係",
                2,
                role="service-designer",
                needs=(("BPR-MEASURE", 1, 1, False), ("SVC-WORDS", 1, 2, False)),
            ),
        ),
    ),
    Section(
        "福祉課",
        "市民福祉部",
        0.18,
        (
            Team("障がい福祉係"),
            Team("生活支援係"),
            Team("介護保険係"),
            Team("地域福祉係", role="dx-leader", needs=(("SVC-USER", 1, 2, False),)),
        ),
    ),
    Section(
        "こども課",
        "市民福祉部",
        0.15,
        (Team("保育係", 2), Team("子育て支援係"), Team("こども政策係")),
    ),
    Section(
        "健康課",
        "市民福祉部",
        0.08,
        (Team("母子保健係", 1, (NURSE,)), Team("健康づくり係", 1, (NURSE, OFFICE))),
    ),
    Section("産業観光課", "産業建設部", 0.06, (Team("農林係"), Team("商工観光係"))),
    Section(
        "建設課",
        "産業建設部",
        0.1,
        (
            Team("土木係", 2, (CIVIL,), access=(), needs=()),
            Team("上下水道係", 1, (CIVIL,), access=(), needs=()),
            Team("都市計画係", 1, (CIVIL, OFFICE), access=()),
        ),
    ),
    Section(
        "教育総務課",
        "教育委員会事務局",
        0.05,
        (Team("生涯学習係"), Team("学校教育係"), Team("教育総務係")),
    ),
)
TEAM_SIZE = 24
"""A team of more people is split."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank with its titles.

    Parameters
    ----------
    grades : tuple of (int, int)
        Lowest and highest grade.
    service : tuple of (int, int)
        Least and most years of service.
    """

    grades: tuple[int, int]
    service: tuple[int, int]


RANKS = {
    "主事": Rank((1, 2), (1, 12)),
    "主任": Rank((3, 3), (8, 20)),
    "主査": Rank((4, 4), (14, 28)),
    "係長": Rank((5, 5), (15, 30)),
    "課長補佐": Rank((6, 6), (20, 34)),
    "課長": Rank((7, 7), (25, 36)),
    "部長": Rank((8, 8), (30, 37)),
}
"""Ranks by title, from the lowest: an eight-grade table."""
STAFF_TITLES, STAFF_SHARES = ("主事", "主任", "主査"), (0.5, 0.33, 0.17)
BELOW = {"主任": "主事", "主査": "主任", "係長": "主査", "課長補佐": "係長", "課長": "課長補佐", "部長": "課長"}  # fmt: skip
"""The rank from which one is promoted."""
