"""Values for the web tests: an invented province's papers, with every odd case a page meets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kb.citation import Citation
from kb.document import Confidence, Division, DivisionKind, Facts, Footnote, Page, Rect, Span
from kb.passage import PassageKind
from kb.query import Filters
from kb.relation import Relation
from kb.search.excerpt import excerpt
from kb.service.page_sheet import PageSheet
from kb.service.results import (
    Check,
    DocumentCard,
    DocumentView,
    FacetCount,
    Facets,
    FactSource,
    Hit,
    KnownDocument,
    NumberAnswer,
    ReferenceLink,
    SearchAnswer,
    Suggestion,
    SuggestionKind,
    TextBlock,
    WaitingFile,
    Why,
)
from kb.state import Change, DocumentState, State
from kb.symbol import Symbol

GUIDE_ID = "9a1f" * 16
PLAN_ID = "5b2e" * 16
RULE_ID = "77c0" * 16

GUIDE = DocumentCard(
    GUIDE_ID,
    "Hướng dẫn 901 (bản ký).pdf",
    7,
    Facts(
        symbol=Symbol("901", "HD", "BTGTUM"),
        type="Hướng dẫn",
        issuer="Ban Tuyên giáo Tỉnh ủy Trường Khê",
        place="Trường Khê",
        title="Công tác thông tin đối ngoại năm 2024",
        signatory="Trần Thị Minh Hạnh",
    ),
)

RULE = DocumentCard(
    RULE_ID,
    "905-qd-tum.pdf",
    12,
    Facts(
        symbol=Symbol("905", "QĐ", "TUM"),
        type="Quy định",
        date=date(2023, 2, 9),
        issuer="Ban Thường vụ Tỉnh ủy Trường Khê",
        title=(
            "Trách nhiệm của người đứng đầu cấp ủy, chính quyền, Mặt trận Tổ quốc và các đoàn thể "
            "trong việc tiếp dân, đối thoại trực tiếp và xử lý kiến nghị, phản ánh của Nhân dân"
        ),
    ),
)

PLAN = DocumentCard(PLAN_ID, "ke-hoach-tuyen-truyen.pdf", 3, Facts(type="Kế hoạch"))

CARDS = (RULE, GUIDE, PLAN)

WAITING = (
    WaitingFile("c0de" * 16, "Công văn đến 12.pdf", 48 * 1024 - 5, date(2025, 2, 2)),
    WaitingFile("beef" * 16, "<b>.pdf", 1_310_721, date(2025, 6, 15)),
)

CONCLUSION = KnownDocument(
    Facts(
        symbol=Symbol("57", "KL", "TW"),
        type="Kết luận",
        date=date(2023, 6, 15),
        issuer="Bộ Chính trị",
        title=(
            "Tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại trong tình hình mới"
        ),
        term="XIII",
    ),
    held_id=None,
)


def _sea_resolution(year: int, month: int, day: int, title: str, term: str) -> KnownDocument:
    facts = Facts(
        symbol=Symbol("36", "NQ", "TW"),
        type="Nghị quyết",
        date=date(year, month, day),
        issuer="Ban Chấp hành Trung ương Đảng",
        title=title,
        term=term,
    )
    return KnownDocument(facts, None)


TWINS = (
    _sea_resolution(2018, 10, 22, "Chiến lược phát triển bền vững kinh tế biển Việt Nam", "XII"),
    _sea_resolution(2023, 1, 30, "Phát triển và ứng dụng công nghệ sinh học", "XIII"),
)

HELD_ROW = KnownDocument(GUIDE.facts, GUIDE_ID)

CATALOGUE = (CONCLUSION, *TWINS, HELD_ROW)

CITATION = Citation(
    full=(
        "Ban Tuyên giáo Tỉnh ủy Trường Khê, Hướng dẫn số 901-HD/BTGTUM về công tác thông tin "
        "đối ngoại năm 2024"
    ),
    short="Hướng dẫn số 901-HD/BTGTUM",
    passage="chú thích 2, mục 1, Phần II Hướng dẫn số 901-HD/BTGTUM, trang 4",
    missing=("ngày ban hành",),
)

RULE_CITATION = Citation(
    full="Ban Thường vụ Tỉnh ủy Trường Khê, Quy định số 905-QĐ/TUM ngày 09/02/2023",
    short="Quy định số 905-QĐ/TUM",
    passage="điểm a khoản 2 Điều 6 Quy định số 905-QĐ/TUM ngày 09/02/2023, trang 5",
)

NOTE_TEXT = (
    "Gồm Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị và các văn bản của tỉnh nêu tại "
    "phụ lục; khi trích số liệu phải ghi rõ thời điểm khai thác."
)

DASH_TEXT = (
    "- Tổ chức quán triệt đầy đủ chủ trương của Đảng về thông tin đối ngoại đến cán bộ, đảng viên; "
    "gắn việc học tập với nhiệm vụ hằng năm của từng cơ quan, đơn vị."
)

LONG_TEXT = (
    (
        "2. Người đứng đầu cấp ủy trực tiếp đối thoại với Nhân dân ít nhất một năm hai lần; lịch đối "
        "thoại được niêm yết trước mười lăm ngày. "
    )
    + "Nội dung đối thoại được ghi biên bản, có chữ ký của đại diện tham dự và lưu tại văn phòng. "
    * 15
)


def hit(
    rank: int,
    text: str,
    highlights: tuple[tuple[int, int], ...] = (),
    *,
    document: DocumentCard = GUIDE,
    citation: Citation = CITATION,
    why: Why = Why(dense=0.64, lexical=0.82, number=True),  # noqa: B008  frozen
    place: str = "Phần II, mục 1, chú thích 2",
    division: str = "II/1/-1/fn2",
    kind: PassageKind = PassageKind.FOOTNOTE,
    breadcrumb: tuple[str, ...] = ("II. NHIỆM VỤ TRỌNG TÂM", "1. Học tập, quán triệt"),
    pages: tuple[int, int] = (4, 4),
) -> Hit:
    """A hit of the guideline's second footnote unless told otherwise."""
    return Hit(
        rank=rank,
        score=1.0 / rank,
        document=document,
        division=division,
        place=place,
        breadcrumb=breadcrumb,
        pages=pages,
        text=text,
        highlights=highlights,
        excerpt=excerpt(text, highlights),
        kind=kind,
        citation=citation,
        why=why,
        url=f"/van-ban/{document.id}#{division}",
        span=Span(100 * rank, 100 * rank + len(text)),
    )


