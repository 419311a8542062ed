"""Hold YAML and JSON files to their schema; write JSON so that a kill at any moment leaves a whole file."""

from __future__ import annotations

import json
import os
import secrets
import sys
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.findings import Finding, Rule
from grader.schema.points import write_point
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from grader.yamlfile import YamlDocument

X001 = Rule(
    "X001",
    "error",
    Text("ファイルの形が決められたとおり", "The file has the shape that its schema asks for"),
    Text(
        "示された項目を、参照ページの形に合わせてください。",
        "Bring the entry into the shape on the reference page.",
    ),
)


_LONG = 240


def load_schema(name: str) -> dict[str, Any]:
    """Read one JSON Schema of the package.

    Parameters
    ----------
    name : str
        File name without ``.schema.json``.

    Returns
    -------
    dict
        The schema (JSON Schema 2020-12).

    Raises
    ------
    FileNotFoundError
        If the package has no such schema.
    """
    text = (
        resources.files("grader.schema").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    )
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator(name: str) -> Draft202012Validator:
    # On import jsonschema builds a grammar for international addresses, which takes a second in every
    # command and every marked notebook. No schema of ours asks for them; jsonschema can do without.
    hidden = "rfc3987_syntax" not in sys.modules
    if hidden:
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    if hidden:
        del sys.modules["rfc3987_syntax"]  # others may import it
    return Draft202012Validator(load_schema(name))


def _errors(data: Any, name: str) -> Iterator[ValidationError]:
    yield from sorted(
        _validator(name).iter_errors(data), key=lambda e: [str(p) for p in e.absolute_path]
    )


def _said(error: ValidationError) -> str:
    """Return jsonschema's sentence, which quotes the value: of a whole file only its two ends are shown."""
    said = " ".join(error.message.split())
    return said if len(said) <= _LONG else f"{said[: _LONG // 2]} … {said[-_LONG // 2 :]}"


def schema_findings(document: YamlDocument, name: str) -> list[Finding]:
    """Hold a YAML file to its schema.

    Parameters
    ----------
    document : YamlDocument
        The file.
    name : str
        Name of the schema.

    Returns
    -------
    list of Finding
        Rule X001 at each place that does not fit.
    """
    out = []
    for error in _errors(document.data, name):
        where = ".".join(str(p) for p in error.absolute_path) or "(top)"
        line = document.line(*error.absolute_path)
        out.append(
            Finding(
                X001,
                document.path,
                line,
                Text(f"{where}: {_said(error)}", f"{where}: {_said(error)}"),
            )
        )
    return out


def read_json(path: Path, name: str) -> Any:
    """Read a JSON file and hold it to its schema.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        Name of the schema.

    Returns
    -------
    Any
        The data.

    Raises
    ------
    InputError
        If the file is missing, is not JSON, or does not fit the schema.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    except FileNotFoundError:
        raise InputError(
            f"{path}: ファイルがありません。前の段階のコマンドを先に実行してください。",
            f"{path}: no such file; run the command of the stage before this one first.",
        ) from None
    except OSError as error:
        raise InputError(
            f"{path}: 読めません（{error.strerror}）。置き場所と権限を確かめてください。",
            f"{path}: cannot be read ({error.strerror}); look at the place and its permissions.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: JSONとして読めません（{error}）。作り直してください。",
            f"{path}: not valid JSON ({error}); make it again.",
        ) from error
    check_json(data, name, str(path))
    return data


def _refuse(constant: str) -> Any:
    """Refuse ``NaN`` and ``Infinity``, which Python alone takes for JSON."""
    raise ValueError(constant)


def check_json(data: Any, name: str, where: str) -> None:
    """Hold JSON data to their schema.

    Parameters
    ----------
    data : Any
        JSON data.
    name : str
        Name of the schema.
    where : str
        What the data are, for the message.

    Raises
    ------
    InputError
        At the first place that does not fit.
    """
    for error in _errors(data, name):
        at = ".".join(str(p) for p in error.absolute_path) or "(top)"
        raise InputError(
            f"{where}: {at}: 形式「{name}」に合いません（{_said(error)}）。",
            f"{where}: {at}: does not fit the schema “{name}” ({_said(error)}).",
        )


def write_json(path: Path, data: Any, name: str) -> None:
    """Write a JSON file that fits its schema, whole or not at all.

    Parameters
    ----------
    path : Path
        The file; its folder is made if it is missing.
    data : Any
        JSON data.
    name : str
        Name of the schema.

    Raises
    ------
    InputError
        If the data do not fit the schema or are not JSON; nothing is written then.
    """
    check_json(data, name, str(path))
    try:
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{path}: JSONに書けない値があります（{error}）。",
            f"{path}: holds a value that JSON cannot hold ({error}).",
        ) from error
    write_text(path, text + "\n")


def write_text(path: Path, text: str) -> None:
    """Replace a text file in one step: readers see the old file or the new one, never a half.

    Parameters
    ----------
    path : Path
        The file; its folder is made if it is missing.
    text : str
        The whole content.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file in one step: readers see the old file or the new one, never a half.

    Parameters
    ----------
    path : Path
        The file; its folder is made if it is missing.
    data : bytes
        The whole content.
    """
    write_point("file")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not tempfile's: that one is readable by its owner only, and instructors share a course.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        write_point("file complete")
        os.replace(temporary, path)  # noqa: PTH105  # the one call that is atomic on Windows and POSIX alike
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    write_point("file written")
