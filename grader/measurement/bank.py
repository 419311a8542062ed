"""The bank: the parameters of every item, under one version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import MeasurementError
from grader.measurement.parameters import ItemParameters, expert_parameters
from grader.schema.store import read_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.measurement.items import Item
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
    return Bank(f"expert-{_digest(parameters)}", parameters)


def _digest(parameters: Mapping[str, ItemParameters]) -> str:
    told = {name: parameters_record(one) for name, one in parameters.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]


def load_bank(path: Path, *, items: Sequence[Item], policy: Policy) -> Bank:
    """Read `assessments/bank.json`.

    Parameters
    ----------
    path : Path
        The file; where there is none, the bank is that of `expert_bank`.
    items : sequence of Item
        The items of the course.
    policy : Policy
        Measurement policy.

    Returns
    -------
    Bank
        Parameters of exactly these items. An item whose content is not the one that was calibrated, or
        that the file does not know, has what its author declared; the version then gets ``+`` and eight
        digits of a hash over all parameters, for it is no longer quite the published one.

    Raises
    ------
    InputError
        If the file does not fit the schema.
    MeasurementError
        If it was made for another scale than that of the policy.
    """
    if not path.is_file():
        return expert_bank(items, policy)
    data = read_json(path, "bank")
    _check_scale(path, data["policy"], policy)
    known = {record["id"]: record for record in data["items"]}
    declared = expert_bank(items, policy).parameters
    parameters = {
        item.id: _calibrated(known.get(item.id), item) or declared[item.id] for item in items
    }
    told = {name: parameters_record(one) for name, one in parameters.items()}
    whole = all(name in known and told[name] == known[name]["parameters"] for name in told)
    version = data["version"]
    return Bank(version if whole else f"{version}+{_digest(parameters)}", parameters)


def _check_scale(path: Path, made_for: Mapping[str, Any], policy: Policy) -> None:
    for name in ("width", "response_probability"):
        if made_for[name] != getattr(policy, name):
            raise MeasurementError(
                f"{path}: 設問バンクは {name} = {made_for[name]} の目盛りで作られましたが、いまの方針は"
                f" {getattr(policy, name)} です。kakehashi calibrate で作り直してください。",
                f"{path}: the bank was made on a scale with {name} = {made_for[name]}; the policy now says "
                f"{getattr(policy, name)}. Make it again with kakehashi calibrate.",
            )


def _calibrated(record: Mapping[str, Any] | None, item: Item) -> ItemParameters | None:
    """Return what answers said about an item, if it is still the item that they were given to."""
    if record is None or record["parameters"]["origin"] == "expert":
        return None
    found = ItemParameters(
        **{**record["parameters"], "steps": tuple(record["parameters"]["steps"])}
    )
    same = record["content"] == item.content != "" and found.categories == item.categories
    return found if same else None


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
