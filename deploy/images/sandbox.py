"""
What is in an image, started without a container engine: bubblewrap gives it user and group 10001, a root that nobody can write, an empty /tmp, no
capability, no other process, and nothing of this machine but its network.
"""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

USER = 10001


@dataclass(frozen=True)
class Mount:
    source: Path
    target: str
    writable: bool = False


class NoSandbox(Exception):
    """Nothing can be started here; the message says why."""


def available() -> str:
    """The program; raises where there is none, or it is not allowed to do what it does."""
    program = shutil.which("bwrap")
    if not program:
        raise NoSandbox("no bwrap on the path: it is in Debian's and Fedora's package bubblewrap")
    trial = ["--unshare-user", "--unshare-pid", "--uid", str(USER), "--ro-bind", "/", "/", "--proc", "/proc", "--tmpfs", "/tmp", "true"]
    tried = subprocess.run([program, *trial], capture_output=True, text=True)
    if tried.returncode:
        raise NoSandbox(f"bwrap may make no namespaces here: {tried.stderr.strip()}")
    return program


def command(root: Path, arguments: list[str], environment: dict[str, str], mounts: list[Mount], tmp_bytes: int, info: int | None = None) -> list[str]:
    """A command line that runs `arguments` in the unpacked image at `root`, as process 1; `info`: a descriptor on which bwrap tells its process id."""
    words = [available(), "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--uid", str(USER), "--gid", str(USER),
             "--cap-drop", "ALL", "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"]
    for key, value in environment.items():
        words += ["--setenv", key, value]
    words += ["--ro-bind", str(root), "/", "--proc", "/proc", "--dev", "/dev", "--size", str(tmp_bytes), "--tmpfs", "/tmp"]
    for mount in mounts:
        words += ["--bind" if mount.writable else "--ro-bind", str(mount.source), mount.target]
    if info is not None:
        words += ["--info-fd", str(info)]
    return [*words, "--chdir", "/", "--", *arguments]
