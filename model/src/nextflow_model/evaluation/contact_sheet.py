"""A sheet of drawn pictures with their prompts and the judge's verdict, to look at with one's own eyes."""

import textwrap

from PIL import Image, ImageDraw

from nextflow_model.evaluation.examination import Answer

COLUMNS, PICTURE_PX, CAPTION_PX, GAP_PX = 8, 144, 52, 8
RIGHT, WRONG = (22, 130, 60), (200, 40, 40)


def contact_sheet(answers: list[Answer]) -> Image.Image:
    """Pictures in rows of eight; a green bar under a right picture, a red one under a wrong one."""
    lines = -(-len(answers) // COLUMNS)
    width, height = PICTURE_PX + GAP_PX, PICTURE_PX + CAPTION_PX + GAP_PX
    sheet = Image.new("RGB", (COLUMNS * width + GAP_PX, lines * height + GAP_PX), "white")
    pen = ImageDraw.Draw(sheet)
    for number, answer in enumerate(answers):
        left, top = GAP_PX + number % COLUMNS * width, GAP_PX + number // COLUMNS * height
        picture = Image.fromarray(answer.picture).resize((PICTURE_PX, PICTURE_PX), Image.Resampling.BICUBIC)
        sheet.paste(picture, (left, top))
        bottom = top + PICTURE_PX
        pen.rectangle((left, bottom, left + PICTURE_PX - 1, bottom + 3), fill=WRONG if answer.wrong else RIGHT)
        pen.text((left, bottom + 6), textwrap.fill(str(answer.question.caption), 24), fill="black", font_size=11)
    return sheet
