"""The Java runtime of the images, cut out of a JDK 25."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from layers import Layer
from machine import Machine, here

# Found by running, not by jdeps: Lettuce asks for jdk.net, logback for java.naming, Spring for most of the rest by reflection.
# jdk.jcmd is for operators: thread dumps and flight recordings of a process that has no shell beside it.
MODULES = "java.se,jdk.unsupported,jdk.crypto.ec,jdk.net,jdk.management,jdk.zipfs,jdk.naming.dns,jdk.jfr,jdk.jcmd"
# Need X11 or ALSA, which no server has.
WITHOUT = ("libawt_xawt.so", "libjawt.so", "libjsound.so", "libsplashscreen.so")
HOME = "opt/java"


@dataclass(frozen=True)
class Runtime:
    """A folder with `bin/java`, and what it calls itself."""

    folder: Path
    vendor: str
    version: str


def described(folder: Path) -> dict[str, str]:
    return dict(re.findall(r'^(\w+)="(.*)"$', (folder / "release").read_text(), re.M))


def make(machine: Machine, jdk: Path, linker: Path, target: Path) -> Runtime:
    """
    `linker` is a JDK 25 for this machine, `jdk` the same or one for the processor of the image. One of another processor needs its folder `jmods`, and gets no
    archive of shared classes, as nothing of it can be started here.
    """
    told = described(jdk)
    if told.get("OS_ARCH") != machine.jdk or told.get("OS_NAME") != "Linux" or not told.get("JAVA_VERSION", "").startswith("25."):
        raise SystemExit(f"images: {jdk} is not a JDK 25 for Linux on {machine.arch}; name one with --jdk")
    shutil.rmtree(target, ignore_errors=True)
    foreign = machine.arch != here()
    if foreign and not (jdk / "jmods/java.base.jmod").exists():
        raise SystemExit(f"images: {jdk} has no jmods: without them jlink links only for the processor that it runs on")
    options = ["--module-path", str(jdk / "jmods")] if foreign else ["--generate-cds-archive"]
    command = [str(linker / "bin/jlink"), *options, "--add-modules", MODULES, "--no-header-files", "--no-man-pages", "--output", str(target)]
    # The archive of shared classes holds what the locale and Java's options of the moment make of them.
    same = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(command, capture_output=True, text=True, env=same)
    if done.returncode:
        raise SystemExit(f"images: jlink failed: {done.stdout}{done.stderr}")
    return Runtime(target, told.get("IMPLEMENTOR", "unknown"), told.get("JAVA_RUNTIME_VERSION", told["JAVA_VERSION"]))


def layer(runtime: Runtime) -> Layer:
    java = Layer(f"java: {runtime.vendor} {runtime.version}")
    java.tree(runtime.folder, HOME, WITHOUT)
    # What pods mount: a bundle, settings, Redis's certificate authority.
    for name in ("bundle", "etc/nextflow/settings", "etc/nextflow/redis-ca"):
        java.folder(name)
    return java
