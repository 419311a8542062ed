"""Kinds of mail that reach a member of staff: real work, attempts to deceive, advertising.

Each archetype is a function of chance; its texts stand in both languages. No mail imitates a real
sender.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aobano.net import CITY_DOMAIN, PREFECTURE_DOMAIN, PRINTER_DOMAIN, VENDOR_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

Verdict = Literal["report", "delete", "genuine"]
Pair = tuple[str, str]
"""A sentence in Japanese and in English."""

PASSED = "spf=pass dkim=pass dmarc=pass"
FORGED = "spf=pass dkim=none dmarc=fail"
"""The bounce address is the sender's own, so SPF passes; the address that people see is not."""
RELAYED = "spf=fail dkim=pass dmarc=pass"
"""A relay is not among the sender's servers, so SPF fails; the signature has survived."""

_FALSE_CITY = (
    "city-aobano.example",
    "city.aoban0.example",
    "city.aobano.support.example",
    "city.aobano.mfa-check.example",
)
_FALSE_VENDOR = (
    "kawasemi-systerns.example",
    "kawasemi-system.example",
    "kawasemi-systems.billing.example",
)
_FALSE_PREFECTURE = (
    "pref-midorigawa.example",
    "pref.midorikawa.example",
    "pref.midorigawa.survey.example",
)
_FALSE_PRINTER = (
    "hinoki-prinnt.example",
    "hinoki.print-share.example",
    "hinoki-print.files.example",
)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail with what its headers say."""

    verdict: Verdict
    """What should be done with it."""
    sender: Pair
    """Display name."""
    address: str
    """From address."""
    return_path: str
    """Where bounces go."""
    auth: str
    """The receiving server's results of SPF, DKIM and DMARC."""
    subject: Pair
    """Subject."""
    body: Pair
    """Text."""
    link: str
    """Address behind the link, empty if there is none."""

    def row(self, number: int, lang: int) -> dict[str, str]:
        """Return the mail as a trainee sees it.

        Parameters
        ----------
        number : int
            Its place in the mailbox, from 1.
        lang : int
            0 for Japanese, 1 for English.

        Returns
        -------
        dict
            Column to text.
        """
        return {
            "id": f"M{number:02d}",
            "from": f"{self.sender[lang]} <{self.address}>",
            "return_path": self.return_path,
            "auth": self.auth,
            "subject": self.subject[lang],
            "body": self.body[lang],
            "link": self.link or "-",
        }


def _pick(rng: np.random.Generator, options: Sequence[str]) -> str:
    return options[int(rng.integers(len(options)))]


def _choose(rng: np.random.Generator, options: Sequence[tuple[Pair, Pair]]) -> tuple[Pair, Pair]:
    return options[int(rng.integers(len(options)))]


def _false_office(rng: np.random.Generator) -> Mail:
    domain = _pick(rng, _FALSE_CITY)
    subject, body = _choose(
        rng,
        (
            (
                ("【重要】多要素認証の再登録", "IMPORTANT: register your second factor again"),
                (
                    "本日中に再登録しないと庁内メールが止まります。",
                    "Register again today or your mail will stop.",
                ),
            ),
            (
                ("メールボックスの容量が上限です", "Your mailbox is full"),
                (
                    "下のページで職員番号とパスワードを確認してください。",
                    "Confirm your staff number and password on the page below.",
                ),
            ),
            (
                ("パスワードの有効期限について", "Your password is about to expire"),
                (
                    "今のパスワードを使い続けるには、下のページで手続きをしてください。",
                    "To go on using your password, follow the page below.",
                ),
            ),
        ),
    )
    return Mail(
        "report",
        ("情報政策課", "Information Policy"),
        f"mfa@{domain}",
        f"mfa@{domain}",
        PASSED,
        subject,
        body,
        f"https://{domain}/kakunin",
    )


