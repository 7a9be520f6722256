"""The law of the counts, words that become filters, phrases, and the order by date."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.query import FILTER_READINGS, Filters, ReadingKind, Sort
from kb.service.knowledge_base import KnowledgeBase
from kb.service.results import FacetCount, SearchAnswer
from kb.state import State
from kb.store.documents import open_store
from tests.fakes import HashEmbedder
from tests.unit.service.papers import PaperPipeline, paper, written

TYPES = ("Nghị quyết", "Chỉ thị", "Kế hoạch", "-")
ISSUERS = ("Tỉnh ủy", "Tỉnh uỷ", "Ban Bí thư", "-")
WORDS = ("kinh tế biển", "đất đai", "dân vận khéo", "thanh tra", "chuyển đổi số")
CHANGES = ("thay thế", "bãi bỏ Điều 2", "nhắc lại")
EVERY = 1000
"""Hits that hold all that 90 papers have."""


@pytest.fixture(scope="module")
def ninety(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Ninety papers with facts and words drawn by a seeded generator; some print no type, no issuer, no
    date, and one issuer is spelt two ways."""
    chance = random.Random(7)  # noqa: S311  the same library every time
    folder, home = tmp_path_factory.mktemp("papers"), tmp_path_factory.mktemp("home")
    for number in range(90):
        text = paper(
            f"Việc thứ {number} là {chance.choice(WORDS)} cùng với {chance.choice(WORDS)}.",
            f"Cơ quan thứ {number} lo việc {chance.choice(WORDS)}.",
            f"Văn bản này {CHANGES[number % 3]} văn bản số {number % 3 * 7 + number % 7 + 1}-QĐ/TUM.",
            symbol=f"{number + 1}-QĐ/TUM",
            type=chance.choice(TYPES),
            issuer=chance.choice(ISSUERS),
            date=chance.choice(("2019-03-01", "2023-06-15", "2023-11-20", "2024-01-05", "-")),
            term=chance.choice(("XII", "XIII", "-")),
            circulation=chance.choice(("Lưu hành nội bộ", "-", "-")),
        )
        written(folder, f"{number}.pdf", text)
    library = KnowledgeBase(
        home, open_store(home / "kb.db"), lambda: nullcontext(PaperPipeline()), HashEmbedder
    )
    library.add([folder])
    yield library
    library.close()


def shown(answer: SearchAnswer) -> set[str]:
    return {hit.document.id for hit in answer.hits}


def whole(library: KnowledgeBase, typed: str) -> SearchAnswer:
    return library.search(typed, limit=EVERY)


def offered(answer: SearchAnswer) -> list[tuple[str, FacetCount]]:
    facets = answer.facets
    groups = {
        "type": facets.types,
        "issuer": facets.issuers,
        "year": facets.years,
        "term": facets.terms,
        "circulation": facets.circulations,
        "document": facets.documents,
        "state": facets.states,
    }
    return [(name, item) for name, items in groups.items() for item in items]


def chosen(filters: Filters, name: str, value: str) -> Filters:
    values = {**{key: getattr(filters, key) for key in Filters.__dataclass_fields__}, name: value}
    read = {"year": int, "state": State}.get(name, str)
    return Filters(**{**values, name: read(value)})


QUESTIONS = st.sampled_from(
    [
        *WORDS,
        "kinh te bien",
        "kinh tế biển và đất đai của tỉnh",
        '"kinh tế biển"',
        '"dân vận khéo" thanh tra',
        "nghị quyết năm 2023 về kinh tế biển",
        "nghi quyet cua ban bi thu",
        "chỉ thị của Ban Bí thư trước năm 2020 về thanh tra",
        "văn bản tháng 6 năm 2023",
        "nghị quyết năm 2023 về ngoại giao",
        "văn bản còn hiệu lực về đất đai",
        "nghị quyết hết hiệu lực năm 2019",
    ]
)
FILTERS = st.builds(
    Filters,
    type=st.sampled_from([None, None, "Nghị quyết", "ke hoach"]),
    issuer=st.sampled_from([None, None, "Tỉnh ủy"]),
    year=st.sampled_from([None, None, 2023]),
    term=st.sampled_from([None, None, "XIII", "khóa XII"]),
    since=st.sampled_from([None, None, date(2020, 1, 1)]),
    state=st.sampled_from([None, None, *State]),
    as_of=st.sampled_from([None, None, date(2023, 7, 1)]),
)


