"""Run a class with attacks in it, by plain nbgrader's commands or by ours, and look at what came of it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from attacks import account, course
from attacks.course import LESSON, NOTEBOOK, PLAIN
from attacks.listener import Listener
from attacks.model import (
    ENVIRONMENT,
    FULL,
    LESSON_FULL,
    LESSON_RIGHT,
    LESSON_WRONG,
    NONE,
    RIGHT,
    WRONG,
    Look,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from attacks.model import Attack

    Entry = tuple[str, Attack | None, str]
    """Trainee, attack, and which honest answers if it is none."""
    Grades = dict[tuple[str, str], tuple[float, int, str]]
    """By trainee and assignment: points, number of graded cells, time of submission."""

SECONDS = {"plain": 10, "ours": 2}
"""Per cell. nbgrader's count begins before the libraries are imported."""
BETWEEN = 8
"""After so many attacks two honest trainees take their turn."""
FIRST, ENDS = "0000-right", ("0000-right", "yy-wrong", "zz-right")
"""Honest trainees before and after all attacks, who take the lesson too."""
PLAIN_CONFIG = f"""\
c = get_config()
c.Execute.timeout = {SECONDS["plain"]}
"""


@dataclass(frozen=True, slots=True)
class Target:
    """Whose grading is attacked.

    Parameters
    ----------
    engine : {'plain', 'ours'}
        nbgrader's commands, or ``kakehashi grade``.
    sandbox : str
        How ours isolates: ``bubblewrap`` or ``landlock``.
    """

    engine: str
    sandbox: str = ""

    @property
    def name(self) -> str:
        """What the table calls it."""
        return self.sandbox or self.engine

    @property
    def uid(self) -> int:
        """The ordinary user that grades, if there is a choice.

        Nobody else's, and not that of another target: limits on processes count by user, and two targets are run
        at the same time.
        """
        return 20008 + ("plain", "bubblewrap", "landlock").index(self.name)


@dataclass(slots=True)
class Class:
    """A class that is graded."""

    scene: Path
    target: Target
    said: str = ""

    @property
    def course(self) -> Path:
        """Root of the nbgrader course."""
        return self.scene / "workspace" / "records" / "course"

    def call(self, *arguments: str, folder: Path | None = None) -> str:
        """Run a command in the course; keep what it prints."""
        environment = {
            "HOME": str(self.scene / "home"),
            "TMPDIR": str(self.scene / "tmp"),
            "KAKEHASHI_TEST_SECRET": ENVIRONMENT,
            **({"KAKEHASHI_SANDBOX": self.target.sandbox} if self.target.sandbox else {}),
        }
        said = account.run(
            arguments, folder=folder or self.course, environment=environment, uid=self.target.uid
        )
        self.said += said
        return said


# ---- handing in ------------------------------------------------------------------------------------


def trainees(attacks: Sequence[Attack]) -> Iterator[Entry]:
    """Yield who hands in, in order: trainee, attack, and the honest ones' kind."""
    yield FIRST, None, "right"
    for number, attack in enumerate(attacks):
        place = f"{10 * (number + 1):04d}"
        for turn in "ab" if attack.twice else "a":
            yield attack.trainee or f"{place}{turn}-{attack.id}", attack, ""
        if (number + 1) % BETWEEN == 0:
            yield f"{place}y-wrong", None, "wrong"
            yield f"{place}z-right", None, "right"
    yield "yy-wrong", None, "wrong"
    yield "zz-right", None, "right"


def _hand_in(room: Class, trainee: str, attack: Attack, words: Mapping[str, str]) -> None:
    name = LESSON if attack.lesson else PLAIN
    folder = room.course / "submitted" / trainee / name
    answers = LESSON_WRONG if attack.lesson else WRONG
    filled = {cell: _filled(text, words) for cell, text in {**answers, **attack.cells}.items()}
    notebook = course.answered(_released(room, name), filled)
    if attack.mutate:
        attack.mutate(notebook)
    course.write_notebook(folder / NOTEBOOK[name], notebook)
    if attack.lesson:
        _data(room, trainee, folder)
    for path, content in attack.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else _filled(content, words).encode()
        target.write_bytes(data)
    if attack.arrange:
        attack.arrange(folder, room.scene)


