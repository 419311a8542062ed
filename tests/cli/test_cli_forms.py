"""`kakehashi release --form`: another form is handed out, with a word of warning where one is due."""

from __future__ import annotations

import pytest

from grader.exchange.forms import is_given

SECOND = "tiny-counts-ja-form2"


def test_a_second_form_is_handed_out_with_a_warning(run, minimal):
    """It stands beside the first; standard error says that the first has not been handed in, exit 0."""
    run("build")
    options = ("--trainee", "s001", "--lesson", "tiny-counts")
    run("release", *options)
    result = run("--lang", "en", "release", "--form", 2, *options)
    assert 0 == result.exit_code
    assert "s001/tiny-counts: form 1 has not been handed in yet." in result.stderr
    assert "Handed out 1 lessons to 1 trainees" in result.stdout
    assert ["tiny-counts-ja", SECOND] == sorted(
        path.name for path in (minimal.handouts / "s001").iterdir()
    )
    assert is_given(minimal.course, "s001", SECOND)


def test_a_second_form_is_handed_in_by_its_folder(run, minimal):
    """The receipt names the form's own assignment, in Japanese too."""
    run("build")
    run("release", "--form", 2, "--trainee", "s001", "--lesson", "tiny-counts")
    result = run("submit", minimal.handouts / "s001" / SECOND)
    assert 0 == result.exit_code
    assert f"s001 の {SECOND}（1回目の提出）" in result.stdout


@pytest.mark.parametrize(
    "options",
    [("--form", 2), ("--form", 2, "--practice", "--lesson", "tiny-counts"), ("--form", 10)],
)
def test_a_form_needs_a_lesson_and_is_no_practice(run, minimal, options):
    """Wrong use ends with 2, and nothing is handed out."""
    run("build")
    assert 2 == run("release", "--trainee", "s001", *options).exit_code
    assert not minimal.handouts.exists()