@pytest.fixture
def never_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """An abstention model to which no passage answers anything."""
    embedder = HashEmbedder().fingerprint.digest()
    model = SimpleNamespace(embedder=embedder, declines=lambda telling, fold: True)
    monkeypatch.setattr("kb.search.engine.load_abstention", lambda: model)


class TestTheCounts:
    @settings(max_examples=40, deadline=None)
    @given(
        typed=QUESTIONS,
        filters=FILTERS,
        sort=st.sampled_from(Sort),
        declined=st.sampled_from([frozenset(), frozenset({ReadingKind.DATE}), FILTER_READINGS]),
        data=st.data(),
    )
    def test_a_count_is_the_number_of_documents_found_on_choosing_the_value(
        self,
        ninety: KnowledgeBase,
        typed: str,
        filters: Filters,
        sort: Sort,
        declined: frozenset[ReadingKind],
        data: st.DataObject,
    ) -> None:
        answer = ninety.search(typed, filters=filters, limit=10, sort=sort, declined=declined)
        if not offered(answer):
            return
        name, item = data.draw(st.sampled_from(offered(answer)))

        then = ninety.search(
            typed,
            filters=chosen(filters, name, item.value),
            limit=EVERY,
            sort=sort,
            declined=answer.declined,
        )

        assert (then.documents, len(shown(then))) == (item.count, item.count)

    @settings(max_examples=20, deadline=None)
    @given(typed=QUESTIONS, filters=FILTERS, sort=st.sampled_from(Sort))
    def test_as_many_documents_are_found_as_are_said(
        self, ninety: KnowledgeBase, typed: str, filters: Filters, sort: Sort
    ) -> None:
        answer = ninety.search(typed, filters=filters, limit=EVERY, sort=sort)

        assert len(shown(answer)) == answer.documents

    def test_the_ninety_are_in_every_state(self, ninety: KnowledgeBase) -> None:
        counts = {item.value: item.count for item in ninety.search("việc thứ").facets.states}

        assert counts.keys() == {"in_force", "amended", "superseded"}
        assert counts["in_force"] + counts["superseded"] == 90

    def test_a_value_understood_from_words_does_not_hide_the_others_of_its_filter(
        self, ninety: KnowledgeBase
    ) -> None:
        facets = ninety.search("nghị quyết năm 2023 về kinh tế biển").facets

        assert {item.value for item in facets.types} == {"Nghị quyết", "Chỉ thị", "Kế hoạch"}
        assert {item.value for item in facets.years} == {"2019", "2023", "2024"}

    def test_counts_hold_where_chosen_filters_made_the_understood_ones_be_let_go(
        self, ninety: KnowledgeBase
    ) -> None:
        typed, old = "nghị quyết từ 2023 đến 2024 về đất đai", Filters(until=date(2019, 12, 31))
        answer = ninety.search(typed, filters=Filters(type="Thông tri"))

        assert answer.let_go
        assert answer.declined == FILTER_READINGS
        for item in answer.facets.types:
            then = ninety.search(
                typed, filters=Filters(type=item.value), declined=answer.declined, limit=EVERY
            )
            assert len(shown(then)) == item.count
        assert ninety.search(
            typed, filters=old
        ).readings  # a chosen time stands for the one understood

    def test_a_chosen_document_is_named_where_it_does_not_answer(
        self, ninety: KnowledgeBase
    ) -> None:
        without = next(
            card for card in ninety.documents() if card.id not in shown(whole(ninety, '"đất đai"'))
        )

        answer = ninety.search('"đất đai"', filters=Filters(document=without.id))

        assert answer.hits == ()
        assert answer.facets.documents[0] == FacetCount(without.id, 0, without.heading)

    def test_an_unknown_document_holds_nothing(self, ninety: KnowledgeBase) -> None:
        answer = ninety.search("đất đai", filters=Filters(document="khac"))

        assert (answer.hits, answer.documents) == ((), 0)

    def test_spellings_of_one_name_are_one_value(self, ninety: KnowledgeBase) -> None:
        names = [item.value for item in ninety.search("đất đai").facets.issuers]

        assert sorted(names) in (["Ban Bí thư", "Tỉnh ủy"], ["Ban Bí thư", "Tỉnh uỷ"])


