"""The compose file as data."""

import functools

import yaml

from chart import ROOT

FOLDER = ROOT / "deploy/compose"


class _Loader(yaml.SafeLoader):
    pass


# Compose's own tags say how files are merged; what is tagged is read as it is.
for tag in ("!override", "!reset"):
    _Loader.add_constructor(tag, lambda loader, node: loader.construct_mapping(node, deep=True))


@functools.cache
def read(name: str = "compose.yaml") -> dict:
    return yaml.load((FOLDER / name).read_text(), _Loader)


def service(name: str) -> dict:
    return read()["services"][name]
