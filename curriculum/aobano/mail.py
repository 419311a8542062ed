"""The mailbox of a member of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobano.mail_kinds import ADVERTS, ALWAYS, DECEITS, PASSED, WORK, Mail

if TYPE_CHECKING:
    import numpy as np

__all__ = ["PASSED", "Mail", "mailbox"]


def mailbox(rng: np.random.Generator, n: int) -> list[Mail]:
    """Fill a mailbox.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    n : int
        How many mails, 11 to 13.

    Returns
    -------
    list[Mail]
        Four or five deceits, four or five genuine mails, the rest advertising, in random order.
    """
    deceits = [DECEITS[i] for i in rng.permutation(5)[: int(rng.integers(4, 6))]]
    work = [WORK[i] for i in rng.permutation(4)[: int(rng.integers(2, 4))]]
    adverts = [ADVERTS[i] for i in rng.permutation(4)]
    makers = [*deceits, *ALWAYS, *work]
    makers += adverts[: n - len(makers)]
    return [makers[i](rng) for i in rng.permutation(len(makers))]