def _spans(text: str, *words: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((text.index(word), text.index(word) + len(word)) for word in words))


SHEET = PageSheet(
    card=GUIDE,
    number=4,
    page_count=7,
    text="2. Thông tin đối ngoại\nGồm Kết luận số 57-KL/TW.",
    chosen=((23, 48),),
    words=((39, 47),),
    passage=(Rect(0.2, 0.3, 0.8, 0.325),),
    marks=(Rect(0.5, 0.3, 0.6, 0.325),),
)
"""The fourth page of the guideline with its second footnote chosen."""

HITS = (
    hit(1, NOTE_TEXT, _spans(NOTE_TEXT, "57-KL/TW", "số liệu")),
    hit(
        2,
        DASH_TEXT,
        _spans(DASH_TEXT, "thông tin đối ngoại", "quán triệt"),
        why=Why(dense=1.0, lexical=0.1, number=False),
        place="Phần II, mục 1, gạch đầu dòng thứ nhất",
        division="II/1/-1",
        kind=PassageKind.BODY,
        pages=(3, 4),
    ),
    hit(
        3,
        LONG_TEXT,
        _spans(LONG_TEXT, "đối thoại"),
        document=RULE,
        citation=RULE_CITATION,
        why=Why(dense=0.2, lexical=0.35, number=False),
        place="Điều 6, khoản 2",
        division="dieu-6/2",
        kind=PassageKind.BODY,
        breadcrumb=("Điều 6. Đối thoại trực tiếp với Nhân dân",),
        pages=(5, 5),
    ),
)

FACETS = Facets(
    types=(FacetCount("Hướng dẫn", 4), FacetCount("Quy định", 2), FacetCount("Kế hoạch", 1)),
    issuers=tuple(
        FacetCount(f"{name} Trường Khê", 9 - place)
        for place, name in enumerate(
            (
                "Ban Tuyên giáo Tỉnh ủy",
                "Ban Thường vụ Tỉnh ủy",
                "Văn phòng Tỉnh ủy",
                "Tỉnh đoàn",
                "Ban Tổ chức Tỉnh ủy",
                "Ban Dân vận Tỉnh ủy",
                "Hội Nông dân tỉnh",
                "Công đoàn tỉnh",
            )
        )
    ),
    years=(FacetCount("2024", 3), FacetCount("2023", 2)),
)

