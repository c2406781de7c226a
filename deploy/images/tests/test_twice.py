"""Built again elsewhere, from the same sources and packages, an image is the same to the byte."""

import os
import shutil
import subprocess

import archive
from chart import ROOT, SERVICES
from machine import here


def test_built_again_in_another_folder_all_layers_but_the_cache_are_the_same(images, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True)
    for name in listed.stdout.decode().split("\0"):
        # The weights of the models take no part.
        if name and (ROOT / name).is_file() and not name.startswith(("bundles/", "model/")):
            (elsewhere / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, elsewhere / name)
    command = [elsewhere / "deploy/images/build", "--untrained", "--output", tmp_path / "again", "--packages", ROOT / "target/images/packages"]
    done = subprocess.run(command, cwd=elsewhere, env=os.environ | {"TZ": "Asia/Tokyo", "LC_ALL": "C"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    for name in SERVICES:
        again = archive.read(tmp_path / f"again/{name}-cpu-{here()}.tar", tmp_path / name)
        first = images[name]
        assert [layer.name.partition(":")[0] for layer in first.layers][-1] == "aot"
        assert [(layer.name, layer.sha256) for layer in again.layers] == [(layer.name, layer.sha256) for layer in first.layers[:-1]], name
        assert again.config["config"] == first.config["config"]