def _forged_office(rng: np.random.Generator) -> Mail:
    false = _pick(rng, ("staff-room", "kyuyo-web", "teate-form"))
    subject, body = _choose(
        rng,
        (
            (
                ("給与明細の様式が変わります", "New form of the pay slip"),
                (
                    "下のページに入って、新しい明細を確認してください。",
                    "Sign in below to see your new pay slip.",
                ),
            ),
            (
                ("年末調整の入力のお願い", "Year-end tax adjustment"),
                (
                    "入力が済んでいない職員にお送りしています。",
                    "You receive this because your entry is missing.",
                ),
            ),
        ),
    )
    return Mail(
        "report",
        ("総務課", "General Affairs"),
        f"soumu@{CITY_DOMAIN}",
        f"bounce@{false}.example",
        FORGED,
        subject,
        body,
        f"https://{CITY_DOMAIN}.{false}.example/login",
    )


def _false_vendor(rng: np.random.Generator) -> Mail:
    domain = _pick(rng, _FALSE_VENDOR)
    month = int(rng.integers(8, 11))
    return Mail(
        "report",
        ("カワセミシステムズ 経理", "Kawasemi Systems, accounts"),
        f"keiri@{domain}",
        f"keiri@{domain}",
        PASSED,
        ("振込先口座の変更について", "Change of our bank account"),
        (
            f"{month}月分の請求から口座が変わりました。添付の新しい口座にお振り込みください。",
            f"From invoice {month}/2026 please pay to the new account in the attachment.",
        ),
        "",
    )


def _forged_prefecture(rng: np.random.Generator) -> Mail:
    domain = _pick(rng, _FALSE_PREFECTURE)
    return Mail(
        "report",
        ("緑川県 市町村課", "Midorigawa Prefecture, municipal section"),
        f"shichoson@{PREFECTURE_DOMAIN}",
        f"return@{domain}",
        FORGED,
        ("【至急】調査票の回答について", "URGENT: survey form"),
        (
            "未回答の団体に連絡しています。下のページに入って回答してください。",
            "We are writing to bodies that have not answered. Sign in below.",
        ),
        f"https://{domain}/chosa",
    )


def _false_printer(rng: np.random.Generator) -> Mail:
    domain = _pick(rng, _FALSE_PRINTER)
    return Mail(
        "report",
        ("ひのき印刷 校正係", "Hinoki Print, proofs"),
        f"kosei@{domain}",
        f"kosei@{domain}",
        PASSED,
        ("広報紙の校正データ", "Proofs of the city newsletter"),
        (
            "庁内のパスワードでファイルを開いてください。",
            "Open the file with your city hall password.",
        ),
        f"https://{domain}/share",
    )


def _trip(rng: np.random.Generator) -> Mail:
    hour = int(rng.integers(14, 18))
    return Mail(
        "genuine",
        ("総務課", "General Affairs"),
        f"soumu@{CITY_DOMAIN}",
        f"soumu@{CITY_DOMAIN}",
        PASSED,
        ("【至急】出張命令の確認（本日中）", "URGENT: confirm your travel order today"),
        (
            f"明日の出張命令が未確認です。本日{hour}時までに庁内ページで確認してください。",
            f"Tomorrow's travel order is not confirmed. Use the intranet page by {hour}:00 today.",
        ),
        f"http://portal.{CITY_DOMAIN}/ryohi",
    )


def _relayed_prefecture(rng: np.random.Generator) -> Mail:
    day = int(rng.integers(26, 31))
    return Mail(
        "genuine",
        ("緑川県 市町村課", "Midorigawa Prefecture, municipal section"),
        f"shichoson@{PREFECTURE_DOMAIN}",
        f"shichoson@{PREFECTURE_DOMAIN}",
        RELAYED,
        ("担当者会議の開催通知（一斉配信）", "Notice of meeting (mailing list)"),
        (
            f"10月{day}日の会議の資料を載せました。",
            f"The papers for the meeting on 2026-10-{day} are online.",
        ),
        f"https://www.{PREFECTURE_DOMAIN}/kaigi",
    )


def _vendor(rng: np.random.Generator) -> Mail:
    month = int(rng.integers(8, 11))
    return Mail(
        "genuine",
        ("カワセミシステムズ 経理", "Kawasemi Systems, accounts"),
        f"keiri@{VENDOR_DOMAIN}",
        f"keiri@{VENDOR_DOMAIN}",
        PASSED,
        (f"{month}月分のご請求", f"Invoice {month}/2026"),
        (
            "契約どおりの請求書をお送りします。振込先は変わりません。",
            "Please find the invoice under our contract. Our account is unchanged.",
        ),
        "",
    )


