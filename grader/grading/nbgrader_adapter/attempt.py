"""How a conversion by nbgrader went."""

from __future__ import annotations

from dataclasses import dataclass


def never_began(error: BaseException | None) -> bool:
    """Tell whether a kernel ended before it ran anything.

    Parameters
    ----------
    error : BaseException or None
        What nbgrader raised.

    Returns
    -------
    bool
        True for jupyter_client's two complaints about a kernel that does not answer its first question. A kernel
        that a submission ends is another error (`nbclient.exceptions.DeadKernelError`).
    """
    said = str(error)
    return type(error) is RuntimeError and (
        "before replying to kernel_info" in said or "Kernel didn't respond in" in said
    )


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one conversion by nbgrader went.

    Parameters
    ----------
    error : BaseException or None
        The first thing that went wrong.
    log : str
        What nbgrader logged.
    """

    error: BaseException | None
    log: str