class TestWordsAsFilters:
    def test_they_limit_the_results_and_are_told(self, ninety: KnowledgeBase) -> None:
        answer = ninety.search("nghị quyết năm 2023 về kinh tế biển", limit=EVERY)

        assert [reading.words for reading in answer.readings] == ["nghị quyết", "năm 2023"]
        facts = [hit.document.facts for hit in answer.hits]
        assert {one.type for one in facts} == {"Nghị quyết", None}
        assert {one.date.year if one.date else None for one in facts} == {2023, None}

    def test_declined_they_are_words_again(self, ninety: KnowledgeBase) -> None:
        typed = "nghị quyết năm 2023 về kinh tế biển"

        answer = ninety.search(typed, declined=frozenset({ReadingKind.DATE}), limit=EVERY)

        assert [reading.kind for reading in answer.readings] == [ReadingKind.TYPE]
        assert {"2019", "2024"} <= {item.value for item in answer.facets.years}

    def test_a_chosen_filter_takes_the_place_of_the_one_understood(
        self, ninety: KnowledgeBase
    ) -> None:
        answer = ninety.search("nghị quyết năm 2023 về đất đai", filters=Filters(year=2024))

        assert [reading.kind for reading in answer.readings] == [ReadingKind.TYPE]
        years = {hit.document.facts.date for hit in answer.hits}
        assert years == {date(2024, 1, 5)}

    def test_where_they_leave_no_document_with_the_words_the_search_is_made_without_and_says_so(
        self, ninety: KnowledgeBase
    ) -> None:
        answer = ninety.search("nghị quyết năm 2023 về ngoại giao")

        assert answer.readings == ()
        assert [reading.words for reading in answer.let_go] == ["nghị quyết", "năm 2023"]
        assert answer.hits
        assert answer.notice == (
            "Không có văn bản nào vừa đúng với “nghị quyết”, “năm 2023” vừa nói về điều được hỏi, nên"
            " đã tìm trong tất cả văn bản."
        )

    def test_a_question_of_nothing_else_lists_all_such_documents(
        self, ninety: KnowledgeBase
    ) -> None:
        answer = ninety.search("văn bản tháng 6 năm 2023", limit=EVERY)

        dates = [hit.document.facts.date for hit in answer.hits]
        held = [card.facts.date for card in ninety.documents()]
        assert set(dates) == {date(2023, 6, 15), None}
        assert answer.documents == held.count(date(2023, 6, 15)) + held.count(None)

    def test_where_nothing_under_them_answers_they_are_let_go(
        self, library: KnowledgeBase, inbox: Path, never_answered: None
    ) -> None:
        library.add([inbox])

        answer = library.search("nghị quyết năm 2023 về kinh tế biển")

        assert answer.abstained
        assert answer.readings == ()
        assert [reading.words for reading in answer.let_go] == ["nghị quyết", "năm 2023"]

    def test_a_list_of_documents_answers_whatever_their_passages_say(
        self, library: KnowledgeBase, inbox: Path, never_answered: None
    ) -> None:
        library.add([inbox])

        answer = library.search("nghị quyết năm 2023")

        assert answer.readings
        assert not answer.abstained

    def test_a_question_with_a_number_is_not_read_so(self, ninety: KnowledgeBase) -> None:
        assert ninety.search("nghị quyết 36 năm 2023").readings == ()


