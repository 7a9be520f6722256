"""Which documents may hold a quotation."""

from __future__ import annotations

from pathlib import Path

from kb.search.lexical_index import LexicalIndex
from kb.search.lexical_schema import LexicalPassage
from kb.search.quoting import quoting_documents

TEXTS = {
    "phá": ("Trồng rừng ngập mặn ven phá.", "Giao khoán cho hộ dân."),
    "đồi": ("Trồng rừng trên đồi.", "Giao khoán cho hộ dân."),
    "chợ": ("Sắp xếp lại chợ dân sinh.",),
}


def index(folder: Path) -> LexicalIndex:
    """An index of the texts, a passage for each sentence."""
    made = LexicalIndex.create(folder)
    pairs = [(name, text) for name, texts in TEXTS.items() for text in texts]
    made.change(
        LexicalPassage(row, name, False, text, "", None, ())
        for row, (name, text) in enumerate(pairs)
    )
    return made


def test_a_quotation_whole_in_a_passage_leads_to_its_documents_alone(tmp_path: Path) -> None:
    held = index(tmp_path)

    assert quoting_documents(held, ["rừng ngập mặn"], 9) == ["phá"]
    assert quoting_documents(held, ["giao khoán cho hộ"], 9) == sorted(["phá", "đồi"])


def test_one_over_two_passages_leads_to_the_document_that_has_both(tmp_path: Path) -> None:
    held = index(tmp_path)

    assert quoting_documents(held, ["trên đồi. Giao khoán"], 9)[0] == "đồi"
    assert quoting_documents(held, ["trên đồi.\nGiao khoán"], 9)[0] == "đồi"


def test_parts_must_be_in_one_document(tmp_path: Path) -> None:
    assert quoting_documents(index(tmp_path), ["ven phá", "cho hộ dân"], 9) == ["phá"]


def test_a_wrong_word_does_not_hide_the_document(tmp_path: Path) -> None:
    assert quoting_documents(index(tmp_path), ["Trồng rừng ngập ngọt ven phá"], 9)[0] == "phá"


def test_unknown_words_lead_nowhere(tmp_path: Path) -> None:
    assert quoting_documents(index(tmp_path), ["hải đồ nửa đêm"], 9) == []