def _maintenance(rng: np.random.Generator) -> Mail:
    day = int(rng.integers(24, 29))
    return Mail(
        "genuine",
        ("情報政策課", "Information Policy"),
        f"mfa@{CITY_DOMAIN}",
        f"mfa@{CITY_DOMAIN}",
        PASSED,
        ("【重要】多要素認証の停止（夜間）", "IMPORTANT: second factor down at night"),
        (
            f"10月{day}日の夜に停止します。手続きは要りません。",
            f"It will be down on the night of 2026-10-{day}. You need not do anything.",
        ),
        f"http://portal.{CITY_DOMAIN}/oshirase",
    )


def _citizen(rng: np.random.Generator) -> Mail:
    name = _pick(rng, ("tanpopo", "hidamari", "kazaguruma"))
    return Mail(
        "genuine",
        (name, name),
        f"{name}@mailbox.example",
        f"{name}@mailbox.example",
        PASSED,
        ("手続きについて教えてください", "A question about a procedure"),
        (
            "来月引っ越します。窓口に行く日に何を持って行けばよいですか。",
            "I move next month. What should I bring to the counter?",
        ),
        "",
    )


def _printer(rng: np.random.Generator) -> Mail:
    number = int(rng.integers(2, 5))
    return Mail(
        "genuine",
        ("ひのき印刷 校正係", "Hinoki Print, proofs"),
        f"kosei@{PRINTER_DOMAIN}",
        f"kosei@{PRINTER_DOMAIN}",
        PASSED,
        (f"広報紙の校正（第{number}校）", f"City newsletter, proof {number}"),
        ("校正をご確認ください。", "Please look through the proof."),
        f"https://kosei.{PRINTER_DOMAIN}/aobano",
    )


def _advert(sender: Pair, domain: str, subject: Pair, body: Pair) -> Callable[..., Mail]:
    def make(rng: np.random.Generator) -> Mail:
        number = int(rng.integers(10, 90))
        return Mail(
            "delete",
            sender,
            f"news{number}@{domain}",
            f"bounce{number}@{domain}",
            PASSED,
            subject,
            body,
            f"https://www.{domain}/{number}",
        )

    return make


DECEITS: tuple[Callable[[np.random.Generator], Mail], ...] = (
    _false_office,
    _forged_office,
    _false_vendor,
    _forged_prefecture,
    _false_printer,
)
"""Attempts to deceive: two fail DMARC, three pass it because the false domain is the sender's own."""
ALWAYS: tuple[Callable[[np.random.Generator], Mail], ...] = (_trip, _relayed_prefecture)
"""Genuine mails that are in every mailbox: the urgent travel order and the relayed notice."""
WORK: tuple[Callable[[np.random.Generator], Mail], ...] = (
    _vendor,
    _maintenance,
    _citizen,
    _printer,
)
"""Other genuine mails."""
ADVERTS: tuple[Callable[[np.random.Generator], Mail], ...] = (
    _advert(
        ("DX推進セミナー事務局", "DX seminar office"),
        "dx-seminar.example",
        ("【無料】自治体DXセミナーのご案内", "Free seminar on municipal DX"),
        ("ご興味があれば下のページからお申し込みください。", "Sign up below if it interests you."),
    ),
    _advert(
        ("オフィス家具通信", "Office furniture news"),
        "kagu-news.example",
        ("秋の新製品のお知らせ", "New products this autumn"),
        ("高さを変えられる机の新製品が出ました。", "Our new standing desks are here."),
    ),
    _advert(
        ("アンケートの窓", "Survey window"),
        "enquete-mado.example",
        ("5分のアンケートのお願い", "Five minutes for a survey"),
        ("抽選で図書カードを差し上げます。", "Win a book token."),
    ),
    _advert(
        ("会計ソフト案内", "Bookkeeping software"),
        "kaikei-soft.example",
        ("会計ソフトの試用版", "Try our bookkeeping software"),
        ("30日間お試しいただけます。", "Try it for 30 days."),
    ),
)
"""Advertising that deceives nobody."""
