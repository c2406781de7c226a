"""Checks a told story: every picture against its own text, the hero's sameness, and what was asked for."""

from nextflow_model.judge import Reading, Verdict, check
from nextflow_model.tasks.statements import read_statement
from nextflow_model.tasks.stories.story import Story
from nextflow_model.world import Demands, Wanted


def grade_story(texts: list[str], readings: list[Reading], about: Story) -> Verdict:
    """One text and one picture's reading per frame. The model may tell another story than the taught one, if it
    has as many frames, the hero in each, all friends and places asked for, and pictures true to its texts."""
    if len(texts) != len(about.frames) or len(readings) != len(texts):
        return Verdict(False, [f"{len(texts)} texts and {len(readings)} pictures instead of {len(about.frames)}"])
    said = [read_statement(text, strict=False) for text in texts]
    told = tuple(frame for frame in said if frame is not None)
    if len(told) < len(said):
        return Verdict(False, [f"says not what it shows: {texts[said.index(None)]}"])
    wrong = [f"not told of: {friend.colour} {friend.thing}" for friend in about.friends if not _named(friend, told)]
    wrong += [f"never there: {place}" for place in about.places if place not in {frame.background for frame in told}]
    wrong += wrong_frames(readings, told, about.hero)
    return Verdict(not wrong, wrong)


def wrong_frames(readings: list[Reading], frames: tuple[Demands, ...], hero: Wanted) -> list[str]:
    """What is wrong with the pictures of frames, the hero's continuity included."""
    wrong = []
    for number, (reading, frame) in enumerate(zip(readings, frames, strict=True), start=1):
        if not _named(hero, (frame,)):
            wrong.append(f"frame {number}: tells nothing of the hero")
        wrong += [f"frame {number}: {fault}" for fault in check(reading, frame).wrong]
    sizes = {one.size for reading in readings for one in reading.found
             if (one.thing, one.colour) == (hero.thing, hero.colour)}  # fmt: skip
    if len(sizes) > 1:
        wrong.append(f"the hero changes its size: {', '.join(sorted(map(str, sizes)))}")
    return wrong


def _named(one: Wanted, frames: tuple[Demands, ...]) -> bool:
    looks = {(wanted.thing, wanted.colour, wanted.count) for frame in frames for wanted in frame.wanted}
    return (one.thing, one.colour, one.count) in looks
