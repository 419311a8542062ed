"""Hostile submissions against our engine, in both sandboxes, among honest trainees on the same worker."""

from __future__ import annotations

import re

import pytest
from attacks.course import released_notebook, source_notebook
from attacks.model import ungraded
from attacks.runner import Target
from attacks.suite import ATTACKS
from attacks.table import page


def in_sandbox(test):
    """Mark a test that looks at classes graded in the sandboxes."""
    return pytest.mark.sandbox(pytest.mark.nbgrader(pytest.mark.slow(test)))


by_id = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)

PROOF = ("ast-transformer", "source-folder", "personnel-file", "tcp", "left-files", "html-script")


@in_sandbox
@by_id
def test_attack_does_not_work(attack, looks):
    """No attack earns points, learns a secret, reaches anybody else, or ends without a record."""
    left = looks[attack.id]
    assert [] == [(str(look.folder), look.score) for look in left if attack.worked(look)]


@in_sandbox
@by_id
def test_hostile_submission_has_points_or_a_reason(attack, looks):
    """Whatever is handed in is graded, or refused with a reason in its record."""
    assert [False] * len(looks[attack.id]) == [ungraded(look) for look in looks[attack.id]]


@in_sandbox
def test_honest_trainees_get_their_own_scores(classes):
    """Right and wrong answers before, between and after the attacks get the points that the author meant."""
    assert [True] * len(classes) == [left[""][0].others for left in classes]


@pytest.mark.kernel
@pytest.mark.nbgrader
@pytest.mark.slow
def test_attacks_are_real(attack_suite):
    """Against plain nbgrader, a sample of one attack for each of several classes works."""
    sample = [attack for attack in ATTACKS if attack.id in PROOF]
    left = attack_suite.run(Target("plain"), sample)
    assert set(PROOF) == {a.id for a in sample if any(a.worked(look) for look in left[a.id])}


def test_names_of_attacks_are_unique():
    """Each attack has a name of its own, by which trainees, files and rows of the table are called."""
    assert len(ATTACKS) == len({attack.id for attack in ATTACKS})


@by_id
def test_an_attack_says_what_it_tries(attack):
    """Each attack is described in Japanese and English, without the marks that separate cells of the table."""
    assert (True, True, False) == (bool(attack.ja), bool(attack.en), "|" in attack.ja + attack.en)


def test_what_is_handed_out_holds_no_answer():
    """The release has the author's cells in the same order, without solutions and hidden tests."""
    source, released = source_notebook(), released_notebook()
    assert [c["id"] for c in source["cells"]] == [c["id"] for c in released["cells"]]
    assert [] == [
        c["id"] for c in released["cells"] if "### " in c["source"] or "suisho" in c["source"]
    ]


def test_the_table_counts_what_worked():
    """The page has one row for each attack, and its sum counts attacks only."""
    worked = {"": True} | {attack.id: attack.id == "tcp" for attack in ATTACKS}
    text = page({"plain": worked}, date="2026-01-01", versions="of nothing")
    assert [attack.id for attack in ATTACKS] == re.findall(
        r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE
    )
    assert f"| **1 / {len(ATTACKS)}** |" in text
