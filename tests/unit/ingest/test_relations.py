"""What a document's mentions say of it and of the documents mentioned."""

from __future__ import annotations

from datetime import date

import pytest

from kb.document import Confidence, Document, Evidence, Facts, Span
from kb.ingest.paragraphs import ParagraphKind
from kb.ingest.references import references_of
from kb.ingest.relations import related
from kb.ingest.structure import structure_of
from kb.reference import Reference
from kb.relation import Relation
from tests.factories import Text, composed

ISSUED = date(2024, 3, 5)
BASIS, DOES, GUIDES = Relation.BASIS, Relation.CARRIES_OUT, Relation.GUIDES
REPLACES, REPEALS, AMENDS = Relation.REPLACES, Relation.REPEALS, Relation.AMENDS
CITES = Relation.CITES


def document(
    *paragraphs: str | Text,
    type: str | None = "Quy định",
    title: str | None = None,
    issued: date | None = ISSUED,
) -> Document:
    """A document of these paragraphs; a title is printed before them."""
    text, blocks = composed(*([title] if title else []), *paragraphs)
    titled = Evidence("title", Confidence.SURE, Span(0, len(title or "")), "theo các dòng")
    return Document(
        id="ab12",
        file_name="van-ban.pdf",
        media_type="application/pdf",
        pages=(),
        facts=Facts(type=type, date=issued, title=title),
        text=text,
        lines=(),
        divisions=structure_of(text, blocks).divisions,
        evidence=(titled,) if title else (),
    )


def read(made: Document) -> tuple[Reference, ...]:
    return related(made, references_of(made.text, []))


def said(*paragraphs: str | Text, **facts: object) -> list[tuple[str, Relation]]:
    """Number → relation, in text order."""
    found = read(document(*paragraphs, **facts))  # type: ignore[arg-type]
    return [(item.symbol.number, item.stated.relation) for item in found if item.stated]


def only(*paragraphs: str | Text, **facts: object) -> Relation:
    ((_, relation),) = said(*paragraphs, **facts)
    return relation


END = "Điều 9. Hiệu lực thi hành"


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("Quy định này thay thế Quy định số 12-QĐ/TUM.", REPLACES),
        ("Quy định này thay thế cho Quy định số 12-QĐ/TUM, ngày 02/4/2019.", REPLACES),
        ("Văn bản này thay thế Quy định số 12-QĐ/TUM.", REPLACES),
        ("2. Quy định này có hiệu lực từ ngày ký và thay thế Quy định số 12-QĐ/TUM.", REPLACES),
        ("Quy định này gồm 3 chương, 9 điều, thay thế toàn bộ Quy định số 12-QĐ/TUM.", REPLACES),
        ("Quy định này bãi bỏ Quy định số 12-QĐ/TUM.", REPEALS),
        ("Quy định này huỷ bỏ Quy định số 12-QĐ/TUM.", REPEALS),
        ("Quy định này chấm dứt hiệu lực của Quy định số 12-QĐ/TUM.", REPEALS),
        ("Quy định này sửa đổi, bổ sung một số điều của Quy định số 12-QĐ/TUM.", AMENDS),
        ("Quy định này bổ sung Quy định số 12-QĐ/TUM.", AMENDS),
        ("Quy định số 12-QĐ/TUM hết hiệu lực kể từ ngày Quy định này có hiệu lực.", REPEALS),
        ("Kể từ ngày Quy định này có hiệu lực thi hành, Quy định số 12-QĐ/TUM, ngày 02/4/2019 của "
         "Ban Thường vụ Tỉnh ủy hết hiệu lực.", REPEALS),
        ("Quy định số 12-QĐ/TUM được thay thế bằng Quy định này.", REPLACES),
    ],
)  # fmt: skip
def test_what_this_document_does_itself_is_certain(sentence: str, relation: Relation) -> None:
    assert only(sentence) is relation


