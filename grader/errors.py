"""The tree of errors.

::

    KakehashiError
    ├── WorkspaceError      no workspace here, or workspace.yaml is unusable
    ├── InputError          a file that somebody gave us cannot be used
    ├── StandardError       skills_standard/ breaks its own rules
    ├── LessonError         a lesson cannot be read, built or proven
    ├── GradingError        the grading run as a whole cannot go on
    ├── MeasurementError    estimates cannot be made from what is there
    ├── RecordsError        the records of people and posts, or their audit, cannot be read or written
    └── PlanError           no plan can be made from what is there

Every error says where, what and how to mend it, in Japanese and in English. Errors are raised, never
also logged; `grader.cli` prints them once.
"""

from __future__ import annotations


class KakehashiError(Exception):
    """An error that a user can mend.

    Parameters
    ----------
    ja : str
        Where, what, remedy; in Japanese.
    en : str
        The same in English.
    """

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(f"{ja}\n{en}")
        self.ja = ja
        self.en = en

    def __reduce__(self) -> tuple[type[KakehashiError], tuple[str, str]]:
        """Survive the trip between worker processes."""
        return type(self), (self.ja, self.en)


class WorkspaceError(KakehashiError):
    """There is no workspace here, or its `workspace.yaml` cannot be used."""


class InputError(KakehashiError):
    """A file given by a user or by an earlier stage cannot be used."""


class StandardError(KakehashiError):
    """The skill standard breaks one of its own rules."""


class LessonError(KakehashiError):
    """A lesson cannot be read, built or proven."""


class GradingError(KakehashiError):
    """The grading run as a whole cannot go on."""


class MeasurementError(KakehashiError):
    """Levels cannot be estimated from what is there."""


class RecordsError(KakehashiError):
    """The records of people and posts, or their audit, cannot be read or written."""


class PlanError(KakehashiError):
    """No plan can be made from what is there."""
