"""The one table of Vietnamese words and sentences that the presenters use.

Sentences that belong to one page alone stand in its template.
"""

from __future__ import annotations

from datetime import date, datetime

from kb.document import Confidence, Facts
from kb.drafting.export import ExportFormat
from kb.query import Sort

PRODUCT = "Tra cứu văn kiện"

NO_SYMBOL = "không ghi số, ký hiệu"
NO_DATE = "chưa rõ ngày ban hành"
NO_ISSUER = "chưa rõ cơ quan ban hành"
NO_TYPE = "Chưa rõ loại văn bản"
NO_PAGES = "không chia trang"
WHOLE_DOCUMENT = "nhiều phần của văn bản"

FACT_NAMES = {
    "symbol": "Số, ký hiệu",
    "type": "Loại văn bản",
    "title": "Trích yếu",
    "date": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "place": "Nơi ban hành",
    "signatory": "Người ký",
}
MARK_NAMES = {"term": "Khóa", "circulation": "Chế độ lưu hành", "urgency": "Độ khẩn"}
"""Facts that few documents have; without one there is no row to say so."""

CONFIDENCE_NAMES = {
    Confidence.SURE: "",
    Confidence.LIKELY: "nên đối chiếu",
    Confidence.DOUBTFUL: "chưa chắc, cần đối chiếu bản gốc",
}
"""What stands beside a fact that is not sure."""

FILTER_NAMES = {
    "type": "Loại văn bản",
    "issuer": "Cơ quan ban hành",
    "year": "Năm ban hành",
    "term": "Khóa",
    "circulation": "Chế độ lưu hành",
    "document": "Văn bản",
    "since": "Ban hành từ",
    "until": "Ban hành đến",
    "state": "Hiệu lực",
    "as_of": "Tính đến ngày",
}
PERIOD_NAME = "Thời gian ban hành"
SEARCH_SORTS = {Sort.RELEVANCE: "Sát câu hỏi nhất", Sort.DATE: "Mới ban hành"}

CITATION_NAMES = {
    "full": "Dạng đầy đủ",
    "short": "Dạng rút gọn",
    "passage": "Dạng dẫn đến đoạn",
}

QUOTATION_NAME = "Nguyên văn kèm trích dẫn"

EXPORT_NAMES = {
    ExportFormat.DOCX: "Word có chú thích",
    ExportFormat.TEXT: "Văn bản thuần",
    ExportFormat.BIBTEX: "BibTeX",
    ExportFormat.RIS: "RIS",
    ExportFormat.CSL: "CSL JSON",
}

WHY_PLACE = "đúng vị trí"
WHY_NUMBER = "trùng số hiệu"
WHY_LEXICAL = "khớp từ"
WHY_DENSE = "gần nghĩa"
WHY_RESTORED = "đã thêm dấu hoặc sửa lỗi gõ"

_WORDS_NAMED = 4
"""Matched words that are named beside a hit; all of them are marked in its text."""

KIND_NAMES = {"footnote": "Chú thích", "table_row": "Dòng trong bảng", "heading": "Đề mục"}

EXAMPLES = (
    ("57-KL/TW", "tìm theo số, ký hiệu"),
    ("nhiệm vụ thông tin đối ngoại năm 2024", "tìm theo nội dung"),
    ("chien luoc bien Viet Nam", "gõ không dấu cũng được"),
)
"""Queries offered on the welcome page, each with what it shows."""

SORT_NAMES = {"date": "Ngày ban hành", "symbol": "Số, ký hiệu", "title": "Trích yếu"}

HELD_NAMES = {"": "Tất cả", "yes": "Có trong thư viện", "no": "Chưa có trong thư viện"}

PAGE_TITLES = {
    "search": "Tìm kiếm",
    "library": "Thư viện",
    "catalogue": "Danh mục",
    "gaps": "Văn bản còn thiếu",
    "health": "Tình trạng",
    "verify": "Đối chiếu đoạn trích",
    "check": "Kiểm tra dự thảo",
    "login": "Đăng nhập",
    "account": "Tài khoản",
    "desk": "Thêm văn bản",
    "api": "API cho chương trình",
}

CITATION_AGREES = "khớp"
CITATION_NOT_COMPARED = "không có gì để so"

