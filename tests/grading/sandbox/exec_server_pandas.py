"""The same server, warm: with a library that a trainee could patch."""

import pandas as pd
from exec_server import serve

__all__ = ["pd", "prepare", "serve"]


def prepare():
    """Nothing more: importing this module imported pandas."""
