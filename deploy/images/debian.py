"""The lowest layer, from Debian's packages: the C library and what native code needs, no program, no package manager."""

import gzip
import io
import os
import re
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from layers import Layer

# base-files says which Debian this is; zlib1g is for cuDNN. Java brings its own zlib, time zones and certificates.
PACKAGES = ("base-files", "libc6", "libgcc-s1", "libstdc++6", "zlib1g")
USER = 10001
UNWANTED = re.compile(
    r"usr/s?bin/|usr/share/(man|locale|lintian|info|bug|base-files|gcc|gdb)/|usr/share/doc/[^/]+/(?!copyright(\.gz)?$)|usr/lib/[^/]+/gconv/"
    r"|etc/(motd|issue|update-motd|profile|skel|init|default|ld\.so\.conf)|(var|root|home|media|mnt|srv|boot|opt|run|tmp|proc|sys|dev)/")
MERGED = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    source: str
    arch: str
    file: Path


def fetch(arch: str, folder: Path) -> list[Package]:
    """
    The packages and the copyright files they share, from where this machine's apt has its packages, which apt checks by their signatures. What the folder has
    is taken again: delete it for newer ones.
    """
    complete, wanted = folder / "complete", " ".join(PACKAGES)
    if not complete.exists() or complete.read_text() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.deb"):
            old.unlink()
        options = _own_apt(arch, folder)
        _run(["apt-get", *options, "update", "-qq"], folder)
        _run(["apt-get", *options, "download", "-qq", *PACKAGES], folder)
        shared = {word for each in folder.glob("lib*.deb") for word in re.findall(r"gcc-\d+-base", _field(each, "Depends"))}
        _run(["apt-get", *options, "download", "-qq", *sorted(shared)], folder)
        complete.write_text(wanted)
    return [_package(file) for file in sorted(folder.glob("*.deb"))]


def _own_apt(arch: str, folder: Path) -> list[str]:
    """Lists of our own: neither root nor the other processor's packages in the machine's lists are needed."""
    state = (folder / "apt").absolute()
    (state / "lists/partial").mkdir(parents=True, exist_ok=True)
    (state / "cache/archives/partial").mkdir(parents=True, exist_ok=True)
    values = {
        "APT::Architecture": arch, "APT::Architectures::": arch, "Dir::State": state, "Dir::State::Lists": state / "lists",
        "Dir::State::Status": "/dev/null", "Dir::Cache": state / "cache", "APT::Sandbox::User": "", "Acquire::Languages": "none", "Debug::NoLocking": "1",
    }
    return ["-o=APT::Architectures=", *(f"-o={key}={value}" for key, value in values.items())]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"})
    if done.returncode:
        what = f"{' '.join(command[:1] + command[-4:])} failed; the base needs a Debian with its package lists, or --base"
        raise SystemExit(f"images: {what}\n{done.stderr.strip()}")


def _field(deb: Path, name: str) -> str:
    return subprocess.run(["dpkg-deb", "--field", deb, name], check=True, capture_output=True, text=True).stdout.strip()


def _package(deb: Path) -> Package:
    name, version = _field(deb, "Package"), _field(deb, "Version")
    return Package(name, version, (_field(deb, "Source") or name).split()[0], _field(deb, "Architecture"), deb)


def layer(packages: list[Package]) -> Layer:
    base = Layer("base: " + " ".join(f"{each.name}={each.version}" for each in packages))
    for name in ("usr/bin", "usr/sbin", "usr/lib", "usr/lib64"):
        base.folder(name)
    for name in ("bin", "sbin", "lib", "lib64"):
        base.link(name, "usr/" + name)
    for package in packages:
        unpacked = subprocess.run(["dpkg-deb", "--fsys-tarfile", package.file], check=True, stdout=subprocess.PIPE).stdout
        _take(base, unpacked)
        # Where scanners of images without a package manager look.
        base.file(f"var/lib/dpkg/status.d/{package.name}", subprocess.run(["dpkg-deb", "--field", package.file], check=True, stdout=subprocess.PIPE).stdout)
    base.file("etc/passwd", f"root:x:0:0:root:/root:/usr/sbin/nologin\nnextflow:x:{USER}:{USER}:nextflow:/nonexistent:/usr/sbin/nologin\n".encode())
    base.file("etc/group", f"root:x:0:\nnextflow:x:{USER}:\n".encode())
    base.file("etc/nsswitch.conf", b"passwd: files\ngroup: files\nhosts: files dns\n")
    base.folder("tmp", 0o1777)
    for name in ("proc", "sys", "dev"):
        base.folder(name)
    return base


def _take(base: Layer, tar: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(tar)) as files:
        for member in files:
            path = member.name.removeprefix("./").strip("/")
            first, _, rest = path.partition("/")
            # Debian 12's packages still say /lib; the folders are one since Debian 11.
            path = f"usr/{path}" if first in MERGED and rest else path
            if path in ("", ".", *MERGED) or member.isdir() or UNWANTED.match(path):
                continue
            if member.issym():
                base.link(path, _merged(member.linkname))
            elif member.isfile():
                data = files.extractfile(member).read()
                if path.endswith("/copyright.gz"):
                    path, data = path.removesuffix(".gz"), gzip.decompress(data)
                base.file(path, data, executable=bool(member.mode & 0o100))
            else:
                raise AssertionError(f"neither file nor link: {path}")


def _merged(target: str) -> str:
    first = target.lstrip("/").partition("/")[0]
    return f"/usr{target}" if target.startswith("/") and first in MERGED else target
