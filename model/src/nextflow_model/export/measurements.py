"""What a command measured of itself: printed as it goes, and kept as rows of a file of evidence."""

import json
import resource
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import mean

RESIDENT_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


class Measurements:
    """Rows of (name, value, unit, n): the mean of n measurements."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], list[float]] = {}

    def rows(self) -> list[dict]:
        return [
            {"name": name, "value": round(mean(values), 2), "unit": unit, "n": len(values)}
            for (name, unit), values in self._values.items()
        ]

    def add(self, name: str, value: float, unit: str) -> None:
        self._values.setdefault((name, unit), []).append(value)
        print(f"{round(value, 2):>14,} {unit:<5} {name}", flush=True)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Adds the seconds that what is inside took."""
        started = time.monotonic()
        yield
        self.add(name, time.monotonic() - started, "s")

    def add_peak_memory(self, name: str) -> None:
        """The most memory this process has had in RAM at once so far, mapped files included."""
        peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RESIDENT_UNIT_BYTES
        self.add(name, peak_bytes / 2**20, "MiB")

    def write(self, arguments: Namespace, command: str) -> None:
        """Adds the rows to the file asked for, if any: rows of the same name are replaced, those of other commands stay."""
        if arguments.measurements is None:
            return
        path: Path = arguments.measurements
        old = json.loads(path.read_text("utf-8")) if path.exists() else {"command": command, "rows": []}
        commands = [line for line in old["command"].split(" && ") if line != command] + [command]
        names = {row["name"] for row in self.rows()}
        evidence = {
            "command": " && ".join(commands),
            "machine": arguments.machine,
            "date": date.today().isoformat(),
            "rows": [row for row in old["rows"] if row["name"] not in names] + self.rows(),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(evidence, indent=1) + "\n", "utf-8")


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--measurements", type=Path, help="file of evidence that what was measured is added to")
    parser.add_argument("--machine", default="", help="what it was measured on, in words, for that file")
