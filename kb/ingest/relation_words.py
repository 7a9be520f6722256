"""The words by which a document says how it stands to another, as patterns over text whose white space
is single spaces. Those over what stands before a mention end where the mention begins."""

from __future__ import annotations

import re

from kb.relation import Relation
from kb.symbol import TYPE_NAMES

HEAD = (
    r"(?:(?:Điều \d+[a-zđ]?[.:]?|\d+(?:\.\d+)*[.)–-]|[a-zđ]\)|[-–+•*]) ?){0,2}"
    r"(?:Hiệu lực(?: thi hành)?[.:]? )?"
)
"""What may stand before a sentence in a list: "Điều 12. 1. ", "- "."""

_ITEM = re.compile(r"\s*(?:\d+(?:\.\d+)*[.)–-]|[a-zđ]\)|[-–+•*])\s", re.IGNORECASE)

PART = (
    r"(?:(?:một số|các|những|nội dung|tên|tiêu đề) ){0,2}"
    r"(?:điều|khoản|điểm|mục|phần|chương|tiết|đoạn|nội dung|cụm từ|phụ lục|biểu mẫu|mẫu|chú thích"
    r"|quy định tại)\b(?:(?!\b(?:theo|thực hiện|thi hành|căn cứ|kèm)\b)[^;]){0,160}?"
)
"""A part of the document mentioned: "khoản 2 Điều 3 của"."""

_VERB = re.compile(
    r"\b(?:(?P<replaces>thay thế(?: cho)?)"
    r"|(?P<repeals>bãi bỏ|h(?:ủy|uỷ) bỏ|chấm dứt hiệu lực(?: thi hành)?(?: của| đối với)?)"
    rf"|(?P<amends>sửa đổi(?:,? (?:và )?bổ sung)?|bổ sung)) (?P<part>{PART} )?"
    r"(?:toàn bộ |toàn văn )?(?:các |những )?$",
    re.IGNORECASE,
)
_ALSO = re.compile(rf"(?:^|,|;|\bvà) (?:và )?{PART} $", re.IGNORECASE)
_JOINED = re.compile(r"(?P<mark>[,;]|\bvà|\bcùng)(?: và)?(?: với)? (?:các |cả )?$")
_JOINS = re.compile(r"(?:.*(?:[,;]|(?:^| )(?:và|đồng thời))) (?:(?:và|đồng thời),? )?", re.I)
_ANOTHER = re.compile(
    r"\b(?:thực hiện|thi hành|triển khai|theo|căn cứ|hướng dẫn|sửa đổi|bổ sung|thay thế|bãi bỏ|kèm"
    r"|trừ)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:không|chưa|chẳng|đã|từng|nếu|khi|trường hợp|sẽ|dự kiến|đề nghị|đề xuất|kiến nghị|có thể|cần"
    r"|phải|do|theo|của|nêu|trước đây|như|nhằm|để|thay mặt)\b|\b(?:được|bị) $",
    re.IGNORECASE,
)
_ASSUMED = re.compile(r"\b(?:nếu|giả sử|trong trường hợp|khi được|sau khi)\b", re.IGNORECASE)
_TITLE_LEADS = re.compile(r"(?:về (?:việc )?|.*[,;] (?:và )?)?", re.IGNORECASE)
_LASTS = re.compile(
    r"\b(?:có hiệu lực|đến khi|cho đến|cho tới)\b|\b(?:không|chưa|đã|từng|sắp) $", re.IGNORECASE
)
_EXCEPT = re.compile(r"[,;(] ?trừ\b|\b(?:ngoại trừ|một phần)\b", re.IGNORECASE)
_AGAIN = re.compile(r"\((?:sau đây )?(?:(?:gọi|viết) (?:tắt |chung )?là )?$", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:các|những) [\w, ]{3,40}? |)(?:sau|sau đây|dưới đây|như sau) ?: ?$", re.IGNORECASE
)

