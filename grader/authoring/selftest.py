"""Prove every exercise without a kernel: right answers, untouched stubs and every known wrong answer.

An exercise whose checker has never been seen to fail a wrong answer proves nothing about anybody.
"""

from __future__ import annotations

import ast
import contextlib
import io
import tempfile
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from grader.authoring.cell_source import check_source, hidden_source, prelude
from grader.authoring.hostile import Hostile, hostile_answer, hostile_kinds
from grader.authoring.literal import stub, written
from grader.errors import LessonError
from grader.lab.fields import fill
from grader.lab.limits import SECONDS, TooSlowError, time_limit
from grader.lab.literals import parsed
from grader.lab.mishap import note
from grader.lab.result import Result, recording
from grader.lab.session import current, using_data
from grader.marking.sheet import MARKER, Marker
from grader.marking.world import write_world
from grader.marking.worlds import make_world, seed_of
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import CodeType

    from grader.authoring.lesson import Cell, Exercise, Lesson

Variant = Literal["right", "untouched", "wrong"] | Hostile
_ENDLESS_SECONDS = 0.05
"""How long the endless loop may run: the limit is what is tested, not how far it is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer.

    Parameters
    ----------
    points : float
        Points earned; 0 in ``learn``.
    checked : Result
        What the visible check said.
    marked : Result or None
        What the hidden test said; None in ``learn``.
    error : BaseException or None
        What stopped the answer cell.
    """

    points: float
    checked: Result
    marked: Result | None
    error: BaseException | None = None

    @property
    def said(self) -> set[str]:
        """Ids of the misconceptions said by check or hidden test."""
        return {*self.checked.misconceptions, *(self.marked.misconceptions if self.marked else ())}


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of one self-test.

    Parameters
    ----------
    exercise : str
        Exercise id.
    variant : str
        Which answer was tried: ``right``, ``untouched``, ``wrong``, or one of `grader.authoring.hostile`.
    line : int
        Line of the answer in ``lesson.md``.
    trainee : str
        Whose world it was tried in.
    seconds : float
        Time it took.
    problem : Text or None
        What did not come out as it must.
    """

    exercise: str
    variant: Variant
    line: int
    trainee: str
    seconds: float
    problem: Text | None


class Bench:
    """Runs answers of one lesson for one trainee, in this process.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    curriculum : Path
        Folder of the lessons.
    trainee : str
        Decides the world.
    handout : mapping
        The lesson's texts as `grader.authoring.build.handout` makes them.
    folder : Path
        An empty folder for the trainee's data.
    """

    def __init__(
        self,
        lesson: Lesson,
        *,
        curriculum: Path,
        trainee: str,
        handout: Mapping[str, Any],
        folder: Path,
    ) -> None:
        self.lesson = lesson
        self.marker = Marker(curriculum, trainee)
        self.own = make_world(curriculum, lesson.slug, seed_of(lesson.slug, trainee))
        neighbour = seed_of(lesson.slug, f"{trainee} neighbour")
        self.neighbours = make_world(curriculum, lesson.slug, neighbour)
        self.folder = folder
        write_world(self.own, folder, handout={**handout, "lang": "ja", "trainee": trainee})

    def run(self, exercise: Exercise, answer: str) -> Outcome:
        """Run one answer as the notebook would.

        Parameters
        ----------
        exercise : Exercise
            The exercise.
        answer : str
            Source of the answer cell.

        Returns
        -------
        Outcome
            Points and messages.
        """
        token = MARKER.set(self.marker)
        try:
            with (
                using_data(self.folder),
                recording() as results,
                contextlib.redirect_stdout(io.StringIO()),
            ):
                return self._run(exercise, answer, results)
        finally:
            MARKER.reset(token)

    def _run(self, exercise: Exercise, answer: str, results: list[Result]) -> Outcome:
        names: dict[str, Any] = {"__name__": "__main__"}
        for source in _before(self.lesson, exercise):
            exec(_compiled(source), names)  # noqa: S102  # the author's own cells
        error: BaseException | None = None
        try:
            with time_limit():
                exec(compile(answer, f"<{exercise.id}>", "exec"), names)  # noqa: S102  # answers written by the author
        except (Exception, TooSlowError) as raised:  # noqa: BLE001  # a trainee would see it and go on
            error = raised
        note(current(), answer, error)
        exec(_compiled(check_source(exercise)), names)  # noqa: S102
        checked = results[-1]
        if exercise.part == "learn":
            return Outcome(0.0, checked, None, error)
        exec(_compiled(hidden_source(self.lesson, exercise)), names)  # noqa: S102
        points = float(names[f"{exercise.id.replace('-', '_')}_marks"])
        return Outcome(points, checked, results[-1], error)


@lru_cache(maxsize=1024)
def _compiled(source: str) -> CodeType:
    return compile(source, "<lesson>", "exec")


def _before(lesson: Lesson, exercise: Exercise) -> list[str]:
    """Return what a notebook has run before an exercise: setup cells, and worked examples that it needs.

    That every worked example runs is proven once, by the exemplar notebooks; here a long simulation
    would be paid for with every answer.
    """
    earlier: list[Cell] = []
    for cell in lesson.cells:
        if cell.exercise == exercise.id:
            break
        if cell.role in {"setup", "worked"} and lesson.part_of(cell) == exercise.part:
            earlier.append(cell)
    needed = set().union(*(_names(c.source)[1] for c in exercise.cells if c.kind == "code"))
    chosen = []
    for cell in reversed(earlier):
        defined, used = _names(cell.source)
        if cell.role == "setup" or defined & needed:
            needed |= used
            chosen.append(cell.source)
    return [prelude(lesson.slug, "ja"), *reversed(chosen)]


@lru_cache(maxsize=1024)
def _names(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that a cell defines, and those that it uses."""
    defined: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else defined).add(node.id)
        elif isinstance(node, ast.alias):
            defined.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
    return frozenset(defined), frozenset(used)


