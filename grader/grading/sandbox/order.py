"""What the outer side tells the inner side when it starts it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Literal

from grader.grading.job import Limits

Kind = Literal["bubblewrap", "landlock", "container", "none"]

NOBODY = 65534
"""User and group for trainees' code when grading was started by root."""


@dataclass(frozen=True, slots=True)
class Order:
    """How to serve.

    Parameters
    ----------
    kind : {'bubblewrap', 'landlock', 'container', 'none'}
        What isolates the sessions.
    module : str
        Dotted name of the server: it has ``prepare()``, called once, and ``serve(stream)``, called per session.
    limits : Limits
        How much a session may use.
    control : int
        File descriptor of the socket to the outer side; -1 if there is none.
    root : str
        Where each session's work folder is made; empty if it is mounted instead.
    read : tuple of str
        What a session may read where it sees the files of the machine.
    """

    kind: Kind
    module: str
    limits: Limits = field(default_factory=Limits)
    control: int = -1
    root: str = ""
    read: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Write it as an argument of a command.

        Returns
        -------
        str
            JSON.
        """
        return json.dumps(asdict(self))


def read_order(text: str) -> Order:
    """Read what `Order.to_json` wrote.

    Parameters
    ----------
    text : str
        JSON.

    Returns
    -------
    Order
        The order.
    """
    raw = json.loads(text)
    return Order(**{**raw, "limits": Limits(**raw["limits"]), "read": tuple(raw["read"])})
