"""For arm64 and for CUDA: what can be known of them where neither runs."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

import archive
import cuda
import debian
import jars
from chart import ROOT, SERVICES
from conftest import folder
from machine import MACHINES

CUDA_IMAGE = folder() / "generation-cuda-amd64.tar"


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_has_its_native_libraries_for_both_processors(name):
    """`libraries` itself refuses one that is for another processor."""
    by_arch = {}
    for machine in MACHINES.values():
        found = jars.of_service(ROOT / f"{name}-service", machine)
        by_arch[machine.arch] = {re.sub("_(x86|aarch)_64", "", library) for library in jars.libraries(found, machine, None)}
    # Maven resolves Netty's epoll for the processor that builds.
    assert by_arch["amd64"] - by_arch["arm64"] <= {"libnetty_transport_native_epoll.so"}
    assert by_arch["arm64"] <= by_arch["amd64"]
    assert ("libonnxruntime.so" in by_arch["arm64"]) == (name != "gateway")


def test_the_base_for_arm64_is_of_arm64():
    packages = debian.fetch("arm64", ROOT / "target/images/packages/arm64")
    assert {each.arch for each in packages} <= {"arm64", "all"}
    base = debian.layer(packages)
    loader = base.entries["usr/lib/ld-linux-aarch64.so.1"]
    assert loader.target or loader.source[18] == MACHINES["arm64"].elf
    assert base.entries["usr/lib/aarch64-linux-gnu/libc.so.6"].source[18] == MACHINES["arm64"].elf


def build(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run([ROOT / "deploy/images/build", *arguments], env=os.environ | variables, capture_output=True, text=True)


def test_a_jdk_for_another_processor_is_refused_by_name(tmp_path):
    done = build("--arch", "arm64" if Path("/lib64/ld-linux-x86-64.so.2").exists() else "amd64", "--packaged", "--output", str(tmp_path))
    assert done.returncode == 1
    assert "is not a JDK 25 for Linux on" in done.stderr and "--jdk" in done.stderr


def test_cuda_for_arm64_is_refused_by_name(tmp_path):
    with pytest.raises(SystemExit, match="amd64 only"):
        cuda.fetch(MACHINES["arm64"], ROOT, tmp_path)


@pytest.mark.cuda
def test_an_image_for_gpus_has_every_library_that_cuda_names_but_the_drivers(tmp_path):
    image = archive.read(CUDA_IMAGE, tmp_path / "layers")
    archive.unpack(image.layers, tmp_path / "root")
    root = tmp_path / "root"
    assert "LD_LIBRARY_PATH=/opt/cuda" in image.config["config"]["Env"]
    natives = [*(root / "opt/cuda").glob("*.so*"), *(root / "app/native").glob("libonnxruntime*.so")]
    there = {path.name for path in natives} | {path.name for path in (root / "usr/lib").glob("**/*.so*")}
    for path in natives:
        told = subprocess.run(["readelf", "-d", path], check=True, capture_output=True, text=True).stdout
        assert set(re.findall(r"NEEDED.*\[(.+)\]", told)) - there <= {"libcuda.so.1"}, path
    # Opened by name, so that no list of needed libraries has them.
    assert {"libcudnn.so.9", "libnvrtc.so.12"} <= there
    assert (root / "app/native/libonnxruntime_providers_cuda.so").exists()
    names = {each["name"] for each in json.loads((root / "app/bom.cdx.json").read_text())["components"]}
    assert {"onnxruntime_gpu", "nvidia-cudnn-cu12"} <= names and "onnxruntime" not in names
    for name in ("nvidia-cudnn-cu12", "nvidia-cublas-cu12"):
        assert list((root / "licenses" / name).iterdir())
