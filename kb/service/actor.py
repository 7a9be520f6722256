"""Who asks for a change, as the log of changes has it."""

from __future__ import annotations

import os
import sys


def this_user() -> str:
    """The name of the system's user who runs this process; "uid 1000" where he has none.

    Not what `$USER` says: anybody can set that.
    """
    if sys.platform == "win32":
        import getpass

        return getpass.getuser()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
