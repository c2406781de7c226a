"""The cache of loaded and linked classes that a service starts from: Java's AOT cache, made by a start in the image itself."""

import subprocess
import tempfile
from pathlib import Path

import archive
import sandbox
from layers import Layer, Written

CACHE = "app/aot/service.aot"
TMP_BYTES = 256 << 20


def train(layers: list[Written], entrypoint: list[str], environment: dict[str, str], bundle: Path) -> Layer:
    """Starts the service up to the point where it would listen, and takes what Java then writes. Needs neither Redis nor a port."""
    with tempfile.TemporaryDirectory(prefix="nextflow-training-") as folder:
        root, out = Path(folder, "root"), Path(folder, "out")
        archive.unpack(layers, root)
        out.mkdir()
        (root / "training").mkdir()
        java, *rest = entrypoint
        arguments = [java, "-XX:AOTCacheOutput=/training/service.aot", "-Dspring.context.exit=onRefresh", *rest]
        mounts = [sandbox.Mount(bundle, "/bundle"), sandbox.Mount(out, "/training", writable=True)]
        done = subprocess.run(sandbox.command(root, arguments, environment | {"NEXTFLOW_BUNDLE": "/bundle"}, mounts, TMP_BYTES),
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode or not (out / "service.aot").exists():
            raise SystemExit(f"images: no AOT cache was made:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        cache = Layer("aot: made by a start of this image without this layer")
        cache.file(CACHE, (out / "service.aot").read_bytes())
        cache.file("app/aot.options", f"-XX:AOTCache=/{CACHE}\n".encode())
        return cache