_BASIS = re.compile(r"\bcăn cứ (?:vào )?(?:các )?$", re.IGNORECASE)
_READY = (
    r"(?:(?:tiếp tục|tổ chức|nghiêm túc|tích cực|chủ động|đẩy mạnh|tăng cường|lãnh đạo|chỉ đạo"
    r"|quán triệt|học tập|nghiên cứu|phổ biến|tuyên truyền|triển khai|thống nhất)(?:,| và)? )*"
)
_DOING = (
    r"(?:thực hiện|thi hành|triển khai)(?: (?:có hiệu quả|hiệu quả|nghiêm túc|nghiêm|tốt|đầy đủ|đúng"
    r"|kịp thời|thắng lợi|các nội dung|nội dung))* (?:các )?$"
)
_CARRIES_OUT = re.compile(
    rf"(?:^{HEAD}|[,;:] |\b(?:để|nhằm|và|chỉ đạo) ){_READY}{_DOING}", re.IGNORECASE
)
_TITLE_CARRIES_OUT = re.compile(rf"^(?:về (?:việc )?)?{_READY}{_DOING}", re.IGNORECASE)
_GUIDES = re.compile(
    rf"\bhướng dẫn (?:việc |cụ thể |chi tiết )*(?:thực hiện|thi hành) (?:{PART} )?$", re.IGNORECASE
)
_TITLE_GUIDES = re.compile(
    rf"^(?:.* )?(?:thực hiện|thi hành|triển khai) (?:{PART} )?$", re.IGNORECASE
)
_REPORTS = re.compile(r"\b(?:sơ kết|tổng kết|kết quả|tình hình|đánh giá|kiểm tra|giám sát)\b", re.I)

_ATTACHED = sorted({name for names in TYPE_NAMES.values() for name in names} - {"Quyết định"})


def flat(text: str) -> str:
    """Text with single spaces, and one at its end where it says anything."""
    said = " ".join(text.split())
    return f"{said} " if said else ""


def self_name(type: str | None, *, attached: bool) -> str:
    """A pattern for what a document of that type calls itself; `attached` within the text that a Quyết
    định issues, which speaks of itself as well."""
    names = [*filter(None, [type]), *(_ATTACHED if attached else ()), "văn bản"]
    return rf"(?:{'|'.join(map(re.escape, names))}) này"


def name_before(type: str | None) -> re.Pattern[str]:
    """What stands right before a symbol and belongs to its mention: "Quy định số "."""
    named = rf"\b{re.escape(type)}\s+" if type else r"\b(?:văn bản\s+)?"
    return re.compile(rf"{named}(?:số\s*:?\s*)?$", re.IGNORECASE)


def change_in(gap: str) -> tuple[Relation, bool, str] | None:
    """The relation that the words before a mention state, whether of a part only, and what stands
    before its verb: "Quy định này bãi bỏ Điều 5 của " → (AMENDS, True, "Quy định này ")."""
    verb = _VERB.search(gap)
    if verb is None:
        return None
    stated = Relation(next(name for name in ("replaces", "repeals", "amends") if verb[name]))
    partial = verb["part"] is not None
    return Relation.AMENDS if partial else stated, partial, gap[: verb.start()]


def is_item(paragraph: str) -> bool:
    """True for a paragraph with the mark of a list."""
    return bool(_ITEM.match(paragraph))


def lead_of(text: str) -> str | None:
    """What a paragraph that introduces a list of changed documents says before them: "Quy định này thay
    thế các văn bản sau đây: " → "Quy định này thay thế "; None for any other paragraph."""
    lead = _LEAD.sub("", text)
    return lead if lead != text and change_in(lead) else None


def is_sure(words: str) -> bool:
    """False for words between subject and verb that deny, assume, or tell of the past."""
    return not _UNSURE.search(words)


def is_assumed(sentence: str) -> bool:
    """True for a sentence under a condition."""
    return bool(_ASSUMED.search(sentence))


def leads_title(words: str) -> bool:
    """True for what may stand in a title before the verb that says what the document does; not where it
    is one of several in a row ("về thẩm quyền ban hành, sửa đổi, thay thế …")."""
    several = _ANOTHER.search(words) or re.search(r"\bban hành\b", words)
    return bool(_TITLE_LEADS.fullmatch(words)) and not several


