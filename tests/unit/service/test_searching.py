"""Answers: hits with what is shown beside them, filters with their counts, and odd questions."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from kb.errors import IndexDamaged, IndexMismatch, IndexMissing, ModelMissing
from kb.passage import PassageKind
from kb.query import Filters, ReadingKind
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import FacetCount, Facets
from kb.service.serialise import answer_json
from tests.fakes import HashEmbedder
from tests.unit.service.conftest import OpenLibrary
from tests.unit.service.papers import paper, written


@pytest.fixture
def stocked(library: KnowledgeBase, inbox: Path) -> KnowledgeBase:
    """A library with the three papers."""
    library.add([inbox])
    return library


def headings(library: KnowledgeBase, typed: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008
    """The documents found, best first, each once."""
    hits = library.search(typed, filters=filters, limit=50).hits
    return list(dict.fromkeys(hit.document.heading for hit in hits))


class TestHits:
    def test_a_hit_carries_all_that_is_shown_beside_it(self, stocked: KnowledgeBase) -> None:
        hit = stocked.search("mô hình dân vận khéo").hits[0]

        assert hit.rank == 1
        assert hit.document.heading == "901-HD/BDVTUM"
        assert hit.text == "Mỗi chi bộ xây dựng một mô hình dân vận khéo."
        assert (hit.division, hit.place, hit.pages) == ("dieu-1", "Điều 1", (2, 2))
        assert hit.breadcrumb == ("Điều 1. Dân vận khéo",)
        assert hit.kind is PassageKind.BODY
        assert hit.citation.passage == "Điều 1 Hướng dẫn số 901-HD/BDVTUM, tr. 2"
        assert hit.citation.full == (
            "Hướng dẫn số 901-HD/BDVTUM, ngày 05/3/2024 của Ban Dân vận về công tác dân vận năm 2024"
        )
        assert hit.url == f"/van-ban/{hit.document.id}#dieu-1"
        assert [hit.text[start:end] for start, end in hit.highlights] == ["mô hình dân vận khéo"]

    def test_ranks_count_from_one_and_scores_fall(self, stocked: KnowledgeBase) -> None:
        hits = stocked.search("dân vận", limit=50).hits

        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert len(hits) > 1

    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_there_are_no_more_hits_than_asked(self, stocked: KnowledgeBase, limit: int) -> None:
        assert len(stocked.search("dân vận khéo", limit=limit).hits) == limit

    @pytest.mark.parametrize(
        "typed", ["dân vận", "hai san", "Ủy ban Kiểm tra", "57-KL/TW", "kl 57", "năm 2024"]
    )
    def test_highlights_lie_inside_the_text_in_order_and_apart(
        self, stocked: KnowledgeBase, typed: str
    ) -> None:
        hits = stocked.search(typed, limit=50).hits

        assert hits
        for hit in hits:
            ends = [0, *(offset for span in hit.highlights for offset in span), len(hit.text)]
            assert ends == sorted(ends)
            assert all(start < end for start, end in hit.highlights)

    def test_bare_headings_are_no_hits(self, stocked: KnowledgeBase) -> None:
        texts = [hit.text for hit in stocked.search("Khai thác hải sản", limit=50).hits]

        assert "Điều 1. Khai thác hải sản" not in texts
        assert "Chống khai thác hải sản bất hợp pháp, bảo vệ ngư trường." in texts


class TestAbbreviationsOfADocument:
    @pytest.fixture
    def defining(self, library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
        """A paper that defines BCĐ 35, and one that uses the letters without defining them."""
        one = paper(
            "Ban Chỉ đạo 35 của tỉnh (sau đây gọi tắt là BCĐ 35) được kiện toàn.",
            "BCĐ 35 họp giao ban mỗi quý.",
            "Trưởng Ban Chỉ đạo 35 của tỉnh ký thông báo.",
        )
        other = paper("BCĐ 35 của huyện đã giải thể.", symbol="902-NQ/TUM")
        library.add([written(tmp_path, "mot.pdf", one), written(tmp_path, "hai.pdf", other)])
        return library

    def test_a_passage_that_spells_it_out_is_found_by_the_short_form(
        self, defining: KnowledgeBase
    ) -> None:
        hits = defining.search("BCĐ 35 ký thông báo").hits

        assert hits[0].text == "Trưởng Ban Chỉ đạo 35 của tỉnh ký thông báo."
        assert hits[0].why.others == ("BCĐ 35 = Ban Chỉ đạo 35 của tỉnh",)
        assert hits[0].why.words == ("Ban Chỉ đạo 35 của tỉnh ký thông báo",)

    def test_a_passage_with_the_short_form_is_found_by_the_long_one_in_that_document_alone(
        self, defining: KnowledgeBase
    ) -> None:
        hits = defining.search("Ban Chỉ đạo 35 của tỉnh họp giao ban").hits

        assert hits[0].text == "BCĐ 35 họp giao ban mỗi quý."
        foreign = next(hit for hit in hits if hit.document.heading == "902-NQ/TUM")
        assert "BCĐ 35 = Ban Chỉ đạo 35 của tỉnh" not in foreign.why.others


class TestWhatWasMeant:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("mo hinh dan van kheo", "mô hình dân vận khéo"),
            ("moo hinhf daan vaanj kheos", "mô hình dân vận khéo"),
            ("mô hình dân vậm khéo", "mô hình dân vận khéo"),
        ],
    )
    def test_it_is_searched_shown_and_marked(
        self, stocked: KnowledgeBase, typed: str, meant: str
    ) -> None:
        answer = stocked.search(typed)

        hit = answer.hits[0]
        assert (answer.query, answer.searched_as) == (typed, meant)
        assert hit.text == "Mỗi chi bộ xây dựng một mô hình dân vận khéo."
        assert [hit.text[start:end] for start, end in hit.highlights] == [meant]

    def test_the_hit_says_that_the_accents_were_put_back(self, stocked: KnowledgeBase) -> None:
        assert stocked.search("mo hinh dan van kheo").hits[0].why.restored
        assert not stocked.search("mô hình dân vận khéo").hits[0].why.restored

    def test_a_query_written_in_full_is_searched_as_it_is(self, stocked: KnowledgeBase) -> None:
        assert stocked.search("mô hình dân vận khéo").searched_as is None

    def test_the_spelling_can_be_declined(self, stocked: KnowledgeBase) -> None:
        as_typed = frozenset({ReadingKind.SPELLING})

        answer = stocked.search("mo hinh dan van kheo", declined=as_typed)

        assert answer.searched_as is None
        assert answer.declined == as_typed

    def test_in_quotation_marks_it_is_searched_as_typed(self, stocked: KnowledgeBase) -> None:
        answer = stocked.search('"mo hinh dan van kheo"')

        hit = answer.hits[0]
        assert answer.searched_as is None
        assert [hit.text[start:end] for start, end in hit.highlights] == ["mô hình dân vận khéo"]

    def test_a_number_in_keys_is_answered(self, stocked: KnowledgeBase) -> None:
        answer = stocked.search("nghij quyeets 902 kinh tees bieern")

        assert [number.asked for number in answer.numbers] == ["902-NQ/TUM"]
        assert answer.hits[0].document.heading == "902-NQ/TUM"


def counts(facets: Iterable[FacetCount]) -> list[tuple[str, int]]:
    return [(item.value, item.count) for item in facets]


@pytest.fixture
def seven(library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """Seven papers that all speak of đất đai: three plans of 2024, two decisions of 2023 and one of
    2024, and one paper that prints no facts."""
    facts = [
        ("Kế hoạch", "2024-01-01", "Tỉnh ủy"),
        ("Kế hoạch", "2024-02-01", "Tỉnh ủy"),
        ("Kế hoạch", "2024-03-01", "Huyện ủy"),
        ("Quyết định", "2023-01-01", "Tỉnh ủy"),
        ("Quyết định", "2023-02-01", "Huyện ủy"),
        ("Quyết định", "2024-04-01", "Huyện ủy"),
        ("-", "-", "-"),
    ]
    for number, (type, date, issuer) in enumerate(facts):
        text = paper(f"Quản lý đất đai, việc thứ {number}.", type=type, date=date, issuer=issuer)
        written(tmp_path / "bay", f"{number}.pdf", text)
    library.add([tmp_path / "bay"])
    return library


class TestFilters:
    def test_without_filters_every_document_found_is_counted(self, seven: KnowledgeBase) -> None:
        facets = seven.search("quản lý đất đai", limit=50).facets

        assert counts(facets.types) == [("Kế hoạch", 3), ("Quyết định", 3)]
        assert counts(facets.issuers) == [("Huyện ủy", 3), ("Tỉnh ủy", 3)]
        assert counts(facets.years) == [("2024", 4), ("2023", 2)]

    def test_each_filter_is_counted_under_the_other_two(self, seven: KnowledgeBase) -> None:
        filters = Filters(type="Quyết định", year=2023)

        facets = seven.search("quản lý đất đai", filters=filters, limit=50).facets

        assert counts(facets.types) == [("Quyết định", 2)]  # of 2023
        assert counts(facets.issuers) == [("Huyện ủy", 1), ("Tỉnh ủy", 1)]  # decisions of 2023
        assert counts(facets.years) == [("2024", 1), ("2023", 2)]  # decisions

    def test_the_count_of_a_value_is_the_number_of_documents_under_it(
        self, seven: KnowledgeBase
    ) -> None:
        offered = seven.search("quản lý đất đai", limit=50).facets.types

        for value, count in counts(offered):
            hits = seven.search("quản lý đất đai", filters=Filters(type=value), limit=50).hits
            assert len({hit.document.id for hit in hits}) == count

    def test_hits_pass_every_filter(self, seven: KnowledgeBase) -> None:
        filters = Filters("Kế hoạch", "Tỉnh ủy", 2024)

        hits = seven.search("quản lý đất đai", filters=filters, limit=50).hits

        assert {hit.document.facts.date for hit in hits} == {
            datetime.date(2024, 1, 1),
            datetime.date(2024, 2, 1),
        }

    @pytest.mark.parametrize("typed", ["kế hoạch", "KẾ HOẠCH", "ke hoach", "Kế hoạch"])
    def test_a_filter_typed_in_other_letters_is_the_same(
        self, seven: KnowledgeBase, typed: str
    ) -> None:
        hits = seven.search("quản lý đất đai", filters=Filters(type=typed), limit=50).hits

        assert len({hit.document.id for hit in hits}) == 3

    def test_a_filter_that_no_document_passes_finds_nothing_and_keeps_the_counts(
        self, seven: KnowledgeBase
    ) -> None:
        answer = seven.search("quản lý đất đai", filters=Filters(type="Thông tri"), limit=50)

        assert answer.hits == ()
        assert counts(answer.facets.types) == [("Kế hoạch", 3), ("Quyết định", 3)]

    def test_documents_beyond_the_ranking_are_counted_and_found(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        """300 plans fill the best 200 passages; the decision says the words once, in a long text."""
        for number in range(300):
            text = paper(f"Đất đai đất đai, việc {number}.", type="Kế hoạch")
            written(tmp_path / "nhieu", f"{number}.pdf", text)
        decision = paper("Một việc dài về rừng, về sông và về đất đai.", type="Quyết định")
        written(tmp_path / "nhieu", "x.pdf", decision)
        library.add([tmp_path / "nhieu"])

        answer = library.search("đất đai")
        chosen = library.search("đất đai", filters=Filters(type="Quyết định"))

        assert counts(answer.facets.types) == [("Kế hoạch", 300), ("Quyết định", 1)]
        assert (answer.documents, chosen.documents) == (301, 1)
        assert len(chosen.hits) == 1


NOTHING_ASKED = "Hãy nhập từ khóa, câu hỏi hoặc số hiệu văn bản cần tìm."


class TestOddQuestions:
    def test_days_that_are_the_wrong_way_round_are_told_of(self, stocked: KnowledgeBase) -> None:
        days = Filters(since=datetime.date(2025, 6, 30), until=datetime.date(2020, 1, 1))

        answer = stocked.search("dân vận", filters=days)

        assert answer.hits == ()
        assert answer.notice is not None
        assert "Ngày bắt đầu (30/6/2025) sau ngày kết thúc (01/01/2020)" in answer.notice

    @pytest.mark.parametrize(
        "typed",
        ["", "   ", "\n\t", "?!.,;:", '"', "\\", "*", "()", "🙂🙂", "\0", "\ud83d", "\u200b"],
    )
    def test_what_asks_for_nothing_is_told_so(self, stocked: KnowledgeBase, typed: str) -> None:
        answer = stocked.search(typed)

        assert answer.hits == ()
        assert answer.notice == NOTHING_ASKED
        assert answer.facets == Facets()

    @pytest.mark.parametrize(
        "typed",
        [
            "title:dân AND (vận",
            'dân" OR "vận',
            "dân vận*",
            "dân~2 vận^3",
            "+dân -vận",
            "[dân TO vận}",
            "'; DROP TABLE document; -- dân vận",
            "<script>alert('dân vận')</script>",
            "%dân_vận%",
            "dân\0vận",
            "dân \udcff vận",
            "dân 🙂 vận",
            "dân\r\nvận",
            "DÂN VẬN",
            "da\u0302n va\u0323\u0302n",
        ],
    )
    def test_signs_of_query_languages_are_signs_like_others(
        self, stocked: KnowledgeBase, typed: str
    ) -> None:
        assert headings(stocked, typed)[0] == "901-HD/BDVTUM"

    def test_the_query_comes_back_fit_for_json(self, stocked: KnowledgeBase) -> None:
        answer = stocked.search("dân \udcff\0vận")

        assert answer_json(answer)["query"].encode() == "dân ? vận".encode()

    def test_function_words_alone_have_an_answer(self, stocked: KnowledgeBase) -> None:
        answer = stocked.search("và của các")

        assert answer.notice is None

    def test_ten_thousand_characters_are_cut_and_it_is_said(self, stocked: KnowledgeBase) -> None:
        answer = stocked.search("công tác dân vận " * 600)

        assert answer.notice == "Câu hỏi quá dài nên chỉ phần đầu được dùng để tìm."
        assert answer.hits[0].document.heading == "901-HD/BDVTUM"

    def test_a_filter_that_no_document_has_is_named_with_those_there_are(
        self, stocked: KnowledgeBase
    ) -> None:
        types = {card.facts.type for card in stocked.documents() if card.facts.type}

        answer = stocked.search("công tác dân vận", filters=Filters(type="Chỉ thi", term="XX"))

        assert answer.notice is not None
        first, second = answer.notice.split(". ")
        assert first.startswith("Không văn bản nào có loại “Chỉ thi”; thư viện có: ")
        assert set(first.partition("thư viện có: ")[2].split(", ")) == types
        assert second.startswith("Không văn bản nào có khóa “XX”")
        held = stocked.search("công tác dân vận", filters=Filters(type=max(types).lower()))
        assert "Không văn bản nào có loại" not in (held.notice or "")

    def test_of_many_values_the_most_frequent_are_named_and_the_others_counted(
        self, stocked: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kb.service.notices._VALUES", 1)
        types = Counter(card.facts.type for card in stocked.documents() if card.facts.type)

        answer = stocked.search("công tác dân vận", filters=Filters(type="Chỉ thi"))

        assert answer.notice is not None
        assert len(types) > 1
        assert answer.notice.endswith(f" và {len(types) - 1} giá trị khác.")

    def test_a_query_that_is_used_whole_has_no_notice(self, stocked: KnowledgeBase) -> None:
        assert stocked.search("  công tác\u00a0 dân  vận ").notice is None

    def test_an_empty_library_says_how_to_fill_it(self, library: KnowledgeBase) -> None:
        answer = library.search("dân vận")

        assert answer.hits == ()
        assert answer.notice == (
            "Thư viện chưa có văn bản nào; hãy nạp văn bản bằng lệnh `kb add`."
        )


class TestTroubles:
    def test_an_index_of_another_model_refuses_and_names_the_mend(
        self, stocked: KnowledgeBase, open_library: OpenLibrary
    ) -> None:
        other = open_library(HashEmbedder(model="khac"))

        with pytest.raises(IndexMismatch) as caught:
            other.search("dân vận")

        assert str(caught.value) == (
            "Chỉ mục được dựng với mô hình “hash”, còn kb đang dùng “khac”; "
            "hãy dựng lại bằng lệnh `kb rebuild`."
        )

    def test_rebuilding_lets_the_other_model_search(
        self, stocked: KnowledgeBase, open_library: OpenLibrary
    ) -> None:
        other = open_library(HashEmbedder(model="khac"))

        other.maintenance().rebuild()

        assert headings(other, "dân vận khéo")[0] == "901-HD/BDVTUM"

    def test_no_index_names_the_mend(self, stocked: KnowledgeBase, home: Path) -> None:
        (home / "index" / "CURRENT").unlink()

        with pytest.raises(IndexMissing, match="kb rebuild"):
            stocked.search("dân vận")

    def test_a_damaged_index_names_the_mend(
        self, stocked: KnowledgeBase, open_library: OpenLibrary, home: Path
    ) -> None:
        version = (home / "index" / "CURRENT").read_text()
        (home / "index" / version / "vectors.faiss").write_bytes(b"hong")

        with pytest.raises(IndexDamaged, match="kb rebuild"):
            open_library().search("dân vận")

    def test_no_model_names_the_mend(
        self, stocked: KnowledgeBase, open_library: OpenLibrary
    ) -> None:
        def missing() -> HashEmbedder:
            raise ModelMissing("Chưa có mô hình; hãy chạy `kb model`.")

        with pytest.raises(ModelMissing, match="kb model"):
            open_library(missing).search("dân vận")
