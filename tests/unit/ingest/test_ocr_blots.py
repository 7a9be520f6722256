"""Seals, pen strokes and frames on pages drawn here; a pixel is half a point."""

import numpy as np
from PIL import Image, ImageDraw

from kb.ingest.ocr.blots import Blots, blots_in
from kb.ingest.ocr.hocr import Box
from kb.ingest.ocr.sheet import Sheet


def page() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """White paper with ten lines of "letters" 20 pixels high."""
    picture = Image.new("L", (800, 900), 255)
    pen = ImageDraw.Draw(picture)
    for top in range(60, 460, 40):
        for left in range(60, 500, 18):
            pen.rectangle((left, top, left + 12, top + 20), outline=0, width=3)
    return picture, pen


def found(picture: Image.Image) -> Blots:
    return blots_in(Sheet(np.asarray(picture), 128, 0.5))


def test_print_alone_has_no_blots() -> None:
    blots = found(page()[0])

    assert not blots.hide
    assert blots.frames == ()


def test_a_seal_and_the_letters_it_touches_are_taken_out_and_other_letters_stay() -> None:
    picture, pen = page()
    pen.ellipse((480, 80, 680, 280), outline=0, width=4)

    blots = found(picture)
    clean = blots.without(np.asarray(picture))

    assert blots.hide
    assert (clean[:, 505:] == 255).all()
    assert (clean[:, :470] == np.asarray(picture)[:, :470]).all()
    assert np.asarray(picture)[170:190, 480:484].min() == 0  # and the page itself is not changed


def test_ink_is_met_in_a_box_only_where_it_is() -> None:
    picture, pen = page()
    pen.line((520, 500, 700, 600), fill=0, width=4)

    blots = found(picture)

    assert blots.meets(Box(600, 540, 620, 560))
    assert not blots.meets(Box(520, 580, 560, 600))
    assert not blots.meets(Box(-20, -20, 10, 10))


def test_a_small_closed_frame_stays_and_is_named() -> None:
    picture, pen = page()
    pen.polygon(((540, 110), (740, 104), (742, 204), (542, 210)), outline=0, width=4)

    blots = found(picture)

    assert not blots.hide
    (frame,) = blots.frames
    assert abs(frame.left - 540) < 6
    assert abs(frame.bottom - 210) < 6


def test_the_grid_of_a_table_stays_whether_it_is_closed_or_not() -> None:
    picture, pen = page()
    for y in range(500, 860, 60):
        pen.line((60, y, 700, y), fill=0, width=2)
    pen.line((300, 500, 300, 800), fill=0, width=2)

    blots = found(picture)

    assert not blots.hide
    assert blots.frames == ()
    pen.rectangle((60, 500, 700, 800), outline=0, width=2)
    assert found(picture).frames == ()  # closed, but larger than any stamp
