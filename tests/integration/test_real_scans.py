"""Real scans beside the project against what a person read on them, kept as digests of words."""

import pytest

from kb.ingest.ocr.pages import Tesseract, find_tesseract
from tests.factories import ROOT, read_real
from tests.golden.words import Distance, distance, read_zones, tokens_of

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not isinstance(find_tesseract(), Tesseract),
        reason="tesseract or its vie data is not installed (apt-get install tesseract-ocr-vie)",
    ),
]

SCANS = ("scan-1", "scan-2")
MOST_WRONG = 0.03


def read(name: str) -> Distance:
    zones = read_zones(ROOT / "tests" / "golden" / f"{name}.words")
    return distance(zones, read_real(f"scans/{name}.pdf").document.text)


@pytest.mark.parametrize("name", SCANS)
def test_the_body_of_a_scan_is_read_with_few_errors(name: str) -> None:
    found = read(name)

    assert found.share("body") <= MOST_WRONG
    assert found.share("recipients" if "recipients" in found.lengths else "body") <= MOST_WRONG


@pytest.mark.parametrize("name", SCANS)
def test_every_date_and_number_of_a_scan_is_read(name: str) -> None:
    assert read(name).numerals.total() == 0


@pytest.mark.parametrize("name", SCANS)
def test_no_word_of_a_stamp_a_seal_or_a_signature_gets_into_the_text(name: str) -> None:
    assert read(name).surplus.total() == 0


def test_what_is_not_text_of_a_scan_is_told() -> None:
    stamped, sealed = (read_real(f"scans/{name}.pdf").document for name in SCANS)

    assert {item.reason for item in stamped.dropped} >= {"stamp"}
    assert {item.reason for item in sealed.dropped} >= {
        "speck or pen stroke",
        "hidden by a seal or pen stroke",
    }
    assert all("Trang 1 có dấu, ảnh" in " ".join(one.warnings) for one in (stamped, sealed))


def test_a_whole_guideline_is_read_like_its_text_layer() -> None:
    printed = read_real("94-hd-btgtu/94-hd-btgtu.pdf").document.text
    scanned = read_real("94-hd-btgtu/94-hd-btgtu-scan.pdf").document.text

    found = distance({"body": tokens_of(printed)}, scanned)

    assert found.share("body") <= 0.003
    assert found.numerals.total() == 0
