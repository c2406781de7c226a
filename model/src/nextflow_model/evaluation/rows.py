"""The lines of the report."""

from nextflow_model.evaluation.ability import Measured
from nextflow_model.evaluation.examination import Answer


def report_rows(answers: list[Answer]) -> list[dict]:
    """One line per row marked: `ability`, `n` and how many were `right`, or the mean `value` and its `unit`."""
    rows: dict[str, dict] = {}
    for mark in (mark for answer in answers for mark in answer.grade.marks):
        if isinstance(mark, Measured):
            row = rows.setdefault(mark.row, {"ability": mark.row, "n": 0, "value": 0.0, "unit": mark.unit})
            row["value"] += mark.value
        else:
            row = rows.setdefault(mark.row, {"ability": mark.row, "n": 0, "right": 0})
            row["right"] += mark.right
        row["n"] += 1
    for row in rows.values():
        if "value" in row:
            row["value"] = round(row["value"] / row["n"], 2)
    return list(rows.values())
