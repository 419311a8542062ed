"""The bank: the parameters of every item, under one version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import MeasurementError
from grader.measurement.parameters import expert_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.measurement.items import Item
    from grader.measurement.parameters import ItemParameters
    from grader.measurement.policy import Policy

# Fewer than a float holds, so that the version is the same on every machine.
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Bank:
    """Parameters of items that were made together.

    Parameters
    ----------
    version : str
        Name of this bank; stands in every estimates document.
    parameters : mapping of str to ItemParameters
        Curve of each item, by item id.
    """

    version: str
    parameters: Mapping[str, ItemParameters]

    def curve(self, item: str) -> ItemParameters:
        """Return the parameters of one item.

        Parameters
        ----------
        item : str
            Item id.

        Returns
        -------
        ItemParameters
            Its curve.

        Raises
        ------
        MeasurementError
            If the bank lacks the item.
        """
        if item not in self.parameters:
            raise MeasurementError(
                f"項目バンク「{self.version}」に設問「{item}」がありません。バンクを作り直してください。",
                f"bank “{self.version}” has no exercise “{item}”; make the bank again.",
            )
        return self.parameters[item]


def expert_bank(items: Iterable[Item], policy: Policy) -> Bank:
    """Return the bank that knows only what the items' authors declared.

    Parameters
    ----------
    items : iterable of Item
        The items, in any order.
    policy : Policy
        Measurement policy.

    Returns
    -------
    Bank
        Parameters by `expert_parameters`; the version is ``expert-`` and eight digits of a hash over
        them, so that other items or another policy never share it.
    """
    parameters = {
        item.id: expert_parameters(item.level, item.categories, policy)
        for item in sorted(items, key=lambda item: item.id)
    }
    told = {name: parameters_record(one) for name, one in parameters.items()}
    text = json.dumps(told, sort_keys=True)
    return Bank(f"expert-{hashlib.sha256(text.encode()).hexdigest()[:8]}", parameters)


def parameters_record(parameters: ItemParameters) -> dict[str, Any]:
    """Return parameters as they stand in a file.

    Parameters
    ----------
    parameters : ItemParameters
        Curve of one item.

    Returns
    -------
    dict
        All fields, numbers rounded to six digits: enough to compute an estimate again.
    """
    return {name: _rounded(value) for name, value in asdict(parameters).items()}


def _rounded(value: object) -> object:
    if isinstance(value, tuple):
        return [round(one, _DIGITS) + 0.0 for one in value]
    return round(value, _DIGITS) + 0.0 if isinstance(value, float) else value
