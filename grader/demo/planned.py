"""Records of the synthetic city, a plan of placements made from them, and its papers."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np

from grader.demo import labels
from grader.demo.city import make_city
from grader.demo.city.papers import ALONE
from grader.demo.city.problem import APPOINTED_ON
from grader.demo.classroom import NOON
from grader.demo.earlier import BANK, earlier_levels
from grader.measurement import load_items, load_policy
from grader.placement.exports import Papers, export_plan, read_wording
from grader.placement.exports.papers import Basis
from grader.placement.plan.stage import Wanted, new_plan
from grader.placement.plan.store import plan_path
from grader.placement.program import Limits
from grader.records.access_log import Access
from grader.records.database import Change, open_records, record, take_estimates
from grader.records.database.labels import VARIABLE
from grader.records.database.levels_sheet import LEVELS
from grader.schema.store import read_json
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.demo.city.rows import Row
    from grader.placement.plan.make import Made
    from grader.standard import Standard
    from grader.text import Lang
    from grader.workspace import Workspace

    Told = Callable[[Text, int, int], None]

PLAN = "案1"
FOLDER = Text("様式", "papers")
STAFF, ROOM = 720, 320
"""Staff of the city; a large class needs so many beside it."""
EARLIER = 150
"""So many of the staff were in classes of earlier years."""
SINCE = date(2025, 4, 1)
"""Day from which the levels of earlier classes count."""
ACCESS = Access(
    "demo", datetime(2027, 1, 29, 12, 0, tzinfo=timezone(timedelta(hours=9))), "見本 / demo"
)
"""Who records and takes out, and when: a fixed clock, after wishes and remarks were handed in."""
_STREAM = 7411
_STEPS = 4


def make_plan_of_demo(
    demo: Workspace, standard: Standard, *, trainees: int, seed: int, lang: Lang, report: Told
) -> Path:
    """Record the city and its levels, make a plan for 1 April 2027, and write its papers.

    Parameters
    ----------
    demo : Workspace
        The demo's own, with the estimates of its class.
    standard : Standard
        The standard.
    trainees : int
        Size of the class.
    seed : int
        The same seed gives the same plan and papers, byte for byte.
    lang : {'ja', 'en'}
        Language of the papers.
    report : callable
        Told the step, how much of it is done, and how much there is.

    Returns
    -------
    Path
        Folder of the papers.

    Raises
    ------
    KakehashiError
        If policy, standard or wording cannot be used.
    """
    city = make_city(
        demo.curriculum,
        seed=seed,
        staff=max(STAFF, trainees + ROOM),
        trainees=trainees,
        standard=standard,
    )
    with own_database():
        report(labels.PLAN, 0, _STEPS)
        _record(demo, city, trainees, seed)
        report(labels.PLAN, 1, _STEPS)
        wanted = Wanted(PLAN, APPOINTED_ON, ACCESS.when)
        made, _ = new_plan(demo, wanted, limits=Limits(seconds=600.0, gap=1e-3))
        report(labels.PLAN, _STEPS - 1, _STEPS)
        folder = _export(demo, made, lang)
        report(labels.PLAN, _STEPS, _STEPS)
    return folder


@contextmanager
def own_database() -> Iterator[None]:
    """Keep the demo out of the database that the environment names for real records.

    Yields
    ------
    None
        Inside, records stand in the demo's own database.
    """
    real = os.environ.pop(VARIABLE, None)
    try:
        yield
    finally:
        if real is not None:
            os.environ[VARIABLE] = real


def _record(demo: Workspace, city: Mapping[str, Sequence[Row]], trainees: int, seed: int) -> None:
    engine = open_records(demo.records)
    try:
        record(engine, list(_changes(city)), access=_before(3), what="city")
        estimates = demo.records / "estimates.json"
        take_estimates(engine, estimates, on=NOON.date(), access=_before(2))
        record(
            engine, _earlier(demo, city, trainees, seed), access=_before(1), what="earlier levels"
        )
    finally:
        engine.dispose()


def _before(days: int) -> Access:
    """What is known at a time was recorded before it."""
    return replace(ACCESS, when=ACCESS.when - timedelta(days))


def _changes(city: Mapping[str, Sequence[Row]]) -> Iterator[Change]:
    days = ("valid_from", "valid_to")
    for sheet, rows in city.items():
        for row in rows:
            values = {name: value for name, value in row.items() if name not in days}
            yield Change(sheet, values, row["valid_from"], row["valid_to"])


def _earlier(
    demo: Workspace, city: Mapping[str, Sequence[Row]], trainees: int, seed: int
) -> list[Change]:
    levels = earlier_levels(
        load_items(demo.build / "items.json"),
        load_policy(demo.assessments / "measurement.yaml"),
        _people(city["people"], trainees, seed),
        seed=seed,
    )
    return [Change(LEVELS.id, values, SINCE, None) for values in levels]


def _people(rows: Sequence[Row], trainees: int, seed: int) -> list[str]:
    """Draw who was in a class of earlier years; first comes who keeps the systems nearly alone."""
    taught = {f"s{number:03d}" for number in range(1, trainees + 1)}
    staff = {
        r["person"]: r["name"]
        for r in rows
        if r["employment"] == "regular" and r["valid_from"] < SINCE
    }
    able = sorted(staff.keys() - taught, key=lambda person: (staff[person] != ALONE, person))
    others = np.random.default_rng([seed, _STREAM]).permutation(able[1:])
    return [*able[:1], *map(str, others[: EARLIER - 1])]


def _export(demo: Workspace, made: Made, lang: Lang) -> Path:
    bank = read_json(demo.records / "estimates.json", "estimates")["bank_version"]
    papers = Papers(
        made.problem,
        made.plan,
        made.standard,
        basis=Basis(ACCESS.when, f"{bank}、{BANK}" if lang == "ja" else f"{bank}, {BANK}"),
        wording=read_wording(demo.assessments),
    )
    folder = plan_path(demo, PLAN).with_name(FOLDER.get(lang))
    export_plan(papers, folder, access=ACCESS, records=demo.records, lang=lang)
    return folder