def _words(room: Class, listener: Listener) -> dict[str, str]:
    """Return what payloads may know: where everything stands and listens, as if somebody had told them."""
    links = sorted({path.name for path in Path("/sys/class/net").glob("*")} - {"lo"})
    return {
        **listener.names,
        "SCENE": str(room.scene),
        "COURSE": str(room.course),
        "HOME": str(room.scene / "home"),
        "DROP": str(room.scene / "drop"),
        "ENGINE": room.target.engine,
        "LINKS": ",".join(links),
    }


def _filled(text: str, words: Mapping[str, str]) -> str:
    return re.sub(r"@([A-Z0-9]+)@", lambda found: words.get(found[1], found[0]), text)


def _released(room: Class, name: str) -> dict[str, Any]:
    if name == PLAIN:
        return course.released_notebook()
    path = room.scene / "workspace" / "build" / "course" / "release" / name / NOTEBOOK[name]
    return json.loads(path.read_text("utf-8"))


def _data(room: Class, trainee: str, folder: Path) -> None:
    """Hand a trainee of the lesson the own data, as ``kakehashi release`` does."""
    from grader.marking.worlds import write_data  # noqa: PLC0415  # brings pandas
    from grader.workspace import find_workspace  # noqa: PLC0415

    place = find_workspace(room.scene / "workspace")
    lesson = LESSON.removesuffix("-ja")
    write_data(place, lesson=lesson, trainee=trainee, lang="ja", out=folder / "data")


def _hand_in_honestly(room: Class, trainee: str, kind: str, lesson: bool) -> None:  # noqa: FBT001
    answers = RIGHT if kind == "right" else WRONG
    notebook = course.signed(course.answered(course.released_notebook(), answers))
    folder = room.course / "submitted" / trainee
    course.write_notebook(folder / PLAIN / NOTEBOOK[PLAIN], notebook)
    if lesson and trainee in ENDS:
        answers = LESSON_RIGHT if kind == "right" else LESSON_WRONG
        notebook = course.answered(_released(room, LESSON), answers)
        course.write_notebook(folder / LESSON / NOTEBOOK[LESSON], notebook)
        _data(room, trainee, folder / LESSON)


# ---- grading ---------------------------------------------------------------------------------------


def _grade_plain(room: Class, names: Sequence[str]) -> None:
    for name in names:
        room.call("-m", "nbgrader", "autograde", name)
        room.call("-m", "nbgrader", "generate_feedback", name)
    room.call("-m", "nbgrader", "export")


def _grade_ours(room: Class, names: Sequence[str]) -> None:
    place = room.scene / "workspace"
    seconds = str(SECONDS["ours"])
    room.call("-m", "grader.cli", "grade", "--workers", "1", "--timeout", seconds, folder=place)
    for name in names:
        room.call("-m", "nbgrader", "generate_feedback", name)
    out = str(room.course / "grades.csv")
    export = ("export", "grades", "--format", "csv", "--purpose", "試験", "--out", out)
    room.call("-m", "grader.cli", *export, folder=place)


class Suite:
    """Runs classes; the workspace is built once and copied for each."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._scratch = Path(tempfile.mkdtemp(prefix="attacked-course-"))
        self._scratch.chmod(0o755)
        self._stack.callback(shutil.rmtree, self._scratch, ignore_errors=True)
        self._numbers, self._lock = count(), Lock()
        try:
            course.make_workspace(self._scratch / "ours")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove everything that was made."""
        self._stack.close()

    def _template(self, target: Target) -> Path:
        """Return a workspace to copy; nbgrader knows the assignments of the plain one."""
        if target.engine == "ours":
            return self._scratch / "ours"
        scene = self._scratch / "registered"
        if not scene.exists():
            scene.mkdir()
            course.make_surroundings(scene)
            shutil.copytree(self._scratch / "ours", scene / "workspace")
            room = Class(scene, target)
            (room.course / "nbgrader_config.py").write_text(PLAIN_CONFIG, "utf-8")
            account.own(scene, target.uid)
            for name in (PLAIN, LESSON):
                room.call("-m", "nbgrader", "generate_assignment", name)
        return scene / "workspace"

    def run(self, target: Target, attacks: Sequence[Attack]) -> dict[str, tuple[Look, ...]]:
        """Grade one class with these attacks in it.

        Returns
        -------
        dict
            What is left of each attack, by its id; under ``""`` one look at the class as such.
        """
        with self._lock:  # the first of several classes makes it
            template = self._template(target)
        scene = self._scratch / f"{target.name}-{next(self._numbers)}"
        scene.mkdir()
        course.make_surroundings(scene)
        shutil.copytree(template, scene / "workspace", symlinks=True)
        room = Class(scene, target)
        lesson = any(attack.lesson for attack in attacks)
        with Listener(scene / "drop") as listener:
            entries = list(trainees(attacks))
            words = _words(room, listener)
            for trainee, attack, kind in entries:
                if attack is None:
                    _hand_in_honestly(room, trainee, kind, lesson)
                else:
                    _hand_in(room, trainee, attack, {**words, "ID": attack.id})
            account.own(scene, target.uid)
            grade = _grade_plain if target.engine == "plain" else _grade_ours
            try:
                grade(room, [PLAIN, *([LESSON] if lesson else [])])
            finally:
                account.sweep(scene / "home")
            return _looks(room, entries, listener.received, lesson=lesson)


