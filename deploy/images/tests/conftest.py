"""The images that deploy/images/build has made for this machine's processor, or those in the folder that IMAGES names."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

import archive
from chart import ROOT, SERVICES
from layers import Written
from machine import here


@dataclass(frozen=True)
class Unpacked:
    name: str
    file: Path
    config: dict
    layers: list[Written]
    # The root file system, with all layers laid over each other.
    root: Path

    def bill(self) -> dict:
        return json.loads((self.root / "app/bom.cdx.json").read_text())


def folder() -> Path:
    return Path(os.environ.get("IMAGES", ROOT / "target/images"))


@pytest.fixture(scope="session")
def images(tmp_path_factory) -> dict[str, Unpacked]:
    found = {}
    for name in SERVICES:
        file = folder() / f"{name}-cpu-{here()}.tar"
        assert file.exists(), f"no {file}: build it with deploy/images/build"
        place = tmp_path_factory.mktemp(name)
        image = archive.read(file, place / "layers")
        archive.unpack(image.layers, place / "root")
        found[name] = Unpacked(name, file, image.config, image.layers, place / "root")
    return found


@pytest.fixture(params=SERVICES)
def image(request, images) -> Unpacked:
    return images[request.param]
