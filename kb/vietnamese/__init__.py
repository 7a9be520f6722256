"""Vietnamese text: normalising, folding, tokens and words (underthesea's one door)."""
