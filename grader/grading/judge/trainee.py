"""The submission as the judge knows it: it may die at any moment, and is brought back without what killed it."""

from __future__ import annotations

import base64
import contextlib
import json
import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from grader.grading.job import Stop
from grader.grading.judge import labels
from grader.grading.judge.channel import Channel, GoneError, told
from grader.grading.judge.errors import is_interrupt, rebuilt
from grader.lab.guard import ForeignError
from grader.lab.limits import SECONDS, TooSlowError, seconds_left, unhurried

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.grading.job import Limits, NotebookJob
    from grader.grading.judge.channel import Step
    from grader.grading.sandbox import Session
    from grader.text import Text

REPLAYS = 3
"""How often a notebook is begun again after its process has ended."""
_EARLIER = 0.25
"""Seconds by which the trainee's code is stopped before a limit of the judge rings: then its process lives on."""
_START_SECONDS = 20.0
_GRADED = {"NBGRADER_EXECUTION": "autograde"}
"""What nbgrader tells every notebook that it grades."""
_HANDING = frozenset({"call", "item", "attr", "set"})
"""Questions that hand something over: arguments, a key, a name, a value."""
_PRINTED = 100_000
"""Characters that one call may print."""


@dataclass(slots=True)
class Bill:
    """What all sessions of one notebook cost.

    Parameters
    ----------
    fork, execute : float
        CPU seconds.
    memory_mb : float
        The largest of them, in MiB.
    trips : int
        Questions asked.
    """

    fork: float = 0.0
    execute: float = 0.0
    memory_mb: float = 0.0
    trips: int = 0


@dataclass(slots=True)
class Heard:
    """What came of some cells.

    Parameters
    ----------
    reports : dict of int to dict
        What the sandbox said of each cell that ended, by index; not to be trusted.
    stopped : dict of int to Text
        Why the others did not end.
    values : dict of str to Any, or None
        Encoded values of the names asked for; None if the process ended before.
    """

    reports: dict[int, dict[str, Any]] = field(default_factory=dict)
    stopped: dict[int, Text] = field(default_factory=dict)
    values: dict[str, Any] | None = None


