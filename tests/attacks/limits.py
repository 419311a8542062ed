"""Memory, time, processes, disk and output used up; the process ended."""

from attacks.model import (
    RIGHT,
    Attack,
    Look,
    any_of,
    disturbed,
    first,
    in_call,
    lost,
    shows,
    ungraded,
)

_FLOOD = 8_000_000
_harm = any_of(ungraded, disturbed)


def _grows(look: Look) -> bool:
    """Tell whether much more was kept than anybody can read."""
    kept = sum(path.stat().st_size for path in look.folder.glob("*") if path.is_file())
    return kept > _FLOOD or len(look.page) > _FLOOD


def _cell(payload: str) -> dict[str, str]:
    """The first answer does harm, the second is right: its three points must not be lost."""
    return first(payload, busy=RIGHT["busy"])


def _call(payload: str, then: str = "0") -> dict[str, str]:
    return {**in_call(payload, then), "busy": RIGHT["busy"]}


_stopped = any_of(lost, disturbed)

ATTACKS = (
    Attack(
        "memory",
        "3 GiBのメモリーを求める",
        "ask for 3 GiB of memory",
        any_of(shows("memory-got"), _stopped),
        plain=True,
        cells=_cell(
            "taken = bytearray(3 << 30)\nprint('memory-got', len(taken))"
        ),  # pages stay untouched
    ),
    Attack(
        "processes",
        "150のプロセスを起こす",
        "start 150 processes",
        any_of(shows("processes-got"), _stopped),
        plain=True,
        cells=_cell("""
import subprocess
many = []
try:
    for _ in range(150): many.append(subprocess.Popen(["sleep", "2"]))
    print("processes-got", len(many))
except Exception as error: print(len(many), type(error))
finally:
    for one in many: one.kill(); one.wait()
"""),
    ),
    Attack(
        "disk",
        "200 MBのファイルを書く",
        "write a file of 200 MB",
        any_of(shows("disk-got"), _stopped),
        plain=True,
        cells=_cell("""
import os
for path in ("big", os.path.expanduser("~/big"), "/tmp/kakehashi-@ABSTRACT@-big"):
    try:
        with open(path, "wb") as file:
            for _ in range(200): file.write(bytes(1_000_000))
        print("disk-got", os.path.getsize(path))
    except OSError as error: print(error)
    finally:
        if os.path.exists(path): os.remove(path)
"""),
    ),
    Attack(
        "output-flood",
        "際限なく印字する",
        "print without end",
        any_of(_grows, _stopped),
        plain=True,
        cells=_cell("while True: print('あ' * 10_000)"),
    ),
    Attack(
        "error-flood",
        "長い行を標準エラーに60 MB出す",
        "write 60 MB to stderr in one line",
        any_of(_grows, _stopped),
        plain=True,
        cells=_cell("import sys\nfor _ in range(60): sys.stderr.write('x' * 1_000_000)"),
    ),
    Attack(
        "endless-loop",
        "止める合図を無視して回り続ける",
        "loop for ever and swallow every interruption",
        _stopped,
        plain=True,
        cells=_cell("""
import signal
for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM, signal.SIGVTALRM, signal.SIGXCPU): signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException: pass
"""),
    ),
    Attack(
        "endless-call",
        "テストに呼ばれたら終わらない",
        "never return when a test calls",
        _stopped,
        plain=None,
        cells=_call(
            "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
        ),
    ),
    Attack(
        "busy-in-c",
        "止められない計算を始める",
        "begin one long calculation in C that no signal interrupts",
        _stopped,
        plain=True,
        cells=_cell("x = sum(range(10 ** 12))"),
    ),
    Attack(
        "exit-in-cell",
        "セルの中でプロセスを終える",
        "end the process in a cell",
        _stopped,
        plain=True,
        cells=_cell("import os\nos._exit(0)"),
    ),
    Attack(
        "exit-in-call",
        "テストに呼ばれたらプロセスを終える",
        "end the process when a test calls",
        _stopped,
        plain=True,
        cells=_call("import os\nos._exit(0)"),
    ),
    Attack(
        "segfault",
        "不正なアドレスを読んで落ちる",
        "crash on a wrong address",
        _stopped,
        plain=True,
        cells=_cell("import ctypes\nctypes.string_at(0)"),
    ),
    Attack(
        "abort-in-call",
        "テストに呼ばれたら異常終了する",
        "abort when a test calls",
        _stopped,
        plain=True,
        cells=_call("import os\nos.abort()"),
    ),
    Attack(
        "stopped-process",
        "自分を一時停止する",
        "stop the own process",
        _stopped,
        plain=True,
        cells=_cell("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"),
    ),
    Attack(
        "closed-descriptors",
        "開いている記述子をすべて閉じる",
        "close every open descriptor",
        _stopped,
        plain=True,
        cells=_cell("import os\nos.closerange(0, 256)"),
    ),
    Attack(
        "huge-value",
        "とても大きな値を返す",
        "return a huge value",
        _stopped,
        plain=False,
        cells=_call("pass", "'x' * 400_000_000"),
    ),
    Attack(
        "deep-value",
        "とても深い入れ子の値を返す",
        "return a value nested very deeply",
        _stopped,
        plain=False,
        cells=_call("value = []\nfor _ in range(200_000): value = [value]", "value"),
    ),
    Attack(
        "deep-recursion",
        "限りなく自分を呼ぶ",
        "recurse without end",
        _stopped,
        plain=True,
        cells=_call("import sys\nsys.setrecursionlimit(10 ** 9)\nreturn fee(minutes)"),
    ),
    Attack(
        "threads",
        "300のスレッドを起こしたまま終わる",
        "leave 300 threads running",
        any_of(shows("threads-got"), _stopped),
        plain=True,
        cells=_cell("""
import threading, time
try:
    for _ in range(300): threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
    print("threads-got")
except RuntimeError as error: print(error)
"""),
    ),
    Attack(
        "huge-cell",
        "60 MBのセルを出す",
        "hand in a cell of 60 MB",
        any_of(_grows, disturbed),
        plain=True,
        cells=first("# " + "x" * 60_000_000),
    ),
)
