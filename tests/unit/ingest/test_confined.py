"""Reading in a child process: its ends, and that the next file is read as if nothing had been."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from kb.errors import KbError, ReaderCrashed, SecretMarked, TooHeavy, TooSlow
from kb.ingest.confined import ConfinedReader, UnforeseenError
from kb.ingest.reading import Ingested
from kb.ingest.sources import PDF, Source
from kb.ingest.worker import Limits, load_pipeline
from tests.factories import corpus_source
from tests.unit.ingest.odd_readers import OddReader
from tests.unit.ingest.test_office import is_running

AMPLE = Limits(memory_mb=512, seconds=60)
NAME = "quyết định.pdf"


@pytest.fixture(scope="module")
def shared() -> Iterator[ConfinedReader]:
    """A reader whose child the tests use one after the other."""
    with ConfinedReader(OddReader, AMPLE) as reader:
        yield reader


def source(words: str) -> Source:
    """A source that says what is to be done."""
    return Source(Path(NAME), words.encode(), "0" * 64, PDF)


def child_of(reader: ConfinedReader) -> int:
    """The number of the process that reads for it now."""
    return int(reader.read(source("ai đọc")).document.text.rpartition("(")[2].rstrip(")"))


def refused(reader: ConfinedReader, error: type[KbError], words: str) -> str:
    """The sentence with which a source is refused, after which the next one is read."""
    with pytest.raises(error) as caught:
        reader.read(source(words))
    assert reader.read(source("tệp sau")).document.text.startswith("tệp sau")
    return str(caught.value)


def test_a_document_is_what_the_pipeline_itself_makes() -> None:
    sample = corpus_source("907-tb-vptum")
    told: list[tuple[int, int]] = []

    with ConfinedReader(partial(load_pipeline, 500), Limits(4096, 300)) as reader:
        read = reader.read(sample, lambda *pages: told.append(pages))

    assert read == load_pipeline(500).read(sample)
    assert told == [(1, 2), (2, 2)]


def test_one_child_reads_all_files_in_a_process_of_its_own(shared: ConfinedReader) -> None:
    first, second = child_of(shared), child_of(shared)

    assert first == second != os.getpid()


def test_pages_are_told_in_order(shared: ConfinedReader) -> None:
    told: list[tuple[int, int]] = []

    shared.read(source("pages 3"), lambda *pages: told.append(pages))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_refusal_comes_as_it_was_raised_and_the_child_lives_on(shared: ConfinedReader) -> None:
    before = child_of(shared)

    assert refused(shared, SecretMarked, "refuse MẬT") == "mang dấu MẬT"
    assert child_of(shared) == before


def test_a_crash_fails_its_file_alone(shared: ConfinedReader) -> None:
    assert refused(shared, ReaderCrashed, f"die {signal.SIGSEGV:d}") == (
        f"Tệp «{NAME}» làm chương trình đọc tệp dừng đột ngột (SIGSEGV) nên không đọc được; tệp "
        "có thể bị hỏng: hãy mở tệp, lưu hoặc in lại thành PDF mới rồi thử lại."
    )


def test_the_log_says_where_it_crashed(
    shared: ConfinedReader, caplog: pytest.LogCaptureFixture
) -> None:
    refused(shared, ReaderCrashed, f"die {signal.SIGSEGV:d}")

    assert f"SIGSEGV over {NAME}" in caplog.text
    assert "in _die" in caplog.text


def test_a_file_that_wants_more_memory_than_there_is_room_for_is_refused(
    shared: ConfinedReader,
) -> None:
    shared.read(source("allocate 400"))

    assert refused(shared, TooHeavy, "allocate 600") == (
        f"Đọc tệp «{NAME}» cần hơn 512 MB bộ nhớ nên đã dừng; hãy in lại tệp thành PDF mới, "
        "tách nhỏ tệp hoặc tăng KB_PARSE_MEMORY_MB rồi thử lại."
    )


def test_an_abort_without_a_word_is_how_pdfium_runs_out_of_memory(shared: ConfinedReader) -> None:
    shared.read(source("warn tệp trước có lời"))

    assert "cần hơn 512 MB bộ nhớ" in refused(shared, TooHeavy, "abort")


def test_an_abort_with_a_word_is_a_crash(shared: ConfinedReader) -> None:
    assert "(SIGABRT)" in refused(shared, ReaderCrashed, "corrupt")


def test_a_loop_in_a_parser_is_ended() -> None:
    with ConfinedReader(OddReader, Limits(512, 0.5)) as reader:
        said = refused(reader, TooSlow, "loop")

    assert said.startswith(f"Đọc tệp «{NAME}» quá lâu nên đã dừng (quá 0.5 giây không xong thêm")
    assert "tăng KB_PARSE_SECONDS" in said


def test_steady_pages_that_never_end_are_ended_too() -> None:
    """Two pages of half a second have 0.5 × (1 + 0.2) = 0.6 s in all."""
    told: list[int] = []

    with ConfinedReader(OddReader, Limits(512, 0.5)) as reader, pytest.raises(TooSlow):
        reader.read(source("dawdle 2"), lambda done, _: told.append(done))

    assert 1 <= len(told) < 7


def test_what_nobody_foresaw_comes_with_the_traceback_of_the_child(shared: ConfinedReader) -> None:
    with pytest.raises(UnforeseenError, match=r"in _break\n(.*\n)*ZeroDivisionError: vỡ"):
        shared.read(source("break vỡ"))

    assert child_of(shared)


def test_a_child_that_ended_between_two_files_is_replaced(shared: ConfinedReader) -> None:
    before = child_of(shared)
    os.kill(before, signal.SIGKILL)
    assert not is_running(before)

    assert child_of(shared) != before


def assert_nothing_is_left(note: Path) -> None:
    """No process that was noted still runs, and the folder that was noted is gone."""
    *processes, folder = note.read_text().split()
    assert [number for number in processes if is_running(int(number))] == []
    assert not Path(folder).exists()


class Stop(BaseException):
    """As a KeyboardInterrupt comes: in the midst of reading, and no Exception."""


def test_an_interrupt_ends_the_child_and_all_it_started(tmp_path: Path) -> None:
    def interrupt(*_: int) -> None:
        raise Stop

    with ConfinedReader(OddReader, AMPLE) as reader:
        with pytest.raises(Stop):
            reader.read(source(f"start {tmp_path / 'note'}"), interrupt)

        assert_nothing_is_left(tmp_path / "note")


def test_a_limit_ends_the_programs_that_the_child_started(tmp_path: Path) -> None:
    with ConfinedReader(OddReader, Limits(512, 0.5)) as reader, pytest.raises(TooSlow):
        reader.read(source(f"start {tmp_path / 'note'}"))

    assert_nothing_is_left(tmp_path / "note")


def test_the_end_of_the_context_is_the_end_of_the_child() -> None:
    with ConfinedReader(OddReader, AMPLE) as reader:
        child = child_of(reader)

    assert not Path(f"/proc/{child}").exists()


def test_threads_each_get_their_own_document(shared: ConfinedReader) -> None:
    def read(number: int) -> Ingested:
        return shared.read(source(f"số {number}"))

    with ThreadPoolExecutor(4) as pool:
        texts = [read.document.text for read in pool.map(read, range(20))]

    assert [text.split(" (")[0] for text in texts] == [f"số {number}" for number in range(20)]


def test_a_child_outlives_the_thread_that_started_it() -> None:
    found: list[int] = []
    with ConfinedReader(OddReader, AMPLE) as reader:
        thread = threading.Thread(target=lambda: found.append(child_of(reader)))
        thread.start()
        thread.join()

        assert child_of(reader) == found[0]


def reader_beside_the_pipeline() -> OddReader:
    """An odd reader in a process that has the pipeline, too."""
    load_pipeline(500)
    return OddReader()


def test_the_child_imports_nothing_that_takes_seconds() -> None:
    with ConfinedReader(reader_beside_the_pipeline, AMPLE) as reader:
        modules = set(reader.read(source("modules")).document.text.split())

    assert "pypdfium2" in modules
    assert modules & {"torch", "transformers", "faiss", "sqlalchemy", "onnxruntime"} == set()


def broken_reader() -> OddReader:
    """A reader that cannot be had."""
    raise ImportError("thiếu thư viện")


def test_a_reader_that_cannot_be_loaded_is_said_with_its_traceback() -> None:
    with (
        ConfinedReader(broken_reader, AMPLE) as reader,
        pytest.raises(UnforeseenError, match="ImportError: thiếu thư viện"),
    ):
        reader.read(source("a"))
