"""The week of SEC-3 is solvable, has one truth, and differs from trainee to trainee, for every seed."""

from __future__ import annotations

import ipaddress
import json
import re
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from grader.marking.worlds import city, make_world

CURRICULUM = Path(__file__).parents[2] / "curriculum"
SEEDS = range(200)
JUDGEMENTS = ("verdicts", "story", "excess", "repairs", "form")


@pytest.fixture(scope="module")
def weeks():
    """Return the weeks of 200 trainees."""
    return [make_world(CURRICULUM, "security-phishing", seed) for seed in SEEDS]


def real_time(log: pd.DataFrame) -> pd.Series:
    """Put every line on the hall's clock."""
    return log["time"].where(log["clock"] == "JST", log["time"] + pd.Timedelta(hours=9))


def test_exactly_one_success_from_abroad_has_no_trip(weeks):
    """The rule that the lesson teaches finds the victim and nobody else."""
    for week in weeks:
        log, trips = week.table("events"), week.table("trips")
        away = log[(log["result"] == "success") & (log["country"] != "JP")].copy()
        away["day"] = real_time(away).dt.strftime("%Y-%m-%d")
        merged = away.merge(trips, on="user", how="left", suffixes=("", "_trip"))
        known = (
            (merged["country"] == merged["country_trip"])
            & (merged["day"] >= merged["first_day"])
            & (merged["day"] <= merged["last_day"])
        )
        assert set(merged[~known]["user"]) == {week.truth["story"]["user"]}


def test_the_stranger_does_exactly_five_things(weeks):
    """All successes from the stranger's address are the five of the truth, in their real order."""
    for week in weeks:
        log, story = week.table("events"), week.truth["story"]
        log["real"] = real_time(log)
        ip = log.set_index("id").loc[story["rows"][0], "ip"]
        mine = log[
            (log["user"] == story["user"]) & (log["ip"] == ip) & (log["result"] == "success")
        ]
        assert list(mine.sort_values("real")["id"]) == story["rows"]
        assert mine["real"].is_unique


def test_the_written_times_mislead(weeks):
    """Sorting by the time as written never gives the real order."""
    for week in weeks:
        log, rows = week.table("events"), week.truth["story"]["rows"]
        assert list(log[log["id"].isin(rows)].sort_values("time")["id"]) != rows


def test_most_failures_are_somebody_else(weeks):
    """The account with the most failures is the old phone, by far."""
    for week in weeks:
        log = week.table("events")
        counts = log[log["result"] == "failure"]["user"].value_counts()
        assert counts.index[0] == week.truth["story"]["phone"]
        assert counts.iloc[0] > 2 * counts.iloc[1]


def test_the_written_rule_sorts_every_mail(weeks):
    """A reader who follows the four rules literally arrives at the truth."""
    aobano = city(CURRICULUM)
    registered = aobano.REGISTERED_DOMAINS
    names = ("情報政策課", "総務課", "カワセミシステムズ", "緑川県", "ひのき印刷")
    for week in weeks:
        for mail in week.document("mails")["ja"]:
            domain = re.search(r"@([^>]+)>", mail["from"]).group(1)
            hosts = [domain] + ([mail["link"].split("/")[2]] if mail["link"] != "-" else [])
            inside = all(any(aobano.under(h, d) for d in registered) for h in hosts)
            if mail["from"].startswith(names):
                said = "genuine" if inside and "dmarc=pass" in mail["auth"] else "report"
            else:
                said = "genuine" if "mailbox.example" in domain else "delete"
            assert said == week.truth["verdicts"][mail["id"]]


def test_the_condition_finds_those_who_gave_in(weeks):
    """Four refusals in the ten minutes before an approval, counted by plain loops, are the truth."""
    for week in weeks:
        asks = list(week.table("push").itertuples())
        found = set()
        for yes in (a for a in asks if a.answer == "approved"):
            window = [
                a
                for a in asks
                if a.user == yes.user
                and a.answer != "approved"
                and timedelta(0) < yes.time - a.time <= timedelta(minutes=10)
            ]
            if len(window) >= 4:
                found.add(yes.user)
        assert sorted(found) == week.truth["worn"]


def test_the_padlock_tells_nothing_about_a_link(weeks):
    """Among the city's pages and among the false ones there are links with a padlock and links without."""
    aobano = city(CURRICULUM)
    for week in weeks:
        kinds = {
            (aobano.under(row["link"].split("/")[2], aobano.CITY_DOMAIN), row["link"][:5])
            for row in week.document("hosts")
        }
        assert kinds == {(True, "http:"), (True, "https"), (False, "http:"), (False, "https")}


