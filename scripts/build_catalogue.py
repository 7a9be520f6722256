"""Builds `corpus/catalogue.csv`, the table of real documents that the samples may cite.

Usage: `python scripts/build_catalogue.py ../shared/facts/documents.tsv`. Only rows of high
confidence with a date are taken; working notes stay behind. A symbol is no key: numbering
restarts with each term (36-NQ/TW is four documents), so each row carries its date and, for
Central papers, its term.
"""

import argparse
import csv
import re
import unicodedata
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path

from kb.ingest.terms import central_term

TARGET = Path(__file__).resolve().parent.parent / "corpus" / "catalogue.csv"

# The guideline that the product is tried on; a catalogue that held it would answer for it.
EXCLUDED = frozenset({"94-HD/BTGTU"})

# "Bộ Chính trị (khóa XIII)", "… (khóa XII, HN TW 8)", "Quốc hội khóa XV"; not "Ban Bí thư".
ISSUER = re.compile(r"^(?P<name>.+?)\s+\(?khóa (?P<term>[IVX]+)(?:, HN TW (?P<plenum>\d+))?\)?$")


IN_FORCE = re.compile(r"\bin force (\d+)/(\d+)/(\d{4})")

# "replaced by 377-QĐ/TW"; "followed by" and "superseded in effect by" say less.
SUCCESSOR = re.compile(r"\b(?:replaced|superseded) by ([\w/-]+\w)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the catalogue; `plenum` is the number of the plenum that passed the paper,
    `replaced_by` the symbol of the one that took its place on `replaced_on`."""

    symbol: str
    type: str
    date: date
    issuer: str
    term: str
    plenum: str
    title: str
    replaced_by: str = ""
    replaced_on: date | None = None


def entry(row: dict[str, str]) -> Entry:
    """The catalogue's row for one row of the source; raises ValueError if term and date differ."""
    day = date.fromisoformat(row["date"])
    issuer, term, plenum = row["issuer"], "", None
    if found := ISSUER.match(issuer):
        issuer, term, plenum = found.group("name", "term", "plenum")
    if row["symbol"].endswith("/TW"):
        term = term or central_term(day) or ""
        if term != central_term(day):
            raise ValueError(f"{row['symbol']} of {day} cannot belong to term {term}")
    title = row["title"][0].upper() + row["title"][1:]
    kind = row["type"].removesuffix(" (Quốc hội)")
    return Entry(row["symbol"], kind, day, issuer, term, plenum or "", title)


def read(source: Path) -> list[Entry]:
    """The entries worth keeping, by date and symbol."""
    text = unicodedata.normalize("NFC", source.read_text(encoding="utf-8"))
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    sure = [
        row
        for row in rows
        if row["confidence"] == "high" and row["date"] and row["symbol"] not in EXCLUDED
    ]
    noted = [(entry(row), row["note"]) for row in sure]
    kept = [succeeded(old, note, noted) for old, note in noted]
    return sorted(kept, key=lambda each: (each.date, each.symbol))


def succeeded(old: Entry, note: str, noted: list[tuple[Entry, str]]) -> Entry:
    """The entry with the one that replaced it, where the note names it and exactly one is later."""
    if not (named := SUCCESSOR.search(note)):
        return old
    later = [one for one in noted if one[0].symbol == named[1] and one[0].date > old.date]
    if len(later) != 1:
        return old
    new, about = later[0]
    started = IN_FORCE.search(about)
    day = date(*map(int, reversed(started.groups()))) if started else new.date
    return replace(old, replaced_by=new.symbol, replaced_on=day)


def main() -> None:
    """Writes the catalogue from the file named on the command line."""
    parser = argparse.ArgumentParser(description="Build the catalogue of known documents.")
    parser.add_argument("source", type=Path, help="documents.tsv")
    entries = read(parser.parse_args().source)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Entry))
        writer.writerows(astuple(each) for each in entries)
    print(f"{len(entries)} documents")


if __name__ == "__main__":
    main()