@pytest.mark.parametrize(
    "sentence",
    [
        "Quy định này thay thế khoản 2 Điều 3 Quy định số 12-QĐ/TUM.",
        "Quy định này bãi bỏ Điều 5 của Quy định số 12-QĐ/TUM.",
        "Quy định này thay thế cụm từ “huyện ủy” tại Điều 2 Quy định số 12-QĐ/TUM.",
        "Quy định này bãi bỏ một số nội dung của Quy định số 12-QĐ/TUM.",
        "Quy định này thay thế Quy định số 12-QĐ/TUM, trừ Điều 7.",
        "Quy định này thay thế Quy định số 12-QĐ/TUM về thi đua (trừ chương II).",
        "Khoản 2 Điều 3 Quy định số 12-QĐ/TUM hết hiệu lực kể từ ngày Quy định này có hiệu lực.",
        "Quy định số 12-QĐ/TUM hết hiệu lực một phần kể từ ngày Quy định này có hiệu lực.",
    ],
)
def test_to_end_a_part_of_a_document_is_to_amend_it(sentence: str) -> None:
    assert only(sentence) is AMENDS


@pytest.mark.parametrize(
    "sentence",
    [
        "Quy định này không thay thế Quy định số 12-QĐ/TUM.",
        "Quy định này chưa bãi bỏ Quy định số 12-QĐ/TUM.",
        "Quy định này đã từng thay thế Quy định số 12-QĐ/TUM.",
        "Quy định này sẽ thay thế Quy định số 12-QĐ/TUM.",
        "Quy định này có thể thay thế Quy định số 12-QĐ/TUM.",
        "Nếu được Ban Bí thư đồng ý, Quy định này thay thế Quy định số 12-QĐ/TUM.",
        "Quy định này thay thế Quy định số 12-QĐ/TUM nếu được Ban Bí thư đồng ý.",
        "Dự thảo của Quy định này thay thế Quy định số 12-QĐ/TUM.",
        "Tổ soạn thảo đề nghị Quy định này thay thế Quy định số 12-QĐ/TUM.",
        "Quy chế này thay thế Quy định số 12-QĐ/TUM.",
        "Quy định ấy thay thế Quy định số 12-QĐ/TUM.",
        "Ban Tổ chức Tỉnh ủy bãi bỏ Quy định số 12-QĐ/TUM.",
        "Các cấp ủy rà soát, bãi bỏ Quy định số 12-QĐ/TUM.",
        "- Bãi bỏ Quy định số 12-QĐ/TUM.",
        "Quy định này được thay thế bởi Quy định số 12-QĐ/TUM.",
        "Quy định số 12-QĐ/TUM thay thế các quy định trước đây.",
        "Quy định số 12-QĐ/TUM đã hết hiệu lực.",
        "Quy định số 12-QĐ/TUM hết hiệu lực từ năm 2021.",
        "Quy định số 12-QĐ/TUM không hết hiệu lực kể từ ngày Quy định này có hiệu lực.",
        "Quy định này thay thế những nội dung làm theo Quy định số 12-QĐ/TUM.",
        "Quy định này thay thế Quy chế ban hành kèm theo Quyết định số 12-QĐ/TUM.",
        "Quy định này bổ sung Quy định số 12-QĐ/TUM vào danh mục văn bản.",
        "Bãi bỏ Quy định số 12-QĐ/TUM sau khi Ban Bí thư có ý kiến.",
        "Mẫu ghi như sau: “Quy định này thay thế Quy định số 12-QĐ/TUM”.",
    ],
)
def test_what_is_not_certain_is_a_mere_citation(sentence: str) -> None:
    assert only(sentence) is CITES


def test_another_documents_act_is_a_citation_of_both() -> None:
    sentence = "Quy định số 14-QĐ/TUM thay thế Quy định số 12-QĐ/TUM từ năm 2020."

    assert said(sentence) == [("14", CITES), ("12", CITES)]


def test_the_document_spoken_of_before_may_be_the_one_that_is_meant() -> None:
    told = "Năm 2020 có Quy định số 14-QĐ/TUM. Quy định này thay thế Quy định số 12-QĐ/TUM."

    assert said(told) == [("14", CITES), ("12", CITES)]
    assert said(END, told)[1] == ("12", REPLACES)


