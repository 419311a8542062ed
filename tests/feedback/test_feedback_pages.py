"""Feedback pages on disk: one per submission, offline, and one broken result never stops the others."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from grader.errors import InputError
from grader.feedback import give_back
from grader.feedback.labels import STATES

BEFORE = datetime.fromisoformat("2026-12-25T16:00:00+09:00")
AFTER = datetime.fromisoformat("2026-12-26T00:00:00+09:00")
WRONG = {"points": 0.0, "state": "wrong", "misconceptions": ["M-FIRST"], "message": "x"}


def _page(workspace, trainee="s001", lang="ja"):
    path = workspace.handouts / trainee / f"tiny-counts-{lang}" / "feedback.html"
    return path.read_text(encoding="utf-8")


def _told(returned):
    return [(one.trainee, one.page is not None) for one in returned]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_page_shows_state_points_and_reason(put, result, lang):
    """In the language of the edition, in the folder that was handed out."""
    workspace = put(result(lang=lang, tst_1_q3=WRONG))
    (returned,) = give_back(workspace, now=BEFORE)
    page = _page(workspace, lang=lang)

    assert workspace.handouts / "s001" / f"tiny-counts-{lang}" / "feedback.html" == returned.page
    reason = {"ja": "最初の値だけを見ています", "en": "You looked at the first value only"}[lang]
    points = {"ja": "7 / 10 点", "en": "7 of 10 points"}[lang]
    heading = {"ja": "確かめる", "en": "Assess"}[lang]
    words = (STATES["wrong"].get(lang), STATES["right"].get(lang), reason, points, heading)
    assert [] == [word for word in words if word not in page]
    assert f'<html lang="{lang}">' in page


def test_explanations_wait_for_full_marks_or_the_deadline(put, result):
    """The third exercise is explained to who passed it, and to everybody afterwards."""
    put(result("s001", tst_1_q3=WRONG))
    workspace = put(result("s002"))
    shown = []
    for now in (BEFORE, AFTER):
        give_back(workspace, now=now)
        shown.append(["ひみつ1" in _page(workspace, trainee) for trainee in ("s001", "s002")])

    assert [[False, True], [True, True]] == shown


def test_the_same_input_gives_the_same_bytes(put, result):
    """Nothing on the page comes from the clock but the question whether the deadline has passed."""
    workspace = put(result(tst_1_q3=WRONG))
    give_back(workspace, now=BEFORE)
    first = _page(workspace)
    give_back(workspace, now=datetime.fromisoformat("2026-11-04T00:00:00+00:00"))

    assert first == _page(workspace)


def test_nothing_hidden_and_nobody_else_is_on_a_page(put, result):
    """Neither hidden code nor the results of another trainee."""
    put(result("s002", tst_1_q3={**WRONG, "message": "s002 のことば", "misconceptions": []}))
    workspace = put(result("s001", tst_1_q3=WRONG))
    give_back(workspace, now=AFTER)
    page = _page(workspace)

    assert [] == [w for w in ("s002", "score(", "own.truth", "HIDDEN", "def total") if w in page]


def test_what_the_trainee_wrote_is_only_text(put, result):
    """A message that carries HTML is shown as it is written."""
    evil = "<script>alert(1)</script><img src=x>"
    workspace = put(result(tst_1_q3={**WRONG, "message": evil, "misconceptions": []}))
    give_back(workspace, now=BEFORE)
    page = _page(workspace)

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_page_fetches_nothing(put, result):
    """No script, no address of the internet, and a policy that forbids both."""
    workspace = put(result(tst_1_q3=WRONG))
    give_back(workspace, now=BEFORE)
    page = _page(workspace)

    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert [] == re.findall(r"https?://|<script|src=|@import|url\(", page)


def test_places_to_read_again_lead_to_the_page_for_reading(put, result):
    """A way that stays right when the workspace is moved, to the heading's words; without that page only words."""
    workspace = put(result(tst_1_q3=WRONG))
    reading = workspace.build / "reading" / "tiny-counts-ja.html"
    give_back(workspace, now=BEFORE)
    (link,) = re.findall(r'<a href="(\.\.[^"#]+)#:~:text=([^"]+)"', _page(workspace))

    folder = workspace.handouts / "s001" / "tiny-counts-ja"
    assert reading.resolve() == (folder / link[0]).resolve()
    assert "確かめる" == unquote(link[1])
    assert ">確かめる</h" in reading.read_text(encoding="utf-8")
    reading.unlink()
    give_back(workspace, now=BEFORE)
    assert '<a href="../' not in _page(workspace)


