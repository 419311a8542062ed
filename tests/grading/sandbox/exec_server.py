"""A server for tests: executes Python text, and answers with what the text calls ``answer``."""

import json
import math
import os


def prepare():
    """Import nothing: most tests start quickly."""


def _run(text, names):
    try:
        exec(text, names)  # noqa: S102 - that is its purpose
    except BaseException as error:  # noqa: BLE001 - the test looks at it
        number = getattr(error, "errno", None)
        return {"error": type(error).__name__, "errno": number, "text": str(error)}
    return {"answer": names.get("answer")}


def serve(stream):
    names = {"stream": stream, "os": os, "json": json}
    held = b""
    while True:
        while b"\n" not in held:
            chunk = stream.receive(math.inf)
            if not chunk:
                return
            held += chunk
        line, _, held = held.partition(b"\n")
        stream.send(json.dumps(_run(json.loads(line), names)).encode() + b"\n")
