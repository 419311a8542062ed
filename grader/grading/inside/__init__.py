"""What runs in the sandbox, beside a trainee's code.

A trainee can rewrite all of it while it runs: nothing here is trusted, and nothing that it says is believed before the
judge has looked at it. It imports the standard library, IPython and the wire format only; what notebooks use is loaded
by name, once, before the first one comes.
"""

from __future__ import annotations

__all__: list[str] = []
