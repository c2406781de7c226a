"""`python -m nextflow_model.evaluation.table docs/evidence/demo-quality.json`: the report as Markdown.

Of several reports, for example in float32 and int8, each gets a column.
"""

import json
import sys
from pathlib import Path

HEADLINES = (
    "one thing, all attributes right", "two things with a relation", "counts 1 to 4",
    "edits: instruction done", "edits: rest unchanged", "questions right",
    "thinking: final prompt right", "thinking: picture right", "stories: every frame right and continuous",
    "subjects", "analogies", "talk", "tokenizer reconstruction PSNR",
)  # fmt: skip


def tables(reports: list[dict]) -> str:
    """The headline abilities, then everything that is a part of one or beside them."""
    rows = [{row["ability"]: row for row in report["rows"]} for report in reports]
    names = list(dict.fromkeys(name for report in rows for name in report))
    headlines = [name for name in HEADLINES if name in names]
    details = [name for name in names if name not in HEADLINES]
    heads = [f"level {report['level']}, {report['stored']}" for report in reports]
    return "\n\n".join(_table(part, heads, rows) for part in (headlines, details) if part)


def _table(names: list[str], heads: list[str], rows: list[dict[str, dict]]) -> str:
    lines = [_line(["ability", *heads]), _line(["---"] * (1 + len(heads)))]
    lines += [_line([name, *(_result(report.get(name)) for report in rows)]) for name in names]
    return "\n".join(lines)


def _result(row: dict | None) -> str:
    if row is None:
        return ""
    if "value" in row:
        return f"{row['value']:.1f} {row['unit']} (n = {row['n']})"
    return f"{100 * row['right'] / row['n']:.1f} % ({row['right']} of {row['n']})"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(tables([json.loads(Path(path).read_text("utf-8")) for path in sys.argv[1:]]))
