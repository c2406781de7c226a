"""Looks at pictures made of blocks, and at what would be drawn into them, through the same blocks."""

from functools import lru_cache

import numpy as np

from nextflow_model.world.dress import Dress
from nextflow_model.world.pixelation import block_starts
from nextflow_model.world.sprites import Placed, Sprite, place

# Averaging in blocks and joining their middles blurs like a Gaussian of this share of a block.
_SIGMA = 0.5


def block_sigma(short_side: int) -> float:
    """Blur in px that looking through blocks comes to."""
    return round(_SIGMA * (short_side / len(block_starts(short_side, short_side))), 2)


def through_blocks(picture: np.ndarray) -> np.ndarray:
    """The picture, float32 [height, width, 3], averaged in blocks, with smooth passages between their middles."""
    short_side = min(picture.shape[:2])
    down, across = (_lens(length, short_side) for length in picture.shape[:2])
    return _seen(picture, down, across)


@lru_cache(maxsize=4096)
def blocky_sprite(
    thing: str, colour: str, side: float, x: float, y: float, dress: Dress, grid: tuple[int, int]
) -> Placed:
    """The thing in a box of `side` px centred at (x, y), as seen through the blocks of a picture of `grid` px."""
    sharp = place(thing, colour, side, x, y, dress)
    spans = [
        _reach(start, length, total, min(grid))
        for start, length, total in zip((sharp.top, sharp.left), sharp.sprite.cover.shape[:2], grid, strict=True)
    ]
    down, across = (_lens(total, min(grid))[to, source] for (to, source, _), total in zip(spans, grid, strict=True))
    part = tuple(inner for _, _, inner in spans)
    layers = _seen(np.concatenate([layer[part] for layer in sharp.sprite], axis=2), down, across)
    return Placed(spans[0][0].start, spans[1][0].start, Sprite(layers[..., :3], layers[..., 3:]))


def _seen(layer: np.ndarray, down: np.ndarray, across: np.ndarray) -> np.ndarray:
    height, width, channels = layer.shape
    rows = (down @ layer.reshape(height, width * channels)).reshape(len(down), width, channels)
    return np.matmul(across, rows)


def _reach(start: int, length: int, total: int, short_side: int) -> tuple[slice, slice, slice]:
    # Where the thing shows after the blur, where it was on the canvas, and which part of its sprite that is.
    margin = 2 * -(-short_side // len(block_starts(short_side, short_side)))
    low, high = max(0, start), max(0, min(total, start + length))
    seen = slice(max(0, low - margin), min(total, high + margin))
    return seen, slice(low, high), slice(low - start, high - start)


@lru_cache(maxsize=64)
def _lens(length: int, short_side: int) -> np.ndarray:
    """What each px becomes, as shares of all px in its row or column: float32 [length, length]."""
    starts = block_starts(length, short_side)
    widths = np.diff(starts, append=length)
    means = np.repeat(np.eye(len(starts)) / widths[:, None], widths, axis=1)
    middles = starts + widths / 2
    between = np.stack([np.interp(np.arange(length) + 0.5, middles, unit) for unit in np.eye(len(starts))], axis=1)
    return (between @ means).astype(np.float32)
