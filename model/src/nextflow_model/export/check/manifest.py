"""bundle.json as the check reads it."""

import json
from dataclasses import dataclass
from pathlib import Path

from nextflow_model.config import ModelConfig

from ..bundle import FORMAT, LIFTED
from . import BundleRefused


@dataclass(frozen=True)
class Manifest:
    """The values of the file, and the model they describe."""

    values: dict
    config: ModelConfig

    @property
    def graphs(self) -> dict[str, dict]:
        """Graph name -> {"file", "inputs", "outputs"}."""
        return self.values["graphs"]


def read_manifest(folder: Path) -> Manifest:
    values = json.loads((folder / "bundle.json").read_text("utf-8"))
    if values["format"] != FORMAT:
        raise BundleRefused(f"its format is {values['format']}, not {FORMAT}")
    model = {name: value for name, value in values["model"].items() if name != "stride"}
    return Manifest(values, ModelConfig.read(model | {name: values[name] for name in LIFTED}))
