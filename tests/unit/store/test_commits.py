"""What tells that a database has changed, and what is kept until it has."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from kb.errors import StoreFailure
from kb.store.commits import Commits
from kb.store.documents import open_store


@pytest.fixture
def commits(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE number (value INTEGER)")
    commits = Commits(lambda: sqlite3.connect(path, check_same_thread=False))
    yield commits
    commits.close()


def test_the_mark_stays_while_nobody_commits(path, commits):
    before = commits.mark()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO number VALUES (1)")
        connection.rollback()

    assert commits.mark() == before


def test_the_mark_moves_with_each_commit_of_another_connection(path, commits):
    marks = [commits.mark()]
    with closing(sqlite3.connect(path)) as connection:
        for value in range(3):
            connection.execute("INSERT INTO number VALUES (?)", (value,))
            connection.commit()
            marks.append(commits.mark())

    assert len(set(marks)) == 4


def test_the_mark_moves_with_a_commit_of_another_process(path, commits):
    before = commits.mark()
    insert = (
        "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1]);"
        " connection.execute('INSERT INTO number VALUES (1)'); connection.commit()"
    )
    subprocess.run([sys.executable, "-c", insert, str(path)], check=True)

    assert commits.mark() != before


def test_a_store_knows_at_once_what_another_one_added(path, shelf):
    one, other = open_store(path), open_store(path)
    known = one.generation()

    shelf("mới").into(other)

    assert one.generation() == known + 1 == other.generation()
    one.close(), other.close()


def test_a_damaged_file_is_told_of_in_a_sentence(path):
    store = open_store(path)
    store.close()
    path.write_bytes(b"khong phai SQLite" * 1000)

    with pytest.raises(StoreFailure, match=str(path)):
        store.generation()
