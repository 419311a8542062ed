"""One grading run: from what came in to marks in the gradebook and files for everybody else.

The gradebook knows of every submission how far it is. A run that is cut off at any moment leaves jobs that the next
one goes on with; two runs at once share the work.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from grader.exchange.submit import course_store
from grader.grading import gradebook, labels, results
from grader.grading.environment import environment_sha256
from grader.grading.extract import exercises
from grader.grading.material import pack
from grader.grading.model import Outcome
from grader.grading.owner import own_name, return_orphans
from grader.grading.pool import WorkerDied
from grader.grading.register import compiled_of
from grader.grading.results import Fingerprint
from grader.grading.task import Task
from grader.grading.workplace import all_made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from grader.grading.arrivals import Arrival
    from grader.grading.content import Content
    from grader.grading.course import Manner
    from grader.grading.gradebook import Graded, Job, Recorded
    from grader.grading.job import Limits
    from grader.grading.layout import CourseLayout
    from grader.grading.material import Material
    from grader.grading.model import CellScore
    from grader.grading.sandbox import Kind
    from grader.grading.task import Made
    from grader.text import Text

T = TypeVar("T")
LEASE = 3600.0
"""Seconds for which a claimed submission is ours, should this machine be cut off from the gradebook."""
PORTION = 2000
"""Keys in one question to the gradebook: databases take some tens of thousands at most."""
AT_ONCE = 16
"""Submissions that are claimed in one go, and at most so many that are written in one transaction."""


class Run:
    """A grading run; a context manager.

    Parameters
    ----------
    layout : CourseLayout
        The course.
    content : Content
        Its lessons.
    how : Manner
        How to grade.
    limits : Limits
        How much each notebook may use.
    isolation : {'bubblewrap', 'landlock', 'container', 'none'} or None
        How submitted code is kept apart on this machine; None if others grade.
    """

    def __init__(
        self,
        layout: CourseLayout,
        content: Content,
        *,
        how: Manner,
        limits: Limits,
        isolation: Kind | None,
    ) -> None:
        self.layout, self.content, self.how = layout, content, how
        self.limits, self.isolation = limits, isolation
        self.owner, self.late = own_name(), layout.late_rule()
        self.warnings: tuple[Text, ...] = (labels.isolation(isolation),) if isolation else ()
        self._compiled = cache(partial(compiled_of, layout))
        self._materials: dict[str, Material] = {}
        self._arrivals: dict[str, Arrival] = {}
        self._store = course_store(layout.root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        if "engine" in self.__dict__:
            self.engine.dispose()

    @cached_property
    def engine(self) -> Any:
        """The gradebook."""
        return gradebook.open_gradebook(self.layout.gradebook_url)

    def outcomes(
        self, arrivals: Sequence[Arrival], refused: Mapping[str, Text]
    ) -> Iterator[Outcome]:
        """Grade what has to be graded.

        Parameters
        ----------
        arrivals : sequence of Arrival
            What came in.
        refused : mapping of str to Text
            Why assignments cannot be graded.

        Yields
        ------
        Outcome
            One per submission, as soon as it is known.

        Raises
        ------
        GradingError
            If the gradebook cannot be used.
        """
        return_orphans(self.engine)
        reasons: dict[str, Text] = {}
        incoming = []
        for arrival in arrivals:
            reason = refused.get(arrival.submission.assignment) or arrival.refusal
            reason = reason or self._unusable(arrival)
            incoming.append(item := self._incoming(arrival, accepted=reason is None))
            self._arrivals[item.key] = arrival
            if reason is not None:
                reasons[item.key] = reason
        jobs = self._received(incoming)
        sound = {key: job.state for key, job in jobs.items() if key not in reasons}
        yield from self._unchanged([key for key in sound if sound[key] == "graded"])
        yield from self._refused(reasons)
        yield from self._graded([key for key in sound if sound[key] != "graded"])

    @cached_property
    def _trainees(self) -> frozenset[str] | None:
        """Whom the gradebook knows; None if everybody may hand in."""
        return None if self.layout.creates_trainees else gradebook.trainees(self.engine)

    def _unusable(self, arrival: Arrival) -> Text | None:
        if self._trainees is not None and arrival.submission.trainee not in self._trainees:
            return labels.unknown_trainee(arrival.submission.trainee)
        expected = tuple(sorted(self._compiled(arrival.submission.assignment)))
        found = arrival.notebooks
        if set(expected).intersection(found):
            return None
        return labels.unknown_notebooks(expected, found)

    def _material(self, assignment: str) -> Material:
        if assignment not in self._materials:
            self._materials[assignment] = pack(
                self._compiled(assignment),
                self.layout.source_files(assignment),
                self.content.lessons.get(assignment),
                self.content.workspace,
            )
        return self._materials[assignment]

    def _release(self, assignment: str) -> str:
        """Return the SHA-256 of an assignment: of all that grading uses, or of its folder if it is not recorded."""
        if self._compiled(assignment):
            return self._material(assignment).sha256
        return results.digest(self.layout.source(assignment))

    def _incoming(self, arrival: Arrival, *, accepted: bool) -> gradebook.Incoming:
        name = arrival.submission.assignment
        return gradebook.Incoming(
            arrival.submission.trainee,
            name,
            arrival.sha256,
            self._release(name),
            environment_sha256(self.limits, trusted=self.how.trusted),
            arrival.received_at,
            accepted=accepted,
        )

    def _received(self, incoming: Sequence[gradebook.Incoming]) -> dict[str, Job]:
        """Record what came in. What was refused before is tried again: the cause may have gone."""
        known = gradebook.jobs(self.engine)
        before = {key for key, job in known.items() if job.state == "refused"}
        found: dict[str, Job] = {}
        for again in (False, True):
            some = [item for item in incoming if (item.key in before or self.how.force) == again]
            if some:
                jobs = gradebook.receive(self.engine, some, again=again)
                found |= {job.key: job for job in jobs}
        return found

    def _head(self, key: str, isolation: str) -> dict[str, Any]:
        arrival = self._arrivals[key]
        submission = arrival.submission
        return results.heading(
            submission,
            self.content.lessons.get(submission.assignment),
            Fingerprint(arrival.sha256, self._release(submission.assignment)),
            submitted_at=results.utc(arrival.received_at),
            isolation=isolation,
            standard=self.content.standard,
        )

    # ---- what was graded before

    def _unchanged(self, keys: Sequence[str]) -> Iterator[Outcome]:
        if not keys:
            return
        standing = {item.key: item for item in gradebook.standing(self.engine)}
        texts = {key: results.parse(standing[key].results) for key in keys if key in standing}
        cells: dict[str, Sequence[CellScore]] = {}

        def refreshed(key: str) -> Callable[[Sequence[CellScore]], str]:
            def text(now: Sequence[CellScore]) -> str:
                cells[key] = now
                return results.refreshed(texts[key], now)

            return text

        for some in _portions(list(texts)):
            gradebook.refresh(
                self.engine,
                dict(zip(some, map(refreshed, some), strict=True)),
                now=self.how.clock(),
            )
        self._publish(keys)
        for key in keys:
            yield self._outcome(key, "skipped", tuple(cells.get(key, ())))

    # ---- what cannot be graded

    def _refused(self, reasons: Mapping[str, Text]) -> Iterator[Outcome]:
        for some in _portions(list(reasons)):
            now = self.how.clock()
            gradebook.claim(
                self.engine, len(some), now=now, owner=self.owner, seconds=LEASE, keys=some
            )
        yield from self._refuse(reasons, self.isolation or "none")

    def _refuse(self, reasons: Mapping[str, Text], isolation: str) -> Iterator[Outcome]:
        if not reasons:
            return
        items = [
            gradebook.Refused(
                key,
                self.owner,
                reason,
                results.text(results.failed(self._head(key, isolation), reason)),
            )
            for key, reason in reasons.items()
        ]
        gradebook.refuse(self.engine, items, now=self.how.clock())
        self._publish(reasons)
        for key, reason in reasons.items():
            submission = self._arrivals[key].submission
            yield Outcome(submission.trainee, submission.assignment, "failed", error=reason)

    # ---- what is graded now

    def _graded(self, keys: Sequence[str]) -> Iterator[Outcome]:
        if not keys:
            return
        pending: dict[str, Made] = {}
        left = set(keys)
        names = {self._arrivals[key].submission.assignment for key in keys}
        for task, made in all_made(
            self._tasks(keys),
            self.how,
            self.limits,
            isolation=self.isolation,
            materials=[self._material(name) for name in sorted(names)],
        ):
            left.discard(task.key)
            if isinstance(made, WorkerDied):
                yield from self._refuse({task.key: labels.WORKER_DIED}, self.isolation or "none")
            elif made.error is not None:
                yield from self._refuse({task.key: made.error}, made.isolation)
            else:
                pending[task.key] = made
            if len(pending) >= AT_ONCE:
                yield from self._record(pending)
                pending = {}
        yield from self._record(pending)
        for key in sorted(left):
            submission = self._arrivals[key].submission
            yield Outcome(
                submission.trainee, submission.assignment, "failed", error=labels.ELSEWHERE
            )

    def _tasks(self, keys: Sequence[str]) -> Iterator[Task]:
        left = list(keys)
        while left:
            claimed = gradebook.claim(
                self.engine,
                AT_ONCE,
                now=self.how.clock(),
                owner=self.owner,
                seconds=LEASE,
                keys=left[:PORTION],
            )
            if not claimed:
                return
            for job in claimed:
                left.remove(job.key)
                yield self._task(job.key)

    def _task(self, key: str) -> Task:
        arrival = self._arrivals[key]
        return Task(
            key=key,
            trainee=arrival.submission.trainee,
            assignment=arrival.submission.assignment,
            files=self._store.files(arrival.sha256),
            material=self._material(arrival.submission.assignment),
            limits=self.limits,
            ignored_stderr=self.layout.ignored_stderr,
        )

    def _record(self, pending: Mapping[str, Made]) -> Iterator[Outcome]:
        if not pending:
            return
        items = [self._item(key, made) for key, made in pending.items()]
        recorded = gradebook.record(self.engine, items, now=self.how.clock(), late=self.late)
        self._publish(pending)
        for item in recorded:
            yield from self._told(item, pending[item.key])

    def _item(self, key: str, made: Made) -> Graded:
        arrival = self._arrivals[key]
        head = self._head(key, made.isolation)
        missing = self._missing(key)

        def text(cells: Sequence[CellScore]) -> str:
            found = exercises(made.said, cells) if head["lesson"] else ()
            return results.text(results.graded(head, cells, found, missing=missing))

        return gradebook.Graded(
            key=key,
            owner=self.owner,
            trainee=arrival.submission.trainee,
            assignment=arrival.submission.assignment,
            notebooks=made.notebooks,
            results=text,
            submitted_at=arrival.received_at,
            isolation=made.isolation,
            evidence={"stopped": list(made.stops), "notes": [note.en for note in made.notes]},
            usage={"notebooks": [asdict(each) for each in made.usage], "own": made.own},
        )

    def _told(self, item: Recorded, made: Made) -> Iterator[Outcome]:
        submission = self._arrivals[item.key].submission
        if item.status == "failed" and item.error is not None:
            yield from self._refuse({item.key: item.error}, made.isolation)
        elif item.status == "lost":
            yield Outcome(
                submission.trainee, submission.assignment, "failed", error=labels.ELSEWHERE
            )
        else:
            yield self._outcome(item.key, "graded", item.cells, made.notes)

    def _outcome(
        self,
        key: str,
        status: Any,
        cells: Sequence[CellScore],
        notes: Sequence[Text] = (),
    ) -> Outcome:
        arrival = self._arrivals[key]
        missing = self._missing(key)
        absent = (labels.missing_notebooks(missing),) if missing else ()
        return Outcome(
            trainee=arrival.submission.trainee,
            assignment=arrival.submission.assignment,
            status=status,
            score=sum(cell.points for cell in cells),
            max_score=sum(cell.max_points for cell in cells),
            by_hand=sum(cell.needs_manual_grade for cell in cells),
            notes=(*absent, *arrival.notes, *notes),
        )

    def _missing(self, key: str) -> tuple[str, ...]:
        arrival = self._arrivals[key]
        names = self._compiled(arrival.submission.assignment)
        return tuple(sorted(set(names) - set(arrival.notebooks)))

    def _publish(self, keys: Iterable[str]) -> None:
        pairs = {
            (arrival.submission.trainee, arrival.submission.assignment)
            for arrival in (self._arrivals[key] for key in keys)
        }
        for some in _portions(sorted(pairs)):
            gradebook.publish(
                self.engine,
                self.layout.root,
                only=some,
                autograded=lambda trainee, name: self.layout.step("autograded", trainee, name),
            )


def _portions(many: list[T]) -> Iterator[list[T]]:
    """Cut a list into pieces that fit into one question to a database."""
    return (many[start : start + PORTION] for start in range(0, len(many), PORTION))
