"""Code that does not end is stopped, and nothing else is."""

from __future__ import annotations

import gc
import signal
import threading

import pytest

from grader.lab.limits import SECONDS, TooSlowError, time_limit


@pytest.fixture
def short():
    """A limit of a twentieth of a second."""
    token = SECONDS.set(0.05)
    yield
    SECONDS.reset(token)


def _stubborn():
    while True:
        try:
            while True:
                pass
        except Exception:  # noqa: BLE001, S110  # a trainee who ignores every error
            pass


@pytest.mark.usefixtures("short")
def test_an_endless_loop_ends():
    """Also one that ignores every error."""
    with pytest.raises(TooSlowError), time_limit():
        _stubborn()


@pytest.mark.usefixtures("short")
def test_an_interrupt_that_is_dropped_comes_again():
    """What is raised in a callback of the garbage collector is lost; the loop behind it ends all the same."""
    began = []

    def collecting(phase, _):
        began.append(phase)
        while (
            phase == "start" and len(began) == 1
        ):  # the first interrupt comes here, and ends this loop
            pass

    def slow():
        gc.collect()
        _stubborn()

    gc.callbacks.append(collecting)
    try:
        with pytest.raises(TooSlowError), time_limit():
            slow()
    finally:
        gc.callbacks.remove(collecting)

    assert "start" == began[0]


@pytest.mark.usefixtures("short")
def test_ctrl_c_is_given_back():
    """After a block, stopped or not, Ctrl+C does again what it did before."""
    before = signal.getsignal(signal.SIGINT)
    with time_limit():
        pass
    with pytest.raises(TooSlowError), time_limit():
        _stubborn()

    assert before is signal.getsignal(signal.SIGINT)


def test_ctrl_c_within_the_limit_is_ctrl_c():
    """Somebody who interrupts a check is not told that it was too slow."""
    # A shell lets what it starts in the background ignore Ctrl+C; a notebook does not.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), time_limit():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("short")
def test_errors_pass_through():
    """The limit changes nothing about what else goes wrong."""
    with pytest.raises(ValueError, match="x"), time_limit():
        raise ValueError("x")


def test_other_threads_are_not_limited():
    """Outside the main thread the block just runs."""
    seen = []

    def work():
        with time_limit():
            seen.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert [1] == seen
