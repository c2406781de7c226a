"""What the images for GPUs hold besides: ONNX Runtime's libraries with CUDA, and NVIDIA's that they open."""

import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from layers import Layer, Written
from machine import Machine

FOLDER = "opt/cuda"
# The last two are read by NVIDIA's container toolkit, which adds the driver's own libraries.
ENVIRONMENT = {"LD_LIBRARY_PATH": f"/{FOLDER}", "NVIDIA_VISIBLE_DEVICES": "all", "NVIDIA_DRIVER_CAPABILITIES": "compute,utility"}
WHEELS = Path(__file__).with_name("cuda.txt")
# Without second builds of the same (.alt), and without what takes calls to another library over.
LIBRARY = re.compile(r"nvidia/\w+/lib/(lib(?!nvblas)[^/]+(?<!\.alt)\.so[.\d]*)")
LICENCE = re.compile(r"[^/]+\.dist-info/(?:licenses/)?(LICENSE[^/]*|License[^/]*)")


@dataclass(frozen=True)
class Gpu:
    onnxruntime: Path
    wheels: list[Path]
    # For the bill of materials; the first one replaces a jar of Maven's bill.
    components: list[dict]
    licences: dict[str, bytes]


def fetch(machine: Machine, root: Path, folder: Path) -> Gpu:
    """The jar through Maven, the wheels through pip, by the hashes in cuda.txt; what the folder has is not fetched again."""
    if machine.arch != "amd64":
        raise SystemExit("images: ONNX Runtime's jar for GPUs has libraries for Linux on amd64 only")
    version = re.search(r"<onnxruntime.version>(.+)</onnxruntime.version>", (root / "pom.xml").read_text())[1]
    jar = folder / f"onnxruntime_gpu-{version}.jar"
    if not jar.exists():
        artifact = f"com.microsoft.onnxruntime:onnxruntime_gpu:{version}"
        _run(["./mvnw", "-B", "-q", "-N", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"], root)
    platforms = [f"--platform=manylinux{each}_x86_64" for each in ("_2_27", "2014", "_2_17", "2010", "_2_12")]
    _run([sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--require-hashes",
          *platforms, "-r", str(WHEELS), "-d", str(folder / "wheels")], root)
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)", WHEELS.read_text(), re.M))
    wheels = [_only(folder / "wheels", f"{name.replace('-', '_')}-{pin}-*.whl") for name, pin in pinned.items()]
    return Gpu(jar, wheels, _components(version, pinned), _licences(wheels))


def _only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def _run(command: list[str], folder: Path) -> None:
    if subprocess.run(command, cwd=folder).returncode:
        raise SystemExit(f"images: failed: {' '.join(command)}")


def _components(version: str, pinned: dict[str, str]) -> list[dict]:
    purl = f"pkg:maven/com.microsoft.onnxruntime/onnxruntime_gpu@{version}?type=jar"
    runtime = {"type": "library", "group": "com.microsoft.onnxruntime", "name": "onnxruntime_gpu", "version": version, "purl": purl, "bom-ref": purl,
               "licenses": [{"license": {"id": "MIT"}}], "replaces": f"onnxruntime-{version}.jar"}
    return [runtime] + [
        {"type": "library", "name": name, "version": pin, "purl": f"pkg:pypi/{name}@{pin}", "bom-ref": f"pkg:pypi/{name}@{pin}",
         "licenses": [{"license": {"name": f"NVIDIA's, as in /licenses/{name}"}}]}
        for name, pin in pinned.items()
    ]


def _licences(wheels: list[Path]) -> dict[str, bytes]:
    texts = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for path in packed.namelist():
                if match := LICENCE.fullmatch(path):
                    texts[f"{wheel.name.partition('-')[0].replace('_', '-')}/{match[1]}"] = packed.read(path)
    return texts


def layers(gpu: Gpu, parts: Path) -> list[Written]:
    """One for each wheel: they are large, and change one at a time."""
    written = []
    for wheel in gpu.wheels:
        name, version = wheel.name.split("-")[:2]
        layer = Layer(f"cuda: {name.replace('_', '-')} {version}")
        with zipfile.ZipFile(wheel) as packed:
            for path in packed.namelist():
                if match := LIBRARY.fullmatch(path):
                    layer.file(f"{FOLDER}/{match[1]}", packed.read(path))
        written.append(layer.write(parts / f"{name}.tar"))
    return written