def test_a_text_that_the_paragraph_above_named_may_be_the_one_that_is_meant() -> None:
    told = "Văn bản này thay thế Quy định số 12-QĐ/TUM."

    assert said("Hai năm trước có Quy định số 14-QĐ/TUM.", told) == [("14", CITES), ("12", CITES)]
    assert said("Các cấp ủy thi hành.", told) == [("12", REPLACES)]


@pytest.mark.parametrize(
    "told",
    [
        "Quy định số 12-QĐ/TUM có hiệu lực đến khi hết hiệu lực của kế hoạch.",
        "Quy định số 12-QĐ/TUM hết hiệu lực thì làm theo Quy định này.",
    ],
)
def test_even_in_an_article_on_effect_what_lasts_or_may_end_has_not_ended(told: str) -> None:
    assert only(END, told) is CITES


def test_a_report_says_nothing_of_itself_where_it_says_quy_dinh_nay() -> None:
    assert only("Quy định này thay thế Quy định số 12-QĐ/TUM.", type="Báo cáo") is CITES
    assert only("Quy định này thay thế Quy định số 12-QĐ/TUM.", type=None) is CITES


def test_several_documents_are_replaced_in_one_sentence_but_not_those_in_their_titles() -> None:
    sentence = (
        "Quy định này thay thế Quy định số 12-QĐ/TUM, ngày 02/4/2019 về luân chuyển cán bộ, Quy định số"
        " 13-QĐ/TUM và bãi bỏ Hướng dẫn số 5-HD/TUM về thực hiện Quy định số 11-QĐ/TUM."
    )

    assert said(sentence) == [
        ("12", REPLACES), ("13", REPLACES), ("5", REPEALS), ("11", CITES),
    ]  # fmt: skip


def test_what_a_title_says_of_getting_rid_of_spares_no_part() -> None:
    assert only("Quy định này thay thế Quy định số 12-QĐ/TUM về bài trừ mê tín.") is REPLACES


def test_what_a_replaced_document_had_replaced_is_only_told() -> None:
    sentence = "Quy định này thay thế Quy định số 12-QĐ/TUM (đã thay Quy định số 12-QĐ/TUM cũ)."

    assert said(sentence) == [("12", REPLACES), ("12", CITES)]


def test_a_part_that_is_spared_is_that_of_the_document_before_it() -> None:
    sentence = (
        "Quy định này thay thế Quy định số 12-QĐ/TUM, trừ Điều 5; bãi bỏ Quy chế số 3-QC/TUM."
    )

    assert said(sentence) == [("12", AMENDS), ("3", CITES)]


def test_behind_a_part_another_document_is_named_for_certain_only_with_its_own_part() -> None:
    assert said("Quy định này bãi bỏ Điều 5 Quy định số 12-QĐ/TUM và Quy định số 13-QĐ/TUM.") == [
        ("12", AMENDS), ("13", CITES),
    ]  # fmt: skip
    assert said("Quy định này bãi bỏ Quy định số 12-QĐ/TUM và Điều 3 Quy định số 13-QĐ/TUM.") == [
        ("12", REPEALS), ("13", AMENDS),
    ]  # fmt: skip


def test_a_list_is_introduced_by_the_paragraph_above_it() -> None:
    paragraphs = (
        "Quy định này thay thế các văn bản sau đây:",
        "- Quy định số 12-QĐ/TUM;",
        "- Hướng dẫn số 5-HD/TUM thực hiện Quy định số 11-QĐ/TUM.",
        "Các cấp ủy làm theo Quy định số 15-QĐ/TUM.",
    )

    assert said(*paragraphs) == [("12", REPLACES), ("5", REPLACES), ("11", CITES), ("15", CITES)]


def test_an_article_that_begins_with_the_verb_acts_itself() -> None:
    assert only("Điều 2. Bãi bỏ Quyết định số 12-QĐ/TUM.", type="Quyết định") is REPEALS
    assert only("Điều 1. Sửa đổi, bổ sung một số điều của Quy định số 12-QĐ/TUM như sau:") is AMENDS
    assert only(END, "2. Bãi bỏ Quy định số 12-QĐ/TUM.") is REPEALS
    assert only(END, "Quy định số 12-QĐ/TUM hết hiệu lực từ ngày 01/7/2024.") is REPEALS
    assert only("Điều 2. Trách nhiệm của Văn phòng", "2. Bãi bỏ Quy định số 12-QĐ/TUM.") is CITES
    assert only("Điều 2. Bãi bỏ Quyết định số 12-QĐ/TUM.", type="Kế hoạch") is CITES


