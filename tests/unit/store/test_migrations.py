"""The migrations make exactly the tables of the schema, once, and refuse what they do not know."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kb.errors import StoreFailure
from kb.store import upgrade
from kb.store.documents import open_store
from kb.store.engine import Database
from kb.store.schema import REVISION, metadata


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
        return sorted(line.strip().rstrip(",") for line in sql.splitlines())

    (migrated,) = execute(path, query)
    (expected,) = execute(tmp_path / "drawn.sqlite", query)
    assert {name: columns_of(sql) for name, sql in migrated} == {
        name: columns_of(sql) for name, sql in expected
    }


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
