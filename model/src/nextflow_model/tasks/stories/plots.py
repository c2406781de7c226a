"""Which beats follow each other; every story begins with its hero alone."""

PLOTS: tuple[tuple[str, ...], ...] = (
    ("meet",), ("travel",), ("sleep",), ("see two",),
    ("meet", "sleep"), ("meet", "travel"), ("meet", "shift"), ("meet", "part"), ("meet", "join"),
    ("travel", "meet"), ("travel", "sleep"), ("travel", "see two"), ("see two", "sleep"), ("see two", "travel"),
    ("meet", "join", "sleep"), ("meet", "shift", "sleep"), ("meet", "travel", "sleep"), ("meet", "part", "sleep"),
    ("meet", "shift", "part"), ("meet", "shift", "join"), ("meet", "part", "travel"), ("travel", "meet", "sleep"),
    ("travel", "meet", "join"), ("travel", "see two", "sleep"), ("travel", "meet", "part"),
)  # fmt: skip

NEED_ROOM: frozenset[str] = frozenset({"join", "see two"})
"""Beats with three things in a row: a large hero leaves no room for them."""

FRIENDS: dict[str, tuple[str, ...]] = {"meet": ("friend",), "join": ("second",), "see two": ("friend",)}
"""Who of the cast enters with a beat."""