def test_a_quoted_article_is_the_wording_of_another_document() -> None:
    quoted = (
        "Điều 1. Sửa đổi Điều 9 như sau:",
        "“Quy định này có hiệu lực từ ngày ký.",
        "Quy định này thay thế Quy định số 12-QĐ/TUM.”",
    )

    assert only(*quoted) is CITES


def test_notes_and_tables_change_nothing() -> None:
    sentence = "Quy định này thay thế Quy định số 12-QĐ/TUM."

    assert only("1. Lời dẫn.", Text(sentence, note="1")) is CITES
    assert only(f"1\t{sentence}") is CITES


@pytest.mark.parametrize(
    ("type", "title", "relation"),
    [
        ("Quy định", "sửa đổi, bổ sung một số điều của Quy định số 12-QĐ/TUM", AMENDS),
        ("Quyết định", "về việc bãi bỏ Quyết định số 12-QĐ/TUM", REPEALS),
        ("Quy định", "về luân chuyển cán bộ, thay thế Quy định số 12-QĐ/TUM", REPLACES),
        ("Hướng dẫn", "thực hiện Quy định số 12-QĐ/TUM về luân chuyển cán bộ", GUIDES),
        ("Hướng dẫn", "thực hiện một số điều của Quy định số 12-QĐ/TUM", GUIDES),
        ("Kế hoạch", "về tiếp tục thực hiện Nghị quyết số 12-NQ/TUM", DOES),
        ("Kế hoạch", "sửa đổi Quy định số 12-QĐ/TUM", CITES),
        ("Quy định", "về thẩm quyền ban hành, thay thế Quy định số 12-QĐ/TUM", CITES),
        ("Báo cáo", "sơ kết ba năm thực hiện Nghị quyết số 12-NQ/TUM", CITES),
        ("Báo cáo", "kết quả sửa đổi, bổ sung Quy định số 12-QĐ/TUM", CITES),
    ],
)
def test_a_title_says_what_the_document_does(type: str, title: str, relation: Relation) -> None:
    assert only("1. Lời dẫn.", type=type, title=title) is relation


def test_a_title_within_a_title_is_only_cited() -> None:
    title = "hướng dẫn thực hiện Quy định số 12-QĐ/TUM về thi hành Nghị quyết số 3-NQ/TUM"

    assert said("1. Lời dẫn.", type="Hướng dẫn", title=title) == [("12", GUIDES), ("3", CITES)]


def test_each_legal_basis_counts_but_not_the_documents_in_its_title() -> None:
    front = (
        "- Căn cứ Quy định số 24-QĐ/TW, ngày 30/7/2021 của Ban Chấp hành Trung ương (sau đây gọi tắt là"
        " Quy định số 24-QĐ/TW) và Quy định số 22-QĐ/TW;",
        "- Căn cứ Kết luận số 7-KL/TW về tiếp tục thực hiện Chỉ thị số 5-CT/TW; Quy chế số 3-QC/TW,",
        "1. Căn cứ Quy định số 80-QĐ/TW, cấp ủy xem xét.",
    )

    assert said(*front) == [
        ("24", BASIS), ("24", BASIS), ("22", BASIS),
        ("7", BASIS), ("5", CITES), ("3", BASIS), ("80", CITES),
    ]  # fmt: skip


