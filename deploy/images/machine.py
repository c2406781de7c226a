"""How each library names the processors that images are built for."""

import platform
from dataclasses import dataclass


@dataclass(frozen=True)
class Machine:
    """A processor as Go and containers name it, with its ELF number and the names of others for it."""

    arch: str
    elf: int
    debian_folder: str
    onnxruntime: str
    tokenizers: str
    jna: str
    netty: str
    jdk: str


MACHINES = {
    machine.arch: machine
    for machine in (
        Machine("amd64", 62, "x86_64-linux-gnu", "linux-x64", "linux-x86_64", "linux-x86-64", "x86_64", "x86_64"),
        Machine("arm64", 183, "aarch64-linux-gnu", "linux-aarch64", "linux-aarch64", "linux-aarch64", "aarch_64", "aarch64"),
    )
}


def here() -> str:
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
