"""People as the records know them around the day of appointment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.placement.problem.careers import Career, career
from grader.placement.problem.model import Candidate, Relation
from grader.placement.problem.rules import K002, K004
from grader.standard import Held, Tie, qualification_state
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from grader.placement.problem.model import Post
    from grader.placement.problem.snapshot import Row, Snapshot
    from grader.standard import Standard

    Rows = Mapping[str, list[Row]]

LEVELS = "level_references"
STEPS = 4
_VALID = frozenset({"passed", "registered"})
_ABOUT = ("restrictions", "consents", "pledges", "qualifications", "eligibility", "leaves", LEVELS)


def read_people(
    snapshot: Snapshot,
    standard: Standard,
    *,
    posts: Mapping[str, Post],
    places: Collection[str],
    with_levels: bool,
) -> tuple[Candidate, ...]:
    """Read everybody who is there on the eve of the appointments or on the day.

    Parameters
    ----------
    snapshot : Snapshot
        The records.
    standard : Standard
        The standard, for qualifications.
    posts : mapping of str to Post
        Posts of the plan by id.
    places : collection of str
        Ids by which posts and departments can be named.
    with_levels : bool
        Whether levels may be used.

    Returns
    -------
    tuple of Candidate
        By person id. Who has left before the day is there as well, as somebody who leaves.

    Raises
    ------
    RecordsError
        If the records cannot be read.

    Notes
    -----
    Wishes are those of the eve: they were asked for in the months before. All else holds on the day of appointment.
    """
    about = {sheet: snapshot.by_person(sheet) for sheet in _ABOUT}
    about["wishes"] = snapshot.by_person("wishes", snapshot.eve)
    about["ties"] = _every(snapshot, "ties")
    careers = _careers(snapshot, posts)
    now = {row["person"]: row for row in snapshot.rows("people", snapshot.day)}
    before = {row["person"]: row for row in snapshot.rows("people", snapshot.eve)}
    return tuple(
        Candidate(
            **_own(row, left=id_ not in now or _has_left(row, snapshot)),
            **_post(careers.get(id_, Career(None, (), 0.0)), snapshot, posts),
            **_wishes(snapshot, about["wishes"].get(id_, ()), places),
            **_marks(snapshot, about, id_, places),
            qualifications=_qualifications(
                snapshot, about["qualifications"].get(id_, ()), standard
            ),
            ties=tuple(_ties(snapshot, about["ties"].get(id_, ()))),
            **(_levels(about[LEVELS].get(id_, ())) if with_levels else {}),
        )
        for id_, row in sorted((before | now).items())
    )


def _own(row: Row, *, left: bool) -> dict[str, Any]:
    """Return what the row of a person says."""
    return {
        **{name: row[name] for name in ("person", "staff_number", "name", "employment")},
        **{name: row[name] or "" for name in ("kana", "title", "job_family")},
        "origin": "external" if row["employment"] == "external" else "internal",
        "grade": row["grade"] or 0,
        "share": 1.0 if row["share"] is None else row["share"],
        "days_per_week": 5.0 if row["days_per_week"] is None else row["days_per_week"],
        "leaves": left,
    }


def _has_left(row: Row, snapshot: Snapshot) -> bool:
    return row["leaves_on"] is not None and row["leaves_on"] < snapshot.day


def _careers(snapshot: Snapshot, posts: Mapping[str, Post]) -> dict[str, Career]:
    departments = {row["post"]: row["department"] for row in snapshot.rows("posts", None)}
    return {
        id_: career(snapshot, rows, posts=posts, departments=departments)
        for id_, rows in _every(snapshot, "appointments").items()
    }


def _every(snapshot: Snapshot, sheet: str) -> dict[str, list[Row]]:
    """Return the rows of all periods up to the day, by person."""
    found: dict[str, list[Row]] = {}
    for row in snapshot.rows(sheet, None):
        if row["valid_from"] <= snapshot.day:
            found.setdefault(row["person"], []).append(row)
    return found


def _post(where: Career, snapshot: Snapshot, posts: Mapping[str, Post]) -> dict[str, Any]:
    main = where.main
    beside = frozenset(
        row["post"]
        for row in where.beside
        if row["post"] in posts and (row["term_ends"] is None or row["term_ends"] >= snapshot.day)
    )
    if main is None or not snapshot.known(
        [main["post"]], posts, rule=K002, row=("appointments", main)
    ):
        return {"department": "", "post": None, "beside": beside}
    back = [main["return_post"]] if main["return_post"] else []
    known = snapshot.known(back, posts, rule=K002, row=("appointments", main))
    return {
        "department": posts[main["post"]].department,
        "post": main["post"],
        "beside": beside,
        "years_in_post": where.years,
        "term_ends": main["term_ends"],
        "return_post": known[0] if known else None,
    }


def _wishes(snapshot: Snapshot, rows: Any, places: Collection[str]) -> dict[str, Any]:
    """Return wishes in order; rank 0 is to stay. An unknown one keeps its rank: the second wish is no first one."""
    wishes = [row for row in rows if row["rank"] and row["target"]]
    for row in wishes:
        snapshot.known([row["target"]], places, rule=K002, row=("wishes", row))
    return {
        "wishes": tuple(row["target"] for row in sorted(wishes, key=lambda row: row["rank"])),
        "wants_to_stay": any(not row["rank"] for row in rows),
    }


def _marks(
    snapshot: Snapshot, about: Mapping[str, Rows], person: str, places: Collection[str]
) -> dict[str, Any]:
    """Return what is no more than a mark: consideration, consent, pledges, conditions, leave."""
    mine = {sheet: rows.get(person, []) for sheet, rows in about.items()}
    for row in mine["restrictions"]:
        snapshot.known([row["target"]], places, rule=K002, row=("restrictions", row))
    return {
        "barred": frozenset(row["target"] for row in mine["restrictions"]),
        "consents": frozenset(row["target"] for row in mine["consents"]),
        "pledges": frozenset(
            row["pledge"]
            for row in mine["pledges"]
            if row["signed_on"] <= snapshot.day and _lasts(row, snapshot)
        ),
        "eligibility": frozenset(row["condition"] for row in mine["eligibility"]),
        "movable": not mine["leaves"],
    }


def _lasts(row: Row, snapshot: Snapshot) -> bool:
    return row["expires_on"] is None or row["expires_on"] >= snapshot.day


def _qualifications(snapshot: Snapshot, rows: Any, standard: Standard) -> frozenset[str]:
    """Return the qualifications that are valid on the day; of those that the standard does not know, by their last day."""
    return frozenset(row["qualification"] for row in rows if _is_valid(snapshot, row, standard))


def _is_valid(snapshot: Snapshot, row: Row, standard: Standard) -> bool:
    known = standard.qualifications.get(row["qualification"])
    if known is None or row["acquired_on"] is None:
        return _lasts(row, snapshot)
    held = Held(row["state"] or "passed", row["acquired_on"], row["expires_on"])
    try:
        return qualification_state(known, held, snapshot.day) in _VALID
    except InputError as error:
        snapshot.tell(K004, "qualifications", row, Text(error.ja, error.en))
        return False


def _ties(snapshot: Snapshot, rows: Any) -> Iterator[Tie]:
    """Yield the ties, past ones as well: how long ago they ended is for the rules to look at."""
    seen = set()
    for row in rows:
        until: date | None = row["until"] or row["valid_to"]
        try:
            tie = Tie(row["kind"], row["company"], row["since"], until or "lasting")
        except InputError as error:
            snapshot.tell(K004, "ties", row, Text(error.ja, error.en))
            continue
        if tie not in seen:
            seen.add(tie)
            yield tie


def _levels(rows: Any) -> dict[str, Any]:
    return {
        "levels": {
            row["skill"]: tuple(row[f"p_level_{step}"] for step in range(1, STEPS + 1))
            for row in rows
        },
        "hardest": {row["skill"]: row["hardest"] for row in rows if row["hardest"]},
    }


def read_relations(snapshot: Snapshot, people: Collection[str]) -> tuple[Relation, ...]:
    """Read who must be kept apart.

    Parameters
    ----------
    snapshot : Snapshot
        The records.
    people : collection of str
        Person ids of the plan.

    Returns
    -------
    tuple of Relation
        In order, each once; the two of a relation in order.

    Raises
    ------
    RecordsError
        If the records cannot be read.
    """
    found = set()
    for row in snapshot.rows("relations", snapshot.day):
        both = [row["person"], row["other"]]
        known = snapshot.known(both, people, rule=K002, row=("relations", row))
        if known == both and row["person"] != row["other"]:
            found.add((row["kind"], *sorted(both)))
    return tuple(Relation(*one) for one in sorted(found))
