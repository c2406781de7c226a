"""The chart's pods out of the images: variables, mounts and probes as the chart renders them, contents as the images have them."""

import json
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import sandbox
from chart import ROOT, container, pod, rendered, workloads
from processes import CASE, PATIENCE_S, Host, Running, until

DEMO = ROOT / "bundles/demo"
UNITS = {"Mi": 1 << 20, "Gi": 1 << 30}


@dataclass
class Contained(Running):
    """A service in its sandbox; `inner` is its process, which bwrap's own waits for."""

    inner: int = 0

    def stop(self) -> int:
        os.kill(self.inner, signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def mapped(self) -> set[str]:
        """Paths of the shared libraries that the process has loaded."""
        lines = Path(f"/proc/{self.inner}/maps").read_text().splitlines()
        return {line.split(maxsplit=5)[5] for line in lines if line.rstrip().endswith(".so") or ".so." in line}


class Pods(Host):
    """Starts the images' contents where `Host` starts jars."""

    def __init__(self, folder: Path, images):
        super().__init__(folder)
        self.images = images

    def _here(self, value, folder: Path) -> str:
        """Only Redis, the tokenizer and secrets are elsewhere: paths are the pod's own."""
        here = super()._here(value, folder)
        return value if isinstance(value, str) and value.startswith(("/", "file:/")) else here

    def _launch(self, name: str, folder: Path, variables: dict[str, str]) -> Running:
        image, workload = self.images[name], workloads(rendered(CASE))[name]
        told = dict(each.split("=", 1) for each in image.config["config"]["Env"])
        # The cache must be used, not passed over. The heap is small for a machine that has four of them.
        told |= {"JDK_JAVA_OPTIONS": "-XX:AOTMode=on -Xmx256m"} | variables
        sources = {"settings": folder, "bundle": DEMO}
        mounts = container(workload)["volumeMounts"]
        assert all(each.get("readOnly") for each in mounts if each["name"] != "tmp")
        (tmp,) = [each for each in pod(workload)["volumes"] if each["name"] == "tmp"]
        assert [each["mountPath"] for each in mounts if each["name"] == "tmp"] == ["/tmp"]
        size = tmp["emptyDir"]["sizeLimit"]
        information = folder / "started.json"
        with information.open("wb") as info:
            command = sandbox.command(
                image.root, image.config["config"]["Entrypoint"], told,
                [sandbox.Mount(sources[each["name"]], each["mountPath"]) for each in mounts if each["name"] != "tmp"],
                int(size[:-2]) * UNITS[size[-2:]], info.fileno())
            log = self.folder / f"{name}.log"
            with log.open("wb") as out:
                process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, pass_fds=[info.fileno()])
        started = Contained(name, process, log)
        self.running.append(started)
        until("bwrap tells the process", lambda: started.alive() and information.read_text().rstrip().endswith("}"))
        started.inner = json.loads(information.read_text())["child-pid"]
        return started
