"""Document numbers typed without care are resolved, and ordinary numbers are not taken for them.

Every form is drawn by a seed from the symbols of the sample documents and of the catalogue (with
`../shared` beside the project, of its list as well). Run with `-s` to see the figures.
"""

from __future__ import annotations

import csv
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.search.understanding import parse_query
from kb.store.documents import Store, open_store
from kb.store.records import KnownRecord
from kb.symbol import TYPE_NAMES, Symbol, parse_symbol
from kb.vietnamese.normalise import fold
from tests.conftest import SHARED
from tests.factories import CORPUS

FORMS = 500
LEAST_RESOLVED = 0.99
SEED = 20260615


def catalogue_symbols() -> list[Symbol]:
    """The symbols that the forms are made of, twins as often as they stand."""
    with (CORPUS / "catalogue.csv").open(encoding="utf-8") as file:
        listed = [row["symbol"] for row in csv.DictReader(file)]
    for source in sorted((CORPUS / "sources").glob("*.typ")):
        listed += re.findall(r'so: "Số ([^"]+)"', source.read_text(encoding="utf-8"))
    if (facts := SHARED / "facts" / "documents.tsv").exists():
        with facts.open(encoding="utf-8") as file:
            listed += [row["symbol"] for row in csv.DictReader(file, delimiter="\t")]
    return [symbol for text in listed if (symbol := parse_symbol(text))]


@dataclass(frozen=True)
class Form:
    """What was typed, and how much of the symbol it says."""

    typed: str
    symbol: Symbol
    says_issuer: bool


ORGANS = {"TW": "Trung ương", "TU": "Tỉnh ủy", "TTg": "Thủ tướng Chính phủ", "CP": "Chính phủ"}
DASHES = "-‐‑‒–—"
DAYS = ("15/6/2023", "09/01/2024", "3-2-2018", "15 tháng 6 năm 2023", "22.10.2018")


def party_forms(symbol: Symbol, chance: random.Random) -> list[tuple[str, bool]]:
    """Ways to type a symbol in the Party's order, each with whether it says the issuer."""
    n, code, issuer = symbol.number, symbol.type_code, symbol.issuer_code
    word = chance.choice(TYPE_NAMES[code][:1] if code == "QĐi" else TYPE_NAMES[code])
    dash, day = chance.choice(DASHES), chance.choice(DAYS)
    if issuer == "TW":
        issuer = chance.choice(["TW", "TW", "T.Ư"])
    whole = f"{n}-{code}/{issuer}"
    forms = [
        (whole, True),
        (whole.lower(), True),
        (f"{n} {code} {issuer}", True),
        (f"{n}{code}/{issuer}", True),
        (f"{n}{dash}{code}/{issuer}", True),
        (f"{n} {dash} {code} / {issuer}", True),
        (f"{n} {dash}{code}/{issuer}", True),
        (f"{n}/{code}-{issuer}", True),
        (f"{n}-{code}-{issuer}", True),
        (f"{n}_{code}_{issuer}", True),
        (f"{n}.{code}.{issuer}", True),
        (f"{code} {n}/{issuer}", True),
        (f"{code}/{issuer} {n}", True),
        (f"{code}-{issuer} số {n}", True),
        (f"{word} số {whole}", True),
        (f"{word} {whole}", True),
        (f"{word} số {whole}, ngày {day}", True),
        (f"{word} số {whole} ngày {day}", True),
        (f"số {whole}", True),
        (f"{code}{n}", False),
        (f"{code} {n}", False),
        (f"{code}.{n}", False),
        (f"{code}-{n}", False),
        (f"{n}{code}", False),
        (f"{n}-{code}", False),
        (f"{n} {code}", False),
        (f"{word} số {n}", False),
        (f"{word} số: {n}", False),
        (f"{word} số {n}, ngày {day}", False),
    ]
    plain = int(re.sub(r"\D", "", n))
    if not 1930 <= plain <= 2035:  # "kết luận 2023" is a year
        forms += [(f"{word} {n}", False)]
    if plain > 15 or code not in ("NQ", "KL"):  # "nghị quyết TW 8" is the eighth plenum's
        forms += [(f"{code} {symbol.issuer_code} {n}", True)] * (symbol.issuer_code in ORGANS)
    if symbol.issuer_code in ORGANS:
        organ = ORGANS[symbol.issuer_code]
        forms += [
            (f"{n}{code}{symbol.issuer_code}".lower(), True),
            (f"{code} {n} {symbol.issuer_code}", True),
            (f"{code}-{symbol.issuer_code} {n}", True),
            (f"{code} {symbol.issuer_code} số {n}", True),
            (f"{code} số {n}-{symbol.issuer_code}", True),
            (f"{code} {n} của {organ}", True),
            (f"{n} {code} của {organ}", True),
            (f"{word} {symbol.issuer_code} số {n}", True),
            (f"{word} {n}-{code}", False),
            (f"{word} {n} {symbol.issuer_code}", True),
            (f"{word} số {n} của {organ}", True),
            (f"{word} {n} của {organ}", True),
            (f"{word} số {n}, ngày {day} của {organ}", True),
        ]
    return forms


