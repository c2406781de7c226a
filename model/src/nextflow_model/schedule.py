"""Scale schedules: how a picture grows from one code to its final grid (NextFlow A.1, Table 14).

A published row is named by its final 1024-level grid (H, W); a level is a prefix of K of its 18 scales.
All grids are (rows, columns) of codes; one code covers 16 x 16 pixels at the last scale of the level.
"""

SIDES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 48, 64)  # square row, one side per scale
MAX_SCALES = len(SIDES)

# Final grids of the rows with r = H/W <= 1; the rows with r > 1 are their transposes.
_WIDE_GRIDS = (
    (32, 128),
    (32, 124),
    (32, 120),
    (32, 116),
    (36, 112),
    (36, 104),
    (36, 108),
    (40, 100),
    (40, 96),
    (44, 92),
    (44, 88),
    (44, 84),
    (48, 84),
    (48, 80),
    (52, 76),
    (52, 72),
    (56, 72),
    (56, 68),
    (60, 68),
    (60, 64),
    (64, 64),
)
FINAL_GRIDS = _WIDE_GRIDS + tuple((columns, rows) for rows, columns in reversed(_WIDE_GRIDS[:-1]))  # 41 rows


def scale_grids(scale_count: int, final_grid: tuple[int, int] = (64, 64)) -> list[tuple[int, int]]:
    """The grids of the first `scale_count` scales of the row whose 1024-level grid is `final_grid`.

    The rule (sides in proportion, rounded half to even, never below one) reproduces every published row.
    """
    if not 1 <= scale_count <= MAX_SCALES:
        raise ValueError(f"a picture has 1 to {MAX_SCALES} scales, not {scale_count}")
    rows, columns = final_grid
    first = [(1, 1)]
    return first + [
        (max(1, round(side * rows / 64)), max(1, round(side * columns / 64))) for side in SIDES[1:scale_count]
    ]


def code_count(grids: list[tuple[int, int]]) -> int:
    """How many codes a picture of these scales holds (91 for the square six-scale demo)."""
    return sum(rows * columns for rows, columns in grids)