def prove(
    lesson: Lesson, *, curriculum: Path, trainees: list[str], handout: Mapping[str, Any]
) -> Iterator[Proof]:
    """Prove every exercise of a lesson.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    curriculum : Path
        Folder of the lessons.
    trainees : list of str
        In whose worlds; at least three for a proof worth the name.
    handout : mapping
        The lesson's texts.

    Yields
    ------
    Proof
        One for each exercise, answer and trainee.
    """
    for trainee in trainees:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(
                lesson, curriculum=curriculum, trainee=trainee, handout=handout, folder=Path(folder)
            )
            for exercise in lesson.exercises:
                yield from _prove_exercise(bench, exercise)


def _prove_exercise(bench: Bench, exercise: Exercise) -> Iterator[Proof]:
    answer = exercise.one("answer")
    yield _prove(bench, exercise, "right", answer)
    yield _prove(bench, exercise, "untouched", answer)
    for wrong in exercise.find("wrong"):
        yield _prove(bench, exercise, "wrong", wrong)
    for kind in hostile_kinds(exercise):
        yield _prove(bench, exercise, kind, answer)


def proofs_of(exercise: Exercise) -> int:
    """Count the proofs of one exercise in one world.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    int
        Right, untouched, every wrong answer, every hostile one.
    """
    return 2 + len(exercise.find("wrong")) + len(hostile_kinds(exercise))


def _source(bench: Bench, exercise: Exercise, variant: Variant, cell: Cell) -> str:
    if variant == "untouched":
        return stub(exercise)
    if variant == "right" or variant == "wrong":  # noqa: PLR1714  # mypy narrows on == only
        return written(exercise, cell, bench.own)
    return hostile_answer(exercise, variant, own=bench.own, other=bench.neighbours)


