"""CSV that a spreadsheet program opens as text, and reads back unchanged."""

from __future__ import annotations

# A cell that begins so is run as a formula; Excel does it for the full-width signs too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutralise(value: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula.

    Parameters
    ----------
    value : str
        Content of the cell.

    Returns
    -------
    str
        With an apostrophe in front if it begins like a formula; `restore` takes it away again.

    References
    ----------
    .. [1] OWASP, "CSV Injection".

    Examples
    --------
    >>> neutralise("=1+1"), neutralise("青葉 花子")
    ("'=1+1", '青葉 花子')
    """
    return f"'{value}" if value.startswith(_FORMULA) or _is_neutralised(value) else value


def restore(value: str) -> str:
    """Take away the apostrophe that `neutralise` has put in front.

    Parameters
    ----------
    value : str
        Content of a cell as read.

    Returns
    -------
    str
        The content meant.

    Examples
    --------
    >>> restore("'=1+1"), restore("'t Hooft")
    ('=1+1', "'t Hooft")
    """
    return value[1:] if _is_neutralised(value) else value


def _is_neutralised(value: str) -> bool:
    return value.startswith("'") and value[1:].startswith((*_FORMULA, "'"))
