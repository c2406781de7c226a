"""Runs the graphs of a bundle one at a time, in far less memory than their weights take in float32.

Weights stay mapped files. Nothing is folded at load: DequantizeLinear runs as a node, so one matrix at a time exists
in float32. Nothing is packed for speed, which would copy every weight. Slow, and for checking only; a service folds.
"""

from pathlib import Path

import numpy as np
import onnxruntime

from ..measurements import Measurements
from .manifest import Manifest
from .tensor_shapes import check_outputs


class GraphRuns:
    """Opens a graph, runs it once, checks what it gives against bundle.json, and closes it."""

    def __init__(self, folder: Path, manifest: Manifest, threads: int, measurements: Measurements, prefix: str):
        self._folder = folder
        self._graphs = manifest.graphs
        self._measurements = measurements
        self._prefix = prefix
        self._options = _frugal_options(threads)

    def run(self, name: str, **inputs: np.ndarray) -> dict[str, np.ndarray]:
        graph = self._graphs[name]
        with self._measurements.timed(f"{self._prefix}_{name}"):
            session = onnxruntime.InferenceSession(
                self._folder / graph["file"], self._options, providers=["CPUExecutionProvider"]
            )
            outputs = dict(zip([output.name for output in session.get_outputs()], session.run(None, inputs)))
        check_outputs(name, graph, inputs, outputs)
        return outputs


def _frugal_options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # In the file's order every weight is widened just before it is used; the default order widens all of them first.
    options.execution_order = onnxruntime.ExecutionOrder.PRIORITY_BASED
    options.enable_cpu_mem_arena = False  # an arena keeps what a node has freed
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.disable_prepacking", "1")
    return options
