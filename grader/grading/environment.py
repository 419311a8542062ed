"""With what submissions are graded: two runs in the same environment give the same marks."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.grading.job import Limits

LIBRARIES = ("ipython", "kakehashi", "numpy", "pandas", "plotly")


@cache
def versions() -> dict[str, str]:
    """Name what decides how submitted code and tests behave.

    Returns
    -------
    dict of str to str
        Versions of Python and of the libraries that lessons use; sorted.
    """
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "-"
    return dict(sorted(found.items()))


def environment_sha256(limits: Limits, *, trusted: bool) -> str:
    """Return one SHA-256 over versions, limits, and whether there was a sandbox.

    Parameters
    ----------
    limits : Limits
        How much each notebook may use.
    trusted : bool
        Whether the work was run without one.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    told = {"versions": versions(), "limits": asdict(limits), "trusted": trusted}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