def state_forms(symbol: Symbol, chance: random.Random) -> list[tuple[str, bool]]:
    """Ways to type a symbol in the State's order."""
    n, code, issuer, whole = symbol.number, symbol.type_code, symbol.issuer_code, str(symbol)
    word = TYPE_NAMES[code][0] if code else "luật"
    forms = [
        (whole, True),
        (whole.replace("/", " ").replace("-", " "), True),
        (whole.replace("/", "-"), True),
        (whole.replace("/", " / "), True),
        (f"{word} số {whole}", True),
        (f"{word} {whole}, ngày {chance.choice(DAYS)}", True),
    ]
    if code:
        forms += [(f"{n}-{code}/{issuer}", True), (f"{word} số {n}", False), (f"{code} {n}", False)]
    else:
        forms += [(f"{n}/{issuer}", True), (f"{n} {issuer}", True)]
    return forms


def roughened(typed: str, chance: random.Random) -> str:
    """`typed` in another case, without accents, with a plain đ, in NFD, or as it is."""
    unaccent = str.maketrans("Đđ", "Dd")
    ways: list[Callable[[str], str]] = [
        str,
        str,
        str.lower,
        str.upper,
        fold,
        lambda text: fold(text).upper(),
        lambda text: text.translate(unaccent),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("Đ", "\u00d0"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace("-", "\u2011"),
        lambda text: re.sub(r"/TW\b", "/TƯ", text),  # folded it would be TU, a province's
        lambda text: text.replace(" ", "\u00a0"),
    ]
    return chance.choice(ways)(typed)


def sloppy_forms() -> Iterator[Form]:
    chance = random.Random(SEED)  # noqa: S311  the same forms every time
    symbols = catalogue_symbols()
    around = ["{}", "{}", "{}", "nội dung {}", "{} về công tác cán bộ", "theo {} thì sao?"]
    for _ in range(FORMS):
        symbol = chance.choice(symbols)
        made = state_forms(symbol, chance) if symbol.state else party_forms(symbol, chance)
        typed, says_issuer = chance.choice(made)
        if symbol.number.startswith("0") and chance.random() < 0.3:
            typed = typed.replace(symbol.number, symbol.number.lstrip("0"))
        yield Form(chance.choice(around).format(roughened(typed, chance)), symbol, says_issuer)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "kb.db")
    symbols = list(dict.fromkeys(catalogue_symbols()))
    opened.replace_catalogue([KnownRecord(symbol) for symbol in symbols])
    yield opened
    opened.close()


def meant(form: Form, symbols: list[Symbol]) -> set[str]:
    """The symbols of the catalogue that the form may mean."""
    wanted = form.symbol.key.split("|")
    parts = 3 if form.says_issuer else 2
    return {one.key for one in symbols if one.key.split("|")[:parts] == wanted[:parts]}