def _prove(bench: Bench, exercise: Exercise, variant: Variant, cell: Cell) -> Proof:
    start = time.perf_counter()
    limit = SECONDS.set(_ENDLESS_SECONDS) if variant == "endless" else None
    try:
        source = _source(bench, exercise, variant, cell)
        if variant == "right" and exercise.form == "literal":
            fill(stub(exercise), exercise.choices, parsed(source, exercise.answer)[1])
        outcome = bench.run(exercise, source)
        same = variant == "copied" and source == written(exercise, cell, bench.own)
        problem = None if same else _problem(exercise, variant, cell, outcome)
    except LessonError as error:
        problem = Text(error.ja, error.en)
    except Exception as error:  # noqa: BLE001  # a broken setup cell fails its exercises, not the whole run
        what = f"{type(error).__name__}: {error}"
        problem = Text(f"準備のセルが止まりました（{what}）。", f"A setup cell raised {what}.")
    finally:
        if limit is not None:
            SECONDS.reset(limit)
    seconds = time.perf_counter() - start
    return Proof(exercise.id, variant, cell.line, bench.marker.trainee, seconds, problem)


def _problem(exercise: Exercise, variant: Variant, cell: Cell, outcome: Outcome) -> Text | None:
    states = (outcome.checked.state, outcome.marked.state if outcome.marked else None)
    told = _told(outcome) or outcome.error or ""
    seen = f"check={states[0]}, hidden={states[1]}, points={outcome.points:g}/{exercise.points:g}: {told}"
    if variant == "right":
        return _right_problem(exercise, outcome, seen)
    if variant == "untouched":
        fine = set(states) <= {"not_attempted", None} and outcome.points == 0
        return (
            None
            if fine
            else Text(
                f"手つかずなのに「未回答」0点になりません（{seen}）。",
                f"Untouched, but not “not attempted” with 0 points ({seen}).",
            )
        )
    if variant == "wrong":
        return _wrong_problem(exercise, cell, outcome, seen)
    return _hostile_problem(exercise, variant, outcome, seen)


def _told(outcome: Outcome) -> str:
    messages = (outcome.checked.message, outcome.marked.message if outcome.marked else None)
    return " / ".join(message for message in messages if message)


def _hostile_problem(
    exercise: Exercise, variant: Variant, outcome: Outcome, seen: str
) -> Text | None:
    """Nothing may be earned, and why must be told; another trainee's answer may share a part by chance."""
    if variant == "copied":
        fine = outcome.points < exercise.points
    else:
        passed = outcome.checked.state == "right"
        fine = outcome.points == 0 and not passed and bool(_told(outcome))
    if fine:
        return None
    return Text(
        f"ずるい答え（{variant}）に点か正解が出るか、理由が出ません（{seen}）。",
        f"The hostile answer “{variant}” earns points or passes, or is not told why ({seen}).",
    )


def _right_problem(exercise: Exercise, outcome: Outcome, seen: str) -> Text | None:
    wanted = ("right", None) if exercise.part == "learn" else ("ready", "right")
    states = (outcome.checked.state, outcome.marked.state if outcome.marked else None)
    if (
        states == wanted
        and outcome.points == exercise.points
        and not outcome.said
        and outcome.error is None
    ):
        return None
    return Text(
        f"正答が満点になりません（{seen}）。",
        f"The right answer does not earn full marks ({seen}).",
    )


def _wrong_problem(exercise: Exercise, cell: Cell, outcome: Outcome, seen: str) -> Text | None:
    says, wanted = str(cell.meta["says"]), cell.meta.get("expect", "zero")
    if says not in outcome.said:
        said = ", ".join(sorted(outcome.said)) or "—"
        return Text(
            f"誤答なのに {says} を言いません（言ったのは {said}、{seen}）。",
            f"The wrong answer is not told {says} (told: {said}; {seen}).",
        )
    if exercise.part == "learn":
        return None
    earned = (
        "zero" if outcome.points == 0 else "part" if outcome.points < exercise.points else "full"
    )
    if earned == wanted:
        return None
    return Text(
        f"誤答の点が expect: {wanted} と違います（{seen}）。",
        f"The wrong answer earns {earned}, not {wanted} ({seen}).",
    )