NO_FACETS = Facets((), (), ())


def answer(
    query: str,
    hits: tuple[Hit, ...] = HITS,
    *,
    filters: Filters = Filters(),  # noqa: B008  frozen
    numbers: tuple[NumberAnswer, ...] = (),
    notice: str | None = None,
    searched_as: str | None = None,
) -> SearchAnswer:
    """An answer with the sample facets where there are hits."""
    facets = FACETS if hits else NO_FACETS
    return SearchAnswer(query, filters, 41.6, hits, numbers, facets, notice, searched_as)


def _division(path: str, kind: DivisionKind, number: str, title: str) -> Division:
    return Division(tuple(path.split("/")), kind, number, title, Span(0, 0))


OUTLINE = (
    _division("mo-dau", DivisionKind.FRONT, "", ""),
    _division("I", DivisionKind.PART, "I", "MỤC ĐÍCH, YÊU CẦU"),
    _division("I/1", DivisionKind.SECTION, "1", "Mục đích"),
    _division("I/1/-1", DivisionKind.DASH, "1", ""),
    _division("I/1/-1/fn1", DivisionKind.FOOTNOTE, "1", ""),
    _division("II", DivisionKind.PART, "II", "NHIỆM VỤ TRỌNG TÂM"),
    _division("II/1", DivisionKind.SECTION, "1", "Học tập, quán triệt"),
    _division("II/1/-1", DivisionKind.DASH, "1", ""),
    _division("II/1/-1/fn2", DivisionKind.FOOTNOTE, "2", ""),
    _division("II/1/-1/+1", DivisionKind.PLUS, "1", ""),
    _division("II/2", DivisionKind.SECTION, "2", "Phân công và thời hạn"),
    _division("ket-thuc", DivisionKind.CLOSING, "", ""),
)


def block(
    text: str,
    page: int,
    division: str,
    kind: PassageKind = PassageKind.BODY,
    *,
    starts: bool = True,
    marks: tuple[tuple[int, str], ...] = (),
    cells: tuple[str, ...] = (),
    footnote: str | None = None,
) -> TextBlock:
    """One block; its depth counts from 0."""
    depth = len(division.split("/")) - 1
    return TextBlock(text, page, division, kind, starts, depth, marks, cells, footnote)


def _row(first: bool, *cells: str) -> TextBlock:
    kind = PassageKind.TABLE_ROW
    return block(" ".join(cells), 4, "II/2", kind, starts=first, cells=cells)


AIM_TEXT = (
    "- Làm cho bạn bè quốc tế hiểu đúng đường lối của Đảng và những đổi thay của tỉnh; thu hút thêm "
    "nguồn lực cho phát triển."
)

BLOCKS = (
    block("TỈNH ỦY TRƯỜNG KHÊ\nBAN TUYÊN GIÁO", 1, "mo-dau", PassageKind.FRONT),
    block("Số 901-HD/BTGTUM", 1, "mo-dau", PassageKind.FRONT, starts=False),
    block("HƯỚNG DẪN", 1, "mo-dau", PassageKind.FRONT, starts=False),
    block("Công tác thông tin đối ngoại năm 2024", 1, "mo-dau", PassageKind.FRONT, starts=False),
    block("I. MỤC ĐÍCH, YÊU CẦU", 1, "I", PassageKind.HEADING),
    block("1. Mục đích", 1, "I/1", PassageKind.HEADING),
    block(AIM_TEXT, 1, "I/1/-1", marks=((AIM_TEXT.index(" và những"), "1"),)),
    block(
        "Theo chương trình công tác năm của Tỉnh ủy.",
        1,
        "I/1/-1/fn1",
        PassageKind.FOOTNOTE,
        footnote="1",
    ),
    block("II. NHIỆM VỤ TRỌNG TÂM", 3, "II", PassageKind.HEADING),
    block("1. Học tập, quán triệt", 3, "II/1", PassageKind.HEADING),
    block(DASH_TEXT, 3, "II/1/-1", marks=((len(DASH_TEXT), "2"),)),
    block(NOTE_TEXT, 4, "II/1/-1/fn2", PassageKind.FOOTNOTE, footnote="2"),
    block("+ Cấp tỉnh hoàn thành trong quý II, cấp huyện trong quý III.", 4, "II/1/-1/+1"),
    block("2. Phân công và thời hạn", 4, "II/2", PassageKind.HEADING),
    _row(False, "TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời hạn"),
    _row(False, "1", "Biên soạn tài liệu hỏi đáp", "Phòng Tuyên truyền", "30/4/2024"),
    _row(False, "2", "Tập huấn báo cáo viên", "Phòng Lý luận chính trị", "15/7/2024"),
    block("Trên đây là hướng dẫn của Ban Tuyên giáo Tỉnh ủy.", 4, "II/2", starts=False),
    block("K/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nTrần Thị Minh Hạnh", 5, "ket-thuc", PassageKind.CLOSING),
)

