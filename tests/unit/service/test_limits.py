"""A limit acts at once on all that is answered, and takes from the library what the document taught."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from kb.errors import InvalidAccount, StoreFailure, UnknownDocument
from kb.person import OWNER, Person, Role
from kb.search.embedder import Matrix, PassagesDone
from kb.service.admission import Admission
from kb.service.knowledge_base import KnowledgeBase
from kb.service.write_lock import write_lock
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.papers import PaperPipeline, paper, written

OUTSIDER = Person("lan", Role.READER, frozenset({"to-chuc"}))
INSIDER = Person("minh", Role.DRAFTER, frozenset({"van-phong", "to-chuc"}))
KEEPER = Person("an", Role.LIBRARIAN)
SYMBOL = "904-KH/TUM"
KHUOM = paper(
    "Điều 1. Quờng khuôm ở cơ sở",
    "Mô hình quờng khuôm do huyện chọn.",
    symbol=SYMBOL,
    title="Phiễng trướn năm 2024",
    circulation="Lưu hành nội bộ",
)


@pytest.fixture
def stocked(library: KnowledgeBase, inbox: Path) -> KnowledgeBase:
    """The three papers, and one with words of its own."""
    written(inbox, "khuom.pdf", KHUOM)
    library.add([inbox], actor="an")
    return library


def limit(library: KnowledgeBase, *groups: str) -> None:
    library.keeper("an").limit(library.find(SYMBOL).id, groups)


def seen(library: KnowledgeBase, person: Person) -> tuple[bool, int, bool]:
    """Whether that person finds the document, in how many he searches, whether it is suggested."""
    mine = library.seen_by(person)
    hits = mine.search("mô hình quờng khuôm").hits
    held = len(mine.documents())
    return (
        any(str(h.document.facts.symbol) == SYMBOL for h in hits),
        held,
        bool(mine.suggest("904")),
    )


def is_mended(library: KnowledgeBase) -> bool:
    """Whether words that only this document has are known when they are typed without accents."""
    return library.search("quong khuom").searched_as == "quờng khuôm"


def test_only_those_of_the_groups_and_the_keepers_see_it(stocked: KnowledgeBase) -> None:
    limit(stocked, "van-phong", "tuyen-giao")

    assert seen(stocked, OUTSIDER) == (False, 3, False)
    assert seen(stocked, INSIDER) == seen(stocked, KEEPER) == (True, 4, True)
    assert seen(stocked, OWNER) == (True, 4, True)


def test_lifted_everybody_sees_it_again(stocked: KnowledgeBase) -> None:
    limit(stocked, "van-phong")
    limit(stocked)

    assert seen(stocked, OUTSIDER) == (True, 4, True)


def test_whoever_sees_all_there_is_has_the_library_itself(stocked: KnowledgeBase) -> None:
    assert stocked.seen_by(OUTSIDER) is stocked

    limit(stocked, "van-phong")

    assert stocked.seen_by(INSIDER) is stocked.seen_by(KEEPER) is stocked
    assert stocked.seen_by(OUTSIDER) is stocked.seen_by(OUTSIDER) is not stocked


def test_asked_for_by_name_it_is_unknown_in_the_same_words_as_any_other(
    stocked: KnowledgeBase,
) -> None:
    document = stocked.find(SYMBOL).id
    limit(stocked, "van-phong")
    outside = stocked.seen_by(OUTSIDER)

    for ask in (outside.document_view, outside.pages.original, outside.pages.view):
        with pytest.raises(UnknownDocument) as hidden:
            ask(document)
        with pytest.raises(UnknownDocument) as unheld:
            ask("0" * 64)
        assert str(hidden.value) == str(unheld.value).replace("0" * 64, document)


def test_it_teaches_nothing_while_it_is_limited_and_again_when_it_is_not(
    stocked: KnowledgeBase,
) -> None:
    def learnt() -> tuple[bool, list[str]]:
        return is_mended(stocked), [one.text for one in stocked.suggest("phie")]

    before = learnt()
    limit(stocked, "van-phong")
    limited = learnt()
    stocked.maintenance().rebuild()
    rebuilt = learnt()
    limit(stocked)

    assert before == learnt() == (True, ["Phiễng trướn năm 2024"])
    assert limited == rebuilt == (False, [])


def test_the_index_follows_without_reading_a_passage_anew(
    open_library: OpenLibrary, inbox: Path
) -> None:
    embedder = Counting()
    library = open_library(embedder)
    library.add([written(inbox, "khuom.pdf", KHUOM)])
    read = embedder.passages

    limit(library, "van-phong")
    limit(library)

    assert embedder.passages == read > 0


def test_it_acts_before_the_index_follows(stocked: KnowledgeBase, home: Path) -> None:
    document = stocked.find(SYMBOL).id
    stocked.search("dân vận")

    with write_lock(home):  # as whoever limits it holds it, and is still at work on the index
        stocked._store.custody.limit(document, ["van-phong"], "an")

        outside = stocked.seen_by(OUTSIDER)
        assert seen(stocked, OUTSIDER) == (False, 3, False)
        assert not is_mended(outside)
        assert outside.suggest("phie") == ()
        assert seen(stocked, INSIDER)[0]


def test_nothing_is_changed_through_the_eyes_of_somebody_outside(stocked: KnowledgeBase) -> None:
    limit(stocked, "van-phong")
    outside = stocked.seen_by(OUTSIDER)

    with pytest.raises(StoreFailure, match="chỉ cho đọc"):
        outside.keeper("lan").limit(stocked.find("901-HD/BDVTUM").id, ["to-chuc"])
    assert outside.keeper().log.history() == ()


def test_names_of_groups_are_those_of_the_accounts(stocked: KnowledgeBase) -> None:
    card = stocked.keeper("an").limit(stocked.find(SYMBOL).id, [" Van-Phong", "to-chuc", "to-chuc"])

    assert card.groups == stocked.document_view(card.id).card.groups == ("to-chuc", "van-phong")
    with pytest.raises(InvalidAccount, match="Tên nhóm «văn phòng» không hợp lệ"):
        stocked.keeper("an").limit(card.id, ["văn phòng"])


@pytest.mark.parametrize("groups", [(), ("van-phong", "to-chuc")])
def test_internal_documents_are_limited_when_they_are_added(
    home: Path, tmp_path: Path, groups: tuple[str, ...]
) -> None:
    pipeline = nullcontext(PaperPipeline())
    library = KnowledgeBase(
        home,
        open_store(home / "kb.db"),
        lambda: pipeline,
        HashEmbedder,
        admission=Admission(groups),
    )
    written(tmp_path / "den", "khuom.pdf", KHUOM)
    written(tmp_path / "den", "ngo.pdf", paper("Dân vận.", symbol="905-HD/TUM"))

    library.add([tmp_path / "den"])

    limits = {card.file_name: card.groups for card in library.documents()}
    assert limits == {"khuom.pdf": tuple(sorted(groups)), "ngo.pdf": ()}
    library.close()


class Counting(HashEmbedder):
    """Counts the passages that it embeds."""

    passages = 0

    def embed_passages(self, texts: Sequence[str], progress: PassagesDone | None = None) -> Matrix:
        self.passages += len(texts)
        return super().embed_passages(texts, progress)