class _Structure(HTMLParser):
    """Open and closed elements, ids, and what is labelled by an id."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.labels, self.headings = [], [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.labels += [found["aria-labelledby"]] if "aria-labelledby" in found else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in {"meta", "link", "br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("status", ["graded", "failed"])
def test_a_page_is_well_formed(put, result, status):
    """Every element is closed, ids are unique, labels lead somewhere, headings skip no level."""
    broken = {"status": "failed", "error": "a\nb", "exercises": []}
    broken |= {"score": None, "max_score": None}
    workspace = put(result(tst_1_q3=WRONG, whole=broken if status == "failed" else {}))
    give_back(workspace, now=BEFORE)
    page = _Structure()
    page.feed(_page(workspace))

    assert [] == page.open
    assert len(page.ids) == len(set(page.ids))
    assert set() == set(page.labels) - set(page.ids)
    assert 1 == page.headings[0]
    assert [] == [b for a, b in zip(page.headings, page.headings[1:], strict=False) if b > a + 1]


def test_one_broken_result_stops_nobody_else(put, result):
    """It is reported with its reason; the others have their pages."""
    put(result("s001"))
    workspace = put(result("s003"))
    broken = workspace.results / "s002" / "tiny-counts-ja" / "results.json"
    broken.parent.mkdir(parents=True)
    broken.write_text("{", encoding="utf-8")
    returned = give_back(workspace, now=BEFORE)

    assert [("s001", True), ("s002", False), ("s003", True)] == _told(returned)
    assert "not valid JSON" in returned[1].error.en


def test_a_result_in_the_wrong_place_is_reported(put, result):
    """A file copied to another trainee's folder must not become that trainee's page."""
    workspace = put(result("s001"))
    other = workspace.results / "s002" / "tiny-counts-ja"
    other.mkdir(parents=True)
    source = workspace.results / "s001" / "tiny-counts-ja" / "results.json"
    (other / "results.json").write_bytes(source.read_bytes())

    assert [("s001", True), ("s002", False)] == _told(give_back(workspace, now=BEFORE))
    assert not (workspace.handouts / "s002").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lesson": None, "lang": None}, "not built from a lesson"),
        ({"lesson": "gone"}, "run kakehashi build"),
    ],
)
def test_what_no_page_can_be_made_of_is_told(put, result, change, said):
    """An assignment of another kind, or of a lesson that was not built."""
    (returned,) = give_back(put(result(whole=change)), now=BEFORE)

    assert (None, True) == (returned.page, said in returned.error.en)


def test_an_odd_build_is_one_failure(put, result):
    """Texts of another shape do not end the run."""
    workspace = put(result())
    (workspace.build / "lessons" / "tiny-counts.json").write_text("[]", encoding="utf-8")
    (returned,) = give_back(workspace, now=BEFORE)

    assert None is returned.page
    assert "No page could be made" in returned.error.en


def test_only_those_asked_for(put, result):
    """By trainee; somebody without results is told."""
    put(result("s001"))
    workspace = put(result("s002"))

    assert [("s002", True)] == _told(give_back(workspace, now=BEFORE, trainees=["s002"]))
    assert not (workspace.handouts / "s001").exists()
    with pytest.raises(InputError):
        give_back(workspace, now=BEFORE, trainees=["s009"])


def test_nothing_graded_is_nothing_to_give_back(explained):
    """No pages, no error, and progress is never asked for."""
    assert [] == give_back(explained, now=BEFORE)


def test_progress_counts_every_submission(put, result):
    """From none to all, broken ones too."""
    put(result("s001"))
    workspace = put(result("s002"))
    told = []
    give_back(workspace, now=BEFORE, progress=lambda done, total: told.append((done, total)))

    assert [(0, 2), (1, 2), (2, 2)] == told