NO_ACCOUNTS = (
    "Thư viện chưa có tài khoản nào. Người quản trị tạo tài khoản bằng lệnh kb user add; "
    "từ đó trang web đòi đăng nhập."
)
TWO_PASSWORDS = "Hai lần gõ mật khẩu mới không giống nhau; hãy gõ lại."
DONE = {
    "mat-khau": "Đã đổi mật khẩu; các phiên khác của tài khoản này đã kết thúc.",
    "thu-hoi": "Đã thu hồi mã truy cập.",
}
"""What was just done to one's account, by the word in the address."""
SET_OWN_ACCOUNT = "Mật khẩu của chính mình được đổi ở trang “Tài khoản”, kèm mật khẩu hiện tại."
NEVER_USED = "chưa dùng"


def day(value: date) -> str:
    """A date as offices write it: 15/6/2023, 05/12/2023, 09/01/2024.

    Days under 10 and the months 1 and 2 take a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def day_added(value: str) -> str:
    """The day a document was added, from its ISO date or time; what is neither is shown as it is."""
    try:
        return day(datetime.fromisoformat(value).date())
    except ValueError:
        return value


def dated(value: date | None) -> str:
    """The date of issue in a line of facts, its absence said."""
    return NO_DATE if value is None else f"ngày {day(value)}"


def waiting_since(value: date) -> str:
    """Since when a file waits: "từ ngày 09/01/2024"."""
    return f"từ ngày {day(value)}"


def pages(printed: tuple[int, int] | None) -> str:
    """The pages of a passage: "trang 4", "trang 4–5"; a Word file has none."""
    if printed is None:
        return NO_PAGES
    first, last = printed
    return f"trang {first}" if first == last else f"trang {first}–{last}"


PAGE_BEFORE, PAGE_AFTER = "‹ Trang trước", "Trang sau ›"
HIT_BEFORE, HIT_AFTER = "« Kết quả trước", "Kết quả sau »"
PRINTED_WORD = "Bản in PDF"
WORD_SHEET = (
    "Bản in do LibreOffice dàn trang từ tệp Word, có thể khác bản đã phát hành; "
    "chỗ trích không được đánh dấu trên hình."
)
WHOLE_LINES = (
    "Văn bản được nạp từ bản kb trước nên chỉ đánh dấu được trọn dòng; "
    "hãy bỏ văn bản rồi nạp lại tệp để đánh dấu đúng từng chữ."
)
NOT_ON_PAGE = "Đoạn được trích không nằm trên trang này."


def page_of(number: int, count: int) -> str:
    """What a page is called: "Trang 4/12"."""
    return f"Trang {number}/{count}"


def picture(number: int, *, marked: bool) -> str:
    """What stands for the picture of a page."""
    what = "có đánh dấu đoạn trích; " if marked else ""
    return f"Hình trang {number} của bản gốc; {what}chữ trên trang ở phần bên cạnh"


def see_page(number: int) -> str:
    """What a link to the view of a page calls it: "Xem trang 4"."""
    return f"Xem trang {number}"


def original(file_name: str) -> str:
    """What a link to the original calls it: "Bản gốc PDF", "Bản gốc Word"."""
    return f"Bản gốc {'PDF' if file_name.lower().endswith('.pdf') else 'Word'}"


def length(page_count: int) -> str:
    """How long a document is: "5 trang"; a Word file has no pages of its own."""
    return f"{count(page_count)} trang" if page_count else NO_PAGES


def count(number: int) -> str:
    """A number with the Vietnamese thousands mark: 1.234."""
    return f"{number:,}".replace(",", ".")


AS_TYPED = ("Chữ", "đúng như đã gõ")
"""The filter that a question is searched by the letters typed: name and value."""


def milliseconds(value: float) -> str:
    """A time taken, rounded up so that it is never 0: "42 ms", "1,2 giây"."""
    if value < 1000:
        return f"{max(1, round(value))} ms"
    return f"{value / 1000:.1f} giây".replace(".", ",")


def name_of(facts: Facts) -> str | None:
    """What a document is called in running text: "Kết luận số 57-KL/TW"; None if nothing names it."""
    if facts.symbol is None:
        return facts.type
    return f"{facts.type or 'Văn bản'} số {facts.symbol}"


def full_name_of(facts: Facts) -> str | None:
    """The same with date and issuer: "Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị"."""
    name = name_of(facts)
    if name is None:
        return None
    when = f" ngày {day(facts.date)}" if facts.date else ""
    whose = f" của {facts.issuer}" if facts.issuer else ""
    return f"{name}{when}{whose}"


def term(value: str | None) -> str:
    """The term of a committee: "XII" → "khóa XII"; "" if it is not known."""
    if not value:
        return ""
    return value if value.lower().startswith("khóa") else f"khóa {value}"


def period(since: date | None, until: date | None) -> str:
    """A range of days: "từ 01/6/2023 đến 30/6/2023", "đến 31/12/2019", "ngày 15/6/2023"."""
    if since == until and since is not None:
        return f"ngày {day(since)}"
    first = f"từ {day(since)}" if since else ""
    last = f"đến {day(until)}" if until else ""
    return " ".join(part for part in (first, last) if part)


def found(hits: int, shown: int, documents: int, took_ms: float) -> str:
    """The line above the hits, `shown` documents of `documents`: "7 đoạn trong 3 văn bản · 42 ms"."""
    more = f" · có {count(documents)} văn bản phù hợp" if documents > shown else ""
    return f"{count(hits)} đoạn trong {count(shown)} văn bản{more} · {milliseconds(took_ms)}"


def absence(*, filtered: bool) -> str:
    """What to say where nothing answers, in the library or under the filters in force."""
    where = "Trong các văn bản đã lọc không có" if filtered else "Thư viện không có"
    return f"{where} đoạn nào trả lời câu hỏi này"


def cited(passages: int, *, shown: bool, others: bool = False) -> str:
    """How often a document is cited; `shown` if the citing passages are all on this page, `others` if
    they mention another document with its number."""
    if not passages and others:
        return "thư viện chỉ nhắc đến văn bản khác cùng số này"
    if not passages:
        return "chưa thấy văn bản nào trong thư viện nhắc đến"
    where = "dưới đây" if shown else "trong thư viện"
    return f"được viện dẫn ở {count(passages)} đoạn {where}"


def cited_by(documents: int, passages: int) -> str:
    """How often a missing document is cited: "2 văn bản viện dẫn, ở 5 đoạn"."""
    return f"{count(documents)} văn bản viện dẫn, ở {count(passages)} đoạn"


def told(by: str) -> str:
    """Whose word the facts of a missing document are: "theo danh mục"."""
    return f"theo {by}"


def matched(words: tuple[str, ...]) -> str:
    """Which words matched: "khớp từ: dân vận, chi bộ"; "khớp từ" where none is marked."""
    named = ", ".join(words[:_WORDS_NAMED])
    more = "…" if len(words) > _WORDS_NAMED else ""
    return f"{WHY_LEXICAL}: {named}{more}" if named else WHY_LEXICAL


def number_held(asked: str, held: int) -> str:
    """What to say where the library holds documents with the symbol asked for."""
    if held == 1:
        return f"Văn bản số {asked} có trong thư viện."
    return (
        f"{held} văn bản trong thư viện cùng mang số {asked}. "
        "Hãy đối chiếu ngày ban hành và cơ quan ban hành trước khi viện dẫn."
    )


def number_also_known(others: int) -> str:
    """What to say of the catalogue's rows with the number of a held document; some may be the held
    document itself, where the facts do not tell."""
    return f"Danh mục còn ghi {others} văn bản cùng số; hãy đối chiếu ngày ban hành:"


def number_known(name: str, citations: str) -> str:
    """What to say of one document that is known and not held."""
    return f"{name} có trong danh mục, chưa có trong thư viện; {citations}."


def number_twins(asked: str, known: int, citations: str) -> str:
    """What to say of several documents with one symbol, none of them held."""
    return (
        f"Danh mục ghi {known} văn bản cùng mang số {asked}, đều chưa có trong thư viện; "
        f"{citations}. Hãy đối chiếu ngày ban hành trước khi viện dẫn."
    )


def number_unknown(asked: str, citations: str, *, guessed: bool) -> str:
    """What to say of a symbol that neither the library nor the catalogue has; `guessed` if others
    are offered beside it."""
    said = f"Số {asked} không có trong thư viện, cũng không có trong danh mục; {citations}."
    return said if guessed else f"{said} Hãy kiểm tra lại số và ký hiệu, hoặc tìm theo nội dung."


def jobs_summary(open_jobs: int, added: int, troubled: int) -> str:
    """How the adding desk stands: "Đang làm 3 tệp; 12 tệp đã ở trong thư viện; 1 tệp cần xem lại."."""
    parts = [
        f"đang làm {count(open_jobs)} tệp" if open_jobs else "",
        f"{count(added)} tệp đã ở trong thư viện" if added else "",
        f"{count(troubled)} tệp cần xem lại" if troubled else "",
    ]
    said = "; ".join(part for part in parts if part)
    return f"{said[0].upper()}{said[1:]}." if said else "Chưa có tệp nào được gửi trong 24 giờ qua."
