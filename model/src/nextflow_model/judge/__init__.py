"""Reads a picture back by colour and geometry alone, and checks it against what a caption demands."""

from nextflow_model.judge.reader import read
from nextflow_model.judge.reading import Found, Reading
from nextflow_model.judge.verdict import Verdict, check

__all__ = ["Found", "Reading", "Verdict", "check", "read"]
