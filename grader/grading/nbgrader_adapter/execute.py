"""What takes the place of nbgrader's Execute: trainee cells run in the sandbox, the author's tests in the judge."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

_SECONDS = 30
"""nbgrader's own limit for a cell, where ``Execute.timeout`` is not set."""


class ExecuteApart(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Run a submission's notebook apart from the author's tests.

    Everything else stays nbgrader's: metadata, gradebook, partial credit, formgrader, feedback. ``Execute.timeout``
    is respected.
    """

    trusted = Bool(
        default_value=False,
        help="Run without a sandbox where there is none: for an author's own notebooks only.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Execute a notebook that nbgrader has sanitised.

        Parameters
        ----------
        nb : NotebookNode
            Changed in place: outputs are put in, and the kind of isolation is noted.
        resources : dict
            nbgrader's names of submission and gradebook.

        Returns
        -------
        NotebookNode
            The same notebook.
        dict
            The same resources.

        Raises
        ------
        GradingError
            If there is no sandbox on this machine.
        """
        # The engine brings pandas; commands that only read the configuration need not wait for it.
        from grader.grading.nbgrader_adapter.apart import run_apart  # noqa: PLC0415

        seconds = self.config.get("Execute", {}).get("timeout") or _SECONDS
        names, converter = resources["nbgrader"], self.parent.parent
        run_apart(nb, names, converter, seconds=seconds, trusted=self.trusted)
        return nb, resources
