"""The training log: one JSON object per line, appended."""

import json
import time
from pathlib import Path


class Journal:
    """Also prints each line, so that a terminal shows what the file holds."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path

    def write(self, **values: float | int | str) -> None:
        rounded = {k: round(v, 5) if isinstance(v, float) else v for k, v in values.items()}
        line = json.dumps({"time": time.strftime("%H:%M:%S"), **rounded})
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)