CITES = (
    ReferenceLink(
        "57-KL/TW",
        "Kết luận",
        date(2023, 6, 15),
        "Phần I, mục 1, gạch đầu dòng thứ nhất",
        "I/1/-1",
        1,
        None,
        CONCLUSION,
    ),
    ReferenceLink(
        "57-KL/TW",
        "Kết luận",
        date(2023, 6, 15),
        "Phần II, mục 1, chú thích 2",
        "II/1/-1/fn2",
        4,
        None,
        CONCLUSION,
    ),
    ReferenceLink("905-QĐ/TUM", "Quy định", date(2023, 2, 9), "Phần II, mục 2", "II/2", 4, RULE),
    ReferenceLink("911-KH/BTGTUM", "Kế hoạch", None, "Phần II, mục 2", "II/2", 4, None),
)

CITED_BY = (ReferenceLink("901-HD/BTGTUM", "Hướng dẫn", None, "mục 1", "1", 2, PLAN),)

GUIDE_VIEW = DocumentView(
    card=GUIDE,
    added_at="2025-11-20",
    citation=Citation(CITATION.full, CITATION.short, CITATION.full, CITATION.missing),
    outline=OUTLINE,
    blocks=BLOCKS,
    footnotes=(Footnote("1", Span(0, 0), 0), Footnote("2", Span(0, 0), None)),
    cites=CITES,
    cited_by=CITED_BY,
    warnings=("Trang 6 và 7 không có chữ để đọc; nội dung hai trang này không tìm được.",),
    pages=(
        *(Page(str(number), quality=1.0) for number in range(1, 4)),
        Page("4", recognised=True, quality=0.9371),
        *(Page(str(number), quality=1.0) for number in range(5, 8)),
    ),
    sources=(
        FactSource("symbol", Confidence.SURE, "theo dòng số, ký hiệu", "901-HD/BTGTUM", 1),
        FactSource("issuer", Confidence.LIKELY, "theo câu mở đầu", "Ban Tuyên giáo Tỉnh ủy", 1),
        FactSource("type", Confidence.DOUBTFUL, "theo dòng tên loại, trái với ký hiệu", None, None),
    ),
)

SUGGESTIONS = (
    Suggestion("901-HD/BTGTUM", SuggestionKind.SYMBOL, "Hướng dẫn công tác thông tin đối ngoại"),
    Suggestion("Hướng dẫn công tác thông tin đối ngoại năm 2024", SuggestionKind.TITLE),
    Suggestion("Tổ chức thực hiện", SuggestionKind.HEADING),
    Suggestion("thông tin đối ngoại", SuggestionKind.PHRASE),
)

CHECKS = (
    Check("Kho văn bản", True, "3 văn bản, 22 trang."),
    Check("Chỉ mục", False, "Chỉ mục cũ hơn kho văn bản.", "Chạy lệnh kb reindex."),
)


REPLACEMENT = Change(
    relation=Relation.REPLACES,
    by=GUIDE_ID,
    facts=GUIDE.facts,
    heading="901-HD/BTGTUM",
    since=date(2024, 3, 1),
    proof="Quy định này thay thế Quy định số 905-QĐ/TUM & mọi bản <trước>.",
    place="Điều 9",
    division="9",
    pages=(7, 7),
)
"""By what `RULE` may be replaced."""


def in_state(state: State, *changes: Change, possible: tuple[Change, ...] = ()) -> DocumentCard:
    """`RULE` in a state."""
    return replace(RULE, state=DocumentState(state, date(2024, 6, 1), changes, possible))
