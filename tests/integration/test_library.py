"""The library under use: sample PDFs, several programs and several threads at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from kb.errors import LibraryBusy
from kb.ingest.pipeline import IngestPipeline
from kb.search.embedder import Matrix, PassagesDone
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import AddStatus
from kb.service.write_lock import is_being_written, write_lock
from kb.store.documents import open_store
from tests.conftest import FAKE_MODEL_COMMAND, ROOT, RunKb, environment
from tests.fakes import HashEmbedder

PIPELINE = IngestPipeline(2000)
CORPUS = ROOT / "corpus"
FIRST = CORPUS / "902-ct-tum.pdf"
SECOND = CORPUS / "907-tb-vptum.pdf"

OpenLibrary = Callable[..., KnowledgeBase]


@pytest.fixture
def open_library(home: Path) -> Iterator[OpenLibrary]:
    """Opens the library at `home` once more, as another program would."""
    opened: list[KnowledgeBase] = []

    def open_it(embedder: HashEmbedder | None = None) -> KnowledgeBase:
        store = open_store(home / "kb.db")
        library = KnowledgeBase(
            home, store, lambda: nullcontext(PIPELINE), lambda: embedder or HashEmbedder()
        )
        opened.append(library)
        return library

    yield open_it
    for library in opened:
        library.close()


class Slow(HashEmbedder):
    """An embedder that waits, while it embeds passages, until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.began = threading.Event()
        self.may_go_on = threading.Event()

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        if texts:
            self.began.set()
            assert self.may_go_on.wait(60)
        return super().embed_passages(texts, progress)


def held(library: KnowledgeBase) -> set[str]:
    """The documents that a broad question finds."""
    answer = library.search("Tỉnh ủy Trường Khê tổ chức thực hiện", limit=100)
    return {hit.document.heading for hit in answer.hits}


class TestSeveralPrograms:
    def test_a_server_sees_what_another_program_adds_and_removes(
        self, open_library: OpenLibrary, run_kb: RunKb
    ) -> None:
        server = open_library()
        server.add([FIRST])
        assert held(server) == {"902-CT/TUM"}

        run_kb("add", str(SECOND))
        after_adding = held(server)
        run_kb("remove", "902-CT/TUM", "--yes")

        assert after_adding == {"902-CT/TUM", "907-TB/VPTUM"}
        assert held(server) == {"907-TB/VPTUM"}

    def test_a_server_goes_on_answering_while_a_document_is_added(
        self, open_library: OpenLibrary
    ) -> None:
        server = open_library()
        server.add([FIRST])
        embedder = Slow()
        adding = threading.Thread(target=open_library(embedder).add, args=([SECOND],))
        adding.start()
        assert embedder.began.wait(60)

        meanwhile = held(server)
        embedder.may_go_on.set()
        adding.join()

        assert meanwhile == {"902-CT/TUM"}
        assert held(server) == {"902-CT/TUM", "907-TB/VPTUM"}

    def test_a_program_that_starts_meanwhile_searches_what_was_there_before(
        self, open_library: OpenLibrary
    ) -> None:
        open_library().add([FIRST])
        embedder = Slow()
        adding = threading.Thread(target=open_library(embedder).add, args=([SECOND],))
        adding.start()
        assert embedder.began.wait(60)

        meanwhile = held(open_library())
        embedder.may_go_on.set()
        adding.join()

        assert meanwhile == {"902-CT/TUM"}

    @pytest.mark.parametrize(
        "command", [["add", str(FIRST)], ["rebuild"], ["catalogue", str(CORPUS / "catalogue.csv")]]
    )
    def test_a_second_writer_is_told_to_wait(
        self, home: Path, run_kb: RunKb, command: list[str]
    ) -> None:
        with write_lock(home):
            said = run_kb(*command)

        assert said.returncode == 1
        assert said.stderr == (
            "Một chương trình khác đang ghi vào thư viện; hãy đợi nó xong rồi chạy lại.\n"
        )

    def test_the_lock_goes_with_the_program_that_held_it(self, home: Path) -> None:
        code = (
            "import sys, time, pathlib; from kb.service.write_lock import write_lock\n"
            "with write_lock(pathlib.Path(sys.argv[1])): print('ready', flush=True); time.sleep(60)"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code, home], env=environment(home), stdout=subprocess.PIPE
        ) as holder:
            assert holder.stdout is not None
            holder.stdout.readline()
            busy = is_being_written(home)
            holder.kill()

        assert busy
        assert not is_being_written(home)

    def test_asking_whether_somebody_writes_never_turns_a_writer_away(self, home: Path) -> None:
        asking = True

        def ask() -> None:
            while asking:
                is_being_written(home)

        thread = threading.Thread(target=ask)
        thread.start()
        try:
            for _ in range(50):
                with write_lock(home):
                    pass
        finally:
            asking = False
            thread.join()

    def test_a_writer_that_waits_in_vain_says_so(self, home: Path) -> None:
        with write_lock(home), pytest.raises(LibraryBusy), write_lock(home, patience_seconds=0.05):
            pass