def resolved(store: Store, typed: str) -> set[str]:
    """The symbols of the catalogue that a query is answered with."""
    patterns = parse_query(typed).symbols
    return {row.symbol.key for pattern in patterns for row in store.find_known(pattern)}


def test_nearly_every_sloppy_form_is_resolved_to_its_document_or_its_twins(store: Store) -> None:
    symbols = catalogue_symbols()
    forms = list(sloppy_forms())
    missed = [form for form in forms if resolved(store, form.typed) != meant(form, symbols)]
    share = 1 - len(missed) / len(forms)
    print(f"\n{len(forms)} sloppy forms of {len(set(symbols))} symbols: {share:.1%} resolved")
    for form in missed:
        print(f"  {form.typed!r} ({form.symbol}): {sorted(resolved(store, form.typed))}")

    assert share >= LEAST_RESOLVED


def listed(words: str) -> list[str]:
    return words.split(",")


COUNTED = listed(
    "nhiệm vụ,giải pháp,tỉnh,đột phá,nhóm giải pháp,nội dung,xã,phường,người,hộ,tỷ đồng,triệu đồng,"
    "năm,tháng,ngày,quan điểm,mục tiêu,chỉ tiêu,phương châm,trụ cột,bước,lần,ha,km,lớp,đồng chí,"
    "đảng viên,chi bộ,đảng bộ,cấp ủy viên,hội nghị,chuyên đề,mô hình,dự án,kế hoạch,nghị quyết,"
    "chỉ thị,kết luận,quy định,văn bản,chương trình hành động,đề án,báo cáo,tiêu chí,đơn vị,nước,"
    "không,nhất,sẵn sàng,khâu đột phá,hướng dẫn,thông báo,quyết định,tờ trình,công văn,dân tộc,"
    "điều đảng viên không được làm,biểu hiện suy thoái,phần trăm,giờ,tuần,bậc,cấp,bên,triệu người"
)
KINDS = listed("nghị quyết,kế hoạch,quy định,kết luận,báo cáo,hướng dẫn,chỉ thị,chương trình")
PARTS = listed(  # of a document; "kết luận 57 đảng viên" is a number beside a word
    "nhiệm vụ,giải pháp,năm,tháng,ngày,bước,nội dung,quan điểm,chỉ tiêu,nhóm giải pháp,tiêu chí,ha,"
    "tỷ đồng,vấn đề,nguyên tắc,khâu đột phá,trụ cột,chuyên đề,giai đoạn,tỉnh,xã,biểu hiện"
)
VERBS = listed("thực hiện,gồm,có,còn,hoàn thành,tổ chức,ban hành,đề ra,nêu,tập trung vào,giao")
SUBJECTS = listed(
    "kinh tế biển,chuyển đổi số,công tác cán bộ,thông tin đối ngoại,phòng chống tham nhũng,"
    "xây dựng Đảng,dân vận,bảo vệ môi trường,an sinh xã hội,đất đai,giáo dục,du lịch"
)
PLACES = listed("điều,khoản,điểm,mục,chương,phần,trang,phụ lục,chú thích,tiểu mục,bảng,tập")
TERMS = ("khóa", "nhiệm kỳ", "đại hội", "hội nghị lần thứ", "kỳ họp thứ", "phiên họp thứ", "quý")
WRITTEN = """
10 nhiệm vụ trọng tâm|57 tỉnh|34 tỉnh, thành phố|3 đột phá chiến lược|giai đoạn 2021-2025|điều 5
nghị quyết trung ương 8|nghị quyết TW 8 khóa XI|NQ TW 4|nq tw 4 khóa xii|kết luận TW 4|4 không
đại hội XIII|đại hội 13|khóa 13|bốn không|24/7|giờ hành chính 8h-17h|tầm nhìn 2045|quý 3 năm 2024
kế hoạch 5 năm 2021-2025|kế hoạch TW 5 năm|chương trình 135 xã|kế hoạch từ 5 đến 10 năm|cách mạng 4.0
quy định 3 bước|luật quy định 18 tuổi|hạng 2|tăng 5 điểm phần trăm|tỷ lệ 57%|15/6/2023|2-9|30/4
1/5|19/5/1890|nghị quyết 2 năm|27/7 thương binh|hướng dẫn từ 5 ngày|mục 2. kế hoạch|chỉ tiêu 1,5 lần
đề án 2 giai đoạn|quy hoạch 2021-2030|dự án 2|phương án 3|chiến lược 2030|chương trình mục tiêu 3
5 tốt, 3 sạch|gia đình 5 không 3 sạch|3 trước, 4 tại chỗ|1 trong 5|trên 80 phần trăm|dưới 35 tuổi
quyết định 6/2023|tháng 12|từ 01/7/2025|sau 10 năm thực hiện|sơ kết 5 năm|tổng kết 40 năm đổi mới
kỷ niệm 95 năm|95 năm ngày thành lập Đảng|3/2/1930|xếp thứ 57|thứ 7|tổ 4|khu phố 5|lớp 10|điện 22 kv
0,5% ngân sách|UNCLOS 1982|công ước 1982|covid-19|COP26|G20|APEC 2027|SEA Games 31|5G|Web 2.0|ISO 9001
hội nghị trung ương 8|trung ương 8|bộ tứ trụ cột|tiết kiệm 10%|54 dân tộc|63 tỉnh|16 chữ vàng|4 tốt
"""