def test_what_is_carried_out_is_told_from_what_is_only_looked_at() -> None:
    assert said(
        "Thực hiện Chỉ thị số 35-CT/TW về đại hội; căn cứ Quy định số 24-QĐ/TW, Tỉnh ủy yêu cầu:",
        "1. Quán triệt và chỉ đạo triển khai thực hiện Kết luận số 7-KL/TW và Nghị quyết số 4-NQ/TW.",
        "2. Giám sát việc thực hiện Quy định số 9-QĐ/TUM.",
        "3. Học Kế hoạch số 2-KH/TUM về học tập, triển khai thực hiện Kết luận số 8-KL/TW.",
    ) == [
        ("35", DOES), ("24", BASIS), ("7", DOES), ("4", DOES), ("9", CITES), ("2", CITES),
        ("8", CITES),
    ]  # fmt: skip


def test_a_guideline_opens_by_saying_what_it_guides() -> None:
    opening = "Ban Tổ chức Tỉnh ủy hướng dẫn thực hiện Quy định số 12-QĐ/TUM như sau:"

    assert only(opening, type="Hướng dẫn") is GUIDES
    assert only(opening, type="Báo cáo") is CITES
    assert only("Năm 2020 đã hướng dẫn thực hiện Quy định số 12-QĐ/TUM.", type="Hướng dẫn") is CITES


def test_the_proof_is_the_sentence() -> None:
    sentence = "Quy định này thay thế Quy định số 12-QĐ/TUM, ngày 02/4/2019."
    made = document(f"1. Các cấp ủy thi hành. {sentence} Văn phòng theo dõi.")

    (mention,) = read(made)

    assert mention.stated is not None
    assert mention.stated.proof.of(made.text) == sentence


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ("Quy định này thay thế Quy định số 12-QĐ/TUM.", ISSUED),
        ("Quy định này có hiệu lực từ ngày ký, thay thế Quy định số 12-QĐ/TUM.", ISSUED),
        ("Quy định này có hiệu lực kể từ ngày 01/7/2024 và thay thế Quy định số 12-QĐ/TUM.",
         date(2024, 7, 1)),
        ("Quy định này có hiệu lực sau 10 ngày, kể từ ngày ký, thay thế Quy định số 12-QĐ/TUM.",
         date(2024, 3, 15)),
        ("Quy định này có hiệu lực từ ngày công bố, thay thế Quy định số 12-QĐ/TUM.", None),
        ("Quy định này có hiệu lực từ ngày 31/02/2024, thay thế Quy định số 12-QĐ/TUM.", None),
        ("Quy định số 12-QĐ/TUM hết hiệu lực từ ngày 01 tháng 8 năm 2024.", date(2024, 8, 1)),
    ],
)  # fmt: skip
def test_a_change_counts_from_the_day_that_is_stated_else_from_the_issue(
    told: str, since: date | None
) -> None:
    (mention,) = read(document(END, told))

    assert mention.stated is not None
    assert mention.stated.relation in (REPLACES, REPEALS)
    assert mention.stated.since == since


def test_a_quoted_article_does_not_say_from_when_this_document_counts() -> None:
    made = document(
        "Điều 1. Sửa đổi Điều 9 Quy định số 12-QĐ/TUM như sau:",
        "“Quy định này có hiệu lực từ ngày 01/01/2020.”",
        "Điều 2. Quy định này có hiệu lực từ ngày 01/7/2024.",
    )

    (mention,) = read(made)

    assert mention.stated is not None
    assert (mention.stated.relation, mention.stated.since) == (AMENDS, date(2024, 7, 1))


def test_without_a_date_of_issue_the_day_is_not_known() -> None:
    (mention,) = read(document("Quy định này thay thế Quy định số 12-QĐ/TUM.", issued=None))

    assert mention.stated is not None
    assert mention.stated.since is None


def test_the_regulation_that_a_decision_issues_speaks_of_itself() -> None:
    attached = (
        "Điều 1. Ban hành Quy chế thi đua.",
        Text("T/M BAN THƯỜNG VỤ", kind=ParagraphKind.SIGNATURE),
        Text("QUY CHẾ", bold=True, centred=True),
        Text("thi đua, khen thưởng", bold=True, centred=True),
        "Điều 1. Quy chế này thay thế Quy chế số 12-QC/TUM.",
    )

    assert only(*attached, type="Quyết định") is REPLACES
    assert only(*attached, type="Hướng dẫn") is CITES
    assert only(attached[-1], type="Quyết định") is CITES
