"""Layers of an image: what is in them, and the one tar that this makes."""

import hashlib
import io
import os
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

# Time of everything in an image, 2026-01-01 as in pom.xml: the same content is the same bytes whenever it is built.
EPOCH_S, CREATED = 1767225600, "2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class Entry:
    """A folder, or a file with a source, or a symbolic link with a target."""

    mode: int
    source: bytes | Path | None = None
    target: str | None = None


@dataclass
class Layer:
    """What is added to the layers below. Paths have no slash in front; all is root's, nothing is setuid."""

    name: str
    entries: dict[str, Entry] = field(default_factory=dict)

    def folder(self, path: str, mode: int = 0o755) -> None:
        self.entries[path] = Entry(mode & 0o1777)

    def file(self, path: str, source: bytes | Path, executable: bool = False) -> None:
        self.entries[path] = Entry(0o755 if executable else 0o644, source)

    def link(self, path: str, target: str) -> None:
        self.entries[path] = Entry(0o777, target=target)

    def tree(self, folder: Path, path: str, without: tuple[str, ...] = ()) -> None:
        """All that is in a folder of this machine, but for files of these names."""
        for found in sorted(folder.rglob("*")):
            inside = f"{path}/{found.relative_to(folder)}"
            if found.is_symlink():
                self.link(inside, os.readlink(found))
            elif found.is_dir():
                self.folder(inside)
            elif found.name not in without:
                self.file(inside, found, executable=bool(found.stat().st_mode & 0o100))

    def write(self, file: Path) -> "Written":
        """The layer as a tar, without compression: its bytes depend on no zlib."""
        named = dict(self.entries)
        for path in self.entries:
            for above in list(Path(path).parents)[:-1]:
                named.setdefault(str(above), Entry(0o755))
        file.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(file, "w", format=tarfile.GNU_FORMAT) as tar:
            for path, entry in sorted(named.items()):
                _add(tar, path, entry)
        return Written.at(self.name, file)


def _add(tar: tarfile.TarFile, path: str, entry: Entry) -> None:
    info = tarfile.TarInfo(path)
    info.mtime, info.mode = EPOCH_S, entry.mode
    if entry.target is not None:
        info.type, info.linkname = tarfile.SYMTYPE, entry.target
        tar.addfile(info)
    elif entry.source is None:
        info.type = tarfile.DIRTYPE
        tar.addfile(info)
    elif isinstance(entry.source, bytes):
        info.size = len(entry.source)
        tar.addfile(info, io.BytesIO(entry.source))
    else:
        info.size = entry.source.stat().st_size
        with entry.source.open("rb") as data:
            tar.addfile(info, data)


@dataclass(frozen=True)
class Written:
    """A layer as a file: of Docker and OCI alike."""

    name: str
    file: Path
    sha256: str

    @staticmethod
    def at(name: str, file: Path) -> "Written":
        with file.open("rb") as data:
            return Written(name, file, hashlib.file_digest(data, "sha256").hexdigest())
