"""Forms of a lesson: the same exercises on other data, each an nbgrader assignment of its own."""

from __future__ import annotations

import re

FORMS = range(1, 10)
"""The forms that can be handed out; the first is what everybody gets."""
_LATER = re.compile(r"-form([2-9])\Z")


def form_name(assignment: str, form: int) -> str:
    """Name the assignment of a form.

    Parameters
    ----------
    assignment : str
        Name of the assignment that was built, which is the first form.
    form : int
        One of `FORMS`.

    Returns
    -------
    str
        The same name for the first form.

    Examples
    --------
    >>> form_name("security-phishing-ja", 1), form_name("security-phishing-ja", 2)
    ('security-phishing-ja', 'security-phishing-ja-form2')
    """
    return assignment if form == 1 else f"{assignment}-form{form}"


def split_form(assignment: str) -> tuple[str, int]:
    """Tell of which built assignment an assignment is a form, and which.

    Parameters
    ----------
    assignment : str
        Name of the assignment.

    Returns
    -------
    str
        Name of the assignment that was built.
    int
        The form, from 1.

    Examples
    --------
    >>> split_form("security-phishing-ja-form2"), split_form("security-phishing-ja")
    (('security-phishing-ja', 2), ('security-phishing-ja', 1))
    """
    later = _LATER.search(assignment)
    return (assignment[: later.start()], int(later[1])) if later else (assignment, 1)