# ---- looking ---------------------------------------------------------------------------------------


def _gradebook(course: Path) -> Grades:
    path = course / "gradebook.db"
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(path)) as book:
        rows = book.execute(
            "SELECT sa.student_id, a.name, sa.timestamp,"
            "       sum(coalesce(g.manual_score, g.auto_score, 0) + coalesce(g.extra_credit, 0)),"
            "       count(g.auto_score) "
            "FROM grade g JOIN submitted_notebook sn ON g.notebook_id = sn.id "
            "JOIN submitted_assignment sa ON sn.assignment_id = sa.id "
            "JOIN assignment a ON sa.assignment_id = a.id GROUP BY sa.id"
        ).fetchall()
    return {row[:2]: (row[3], row[4], str(row[2])) for row in rows if row[4]}


def _outputs(folder: Path) -> str:
    found = []
    for path in sorted(folder.glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        found += [cell["outputs"] for cell in cells if cell.get("outputs")]
    return json.dumps(found, ensure_ascii=False)


def _read(*paths: Path) -> str:
    return "\n".join(path.read_text("utf-8", "replace") for path in paths if path.is_file())


def honest(
    grades: Grades,
    entries: Sequence[Entry],
    *,
    lesson: bool,
) -> dict[str, bool]:
    """Tell of each honest trainee whether the own points stand in the gradebook."""
    due = {"right": (FULL, LESSON_FULL), "wrong": (NONE, NONE)}
    fair = {}
    for trainee, attack, kind in entries:
        if attack is None:
            names = zip(
                (PLAIN, LESSON) if lesson and trainee in ENDS else (PLAIN,), due[kind], strict=False
            )
            fair[trainee] = all(
                (trainee, name) in grades and grades[trainee, name][0] == points
                for name, points in names
            )
    return fair


def _looks(
    room: Class, entries: Sequence[Entry], received: bytes, *, lesson: bool
) -> dict[str, tuple[Look, ...]]:
    grades = _gradebook(room.course)
    others = all(honest(grades, entries, lesson=lesson).values())
    looks: dict[str, tuple[Look, ...]] = {}
    for trainee, attack, _ in entries:
        if attack or trainee == FIRST:
            left = replace(_look(room, trainee, attack, grades), received=received, others=others)
            looks[left.id] = (*looks.get(left.id, ()), left)
    return looks


def _look(room: Class, trainee: str, attack: Attack | None, grades: Grades) -> Look:
    name = LESSON if attack and attack.lesson else PLAIN
    score, cells, since = grades.get((trainee, name), (None, 0, ""))
    record = _read(room.course / "results" / trainee / name / "results.json")
    folder = room.course / "autograded" / trainee / name
    return Look(
        id=attack.id if attack else "",
        score=score,
        cells=cells,
        since=since,
        record=json.loads(record) if record else None,
        outputs=_outputs(folder),
        page=_read(*sorted((room.course / "feedback" / trainee / name).rglob("*.html"))),
        folder=folder,
        drop=room.scene / "drop",
        course=room.course,
        said=room.said,
        exported=_read(room.course / "grades.csv"),
    )
