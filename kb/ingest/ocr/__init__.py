"""Scanned pages: levelled, read by tesseract, given back as glyphs with a score of their quality."""
