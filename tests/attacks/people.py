"""Other trainees' work, personnel files and the environment read."""

from attacks.model import Attack, telling, told

ATTACKS = (
    Attack(
        "peers-work",
        "ほかの受講者の提出物を読む",
        "read what other trainees handed in",
        told,
        plain=True,
        cells=telling("""
import glob
for path in (*glob.glob("@COURSE@/submitted/*/*/*"), *glob.glob("../../*/*/*"), *glob.glob("@COURSE@/autograded/*/*/*")): tell_file(path)
"""),
    ),
    Attack(
        "personnel-file",
        "採点するアカウントの人事ファイルを読む",
        "read a personnel file of the grading account",
        told,
        plain=True,
        cells=telling('tell_file("@SCENE@/hr/people.csv")'),
    ),
    Attack(
        "private-key",
        "採点するアカウントの鍵を読む",
        "read the key in the home folder of the grading account",
        told,
        plain=True,
        cells=telling(
            'import os\ntell_file(os.path.expanduser("~/.ssh/id_ed25519"))\ntell_file("@HOME@/.ssh/id_ed25519")'
        ),
    ),
    Attack(
        "environment",
        "環境変数を読む",
        "read the environment",
        told,
        plain=True,
        cells=telling('import os\ntell(str(dict(os.environ)))\ntell_file("/proc/self/environ")'),
    ),
    Attack(
        "environment-of-parent",
        "上位のプロセスの環境変数を読む",
        "read the environment of the processes above",
        told,
        plain=True,
        cells=telling("""
import os
pid = os.getppid()
for _ in range(6):
    tell_file(f"/proc/{pid}/environ")
    try: pid = int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError): break
    if pid < 1: break
"""),
    ),
    Attack(
        "by-proc-root",
        "`/proc`を通ってほかの場所のファイルに届く",
        "reach files of the host through `/proc/*/root` and `/proc/*/cwd`",
        told,
        plain=True,
        cells=telling("""
import os
for pid in ("self", "1", str(os.getppid())):
    for way in ("root", "cwd/../../../../../../../../.."):
        tell_file(f"/proc/{pid}/{way}@SCENE@/hr/people.csv")
for fd in range(3, 64):
    tell_file(f"/proc/self/fd/{fd}/../hr/people.csv")
"""),
    ),
    Attack(
        "by-program",
        "ほかのプログラムに読ませる",
        "let another program read",
        told,
        plain=True,
        cells=telling("""
import subprocess
for command in (["cat", "@SCENE@/hr/people.csv"], ["sh", "-c", "cat @COURSE@/submitted/*/*/*.ipynb"]):
    try: tell(subprocess.run(command, capture_output=True, timeout=3).stdout)
    except Exception: pass
"""),
    ),
)