class Trainee:
    """Runs cells and answers questions; opens a process when one is needed.

    Parameters
    ----------
    job : NotebookJob
        The notebook.
    open_session : callable
        Opens a fresh process.
    files : mapping of str to bytes
        What stands in its work folder.
    """

    def __init__(
        self,
        job: NotebookJob,
        open_session: Callable[[], Session],
        *,
        files: Mapping[str, bytes],
    ) -> None:
        self._open_session, self._limits = open_session, job.limits
        self._start = _start(job, files)
        self._until = monotonic() + job.limits.total_seconds
        self._session: Session | None = None
        self._channel: Channel | None = None
        self._past: list[Step] = []
        self._deadly: dict[str, Text] = {}
        self._deaths = 0
        self._said: set[str] = set()
        self.stops: list[Stop] = []
        self.bill = Bill()
        self.failure: Exception | None = None
        """Why no process could be opened: no fault of the submission's, which must not be marked for it."""
        self.index = 0
        """The author's cell that is being run."""
        self.is_tested = False
        """Whether that cell is a test with a hidden part."""
        self.knows = False
        """Whether a hidden test has handed it something: whatever it says from then on may tell that."""
        self.epoch = 0
        """Number of the process: handles of an earlier one are void."""
        self.moves = 0
        """Grows whenever the trainee's code may have changed something."""
        self.runs = 0
        """Grows whenever cells were run."""

    @property
    def is_alive(self) -> bool:
        """Whether there is a process."""
        return self._channel is not None

    def run(self, steps: Sequence[Step], fetch: Sequence[str]) -> Heard:
        """Run some cells, whatever they do.

        Parameters
        ----------
        steps : sequence of Step
            The cells.
        fetch : sequence of str
            Names whose values are wanted afterwards.

        Returns
        -------
        Heard
            What came of each; there are no values if the process ended while they were fetched.
        """
        heard, left = Heard(), list(steps)
        if steps:
            self.runs += 1
            self.moves += 1
        while left or fetch:
            done: list[dict[str, Any]] = []
            try:
                heard.values = self._alive().run(
                    left, fetch, seconds=self._limits.seconds, heard=done.append
                )
            except ForeignError as closed:
                heard.stopped.update((step.index, closed.text) for step in left)
                break
            except GoneError as gone:
                guilty = left[len(done)] if len(done) < len(left) else None
                self._died((guilty or steps[-1]).index if steps else self.index, gone.why)
                if guilty is None:
                    fetch = ()
                else:
                    heard.stopped[guilty.index] = gone.why
            ended = left[: len(done)]
            heard.reports.update(zip((step.index for step in ended), done, strict=True))
            # What had to be interrupted would be again.
            self._past += [s for s, r in zip(ended, done, strict=True) if not r.get("timeout")]
            if len(done) == len(left):
                break
            left = left[len(done) + 1 :]
        return heard

    def ask(self, op: str, *, root: str, **fields: Any) -> dict[str, Any]:
        """Ask for something that a test needs.

        Parameters
        ----------
        op : str
            What to do.
        root : str
            The answer's name through which the test came here: what kills the process is not done again.
        **fields : Any
            JSON data that belong to the question.

        Returns
        -------
        dict
            The answer; not to be trusted.

        Raises
        ------
        ForeignError
            If the process ends, now or at an earlier question for the same answer.
        TooSlowError
            If the trainee's code was stopped because its time was over.
        BaseException
            What the trainee's code raised, rebuilt: an `Exception` or a `SystemExit`.
        """
        seconds, began = self._seconds(), monotonic()
        answer = self._answer(op, root, seconds, fields)
        _print(answer.get("stdout"))
        error = answer.get("error")
        if error is None:
            return answer
        if monotonic() - began >= seconds and is_interrupt(error):
            raise TooSlowError
        raise self.rebuilt(error)

    def rebuilt(self, error: object) -> BaseException:
        """Rebuild an exception of the submission.

        Parameters
        ----------
        error : object
            What the sandbox says of it; not to be trusted.

        Returns
        -------
        BaseException
            For the author's tests. Its text is not for the trainee if it may tell what a hidden test handed over:
            if it was not said before.
        """
        made, spelled = rebuilt(error), json.dumps(error, sort_keys=True)
        made.is_private = self.knows and spelled not in self._said  # type: ignore[attr-defined]
        if not self.knows:
            self._said.add(spelled)
        return made

    def _answer(self, op: str, root: str, seconds: float, fields: dict[str, Any]) -> dict[str, Any]:
        if root in self._deadly:
            raise ForeignError(self._deadly[root])
        try:
            channel = self._alive()
            if op != "get":
                self.moves += 1
            self.knows = self.knows or (self.is_tested and op in _HANDING)
            return channel.ask(op, seconds=seconds, **fields)
        except GoneError as gone:
            self._killed_by(root, gone.why)
            raise ForeignError(gone.why) from None
        except ForeignError:
            raise
        except BaseException:
            # A time limit of the judge rang, and the answer may still come: nobody must take it for another's.
            seconds = min(self._limits.seconds, SECONDS.get())
            self._killed_by(root, told(labels.TOO_LONG, seconds=seconds))
            raise

    def _killed_by(self, root: str, why: Text) -> None:
        with unhurried():
            self._deadly[root] = why
            self._died(self.index, why)

    def _seconds(self) -> float:
        """Return how long a call may take now: less if a limit of the judge rings earlier."""
        return max(0.05, min(self._limits.seconds, seconds_left() - _EARLIER))

    def pardon(self, names: Sequence[str]) -> None:
        """Let answers be asked again that have been written anew.

        Parameters
        ----------
        names : sequence of str
            Names of the answers.
        """
        for name in names:
            self._deadly.pop(name, None)

    def close(self) -> None:
        """End the process that is under way; what it cost is on the bill."""
        session, channel = self._session, self._channel
        self._session = self._channel = None
        if channel is not None:
            self.bill.trips += channel.trips
        if session is not None:
            spent = session.close()
            self.bill.fork += spent.fork
            self.bill.execute += spent.execute
            self.bill.memory_mb = max(self.bill.memory_mb, spent.memory_mb)

    def _died(self, index: int, why: Text) -> None:
        with unhurried():
            self._deaths += 1
            self.moves += 1
            self.stops.append(Stop(index, why))
            self.close()

    def _alive(self) -> Channel:
        """Return the channel to a process in which all earlier cells have run."""
        while self._channel is None:
            self._refuse()
            try:
                self._channel = self._opened()
            except GoneError as gone:
                self._died(self.index, gone.why)
            else:
                self._replay(self._channel)
        return self._channel

    def revive(self) -> None:
        """Bring the process back, so that no test pays the time for it."""
        if self._channel is None and self._past:
            with contextlib.suppress(ForeignError):
                self._alive()

    def _refuse(self) -> None:
        if monotonic() >= self._until:
            raise ForeignError(told(labels.TOTAL, seconds=self._limits.total_seconds))
        if self._deaths > REPLAYS:
            raise ForeignError(told(labels.TOO_OFTEN, times=self._deaths))

    def _opened(self) -> Channel:
        try:
            self._session = self._open_session()
        except Exception as error:
            self.failure = error
            raise
        self.epoch += 1
        over = told(labels.TOTAL, seconds=self._limits.total_seconds)
        channel = Channel(self._session.stream, until=self._until, over=over)
        channel.ask("start", seconds=_START_SECONDS, **self._start)
        return channel

    def _replay(self, channel: Channel) -> None:
        done: list[dict[str, Any]] = []
        steps = [_silent(step) for step in self._past]
        try:
            if steps:
                channel.run(steps, (), seconds=self._limits.seconds, heard=done.append)
        except GoneError as gone:
            guilty = self._past.pop(min(len(done), len(steps) - 1))
            self._died(guilty.index, gone.why)


def _print(text: object) -> None:
    # What the submission prints in a test is for the test's own ears: it may hold the test's data.
    if isinstance(text, str) and text and not getattr(sys.stdout, "is_deaf", False):
        sys.stdout.write(text[:_PRINTED])


def _silent(step: Step) -> Step:
    return type(step)(step.index, step.source, quiet=True)


def _start(job: NotebookJob, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "files": {path: base64.b64encode(data).decode() for path, data in sorted(files.items())},
        "seed": job.seed,
        "env": {**_GRADED, **({"KAKEHASHI_DATA": "data"} if job.lesson else {})},
        "limits": _limits(job.limits),
    }


def _limits(limits: Limits) -> dict[str, float]:
    return {"seconds": limits.seconds, "output_kb": limits.output_kb}
