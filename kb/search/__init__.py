"""Search: understands a query, finds passages by meaning, words and number, and fuses them."""