def is_added(tail: str) -> bool:
    """True where a document is put into something else: "bổ sung Quy định số … vào danh mục"."""
    return bool(re.search(r"\bvào\b", tail))


def excepts(tail: str) -> bool:
    """True where something of the document mentioned is left as it is: "…, trừ Điều 5"."""
    return bool(_EXCEPT.search(tail))


def joins(words: str) -> bool:
    """True for what may stand between a document that was changed and the verb that changes the next:
    ", ngày 05/3/2019 và "."""
    return bool(_JOINS.fullmatch(words)) and not _ANOTHER.search(words)


def also_part(gap: str) -> bool:
    """True between two mentions where the verb goes on to a part of the second: " và Điều 5 của "."""
    return bool(_ALSO.search(gap)) and not _ANOTHER.search(_ALSO.sub("", gap))


def joint(gap: str) -> str | None:
    """What strings a mention to the one before, "," ";" or a word; None where nothing does, or the gap
    may open another clause (behind ";" it closes one)."""
    found = _JOINED.search(gap)
    if found is None or (found["mark"] != ";" and _ANOTHER.search(gap)):
        return None
    return found["mark"].strip()


def names_again(gap: str) -> bool:
    """True before what a document is called from there on: "(sau đây gọi tắt là "."""
    return bool(_AGAIN.search(gap))


def is_basis(gap: str) -> bool:
    """True right behind "Căn cứ"."""
    return bool(_BASIS.search(gap))


def guides(gap: str, *, in_title: bool) -> bool:
    """True right behind "hướng dẫn thực hiện"; in the title of a Hướng dẫn "thực hiện" is enough."""
    return bool((_TITLE_GUIDES if in_title else _GUIDES).search(gap))


def carries_out(gap: str, *, in_title: bool, first: bool) -> bool:
    """True right behind "Thực hiện" or its like; not in the title of another document ("… về thực
    hiện"), nor where the carrying out is only reported or looked at."""
    if in_title:
        return first and bool(_TITLE_CARRIES_OUT.search(gap))
    clause = gap if first else f"…{gap}".rpartition(";")[2].lstrip()
    if not first and re.search(r"\bvề\b", clause):
        return False
    return bool(_CARRIES_OUT.search(clause)) and not _REPORTS.search(clause)


def ends_in(tail: str, own: str) -> Relation | None:
    """What a sentence says of the mentions that are its subject, from what stands behind the last:
    " ngày 05/3/2019 hết hiệu lực …"; None if nothing. `own` is what the document calls itself."""
    found = re.search(
        rf"(?P<replaced>\bđược thay thế (?:bởi|bằng) {own})|\b(?:hết|không còn|chấm dứt) hiệu lực"
        r"|\b(?:được|bị) (?:bãi bỏ|h(?:ủy|uỷ) bỏ)\b",
        tail,
        re.IGNORECASE,
    )
    if found is None or _LASTS.search(tail[: found.start()]):
        return None
    if re.match(r"(?: thi hành)?,? (?:thì|mà)\b", tail[found.end() :]):  # "hết hiệu lực thì …"
        return None
    return Relation.REPLACES if found["replaced"] else Relation.REPEALS


def opens_end(gap: str, own: str) -> str | None:
    """What part of the first mention is the subject of a sentence that begins with `gap`: "" all of it;
    None where another subject comes first."""
    since = rf"(?:(?:kể )?từ (?:ngày|khi|thời điểm) {own} có hiệu lực(?: thi hành)?,? (?:thì )?)?"
    found = re.fullmatch(rf"{HEAD}{since}(?:các )?(?P<part>{PART} )?", gap, re.IGNORECASE)
    return None if found is None else found["part"] or ""


def counts_with(sentence: str, own: str) -> bool:
    """True for a sentence that says "từ ngày Quy định này có hiệu lực", or that it replaces others."""
    since = rf"từ (?:ngày|khi|thời điểm) {own} có hiệu lực"
    return bool(re.search(rf"{since}|thay thế (?:bởi|bằng) {own}", sentence, re.IGNORECASE))
