"""Runs of letters and digits with their places."""

from kb.vietnamese.tokens import Token, tokens_of


def test_a_symbol_falls_into_its_parts() -> None:
    assert tokens_of("57-KL/TW") == [Token("57", 0, 2), Token("KL", 3, 5), Token("TW", 6, 8)]


def test_places_point_at_the_words_as_written() -> None:
    text = "“Ủy ban” Kiểm_tra"

    assert [text[token.start : token.end] for token in tokens_of(text)] == [
        "Ủy",
        "ban",
        "Kiểm",
        "tra",
    ]


def test_punctuation_alone_has_no_tokens() -> None:
    assert tokens_of(" – “…” ./. ") == []
