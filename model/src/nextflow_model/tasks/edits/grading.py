"""Grades a drawn picture: was done what was asked, and nothing else."""

from dataclasses import dataclass

import numpy as np

from nextflow_model import judge
from nextflow_model.judge import Found, Reading
from nextflow_model.tasks.edits.edit import Edit
from nextflow_model.tasks.edits.likeness import outside_likeness, things_likeness
from nextflow_model.tasks.edits.matching import faults, in_place, matched
from nextflow_model.tasks.edits.rereading import reread
from nextflow_model.world import Item

OUTSIDE_DB = 25.0
"""Least PSNR of what an edit must not touch."""

THINGS_DB = 20.0
"""The same where only things are compared: an error that leaves a picture 25 dB has 20 dB on the third of it that
things cover, if all of it lies there, as it nearly does."""

BACKDROP_KINDS = ("background", "night")  # what stays are the things
WHOLE_KINDS = ("style", "camera_zoom_in", "camera_zoom_out", "object_extract")  # every pixel may change
Partners = list[tuple[Item, Found | None]]  # each item of the target and what was found for it
_LOOKS_KINDS = ("object_rotation", "object_texture")


@dataclass(frozen=True)
class EditGrade:
    """`done`: all that is demanded is there; `unchanged`: all else is as it was; `wrong` says what is not.

    `psnr` in dB is what `unchanged` rests on; None where every pixel may change: there it rests on the things,
    their colours and their places, or where next to nothing is left to compare.
    """

    done: bool
    unchanged: bool
    psnr: float | None
    wrong: list[str]

    @property
    def right(self) -> bool:
        """Done, and nothing else."""
        return self.done and self.unchanged


def grade_edit(picture: np.ndarray, edit: Edit) -> EditGrade:
    """What became of an edit in a picture, uint8 [height, width, 3]."""
    reading = _read(picture, edit)
    partners = _partners(picture, reading, edit)
    undone = _undone(reading, partners, edit)
    if edit.kind in WHOLE_KINDS:
        psnr, changed = None, _displaced(reading, partners)
    else:
        things_only = edit.kind in BACKDROP_KINDS
        psnr = things_likeness(picture, edit) if things_only else outside_likeness(picture, edit, reading)
        spoilt = psnr is not None and psnr < (THINGS_DB if things_only else OUTSIDE_DB)
        changed = [f"{psnr:.1f} dB on what should stay"] if spoilt else []
    return EditGrade(not undone, not changed, psnr, undone + changed)


def _read(picture: np.ndarray, edit: Edit) -> Reading:
    dressed = any(item.turn or item.pattern for scene in (edit.source, edit.target) for item in scene.items)
    # Only an edit of the style leaves open which style a picture has.
    style = None if edit.kind == "style" else edit.target.style
    return judge.read(picture, style, looks=dressed or edit.kind in _LOOKS_KINDS)


def _partners(picture: np.ndarray, reading: Reading, edit: Edit) -> Partners:
    items = edit.target.items
    return [
        (item, reread(picture, found, item, edit.target))
        for item, found in zip(items, matched(reading.found, items), strict=True)
    ]


def _undone(reading: Reading, partners: Partners, edit: Edit) -> list[str]:
    wrong = list(judge.check(reading, edit.demands).wrong)
    settled = set(edit.settled())
    for item, found in partners:
        wrong.extend(faults(found, item, placed=item in settled))
    for item in edit.emptied():
        if any(in_place(found, item) for found in reading.found):
            wrong.append(f"something left where the {item.colour} {item.thing} was")
    if reading.style != edit.target.style:
        wrong.append(f"{reading.style} instead of {edit.target.style}")
    return wrong


def _displaced(reading: Reading, partners: Partners) -> list[str]:
    wrong = [fault for item, found in partners for fault in faults(found, item, placed=True)]
    if len(reading.found) != len(partners):
        wrong.append(f"{len(reading.found)} things instead of {len(partners)}")
    return wrong
