"""Further forms of a lesson: other data, an assignment of its own, taken only from whom it was handed out to."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import InputError
from grader.exchange import Retake, RetakeRules, given_at, release, retake_warnings, submit
from grader.exchange.forms import given_forms
from grader.grading import sync_course
from grader.grading.register import read_lessons
from grader.marking import make_world, seed_of
from grader.marking.forms import FORMS, form_name, split_form

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
SECOND = "tiny-counts-ja-form2"


def day(number):
    """Noon, so many days after the first of April."""
    return NOON + timedelta(days=number)


def hand_out(workspace, form, when, trainee="s001"):
    """Hand out one form of the lesson."""
    return release(workspace, trainee=trainee, lang="ja", retake=Retake(form, when))[0]


def sit(workspace, form, when):
    """Hand out one form, and hand it in the same day."""
    submit(hand_out(workspace, form, when).folder, course=workspace.course, now=when)


def warned(workspace, form, when):
    """Return the English warnings about another form."""
    told = retake_warnings(
        workspace.course, "s001", "tiny-counts", Retake(form, when), RetakeRules()
    )
    return [text.en for text in told]


def test_the_seed_of_the_first_form_has_not_changed():
    """The first form has the seed that there was before there were others; the number is sha256sum's."""
    assert 0xFCE1A612 == seed_of("tiny-counts", "s001") == seed_of("tiny-counts", "s001", 1)


@given(st.sampled_from(FORMS), st.from_regex(r"[a-z0-9-]{1,20}-(ja|en)", fullmatch=True))
def test_a_name_tells_its_form(form, assignment):
    """The name of every form leads back to what was built, and to its number."""
    assert (assignment, form) == split_form(form_name(assignment, form))


def test_each_form_has_a_world_of_its_own(built):
    """The second form has the data that its seed gives, not those of the first; its folder says so."""
    first, second = hand_out(built, 1, NOON), hand_out(built, 2, NOON)
    assert (SECOND, built.handouts / "s001" / SECOND) == (second.assignment, second.folder)
    tables = [(one.folder / "data" / "visits.csv").read_text("utf-8") for one in (first, second)]
    seeds = [seed_of("tiny-counts", "s001", form) for form in (1, 2)]
    worlds = [make_world(built.curriculum, "tiny-counts", seed) for seed in seeds]
    assert tables == [w.table("visits").to_csv(index=False, lineterminator="\n") for w in worlds]
    assert tables[0] != tables[1]


def test_the_first_form_is_handed_out_as_before(built):
    """Asking for form 1 and asking for none give the same bytes, and leave no record."""
    plain = release(built, trainee="s001", lang="ja")[0]
    before = {path.name: path.read_bytes() for path in plain.folder.rglob("*.*")}
    again = hand_out(built, 1, NOON)
    assert before == {path.name: path.read_bytes() for path in again.folder.rglob("*.*")}
    assert "form" not in json.loads(before["lesson.json"])
    assert [] == given_forms(built.course)


def test_the_first_handing_out_is_on_record(built):
    """A form handed out again keeps the time of the first; the course then has its source."""
    hand_out(built, 2, NOON)
    hand_out(built, 2, day(5))
    assert (NOON, None) == tuple(
        given_at(built.course, "s001", n) for n in (SECOND, "tiny-counts-ja")
    )
    assert [SECOND] == given_forms(built.course)
    assert SECOND in sync_course(built)
    assert () == sync_course(built)
    lesson = read_lessons(built)[SECOND]
    assert ("tiny-counts", "ja", 2) == (lesson.slug, lesson.lang, lesson.form)


def test_a_form_is_received_as_its_own_assignment(built):
    """The second form can be handed in after the first was graded, and stands beside it."""
    sit(built, 1, NOON)
    result = built.results / "s001" / "tiny-counts-ja" / "results.json"
    result.parent.mkdir(parents=True)
    result.write_text("{}", encoding="utf-8")
    sit(built, 2, day(14))
    found = sorted(path.name for path in (built.course / "submitted" / "s001").iterdir())
    assert ["tiny-counts-ja", SECOND] == found


@pytest.mark.parametrize("form", [3, 0, 10, "2", None, [2], 2.0])
def test_what_a_folder_says_of_itself_opens_no_form(built, form):
    """Who writes another number into the folder handed out hands nothing in."""
    folder = hand_out(built, 2, NOON).folder
    path = folder / "data" / "lesson.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**told, "form": form}), encoding="utf-8")
    with pytest.raises(InputError):
        submit(folder, course=built.course, now=NOON)
    assert not (built.course / "submitted").exists()


@pytest.mark.parametrize("form", [0, 10, -1])
def test_there_is_no_such_form(form):
    """Forms are numbered from 1 to 9; the error says so."""
    with pytest.raises(InputError, match="1 to 9"):
        Retake(form, NOON)


def test_practice_has_no_forms(built):
    """A form of practice is refused, and nothing is handed out."""
    with pytest.raises(InputError):
        release(built, trainee="s001", lang="ja", practice=True, retake=Retake(2, NOON))
    assert not built.handouts.exists()


def test_a_first_sitting_is_warned_of_nothing(built):
    """Nothing speaks against the first form, nor against the second on the fourteenth day."""
    assert [] == warned(built, 1, NOON)
    sit(built, 1, NOON)
    assert [] == warned(built, 2, day(14))


def test_a_form_before_the_last_is_handed_in_is_told(built):
    """Whoever has not handed in the first form is named."""
    assert ["s001/tiny-counts: form 1 has not been handed in yet."] == warned(built, 2, NOON)


def test_a_form_within_fourteen_days_is_told_with_the_day(built):
    """On the thirteenth day it is too early, and the warning says from when on it is not."""
    sit(built, 1, NOON)
    (told,) = warned(built, 2, day(13))
    assert ("2026-04-01" in told, "2026-04-15" in told) == (True, True)


def test_a_fourth_form_within_half_a_year_is_told(built):
    """Three sittings within 183 days are the most; on the day on which the first of them drops out there is none to tell."""
    for form, number in ((1, 0), (2, 30), (3, 60)):
        sit(built, form, day(number))
    (told,) = warned(built, 4, day(182))
    assert "3 times within 183 days" in told
    assert [] == warned(built, 4, day(183))


def test_labels_speak_both_languages():
    """Every warning has its Japanese, and names the person in it."""
    from grader.exchange import labels  # noqa: PLC0415

    texts = [
        labels.not_given("s001", SECOND),
        labels.not_yet_sat("s001/x", 1),
        labels.too_early("s001/x", NOON.date(), day(14).date()),
        labels.too_many("s001/x", 3, 183),
    ]
    assert [True] * 8 == ["s001" in part for text in texts for part in astuple(text)]
