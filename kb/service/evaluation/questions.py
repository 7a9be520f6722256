"""Questions with known answers: the gold questions of a sample library, and benchmark folders.

Both are lines of JSON. A gold question names document, division and page; a benchmark (`corpus.jsonl`
and `queries.jsonl`) names whole articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from kb.errors import InvalidEvaluation

QUESTIONS, ARTICLES = "queries.jsonl", "corpus.jsonl"


@dataclass(frozen=True, slots=True)
class Target:
    """What answers a question: a document by its file's name without suffix, or an article by its id.

    `division` reads from large to small ("Phần II, mục 2"), `page` is physical, from 1; None where any
    will do.
    """

    document: str
    division: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with all its answers; none of them where it has no answer. `kind` groups questions."""

    id: str
    text: str
    kind: str | None
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One row of a benchmark's corpus."""

    id: str
    title: str
    text: str


class _Row(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, frozen=True)

    id: str


class _GoldRow(_Row):
    query: str
    document: str | None
    kind: str | None = None
    division: str | None = None
    page: int | None = None


class _QuestionRow(_Row):
    text: str
    relevant: tuple[str, ...]
    kind: str | None = Field(None, validation_alias=AliasChoices("kind", "type"))  # ALQAC's "type"


class _ArticleRow(_Row):
    text: str
    title: str = ""


_AnyRow = TypeVar("_AnyRow", bound=_Row)


def read_gold(path: Path) -> list[Question]:
    """The gold questions in `path`; a null document means that nothing answers.

    Raises InvalidEvaluation, naming the line.
    """
    return [
        Question(row.id, row.query, row.kind, tuple(_gold_target(row)))
        for row in _rows(path, _GoldRow)
    ]


def _gold_target(row: _GoldRow) -> Iterator[Target]:
    if row.document is not None:
        yield Target(row.document, row.division, row.page)


def read_questions(folder: Path) -> list[Question]:
    """The questions of a benchmark folder. Raises InvalidEvaluation, naming the line."""
    return [
        Question(row.id, row.text, row.kind, tuple(map(Target, dict.fromkeys(row.relevant))))
        for row in _rows(folder / QUESTIONS, _QuestionRow)
    ]


def read_articles(folder: Path) -> list[Article]:
    """The articles of a benchmark folder. Raises InvalidEvaluation, naming the line."""
    return [Article(row.id, row.title, row.text) for row in _rows(folder / ARTICLES, _ArticleRow)]


def _rows(path: Path, kind: type[_AnyRow]) -> Iterator[_AnyRow]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _row(path, number, line, kind)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidEvaluation(
            f"Không đọc được tệp «{path}»; hãy kiểm tra đường dẫn, quyền đọc và mã UTF-8 của tệp."
        ) from error


def _row(path: Path, number: int, line: str, kind: type[_AnyRow]) -> _AnyRow:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        wrong = sorted({str(fault["loc"][0]) for fault in error.errors() if fault["loc"]})
        fields = f" (trường {', '.join(wrong)})" if wrong else ""
        raise InvalidEvaluation(
            f"Dòng {number} của «{path}» không đúng dạng{fields}; mỗi dòng là một đối tượng JSON,"
            " xem mục “Đo chất lượng tìm kiếm” trong README."
        ) from error
