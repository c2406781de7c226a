"""A service's jars, as Maven has packed them, and the native libraries in them."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from layers import Layer
from machine import Machine

OTHER_SYSTEMS = re.compile(r"-(osx|windows|linux)-(x86_64|aarch_64|riscv64)\.jar$")
NATIVE = "app/native"


@dataclass(frozen=True)
class Jars:
    """Names and bytes in the order of the class path; the service's own jar first."""

    main_class: str
    own: dict[str, bytes]
    others: dict[str, bytes]
    # Not in the image, though Maven put them on the class path.
    left_out: dict[str, bytes]

    def class_path(self) -> list[str]:
        return [f"/app/own/{name}" for name in self.own] + [f"/app/lib/{name}" for name in self.others]


def of_service(module: Path, machine: Machine) -> Jars:
    (boot,) = module.glob("target/*-boot.jar")
    own_jar = boot.with_name(boot.name.replace("-boot.jar", ".jar"))
    own, others, left_out = {own_jar.name: own_jar.read_bytes()}, {}, {}
    with zipfile.ZipFile(boot) as packed:
        manifest = packed.read("META-INF/MANIFEST.MF").decode()
        # The index has the order; names are in the form - "BOOT-INF/lib/name.jar"
        for path in re.findall(r'"(BOOT-INF/lib/[^"]+)"', packed.read("BOOT-INF/classpath.idx").decode()):
            name, data = path.rpartition("/")[2], packed.read(path)
            if _of_the_platform(name):
                own[name] = data
            elif _for_nothing(name, machine):
                left_out[name] = data
            else:
                others[name] = data
    return Jars(re.search(r"^Start-Class: (\S+)", manifest, re.M)[1], own, others, left_out)


def _of_the_platform(name: str) -> bool:
    return name.endswith("-SNAPSHOT.jar") or bool(re.match(r"(sequences|text|engine|jobs|redis-server)-\d", name))


def _for_nothing(name: str, machine: Machine) -> bool:
    """
    Carries native code for another system; or nothing that is used but native code, which lies beside the jars here (docs/decisions/0002); or is a tool that
    Spring Boot adds to its own form of jar.
    """
    system = OTHER_SYSTEMS.search(name)
    if system:
        return system.groups() != ("linux", machine.netty)
    return bool(re.match(r"onnxruntime-|spring-boot-jarmode-tools-", name))


def libraries(jars: Jars, machine: Machine, gpu: Path | None) -> dict[str, bytes]:
    """The native libraries for the processor by their file names; those of ONNX Runtime out of its jar for GPUs if that is given."""
    wanted = re.compile("|".join((
        rf"ai/onnxruntime/native/{machine.onnxruntime}/(libonnxruntime(?:_providers_(?:cuda|shared))?\.so)",
        rf"native/lib/{machine.tokenizers}/cpu/(libtokenizers\.so)",
        rf"com/sun/jna/{machine.jna}/(libjnidispatch\.so)",
        rf"META-INF/native/(lib\w+_{machine.netty}\.so)",
    )))
    found = {}
    for name, data in (jars.others | jars.left_out).items():
        file = gpu if gpu and name.startswith("onnxruntime-") else io.BytesIO(data)
        with zipfile.ZipFile(file) as jar:
            for path in jar.namelist():
                if match := wanted.fullmatch(path):
                    found[next(filter(None, match.groups()))] = jar.read(path)
    for name, data in found.items():
        assert data[:4] == b"\x7fELF" and data[18] == machine.elf, f"{name} is not for {machine.arch}"
    return dict(sorted(found.items()))


def native_layer(found: dict[str, bytes]) -> Layer:
    native = Layer("native: " + " ".join(found))
    for name, data in found.items():
        native.file(f"{NATIVE}/{name}", data)
    return native


def library_layer(jars: Jars) -> Layer:
    others = Layer(f"libraries: {len(jars.others)} jars")
    for name, data in jars.others.items():
        others.file(f"app/lib/{name}", data)
    return others


def service_layer(name: str, jars: Jars) -> Layer:
    own = Layer(f"service: {name}")
    for jar, data in jars.own.items():
        own.file(f"app/own/{jar}", data)
    # Filled by the layer with the AOT cache: without that layer Java does not look for one.
    own.file("app/aot.options", b"")
    own.file("app/java.options", "\n".join(_options(jars)).encode() + b"\n")
    return own


def _options(jars: Jars) -> list[str]:
    """Read by the launcher; what a pod sets in JDK_JAVA_OPTIONS comes first."""
    return [
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.awt.headless=true",
        # One place for all native libraries, but for WebP's: its loader unpacks into the temporary folder, whatever it is told.
        f"-Dnextflow.onnxruntime.path=/{NATIVE}",
        # The file: of a folder it wants to know the GPU.
        f"-DRUST_LIBRARY_PATH=/{NATIVE}/libtokenizers.so",
        f"-Djna.boot.library.path=/{NATIVE}",
        f"-Djava.library.path=/{NATIVE}",
        # A process that has run out of memory answers probes for long; its pod is better started again.
        "-XX:+ExitOnOutOfMemoryError",
        "-cp",
        ":".join(jars.class_path()),
        jars.main_class,
    ]