class TestOrderByDate:
    def test_each_document_stands_once_newest_first_and_undated_last(
        self, ninety: KnowledgeBase
    ) -> None:
        hits = ninety.search("đất đai", sort=Sort.DATE, limit=EVERY).hits

        dates = [hit.document.facts.date or date.min for hit in hits]
        assert dates == sorted(dates, reverse=True)
        assert date.min in dates
        assert len({hit.document.id for hit in hits}) == len(hits)

    def test_only_documents_with_the_words_are_in_it(self, ninety: KnowledgeBase) -> None:
        hits = ninety.search("chuyển đổi số", sort=Sort.DATE, limit=EVERY).hits

        assert hits
        assert all("chuyển đổi số" in hit.text for hit in hits)


@pytest.fixture
def phrased(library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    """Four passages about the sea."""
    text = paper(
        "Phát triển KINH TẾ BIỂN bền vững.",
        "Kinh tế, biển và đảo phát triển.",
        "Khoá học về hòa giải – cơ sở phát triển.",
        "Vùng biển có kinh tế phát triển.",
    )
    written(tmp_path / "bien", "bien.pdf", text)
    library.add([tmp_path / "bien"])
    return library


class TestPhrases:
    @pytest.mark.parametrize(
        ("typed", "texts"),
        [
            ('"kinh tế biển" phát triển', ["Phát triển KINH TẾ BIỂN bền vững."]),
            ("“kinh tế biển”", ["Phát triển KINH TẾ BIỂN bền vững."]),
            ("phat trien «kinh tế biển»", ["Phát triển KINH TẾ BIỂN bền vững."]),
            ('"kinh tế" "bền vững"', ["Phát triển KINH TẾ BIỂN bền vững."]),
            ('"kinh tế, biển"', ["Kinh tế, biển và đảo phát triển."]),
            ('"khóa học"', ["Khoá học về hòa giải – cơ sở phát triển."]),
            ('"hoà giải cơ sở"', ["Khoá học về hòa giải – cơ sở phát triển."]),
        ],
    )
    def test_only_passages_that_hold_all_of_them_are_hits(
        self, phrased: KnowledgeBase, typed: str, texts: list[str]
    ) -> None:
        answer = phrased.search(typed)

        assert [hit.text for hit in answer.hits] == texts
        assert answer.notice is None
        assert answer.phrases

    def test_they_are_marked_whole(self, phrased: KnowledgeBase) -> None:
        (hit,) = phrased.search('"kinh tế biển"').hits

        assert [hit.text[start:end] for start, end in hit.highlights] == ["KINH TẾ BIỂN"]

    def test_accents_are_not_put_back_in_them(self, phrased: KnowledgeBase) -> None:
        answer = phrased.search('"kinh te bien" phat trien')

        assert answer.phrases == ()
        assert answer.notice == (
            "Không có đoạn nào chứa đúng cụm từ “kinh te bien”; sau đây là các đoạn gần nhất."
        )
        assert answer.hits

    def test_several_that_no_passage_holds_together_are_named(self, phrased: KnowledgeBase) -> None:
        answer = phrased.search('"bền vững" "hòa giải"')

        assert answer.notice == (
            "Không có đoạn nào chứa đủ các cụm từ “bền vững”, “hòa giải”; sau đây là các đoạn gần"
            " nhất."
        )

    def test_around_them_accents_are_put_back(self, phrased: KnowledgeBase) -> None:
        assert phrased.search('"kinh tế biển" ben vung').searched_as == '"kinh tế biển" bền vững'

    def test_a_heading_above_a_passage_does_not_hold_them(
        self, library: KnowledgeBase, tmp_path: Path
    ) -> None:
        text = paper("Điều 1. Kinh tế biển", "Nuôi trồng thủy sản.", "Kinh tế biển là mũi nhọn.")
        written(tmp_path / "b", "b.pdf", text)
        library.add([tmp_path / "b"])

        hits = library.search('"kinh tế biển"').hits

        assert [hit.text for hit in hits] == ["Kinh tế biển là mũi nhọn."]
