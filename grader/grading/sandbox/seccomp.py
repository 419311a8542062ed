"""Which system calls the code of a trainee may not make.

A program of the kernel's filter is a list of instructions. The functions here return lists that can be put one behind
the other and into each other: ``when(value, then)`` runs ``then`` if the value that was loaded last is that one, and
goes on behind it otherwise. Every ``then`` ends with `give`, because it may have loaded something else.
"""

from __future__ import annotations

import ctypes
import struct

from grader.grading.sandbox.linux import PR_SET_NO_NEW_PRIVS, checked, libc, prctl
from grader.grading.sandbox.syscalls import AFTER_THE_LIST, Machine, numbers

Program = list[tuple[int, int, int, int]]
"""Instructions: code, how many to jump over if true, if false, value (linux/bpf_common.h)."""

ALLOW = 0x7FFF0000
KILL = 0x80000000
ERRNO = 0x00050000
PRETEND = ERRNO  # error number 0: the caller is told that it worked
EPERM = ERRNO | 1
ENOSYS = ERRNO | 38

PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2

# What no lesson needs: namespaces, mounts by the old and the new interface, other processes' memory, the kernel's own
# interfaces, clocks, and every kind of memory that outlives or is shared between processes.
NEVER = """
ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd move_pages migrate_pages
unshare setns mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
statmount listmount name_to_handle_at open_by_handle_at fanotify_init fanotify_mark
bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
memfd_create memfd_secret add_key request_key keyctl
shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
kexec_load kexec_file_load init_module finit_module delete_module reboot swapon swapoff acct quotactl quotactl_fd
syslog settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname
iopl ioperm modify_ldt personality vhangup nfsservctl lookup_dcookie
socket connect bind listen accept accept4
"""

# Without a process namespace of its own, a process must not be able to name another one.
OTHERS = "fork vfork pidfd_open pidfd_send_signal setpriority ioprio_set inotify_init inotify_init1"
ITSELF = "kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo"
ITSELF_OR_ZERO = (
    "prlimit64 sched_setaffinity sched_setattr sched_setparam sched_setscheduler get_robust_list"
)
# Landlock does not guard these, and the files of the account are within reach of their names. `shutil.copy` calls
# them on its own files, and must not fail: so they do nothing, successfully.
METADATA = (
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat"
)
XATTR = "setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr"

NAMESPACES = 0x7E020000
CLONE_THREAD = 0x00010000
AF_UNIX = 1
SOCK_STREAM = 1
SOCK_TYPE = 0xF
# Signals for a process by way of a file: F_SETOWN, F_SETSIG, F_SETOWN_EX; FIOSETOWN, SIOCSPGRP. Making others wait
# for a file, or watching them: F_SETLEASE, F_NOTIFY.
# Keys typed into somebody's terminal: TIOCSTI, TIOCLINUX.
FCNTL = (8, 10, 15, 1024, 1026)
IOCTL = (0x8901, 0x8902, 0x5412, 0x541C)
PRCTL = (1,)  # PR_SET_PDEATHSIG: who is killed with its parent stays so


def load(offset: int) -> Program:
    """Load a word of ``struct seccomp_data``: 0 is the call's number, 4 the processor.

    Parameters
    ----------
    offset : int
        In bytes.

    Returns
    -------
    list of tuple
        One instruction.
    """
    return [(0x20, 0, 0, offset)]


def argument(position: int) -> Program:
    """Load the low word of an argument; what is looked at here has no more than 32 bits in the kernel.

    Parameters
    ----------
    position : int
        From 0.

    Returns
    -------
    list of tuple
        One instruction.
    """
    return load(16 + 8 * position)


def give(action: int) -> Program:
    """End with an answer.

    Parameters
    ----------
    action : int
        One of the constants above.

    Returns
    -------
    list of tuple
        One instruction.
    """
    return [(0x06, 0, 0, action)]


def when(value: int, then: Program) -> Program:
    """Run a block if the loaded word is this one.

    Parameters
    ----------
    value : int
        32 bits.
    then : list of tuple
        The block.

    Returns
    -------
    list of tuple
        Both.
    """
    return [(0x15, 0, len(then), value), *then]


def unless(value: int, then: Program) -> Program:
    """Run a block if the loaded word is another one.

    Parameters
    ----------
    value : int
        32 bits.
    then : list of tuple
        The block.

    Returns
    -------
    list of tuple
        Both.
    """
    return [(0x15, len(then), 0, value), *then]