def test_requests_are_of_an_earlier_week_than_the_sign_ins(weeks):
    """Who gave in two weeks earlier says nothing about whose account was taken over this week."""
    for week in weeks:
        earlier, later = week.table("push")["time"], real_time(week.table("events"))
        assert str(earlier.min()) >= "2026-10-05"
        assert str(earlier.max()) < "2026-10-10"
        assert str(later.min()) >= "2026-10-19"


def test_the_number_of_recipients_tells_only_some_mistakes(weeks):
    """Nine mistakes have more recipients than any honest mail, seven have as few; one column more stops too much."""
    for week in weeks:
        sent = week.table("outgoing")
        honest, wrong = sent[~sent["mistake"]], sent[sent["mistake"]]
        assert (wrong["to_count"] > honest["to_count"].max()).sum() == 9
        assert (wrong["to_count"] <= honest["to_count"].max()).sum() == 7
        assert 0.05 < honest["new_domain"].mean() < 0.17


def test_an_honest_rule_for_outgoing_mail_exists(weeks):
    """Some limit stops at least 80 % of the mistakes and at most 2 % of the honest mails."""
    for week in weeks:
        sent = week.table("outgoing")
        limit = sent[~sent["mistake"]]["to_count"].max() + 1
        stops = (sent["to_count"] >= limit) | (sent["new_domain"] & sent["attachment"])
        assert stops[~sent["mistake"]].mean() <= 0.02
        assert stops[sent["mistake"]].mean() >= 0.8


def test_repairs_end_every_violation_and_stop_no_payment(weeks):
    """After the repairs nobody holds both rights in a section, and each section can still pay."""
    dropped = {
        "drop_request": {"request"},
        "drop_approve": {"approve"},
        "drop_both": {"request", "approve"},
    }
    for week in weeks:
        rows = {row["id"]: row for row in week.document("payers")["ja"]}
        rights: dict[tuple[str, str], set[str]] = {}
        for name, action in week.truth["repairs"].items():
            left = set(week.truth["held"][name]) - dropped.get(action, set())
            assert left == set(week.truth["needed"][name])
            rights.setdefault((rows[name]["section"], rows[name]["account"]), set()).update(left)
        assert all(len(held) <= 1 for held in rights.values())
        for section in {section for section, _ in rights}:
            assert {"request", "approve"} == {
                right for (where, _), held in rights.items() if where == section for right in held
            }


def test_excess_rights_follow_from_the_table_of_needs(weeks):
    """A right is too much exactly if no duty of today needs it, worked out from what is shown."""
    rank = {"view": 1, "edit": 2, "admin": 3}
    over = ("2026年3月", "2026年9月30日まで", "契約 2026年3月31日まで")
    for week in weeks:
        needs = week.document("needs")["ja"]
        for row in week.document("grants")["ja"]:
            today = [d for d in row["duties"].split("、") if not any(word in d for word in over)]
            needed = max(
                (
                    rank[need["right"]]
                    for need in needs
                    for duty in today
                    if duty.startswith(need["duty"]) and need["system"] == row["system"]
                ),
                default=0,
            )
            too_much = rank[row["right"]] > needed
            assert week.truth["excess"][row["id"]].startswith("x-") is too_much


def test_each_form_follows_from_its_story(weeks):
    """Three of five incidents are reported, five days after the city came to know."""
    for week in weeks:
        boxes = week.truth["form"].values()
        assert sorted(box["ground"] for box in boxes) == [
            "none",
            "none",
            "persons",
            "special",
            "wrongful",
        ]
        for name, box in week.truth["form"].items():
            assert (box["due"] == "none") == (box["ground"] == "none")
            assert box["due"] != week.truth["late"][name]


def test_answers_do_not_travel(weeks):
    """Hardly any two of 200 trainees share the right judgement on their own data."""
    for name in JUDGEMENTS:
        seen = {json.dumps(week.truth[name], sort_keys=True) for week in weeks}
        assert len(seen) >= 198


def test_both_languages_tell_the_same_story(weeks):
    """Japanese and English documents have the same ids in the same order."""
    for week in weeks[:20]:
        for name in ("mails", "grants", "payers", "cases"):
            document = week.document(name)
            assert [row["id"] for row in document["ja"]] == [row["id"] for row in document["en"]]


def test_no_address_belongs_to_anybody(weeks):
    """Every host ends in .example, every address is private or for documentation."""
    blocks = ("10.0.0.0/8", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
    networks = [ipaddress.ip_network(block) for block in blocks]
    for week in weeks[:20]:
        text = json.dumps(dict(week.documents), ensure_ascii=False)
        for host in re.findall(r"(?:@|//)([A-Za-z0-9.-]+)", text):
            assert host.endswith(".example")
        for ip in week.table("events")["ip"]:
            assert any(ipaddress.ip_address(ip) in network for network in networks)
