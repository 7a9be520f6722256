"""Whatever a document says: every mention has a relation, and its proof holds the mention."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ingest.references import references_of
from kb.ingest.relations import related
from kb.relation import CHANGING
from tests.unit.ingest.test_relations import document

words = st.sampled_from(
    [
        "Quy định này", "Căn cứ", "Thực hiện", "thay thế", "bãi bỏ", "sửa đổi, bổ sung",
        "khoản 2 của", "hết hiệu lực", "Quy định số 12-QĐ/TUM", "và", ";", ".",
        "Nghị quyết số 3-NQ/TW, ngày 05/3/2019",
        "“", "”", "(", ")", "\n- ", "\nĐiều 2. ", "các văn bản sau đây:", "trừ", "theo", "số 8-HD/TUM",
    ]
)  # fmt: skip
texts = st.lists(words, min_size=1, max_size=14).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_each_mention_is_what_it_was_with_a_proof_that_holds_it(text: str) -> None:
    made = document(*text.split("\n"))
    mentions = references_of(made.text, [])

    found = related(made, mentions)

    assert [(item.span, item.symbol) for item in found] == [(m.span, m.symbol) for m in mentions]
    assert all(item.stated and item.stated.proof.contains(item.span) for item in found)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_nobody_but_the_document_itself_changes_another(text: str) -> None:
    other = text.replace("Quy định này", "Quy định ấy").replace("\nĐiều 2. ", " ")
    made = document(*other.split("\n"))

    for mention in related(made, references_of(made.text, [])):
        assert mention.stated is not None
        assert mention.stated.relation not in CHANGING
