"""A world in place of the files that a trainee has: what marks need not write and read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.marking.world import world_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from grader.marking.world import World


@dataclass(frozen=True, slots=True)
class WorldShelf:
    """The trainee's part of a world; a `grader.lab.session.Shelf`.

    Parameters
    ----------
    world : World
        The world.
    told : mapping
        What ``lesson.json`` says besides the shapes of the data.
    """

    world: World
    told: Mapping[str, Any]

    def handout(self) -> dict[str, Any]:
        """Return what a notebook knows about the lesson.

        Returns
        -------
        dict
            The content of ``lesson.json``, without the kinds of columns: tables are of these kinds already.
        """
        names: dict[str, dict[str, str]] = {name: {} for name in sorted(self.world.tables)}
        return {**self.told, "tables": names, "documents": sorted(self.world.documents)}

    def table(self, name: str, kinds: dict[str, str]) -> pd.DataFrame:
        """Return a fresh copy of a table, as reading its file would give it.

        Parameters
        ----------
        name : str
            Name of the table.
        kinds : dict
            Not needed.

        Returns
        -------
        pandas.DataFrame
            The table.
        """
        del kinds
        return self.world.table(name)

    def document(self, name: str) -> Any:
        """Return a fresh copy of a document, as reading its file would give it.

        Parameters
        ----------
        name : str
            Name of the document.

        Returns
        -------
        Any
            JSON data.
        """
        return self.world.document(name)

    def files(self) -> dict[str, bytes]:
        """Return all files that a trainee has.

        Returns
        -------
        dict of str to bytes
            Content by name.
        """
        return {
            name: text.encode() for name, text in world_files(self.world, handout=self.told).items()
        }

    def texts(self) -> dict[str, bytes]:
        """Return what a notebook needs that reads no data.

        Returns
        -------
        dict of str to bytes
            ``lesson.json`` alone.
        """
        text = json.dumps({**self.told, "tables": {}, "documents": []}, ensure_ascii=False)
        return {"lesson.json": text.encode()}
