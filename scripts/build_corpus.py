"""Builds the sample documents: each `corpus/sources/*.typ` becomes `corpus/<name>.pdf`.

The PDFs are committed so that tests need no Typst. A build is reproducible to the byte: the
timestamp is fixed and only Typst's embedded fonts are used. Another Typst version may lay out or
write a PDF differently; then rebuild all of them in one commit.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SOURCES = CORPUS / "sources"
TEMPLATE = "thethuc.typ"
TIMESTAMP = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())


def sources(names: list[str]) -> list[Path]:
    """The documents' sources, sorted; only those named (without suffix) when names are given."""
    found = {path.stem: path for path in sorted(SOURCES.glob("*.typ")) if path.name != TEMPLATE}
    unknown = set(names) - found.keys()
    if unknown:
        raise SystemExit(f"no such source: {', '.join(sorted(unknown))}")
    return [path for stem, path in found.items() if not names or stem in names]


def compile_source(source: Path) -> bytes:
    """The PDF of one source; the same bytes on every machine with the same Typst."""
    pdf = typst.compile(
        source, root=SOURCES, format="pdf", ignore_system_fonts=True, timestamp=TIMESTAMP
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"{source.name}: Typst gave {type(pdf).__name__}, not one PDF")
    return pdf


def stale(source: Path) -> bool:
    """Whether the committed PDF is absent or differs from what its source gives."""
    target = CORPUS / f"{source.stem}.pdf"
    return not target.exists() or target.read_bytes() != compile_source(source)


def orphans() -> list[str]:
    """Names of PDFs in the corpus that no source gives."""
    stems = {path.stem for path in SOURCES.glob("*.typ")}
    return [path.name for path in sorted(CORPUS.glob("*.pdf")) if path.stem not in stems]


def main() -> int:
    """Builds, or with --check only compares; 1 when a committed PDF is not its source's."""
    parser = argparse.ArgumentParser(description="Build the sample documents.")
    parser.add_argument("names", nargs="*", help="sources to build, without suffix (default: all)")
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    arguments = parser.parse_args()
    if arguments.check:
        differing = [f"{path.stem}.pdf" for path in sources(arguments.names) if stale(path)]
        for name in differing + (orphans() if not arguments.names else []):
            print(f"differs from its source: {name}", file=sys.stderr)
        return 1 if differing or (not arguments.names and orphans()) else 0
    for source in sources(arguments.names):
        (CORPUS / f"{source.stem}.pdf").write_bytes(compile_source(source))
        print(f"corpus/{source.stem}.pdf")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