class TestSeveralThreads:
    def test_eight_threads_search_while_one_adds_and_removes(
        self, open_library: OpenLibrary
    ) -> None:
        server, writer = open_library(), open_library()
        server.add([FIRST])
        stop = threading.Event()

        def ask(number: int) -> int:
            answers = 0
            while not stop.is_set():
                answer = server.search(("chỉ thị", "902-CT/TUM", "to chuc thuc hien")[number % 3])
                assert answer.hits
                answers += 1
            return answers

        with ThreadPoolExecutor(8) as pool:
            asking = [pool.submit(ask, number) for number in range(8)]
            try:
                for _ in range(3):
                    writer.add([SECOND])
                    gone = writer.remove(writer.find("907-TB/VPTUM").id)
                    writer.keeper().purge(gone.id)
            finally:
                stop.set()
            answered = [thread.result() for thread in asking]

        assert min(answered) > 0
        assert held(server) == {"902-CT/TUM"}

    def test_threads_get_what_one_gets(self, open_library: OpenLibrary) -> None:
        library = open_library()
        library.add([FIRST, SECOND])
        asked = ["chỉ thị", "thông báo", "902-CT/TUM", "to chuc", "chi bộ", "lãng phí"] * 4
        alone = [library.search(typed).hits for typed in asked]

        with ThreadPoolExecutor(8) as pool:
            together = [answer.hits for answer in pool.map(library.search, asked)]

        assert together == alone


class TestInterrupt:
    def test_ctrl_c_says_one_sentence_and_the_library_stays_whole(
        self, home: Path, run_kb: RunKb
    ) -> None:
        run_kb("add", str(FIRST))
        slow = (
            "import signal, time\n"
            # started in the background, a shell's child ignores Ctrl-C
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "import tests.fakes as fakes\n"
            "embed = fakes.HashEmbedder.embed_passages\n"
            "def wait(self, texts, progress=None):\n"
            "    if texts:\n"
            "        print('bắt đầu', flush=True)\n"
            # a signal that comes just before a sleep waits for its end
            "        for _ in range(600):\n"
            "            time.sleep(0.1)\n"
            "    return embed(self, texts, progress)\n"
            "fakes.HashEmbedder.embed_passages = wait\n"
        )
        program, option, code = FAKE_MODEL_COMMAND
        with subprocess.Popen(
            [program, option, slow + code, "add", str(CORPUS)],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as adding:
            assert adding.stdout is not None
            assert "bắt đầu\n" in iter(adding.stdout.readline, "")
            adding.send_signal(signal.SIGINT)
            _, err = adding.communicate(timeout=240)

        found = run_kb("search", "chỉ thị", "--json")
        assert adding.returncode == 130
        assert err == (
            "Đã dừng theo yêu cầu; những gì đã nạp xong vẫn còn, chạy lại lệnh để làm tiếp.\n"
        )
        assert found.returncode == 0
        assert run_kb("list").stdout.count("\n") == 2

    def test_a_reader_that_leaves_early_is_no_error(self, run_kb: RunKb, home: Path) -> None:
        run_kb("add", str(FIRST))
        read, write = os.pipe()
        os.close(read)

        said = subprocess.run(
            [*FAKE_MODEL_COMMAND, "list"],
            env=environment(home),
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(write)

        assert said.stderr == b""


class TestServer:
    def test_the_last_line_is_the_address_and_ctrl_c_is_a_quiet_end(self, home: Path) -> None:
        with subprocess.Popen(
            [*FAKE_MODEL_COMMAND, "serve", "--port", "18431"],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as server:
            assert server.stdout is not None
            line = server.stdout.readline()
            server.send_signal(signal.SIGINT)
            rest, err = server.communicate(timeout=240)

        assert line == "kb đang chạy tại http://127.0.0.1:18431 (Ctrl+C để dừng)\n"
        assert (server.returncode, rest, err) == (0, "", "")


class TestSamples:
    def test_every_sample_is_added_and_shown_whole(self, open_library: OpenLibrary) -> None:
        library = open_library()

        outcomes = library.add([CORPUS])

        assert {item.status for item in outcomes} == {AddStatus.ADDED}
        assert len(outcomes) == 21
        for card in library.documents():
            view = library.document_view(card.id)
            keys = {block.division for block in view.blocks}
            assert {item.key for item in view.outline} <= keys | {
                key.rsplit("/", depth)[0] for key in keys for depth in range(1, key.count("/") + 1)
            }
            assert all(1 <= block.page <= card.page_count for block in view.blocks)
            assert all(
                0 <= offset <= len(block.text) for block in view.blocks for offset, _ in block.marks
            )
            numbers = [link.name + str(link.date) for link in view.cites]
            assert len(numbers) == len(set(numbers))

    def test_the_blocks_hold_every_letter_of_the_text(
        self, open_library: OpenLibrary, home: Path
    ) -> None:
        library = open_library()
        library.add([FIRST, CORPUS / "909-bc-dum.pdf", CORPUS / "khong-so-kh-dum.pdf"])
        store = open_store(home / "kb.db")

        for card in library.documents():
            shown = [block.text for block in library.document_view(card.id).blocks]
            lines = store.document(card.id).text.split("\n")
            assert shown == [line for line in lines if line.strip()]
        store.close()
