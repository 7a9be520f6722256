"""Fuzzes one target by coverage: `python -m tests.fuzz.run print FOLDER -max_total_time=60`.

atheris (libFuzzer for Python) changes the inputs in the folder, the seeds among them, and adds those
that reach new code of kb. Options go to libFuzzer. An input that breaks kb is left as `crash-…` and is
run again by `python -m tests.fuzz.run print FOLDER crash-…`.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import atheris


def main(name: str, folder: str, *options: str) -> None:
    """Fuzzes until libFuzzer ends the process: by 0 when the time is up, else by what went wrong."""
    with atheris.instrument_imports(include=["kb"]):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[name]
    logging.disable(logging.CRITICAL)
    Path(folder).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        Path(folder, f"seed-{number}").write_bytes(seed)
    rules = [f"-max_len={target.longest}", "-timeout=30", "-rss_limit_mb=4096"]
    again = [option for option in options if not option.startswith("-")]
    atheris.Setup([sys.argv[0], *rules, *options, *([] if again else [folder])], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
