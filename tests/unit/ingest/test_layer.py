"""Which text layers are doubted, and what becomes of them once the page was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.ingest.layer import Doubt, Reading, Suspicion, Verdict, suspicions_of, verdicts_of
from kb.ingest.rawpage import Picture, RawPage
from tests.factories import HEIGHT, WIDTH, page_of

SOUND = [
    "Các chi bộ rà soát từng hộ dân ở ven suối,",
    "báo cáo về Văn phòng Đảng ủy trước ngày 15/3/2024;",
    "tổ hòa giải còn phải đi từng nhà, phòng khi mưa lớn.",
]
ENGLISH = [
    "The committee of the commune is to meet four times a year and report on the work",
    "of its members; each report is sent to the secretary, who keeps it for five years.",
]
PRODUCTS = ["Oracle Database Server", "Apache Kafka broker", "Elasticsearch Prometheus"] * 3
BETTER = 0.95
"""The quality of a good reading by machine."""


def garbled(page: RawPage) -> RawPage:
    """The page with õ for ò."""
    return with_text(page, lambda text: text.replace("ò", "õ"))


def with_text(page: RawPage, change) -> RawPage:  # type: ignore[no-untyped-def]
    glyphs = (replace(glyph, text=change(glyph.text)) for glyph in page.glyphs)
    return replace(page, glyphs=tuple(glyphs))


def doubt_of(page: RawPage) -> Suspicion | None:
    return suspicions_of([page]).get(page.number)


def picture(share: float) -> Picture:
    """A picture over the lower part of the page."""
    return Picture(0.0, HEIGHT * (1 - share), WIDTH, HEIGHT)


def verdict_of(page: RawPage, suspicion: Suspicion, read: RawPage, quality: float) -> Verdict:
    """The verdict on the only doubtful page of a file."""
    (verdict,) = verdicts_of([Reading(page, suspicion, replace(read, quality=quality))])
    return verdict


def verdicts_on(words: list[tuple[str, str]]) -> list[Verdict]:
    """The verdicts on pages of a file that differ in one word: as the layer says it, and as read."""
    return verdicts_of(
        [
            Reading(
                page_of([f"Thôn {said} họp ở nhà văn hoá của xã"]),
                Suspicion(Doubt.GARBLED, False),
                replace(page_of([f"Thôn {seen} họp ở nhà văn hoá của xã"]), quality=BETTER),
            )
            for said, seen in words
        ]
    )


class TestSuspicions:
    @pytest.mark.parametrize(
        "lines", [SOUND, ENGLISH, [*SOUND, *PRODUCTS[:3]], ["1.250,5  37  MS-01/QL"] * 20, []]
    )
    def test_sound_text_in_any_language_is_not_doubted(self, lines: list[str]) -> None:
        assert doubt_of(page_of(lines)) is None

    def test_letters_that_make_no_word_are_doubted(self) -> None:
        assert doubt_of(garbled(page_of(SOUND))) == Suspicion(Doubt.GARBLED, hopeless=False)

    def test_one_strange_name_over_and_over_is_not_doubted(self) -> None:
        assert doubt_of(page_of([*SOUND, "Lênin, Lênin, Lênin và Lênin"])) is None

    def test_characters_that_the_file_does_not_name_are_a_hopeless_layer(self) -> None:
        page = with_text(page_of(SOUND), lambda text: text.replace("ò", "\ufffd"))

        assert doubt_of(page) == Suspicion(Doubt.GARBLED, hopeless=True)

    def test_words_in_parts_are_a_hopeless_layer(self) -> None:
        page = page_of(["T Ỉ NH Ủ Y QU Ả NG NG Ã I", "c ủ a th ô n ven su ố i"])

        assert doubt_of(page) == Suspicion(Doubt.SPLIT, hopeless=True)

    def test_a_list_of_foreign_words_is_doubted_and_not_hopeless(self) -> None:
        assert doubt_of(page_of(PRODUCTS)) == Suspicion(Doubt.GARBLED, hopeless=False)

    def test_unseen_print_is_doubted_and_hopeless_only_if_it_is_garbage(self) -> None:
        sound, garbage = page_of(SOUND), page_of(["Thvc hiên Kê hoqch sd cila Ddng iry xd"] * 3)

        assert doubt_of(replace(sound, unseen=99)) == Suspicion(Doubt.UNSEEN, hopeless=False)
        assert doubt_of(replace(garbage, unseen=99)) == Suspicion(Doubt.UNSEEN, hopeless=True)

    def test_a_page_that_is_a_picture_with_a_stamp_of_text_is_hopeless(self) -> None:
        page = replace(page_of(["Ký bởi: Văn phòng Đảng ủy"]), pictures=(picture(0.95),))

        assert doubt_of(page) == Suspicion(Doubt.PICTURE, hopeless=True)

    def test_a_picture_beside_text_is_looked_at(self) -> None:
        page = replace(page_of(SOUND), pictures=(picture(0.5),))

        assert doubt_of(page) == Suspicion(Doubt.PICTURE, hopeless=False)

    def test_a_picture_in_strips_counts_as_a_whole(self) -> None:
        strips = tuple(Picture(0.0, 400.0 + 20 * at, WIDTH, 420.0 + 20 * at) for at in range(20))

        assert doubt_of(replace(page_of(SOUND), pictures=strips)) is not None

    def test_a_logo_and_a_background_under_print_are_not_doubted(self) -> None:
        logo = Picture(50.0, 50.0, 150.0, 150.0)
        background = Picture(0.0, 0.0, WIDTH, HEIGHT)

        assert doubt_of(replace(page_of(SOUND), pictures=(logo,))) is None
        assert doubt_of(replace(page_of(SOUND * 8), pictures=(background,))) is None

    def test_letters_drawn_as_shapes_are_doubted(self) -> None:
        drawn = 50_000  # points: 700 letters

        assert doubt_of(replace(page_of(["2"]), outlines=drawn)) == Suspicion(Doubt.OUTLINES, True)
        assert doubt_of(replace(page_of(SOUND * 8), outlines=500)) is None

    def test_a_garbled_word_is_doubted_where_the_whole_file_has_them(self) -> None:
        """Alone, one word would be taken for a name."""
        pages = [page_of(["tổ hòa giải họp"], number=at) for at in range(1, 5)]
        spoiled = ["hõa", "phõng", "cõn", "đõi"]
        pages = [
            page_of([f"tổ {word} giải họp"], number=page.number)
            for page, word in zip(pages, spoiled, strict=True)
        ]

        assert suspicions_of(pages[:1]) == {}
        assert set(suspicions_of([*pages, page_of(SOUND, number=5)])) == {1, 2, 3, 4}


class TestVerdicts:
    def test_a_strange_word_that_the_page_shows_stays(self) -> None:
        page = page_of(PRODUCTS)
        read = page_of([*PRODUCTS[:8], "Elastlcsearch Prometheus"])

        assert verdict_of(page, Suspicion(Doubt.GARBLED, False), read, 0.3) is Verdict.KEPT

    def test_a_strange_word_that_the_page_does_not_show_gives_way(self) -> None:
        page, read = garbled(page_of(SOUND)), page_of(SOUND)

        assert verdict_of(page, Suspicion(Doubt.GARBLED, False), read, BETTER) is Verdict.REPLACED

    def test_one_garbled_word_gives_way_where_the_pages_show_few_of_the_files_garbled_words(
        self,
    ) -> None:
        read = [("hõa", "hòa"), ("cõn", "còn"), ("Nguộn", "Nguộn")]

        assert verdicts_on(read) == [Verdict.REPLACED, Verdict.REPLACED, Verdict.KEPT]

    def test_a_name_read_as_a_word_stays_where_the_pages_show_most_of_the_files_names(self) -> None:
        read = [("Nguộn", "Nguồn"), ("Lênin", "Lênin"), ("Păh", "Păh")]

        assert verdicts_on(read) == [Verdict.KEPT] * 3

    def test_a_reading_with_as_many_strange_words_is_no_better(self) -> None:
        """Names that both give, and each in its own way."""
        page = page_of([*SOUND, "Kpă Păh Hrăng Blưp"])
        read = page_of([*SOUND, "Kpä Pâh Hräng Bluưp"])
        suspicion = Suspicion(Doubt.GARBLED, False)

        assert verdict_of(page, suspicion, read, BETTER) is Verdict.KEPT_UNPROVEN

    def test_a_bad_reading_decides_nothing(self) -> None:
        page, read = garbled(page_of(SOUND)), page_of(["xq wz 7 kk", "pf đq ;"])

        assert verdict_of(page, Suspicion(Doubt.GARBLED, False), read, 0.2) is Verdict.KEPT_UNPROVEN
        assert verdict_of(page, Suspicion(Doubt.GARBLED, True), read, 0.2) is Verdict.NEITHER

    def test_a_page_that_reads_as_nothing_decides_nothing(self) -> None:
        """An empty reading is of the best quality: there is nothing wrong in it."""
        suspicion = Suspicion(Doubt.GARBLED, True)

        assert verdict_of(garbled(page_of(SOUND)), suspicion, page_of([]), 1.0) is Verdict.NEITHER

    def test_an_unseen_layer_stays_if_the_picture_shows_the_same(self) -> None:
        page = replace(page_of(SOUND), unseen=99)
        slip = page_of([SOUND[0], SOUND[1], SOUND[2].replace("mưa", "mua")])
        suspicion = Suspicion(Doubt.UNSEEN, False)

        assert verdict_of(page, suspicion, slip, BETTER) is Verdict.KEPT

    def test_an_unseen_layer_of_good_words_gives_way_to_a_picture_of_others(self) -> None:
        page = replace(page_of(["Chương trình văn nghệ quần chúng của thôn"] * 3), unseen=99)
        suspicion = Suspicion(Doubt.UNSEEN, False)

        assert verdict_of(page, suspicion, page_of(SOUND), BETTER) is Verdict.REPLACED

    def test_an_unseen_layer_that_leaves_out_half_the_picture_gives_way(self) -> None:
        page = replace(page_of(SOUND), unseen=99)
        whole = page_of([*SOUND, *(f"Thôn {at} có năm hộ phải rời đi" for at in range(6))])

        assert verdict_of(page, Suspicion(Doubt.UNSEEN, False), whole, BETTER) is Verdict.REPLACED

    def test_a_page_number_gives_way_to_the_text_of_the_picture_around_it(self) -> None:
        suspicion = Suspicion(Doubt.PICTURE, True)

        assert verdict_of(page_of(["2"]), suspicion, page_of(SOUND), BETTER) is Verdict.REPLACED

    def test_the_labels_of_a_chart_do_not_replace_its_caption(self) -> None:
        page = page_of(["Biểu đồ 1. Số đảng viên mới qua các năm"])
        few = ["2016 2017 2018 2019 2020", "Nam Nữ"]
        suspicion = Suspicion(Doubt.PICTURE, False)

        read = page_of(["Biểu đồ 1. Số đảng viên mới qua các năm", *few])
        assert verdict_of(page, suspicion, read, BETTER) is Verdict.KEPT
        read = page_of(["Biểu đồ 1. Số đảng viên mới qua các năm", *few * 9])
        assert verdict_of(page, suspicion, read, BETTER) is Verdict.KEPT_WITH_PICTURES

    def test_a_table_of_few_words_is_the_text_of_a_page_that_is_a_picture(self) -> None:
        read = page_of([f"{at} Thôn {at} {at * 7} {at * 9}" for at in range(1, 12)])
        suspicion = Suspicion(Doubt.PICTURE, True)

        assert verdict_of(page_of(["2"]), suspicion, read, BETTER) is Verdict.REPLACED

    def test_slips_of_the_machine_are_no_missed_text(self) -> None:
        """Forty of 160 words read as others: what the layer lacks is as much as what the page lacks."""
        lines = [f"tổ {at} hòa giải của thôn ở ven suối" for at in range(20)]
        slips = [line.replace("thôn", "thân").replace("suối", "suôi") for line in lines]
        suspicion = Suspicion(Doubt.GARBLED, False)

        assert verdict_of(page_of(lines), suspicion, page_of(slips), BETTER) is Verdict.KEPT

    def test_text_beside_a_picture_of_more_text_stays_and_that_is_told(self) -> None:
        page = page_of([*SOUND, *SOUND])
        more = [f"Thôn {at} có năm hộ phải rời đi" for at in range(6)]
        verdict = verdict_of(
            page, Suspicion(Doubt.PICTURE, False), page_of([*SOUND, *SOUND, *more]), BETTER
        )

        assert verdict is Verdict.KEPT_WITH_PICTURES
