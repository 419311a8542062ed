"""Where submissions are graded: by a crew of this machine, by other machines, or in this process."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING

from grader.grading.crew import Crew, Trade

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.grading.course import Manner
    from grader.grading.job import Limits
    from grader.grading.material import Material
    from grader.grading.pool import WorkerDied
    from grader.grading.sandbox import Kind
    from grader.grading.task import Made, Task


def all_made(
    tasks: Iterable[Task],
    how: Manner,
    limits: Limits,
    *,
    isolation: Kind | None,
    materials: Sequence[Material] = (),
) -> Iterator[tuple[Task, Made | WorkerDied]]:
    """Grade submissions.

    Parameters
    ----------
    tasks : iterable of Task
        The submissions; taken one by one as somebody is free.
    how : Manner
        How to grade.
    limits : Limits
        How much each notebook may use.
    isolation : {'bubblewrap', 'landlock', 'container', 'none'} or None
        How submitted code is kept apart on this machine.
    materials : sequence of Material
        Assignments that `tasks` are for.

    Yields
    ------
    Task
        One of `tasks`, in the order in which they are finished.
    Made or WorkerDied
        What came of it.

    Raises
    ------
    GradingError
        If the sandbox, the crew or the other machines cannot be had.
    """
    if how.scheduler:
        from grader.grading.many_machines import run_on_cluster  # noqa: PLC0415  # an extra

        trade = Trade("grader.grading.worker:warm", (limits,))
        yield from run_on_cluster(how.scheduler, tasks, trade)
    elif hasattr(os, "fork"):
        trade = Trade(
            "grader.grading.worker:Workshop",
            (isolation, limits, tuple(materials)),
            cpu_seconds=math.ceil(2 * limits.total_seconds),
            memory_mb=2 * limits.memory_mb,
        )
        with Crew(trade) as crew:
            yield from crew.run(tasks, workers=max(1, how.workers))
    else:
        from grader.grading.worker import Workshop  # noqa: PLC0415  # brings pandas

        grade = Workshop(isolation or "none", limits)()
        with grade.sandbox:
            yield from ((task, grade(task)) for task in tasks)