def ordinary_phrases() -> list[str]:
    """Phrases with numbers that name no document: by hand, then drawn from patterns."""
    chance = random.Random(SEED)  # noqa: S311  the same phrases every time
    year, small = lambda: chance.randint(1945, 2050), lambda: chance.randint(1, 99)
    patterns: list[Callable[[], str]] = [
        lambda: f"{small()} {chance.choice(COUNTED)}",
        lambda: f"{chance.choice(VERBS)} {small()} {chance.choice(COUNTED)}",
        lambda: f"{small()} {chance.choice(COUNTED)} về {chance.choice(SUBJECTS)}",
        lambda: f"năm {year()}",
        lambda: f"{chance.choice(SUBJECTS)} đến năm {year()}",
        lambda: f"{chance.choice(SUBJECTS)} giai đoạn {year()}-{year()}",
        lambda: f"giai đoạn {year()} - {year()}, tầm nhìn {year()}",
        lambda: f"{chance.choice(PLACES)} {small()}",
        lambda: f"{chance.choice(PLACES)} {small()}, {chance.choice(PLACES)} {small()}",
        lambda: f"{chance.choice(TERMS)} {chance.randint(1, 15)}",
        lambda: f"ngày {chance.randint(1, 28)}/{chance.randint(1, 12)}/{year()}",
        lambda: f"tháng {chance.randint(1, 12)} năm {year()}",
        lambda: f"{chance.choice(SUBJECTS)} {year()}",
        lambda: f"kế hoạch {chance.choice(SUBJECTS)} {year()}",
        lambda: f"{small()},{small()}% {chance.choice(SUBJECTS)}",
        lambda: f"{small()}.{chance.randint(100, 999)} tỷ đồng",
        lambda: f"{chance.choice(KINDS)} {chance.randint(2, 20)} {chance.choice(PARTS)}",
        lambda: f"{chance.choice(KINDS)} năm {year()}",
        lambda: f"{chance.choice(KINDS)} {chance.choice(SUBJECTS)} {chance.randint(1930, 2035)}",
    ]
    phrases = [phrase for line in WRITTEN.split("\n") for phrase in line.split("|") if phrase]
    while len(phrases) < FORMS:
        phrase = chance.choice(patterns)()
        phrases.append(chance.choice([phrase, phrase, phrase.upper(), fold(phrase)]))
    return phrases


def test_no_ordinary_number_is_taken_for_a_symbol() -> None:
    phrases = ordinary_phrases()
    taken = [phrase for phrase in phrases if parse_query(phrase).symbols]
    print(f"\n{len(phrases)} ordinary phrases: {len(taken)} taken for a symbol")

    assert taken == []
