"""Tests for grader.lab.erlang: against the textbook queue with one window."""

from __future__ import annotations

import math

import pytest

from grader.lab.erlang import erlang_c_wait, utilisation


def test_erlang_with_one_window_is_the_textbook_queue():
    """For one window Erlang's C gives ρ s / (1 - ρ): 0.5 * 6 / 0.5 = 6 minutes."""
    assert erlang_c_wait(5, 6, 1) == pytest.approx(6.0)


def test_erlang_is_infinite_when_the_work_does_not_fit():
    """At a utilisation of one the line grows for ever."""
    assert utilisation(20, 12, 4) == 1.0
    assert erlang_c_wait(20, 12, 4) == math.inf


def test_the_printed_value_of_four_windows():
    """18 visitors an hour, 12 minutes, four windows: 23.6 minutes, as two other programs gave."""
    assert round(erlang_c_wait(18, 12, 4), 1) == 23.6
