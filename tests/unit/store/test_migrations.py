"""The migrations make exactly the tables of the schema, once, and refuse what they do not know."""

from __future__ import annotations

import datetime
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kb.document import (
    Division,
    DivisionKind,
    Document,
    Dropped,
    Facts,
    Footnote,
    Line,
    Page,
    Rect,
    Span,
)
from kb.errors import StoreFailure
from kb.passage import Passage, PassageKind
from kb.reference import Reference
from kb.store import schema, upgrade
from kb.store.account_schema import account
from kb.store.documents import open_store
from kb.store.engine import Database
from kb.store.records import StoredReference
from kb.store.schema import REVISION
from kb.symbol import Symbol

metadata = account.metadata


def execute(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        return [connection.execute(statement).fetchall() for statement in statements]


def test_the_migrated_database_and_the_schema_do_not_differ(store):
    with store._database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_the_migrated_tables_are_written_as_the_schema_writes_them(store, path, tmp_path):
    """Catches what Alembic does not compare: AUTOINCREMENT, WITHOUT ROWID, ON DELETE CASCADE."""
    drawn = Database(tmp_path / "drawn.sqlite")
    with drawn.writing() as connection:
        metadata.create_all(connection)
    drawn.close()
    query = (
        "SELECT name, sql FROM sqlite_master"
        " WHERE sql IS NOT NULL AND name <> 'alembic_version' ORDER BY name"
    )

    def columns_of(sql):
        """In no order and without quotes: ALTER TABLE adds a column behind the keys."""
        return sorted(filter(None, map(str.strip, re.split(r"[,\n]", sql.replace('"', "")[:-1]))))

    (migrated,) = execute(path, query)
    (expected,) = execute(tmp_path / "drawn.sqlite", query)
    assert {name: columns_of(sql) for name, sql in migrated} == {
        name: columns_of(sql) for name, sql in expected
    }


def test_a_documents_text_stays_its_last_column_so_that_lists_do_not_read_it(store, path):
    (columns,) = execute(path, "SELECT name FROM pragma_table_info('document')")

    assert [name for (name,) in columns] == [column.name for column in schema.document.columns]
    assert columns[-1] == ("text",)


FIRST_RELEASE = (
    """INSERT INTO document VALUES ('ab12', 'quet.pdf', 'application/pdf', 77, 3, '["i", "1", "2"]',
    '2026-01-02T03:04:05.000006+00:00', '7', 'KL', 'TUM', NULL, '7|kl|tum', 0, 'Kết luận',
    '2024-03-05', 'Tỉnh ủy', 'Trường Khê', 'về rừng', 'Lê An', 'Lưu hành nội bộ', NULL,
    '["Chữ của trang 2, 3 do máy nhận dạng từ bản quét, độ tin cậy thấp nhất 91%; hãy xem lại."]',
    'Một. Hai. Ba.')""",
    "INSERT INTO line VALUES ('ab12', 0, 0, 13, 1, 0.1, 0.2, 0.3, 0.4)",
    """INSERT INTO division VALUES ('ab12', 0, '["front"]', 'front', '', '', 0, 13)""",
    "INSERT INTO footnote VALUES ('ab12', 0, '1', 5, 9, NULL)",
    "INSERT INTO dropped VALUES ('ab12', 0, 2, '2', 'page number')",
    """INSERT INTO passage VALUES (41, '%s', 'ab12', 0, 'front', 'đầu', '[]', 0, 4, 1, 1, 'front')""",
    """INSERT INTO passage VALUES (42, '%s', 'ab12', 1, 'front', 'đầu', '[]', 5, 9, 1, 2, 'body')""",
    """INSERT INTO passage VALUES (43, '%s', 'ab12', 2, 'front', 'đầu', '[]', 10, 13, 3, 3, 'body')""",
    """INSERT INTO reference VALUES ('ab12', 0, 5, 9, '8', 'KL', 'TUM', NULL, '8|kl|tum', 0, NULL, NULL,
    NULL, 42)""",
    "UPDATE meta SET value = 5 WHERE key = 'generation'",
)
"""A scanned document as the first release wrote it; its passages have row ids that vectors know."""


def of_the_first_release(path, *statements):
    """A database with the tables of revision 0001, and the rows that `statements` write."""
    database = Database(path)
    with database.migrating() as connection:
        config = upgrade._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    database.close()
    execute(path, *statements)


def test_a_database_of_the_first_release_is_upgraded_without_loss(path):
    path.parent.mkdir()
    spans = (Span(0, 4), Span(5, 9), Span(10, 13))
    unread = (
        "văn bản được nạp từ bản kb trước nên chưa đối chiếu với trang;"
        " hãy bỏ văn bản rồi nạp lại tệp"
    )
    passages = [
        Passage("ab12", "front", "đầu", (), span, text, pages, kind, quality, unread)
        for span, text, pages, kind, quality in zip(
            spans,
            ("Một.", "Hai.", "Ba."),
            ((1, 1), (1, 2), (3, 3)),
            (PassageKind.FRONT, PassageKind.BODY, PassageKind.BODY),
            (None, 0.91, 0.91),
            strict=True,
        )
    ]
    ids = iter(passage.id for passage in passages)
    of_the_first_release(path, *(sql % next(ids) if "%s" in sql else sql for sql in FIRST_RELEASE))

    store = open_store(path)

    scanned = Page("1", recognised=True, quality=0.91)
    assert store.document("ab12") == Document(
        id="ab12",
        file_name="quet.pdf",
        media_type="application/pdf",
        pages=(Page("i"), scanned, replace(scanned, label="2")),
        facts=Facts(
            symbol=Symbol("7", "KL", "TUM"),
            type="Kết luận",
            date=datetime.date(2024, 3, 5),
            issuer="Tỉnh ủy",
            place="Trường Khê",
            title="về rừng",
            signatory="Lê An",
            circulation="Lưu hành nội bộ",
        ),
        text="Một. Hai. Ba.",
        lines=(Line(Span(0, 13), 1, Rect(0.1, 0.2, 0.3, 0.4)),),
        divisions=(Division(("front",), DivisionKind.FRONT, "", "", Span(0, 13)),),
        footnotes=(Footnote("1", Span(5, 9), None),),
        dropped=(Dropped(2, "2", "page number"),),
        warnings=store.record("ab12").warnings,
    )
    assert store.record("ab12").page_count == 3
    assert store.record("ab12").warnings[0].startswith("Chữ của trang 2, 3 do máy")
    assert store.passages_of_document("ab12") == list(zip((41, 42, 43), passages, strict=True))
    assert store.references_of_document("ab12") == [
        StoredReference(Reference(Span(5, 9), Symbol("8", "KL", "TUM")), 42)
    ]
    assert store.unrelated() == ["ab12"]
    assert store.revision() == (5, 0)
    store.close()
    assert execute(path, "PRAGMA foreign_key_check", "PRAGMA integrity_check") == [[], [("ok",)]]


def test_of_a_long_scan_the_pages_that_the_first_release_did_not_name_are_taken_as_scanned(path):
    path.parent.mkdir()
    labels = json.dumps([str(number) for number in range(1, 11)])
    row = FIRST_RELEASE[0].replace('["i", "1", "2"]', labels).replace("77, 3", "77, 10")
    of_the_first_release(path, row.replace("trang 2, 3 do", "trang 1, 2, 3, 4, 5, 6, 7, 8… do"))

    store = open_store(path)

    assert {(page.recognised, page.quality) for page in store.document("ab12").pages} == {
        (True, 0.91)
    }
    store.close()


def test_a_document_without_pages_needs_no_comparing_with_them(path):
    path.parent.mkdir()
    of_the_first_release(
        path,
        FIRST_RELEASE[0]
        .replace("quet.pdf", "mau.docx")
        .replace('77, 3, \'["i", "1", "2"]', "77, 0, '[]"),
        FIRST_RELEASE[5].replace("1, 1, 'front')", "NULL, NULL, 'front')") % "0123456789abcdef",
    )

    store = open_store(path)

    assert [passage.mismatch for _, passage in store.passages_of_document("ab12")] == [None]
    store.close()


def test_the_schema_names_the_newest_migration():
    assert max(upgrade.known_revisions()) == REVISION


def test_migrating_twice_is_harmless(store, shelf):
    given = shelf()
    given.into(store)

    with store._database.migrating() as connection:
        upgrade.to_newest(connection)

    assert store.document(given.document.id) == given.document
    assert store.generation() == 1


def test_a_database_of_a_newer_release_is_refused_with_the_mend(store, path):
    store.close()
    execute(path, "UPDATE alembic_version SET version_num = '9999'")

    for read_only in (False, True):
        with pytest.raises(StoreFailure, match=r"mới hơn.*9999.*hãy cập nhật kb"):
            open_store(path, read_only=read_only)


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    execute(path, "CREATE TABLE mine (x)")

    with pytest.raises(StoreFailure, match="chương trình khác"):
        open_store(path)

    assert execute(path, "SELECT name FROM sqlite_master") == [[("mine",)]]


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "kb.sqlite"
    path.write_bytes(b"%PDF-1.7 day khong phai la co so du lieu" * 100)

    with pytest.raises(StoreFailure, match="không phải là kho"):
        open_store(path)


def test_an_empty_database_opened_only_for_reading_asks_to_be_upgraded(tmp_path):
    path = tmp_path / "kb.sqlite"
    path.touch()

    with pytest.raises(StoreFailure, match="nâng cấp"):
        open_store(path, read_only=True)


def test_a_failed_migration_leaves_the_database_empty(path, monkeypatch):
    monkeypatch.setattr("kb.store.engine.PRAGMAS", ("max_page_count = 5",))
    with pytest.raises(StoreFailure, match="đầy"):
        open_store(path)
    assert execute(path, "SELECT name FROM sqlite_master") == [[]]

    monkeypatch.undo()
    store = open_store(path)

    assert store.records() == []
    store.close()


def test_opening_a_current_store_does_not_load_alembic(store, path):
    code = (
        "import sys, pathlib; from kb.store.documents import open_store;"
        "open_store(pathlib.Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-W", "error", "-c", code, str(path)], check=False)

    assert done.returncode == 0


def test_processes_that_open_a_new_store_at_once_all_find_it_ready(path):
    code = (
        "import sys, pathlib; from kb.store.documents import open_store;"
        "store = open_store(pathlib.Path(sys.argv[1])); sys.exit(store.generation())"
    )
    path.parent.mkdir(parents=True)

    started = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(4)]

    assert [process.wait(timeout=60) for process in started] == [0] * 4
