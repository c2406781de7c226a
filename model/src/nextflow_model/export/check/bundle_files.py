"""Every file is listed, is there, and has the bytes it is listed with."""

from pathlib import Path

from ..bundle import file_entries
from . import BundleRefused


def check_files(folder: Path, listed: dict[str, dict]) -> None:
    """`listed`: relative path -> {"sha256", "bytes"}. Reads every byte once, a piece at a time."""
    found = file_entries(folder)
    found.pop("bundle.json")
    if found.keys() != listed.keys():
        raise BundleRefused(f"missing or unlisted: {sorted(found.keys() ^ listed.keys())}")
    changed = [name for name in listed if found[name] != listed[name]]
    if changed:
        raise BundleRefused(f"not the bytes that bundle.json lists: {changed}")