def from_(value: int, then: Program) -> Program:
    """Run a block if the loaded word is this one or a larger one.

    Parameters
    ----------
    value : int
        32 bits.
    then : list of tuple
        The block.

    Returns
    -------
    list of tuple
        Both.
    """
    return [(0x35, 0, len(then), value), *then]


def when_any(bits: int, then: Program) -> Program:
    """Run a block if one of these bits of the loaded word is set.

    Parameters
    ----------
    bits : int
        32 bits.
    then : list of tuple
        The block.

    Returns
    -------
    list of tuple
        Both.
    """
    return [(0x45, 0, len(then), bits), *then]


def unless_any(bits: int, then: Program) -> Program:
    """Run a block if none of these bits of the loaded word is set.

    Parameters
    ----------
    bits : int
        32 bits.
    then : list of tuple
        The block.

    Returns
    -------
    list of tuple
        Both.
    """
    return [(0x45, len(then), 0, bits), *then]


def _calls(names: str, on: Machine, then: Program) -> Program:
    """The same block for several calls."""
    return [step for number in numbers(names, on) for step in when(number, then)]


def _refused(position: int, values: tuple[int, ...]) -> Program:
    """Allow a call unless one argument is one of these."""
    tests = [step for value in values for step in when(value, give(EPERM))]
    return argument(position) + tests + give(ALLOW)


def _only(position: int, values: tuple[int, ...]) -> Program:
    """Allow a call if one argument is one of these."""
    tests = [step for value in values for step in when(value, give(ALLOW))]
    return argument(position) + tests + give(EPERM)


def _processor(on: Machine) -> Program:
    """Kill what calls the kernel by another processor's numbers; leave the number loaded."""
    other = from_(on.x32, give(KILL)) if on.x32 else []
    return load(4) + unless(on.audit, give(KILL)) + load(0) + other


def _pairs(on: Machine) -> Program:
    """Two connected sockets are fine; a datagram socket could be sent to any address."""
    family = argument(0) + unless(AF_UNIX, give(EPERM))
    masked: Program = [*argument(1), (0x54, 0, 0, SOCK_TYPE)]
    kind = masked + unless(SOCK_STREAM, give(EPERM))
    return _calls("socketpair", on, family + kind + give(ALLOW))


def _alone(on: Machine, pid: int) -> Program:
    """What is added where the process shares its process numbers, and its account's files, with others."""
    threads = argument(0) + unless_any(CLONE_THREAD, give(EPERM))
    return (
        _calls("clone", on, threads + when_any(NAMESPACES, give(EPERM)) + give(ALLOW))
        + _calls(OTHERS, on, give(EPERM))
        + _calls(ITSELF, on, _only(0, (pid,)))
        + _calls(ITSELF_OR_ZERO, on, _only(0, (0, pid)))
        + _calls(METADATA, on, give(PRETEND))
        + _calls(XATTR, on, give(EPERM))
    )


def program(on: Machine, *, alone: int | None = None) -> Program:
    """Write the filter.

    Parameters
    ----------
    on : Machine
        The processor.
    alone : int, optional
        Number of the process, if it shares process numbers with others: it may then start none, and signal none but
        itself.

    Returns
    -------
    list of tuple
        The instructions.
    """
    clone = argument(0) + when_any(NAMESPACES, give(EPERM)) + give(ALLOW)
    return (
        _processor(on)
        + from_(AFTER_THE_LIST, give(ENOSYS))
        + _calls("clone3", on, give(ENOSYS))  # its flags stand in memory; the C library takes clone
        + _calls(NEVER, on, give(EPERM))
        + _calls("fcntl", on, _refused(1, FCNTL))
        + _calls("ioctl", on, _refused(1, IOCTL))
        + _calls("prctl", on, _refused(0, PRCTL))
        + _pairs(on)
        + (_calls("clone", on, clone) if alone is None else _alone(on, alone))
        + give(ALLOW)
    )


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def install(steps: Program) -> None:
    """Put the filter around this process, its threads to come and its children, for good.

    Parameters
    ----------
    steps : list of tuple
        What `program` wrote.

    Raises
    ------
    OSError
        If the kernel does not take it.
    """
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    whole = _Filter(len(steps), ctypes.cast(code, ctypes.c_void_p))
    prctl(PR_SET_NO_NEW_PRIVS, 1, what="no_new_privs")
    mode = ctypes.c_ulong(SECCOMP_MODE_FILTER)
    checked(libc().prctl(PR_SET_SECCOMP, mode, ctypes.byref(whole), 0, 0), "seccomp")
