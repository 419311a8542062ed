"""The system call filter, executed by a small reading of what the kernel does with it."""

from __future__ import annotations

import pytest

from grader.grading.sandbox.seccomp import (
    ALLOW,
    ENOSYS,
    EPERM,
    ITSELF,
    ITSELF_OR_ZERO,
    KILL,
    METADATA,
    NEVER,
    OTHERS,
    PRETEND,
    XATTR,
    program,
)
from grader.grading.sandbox.syscalls import MACHINES, NUMBERS, numbers

ME = 4321


def answer(steps, audit, number, *arguments):
    """Run a filter (linux/filter.h) on a call."""
    words = {0: number, 4: audit}
    for position in range(6):
        value = arguments[position] if position < len(arguments) else 0
        words[16 + 8 * position] = value & 0xFFFFFFFF
    at, held = 0, 0
    while True:
        code, true, false, value = steps[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            held = words[value]
        elif code == 0x54:
            held &= value
        else:
            holds = {0x15: held == value, 0x35: held >= value, 0x45: held & value != 0}[code]
            at += true if holds else false


@pytest.fixture(params=MACHINES, ids=str)
def on(request):
    """Return a processor."""
    return MACHINES[request.param]


@pytest.fixture
def call(on):
    """Return a function that says what happens to a call by name; None if the processor lacks it."""

    def called(name, *arguments, alone=None):
        found = numbers(name, on)
        return answer(program(on, alone=alone), on.audit, found[0], *arguments) if found else None

    return called


@pytest.mark.parametrize("name", sorted(NEVER.split()))
def test_what_no_lesson_needs_is_refused(call, name):
    """Each of them is refused, with and without namespaces."""
    assert call(name) in {EPERM, None}
    assert call(name, alone=ME) in {EPERM, None}


def test_another_processor_is_fatal(on):
    """A call by the numbers of another processor, or of x32, kills."""
    steps = program(on)

    assert answer(steps, on.audit ^ 1, 0) == KILL
    if on.x32:
        assert answer(steps, on.audit, on.x32 + 1) == KILL


def test_only_plain_pairs(call):
    """Two connected stream sockets are allowed, with any flag; other families and datagrams are not."""
    assert call("socketpair", 1, 1 | 0o2000000 | 0o4000) == ALLOW
    assert call("socketpair", 1, 2) == EPERM
    assert call("socketpair", 2, 1) == EPERM


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("ioctl", (0, 0x5412)),
        ("ioctl", (0, 0x541C)),
        ("ioctl", (0, 0x8901)),
        ("ioctl", (0, 0xFFFFFFFF00005412)),  # the kernel looks at the low half only
        ("fcntl", (3, 8, ME)),
        ("fcntl", (3, 10, 9)),
        ("fcntl", (3, 15, 0)),
        ("fcntl", (3, 1024, 0)),
        ("prctl", (1, 0)),
        ("clone", (0x10000000 | 17,)),
    ],
)
def test_arguments_that_are_refused(call, name, arguments):
    """Keys for a terminal, signals by way of a file, surviving the parent and new namespaces are refused."""
    assert call(name, *arguments) == EPERM


def test_arguments_that_are_allowed(call):
    """Ordinary uses of the same calls are allowed."""
    assert call("ioctl", 0, 0x5401) == ALLOW
    assert call("fcntl", 3, 3) == ALLOW
    assert call("prctl", 15) == ALLOW
    assert call("clone", 17) == ALLOW
    assert call("clone3") == ENOSYS


def test_alone_it_may_signal_itself(call):
    """Without a process namespace a process is allowed to signal itself and no other, nor its group."""
    for name in ITSELF.split():
        assert call(name, ME, alone=ME) == ALLOW
        for other in (0, 1, ME + 1, -1, -ME):
            assert call(name, other, alone=ME) == EPERM
    for name in ITSELF_OR_ZERO.split():
        assert call(name, 0, alone=ME) == ALLOW
        assert call(name, ME + 1, alone=ME) == EPERM


def test_alone_it_starts_threads_only(call):
    """Without a process namespace a thread is allowed, a process is not."""
    assert call("clone", 0x3D0F00, alone=ME) == ALLOW
    assert call("clone", 17, alone=ME) == EPERM
    for name in OTHERS.split():
        assert call(name, alone=ME) in {EPERM, None}


def test_alone_it_changes_no_metadata(call):
    """Without a file tree of its own, access rights and times are left as they are, silently; attributes are refused."""
    for name in METADATA.split():
        assert call(name, alone=ME) in {PRETEND, None}
        assert call(name) in {ALLOW, None}
    for name in XATTR.split():
        assert call(name, alone=ME) == EPERM


def test_no_number_stands_twice():
    """No two calls of one processor have the same number."""
    for column in (0, 1):
        known = [pair[column] for pair in NUMBERS.values() if pair[column] != "-"]
        assert len(known) == len(set(known))
