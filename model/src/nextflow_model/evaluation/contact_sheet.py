"""A sheet of answers with what was asked and the verdict, to look at with one's own eyes."""

import textwrap
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from nextflow_model.evaluation.examination import Answer
from nextflow_model.tasks.exchange import Picture, Text
from nextflow_model.world import draw_scene

SHEET_PX, GAP_PX, TILE_GAP_PX, BAR_PX = 1248, 4, 16, 4
FONT_PX, LINE_PX, LETTER_PX = 11, 13, 6
MOST_PICTURES, FEWEST_TILES = 48, 16
RIGHT, WRONG, GIVEN = (22, 130, 60), (200, 40, 40), (190, 190, 190)

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Tile:
    """One answer: pictures with the colours of the bars below them, and a text."""

    pictures: list[tuple[np.ndarray, Colour]]
    text: str


def contact_sheet(answers: list[Answer]) -> Image.Image | None:
    """The first answers: given pictures have a grey bar, drawn ones a green or a red one. None without pictures."""
    tiles = [_tile(answer) for answer in answers]
    most = max((len(tile.pictures) for tile in tiles), default=0)
    if most == 0:
        return None
    tiles = tiles[: max(FEWEST_TILES, MOST_PICTURES // most)]
    side = 112 if most <= 4 else 96  # px of a picture
    long = max(len(tile.text) for tile in tiles) > 4 * side / LETTER_PX
    width = max(most, 2 if long else 1) * (side + GAP_PX)
    texts = [textwrap.wrap(tile.text, width // LETTER_PX - 1) for tile in tiles]
    height = side + BAR_PX + max(map(len, texts)) * LINE_PX
    columns = min(len(tiles), SHEET_PX // (width + TILE_GAP_PX))
    size = columns * (width + TILE_GAP_PX), -(-len(tiles) // columns) * (height + TILE_GAP_PX)
    sheet = Image.new("RGB", size, "white")
    for number, (tile, text) in enumerate(zip(tiles, texts, strict=True)):
        line, column = divmod(number, columns)
        corner = TILE_GAP_PX // 2 + column * (width + TILE_GAP_PX), TILE_GAP_PX // 2 + line * (height + TILE_GAP_PX)
        _paste(sheet, corner, side, tile.pictures, text)
    return sheet


def _paste(sheet: Image.Image, corner: tuple[int, int], side: int, pictures: list, text: list[str]) -> None:
    pen, (left, top) = ImageDraw.Draw(sheet), corner
    bottom = top + side
    for place, (picture, colour) in enumerate(pictures):
        x = left + place * (side + GAP_PX)
        sheet.paste(Image.fromarray(picture).resize((side, side), Image.Resampling.BICUBIC), (x, top))
        pen.rectangle((x, bottom, x + side - 1, bottom + BAR_PX - 1), fill=colour)
    for line, words in enumerate(text):
        pen.text((left, bottom + BAR_PX + 2 + line * LINE_PX), words, fill="black", font_size=FONT_PX)


def _tile(answer: Answer) -> Tile:
    before = [part for turn in answer.question.exchange.turns[:-1] for part in turn.parts]
    drawn, colour = answer.reply.pictures, WRONG if answer.grade.wrong else RIGHT
    side = len(drawn[0]) if drawn else 96
    given = [draw_scene(part.scene, side, side) for part in before if isinstance(part, Picture)]
    pictures = [(picture, GIVEN if drawn else colour) for picture in given] + [(picture, colour) for picture in drawn]
    asked = [part.text for part in before if isinstance(part, Text)][-1:]
    said = [f"— {answer.reply.text}"] if answer.reply.text else []
    return Tile(pictures, " ".join(asked + said))
