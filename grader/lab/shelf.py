"""Where the data of one trainee's lesson are: files, as they are handed out, or what takes their place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

HANDOUT_FILE = "lesson.json"
DTYPES: dict[str, Literal["str", "int64", "float64", "bool", "datetime64[us]"]] = {
    "str": "str",
    "int": "int64",
    "float": "float64",
    "bool": "bool",
    "datetime": "datetime64[us]",
}
"""Type of a column for each kind, the same on every system (``int`` has 32 bits on some)."""


class Shelf(Protocol):
    """Where the data of one trainee's lesson are.

    Parameters
    ----------
    *args, **kwargs : Any
        Of whatever class takes its place.
    """

    def handout(self) -> dict[str, Any]:
        """Return what a notebook knows about the lesson.

        Returns
        -------
        dict
            Content of ``lesson.json``.

        Raises
        ------
        OSError, ValueError
            If there is none.
        """
        ...

    def table(self, name: str, kinds: dict[str, str]) -> pd.DataFrame:
        """Return a table.

        Parameters
        ----------
        name : str
            Name of the table.
        kinds : dict of str to str
            Kind of each column.

        Returns
        -------
        pandas.DataFrame
            A fresh copy.
        """
        ...

    def document(self, name: str) -> Any:
        """Return a document.

        Parameters
        ----------
        name : str
            Name of the document.

        Returns
        -------
        Any
            A fresh copy of JSON data.
        """
        ...


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """Data in files, as they are handed out.

    Parameters
    ----------
    folder : Path
        Holds ``lesson.json`` and the files that it names.
    """

    folder: Path

    def handout(self) -> dict[str, Any]:
        """Read ``lesson.json``; see `Shelf.handout`.

        Returns
        -------
        dict
            Its content.
        """
        told: dict[str, Any] = json.loads((self.folder / HANDOUT_FILE).read_text(encoding="utf-8"))
        return told

    def table(self, name: str, kinds: dict[str, str]) -> pd.DataFrame:
        """Read a CSV file; see `Shelf.table`.

        Parameters
        ----------
        name : str
            Name of the table.
        kinds : dict of str to str
            Kind of each column.

        Returns
        -------
        pandas.DataFrame
            The table.
        """
        return read_table(self.folder / f"{name}.csv", kinds)

    def document(self, name: str) -> Any:
        """Read a JSON file; see `Shelf.document`.

        Parameters
        ----------
        name : str
            Name of the document.

        Returns
        -------
        Any
            Its content.
        """
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))


def read_table(path: Path, kinds: dict[str, str]) -> pd.DataFrame:
    """Read a CSV file with declared column types.

    Parameters
    ----------
    path : Path
        UTF-8 CSV with a header.
    kinds : dict
        From column to ``str``, ``int``, ``float``, ``bool`` or ``datetime``.

    Returns
    -------
    pandas.DataFrame
        Columns in the order of the file; an empty field is a missing value.
    """
    import pandas as pd  # noqa: PLC0415

    dates = [name for name, kind in kinds.items() if kind == "datetime"]
    # Floats are read as text first: the quick parser of pandas 2 is wrong in the last digit.
    texts = {"datetime": "str", "float": "str"}
    types = {name: DTYPES[texts.get(kind, kind)] for name, kind in kinds.items()}
    frame = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])
    for name in (name for name, kind in kinds.items() if kind == "float"):
        frame[name] = pd.Series([float(text) for text in frame[name]], dtype=DTYPES["float"])
    for name in dates:
        frame[name] = pd.to_datetime(frame[name]).astype(DTYPES["datetime"])
    return frame
