"""Image archives: one tar that is an OCI layout and what `docker load` reads, with layers as they are."""

import gzip
import hashlib
import io
import json
import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path

from layers import CREATED, EPOCH_S, Written

CONFIG = "application/vnd.oci.image.config.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"


@dataclass(frozen=True)
class Image:
    """What an archive holds beside its layers' bytes."""

    config: dict
    layers: list[Written]


def _json(value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _blob(data: bytes) -> str:
    return "blobs/sha256/" + hashlib.sha256(data).hexdigest()


def _described(kind: str, digest: str, size: int, **more) -> dict:
    return {"mediaType": kind, "digest": "sha256:" + digest, "size": size} | more


def write(file: Path, reference: str, arch: str, settings: dict, layers: list[Written]) -> str:
    """Writes the archive; the digest of its manifest. `settings` as in an OCI config's `config`."""
    config = _json({
        "architecture": arch,
        "os": "linux",
        "created": CREATED,
        "config": settings,
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + layer.sha256 for layer in layers]},
        "history": [{"created": CREATED, "created_by": layer.name} for layer in layers],
    })
    manifest = _json({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": _described(CONFIG, hashlib.sha256(config).hexdigest(), len(config)),
        "layers": [_described(LAYER, layer.sha256, layer.file.stat().st_size) for layer in layers],
    })
    digest = hashlib.sha256(manifest).hexdigest()
    names = {"org.opencontainers.image.ref.name": reference.rpartition(":")[2], "io.containerd.image.name": reference}
    index = _json({
        "schemaVersion": 2,
        "manifests": [_described(MANIFEST, digest, len(manifest), annotations=names, platform={"os": "linux", "architecture": arch})],
    })
    docker = _json([{"Config": _blob(config), "RepoTags": [reference], "Layers": ["blobs/sha256/" + layer.sha256 for layer in layers]}])
    texts = {_blob(config): config, _blob(manifest): manifest, "index.json": index, "manifest.json": docker,
             "oci-layout": _json({"imageLayoutVersion": "1.0.0"})}
    files = {"blobs/sha256/" + layer.sha256: layer.file for layer in layers}
    file.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(file, "w", format=tarfile.GNU_FORMAT) as tar:
        for name in sorted(texts | files):
            info = tarfile.TarInfo(name)
            info.mtime = EPOCH_S
            if name in texts:
                info.size = len(texts[name])
                tar.addfile(info, io.BytesIO(texts[name]))
            else:
                info.size = files[name].stat().st_size
                with files[name].open("rb") as data:
                    tar.addfile(info, data)
    return "sha256:" + digest


def read(file: Path, folder: Path) -> Image:
    """An archive as `docker save`, `skopeo copy` to docker-archive, or `write` makes it; its layers, unpacked, go to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(file) as tar:
        (image,) = json.load(tar.extractfile("manifest.json"))
        config = json.load(tar.extractfile(image["Config"]))
        history = [each for each in config.get("history", []) if not each.get("empty_layer")]
        layers = []
        for place, name in enumerate(image["Layers"]):
            at = folder / f"{place}.tar"
            with tar.extractfile(name) as packed, at.open("wb") as plain:
                compressed = packed.read(2) == b"\x1f\x8b"
                packed.seek(0)
                shutil.copyfileobj(gzip.open(packed) if compressed else packed, plain)
            layers.append(Written.at(history[place].get("created_by", "base") if place < len(history) else "base", at))
    told = [each.removeprefix("sha256:") for each in config["rootfs"]["diff_ids"]]
    assert told == [layer.sha256 for layer in layers], f"{file}: its layers are not those that its config names"
    return Image(config, layers)


def unpack(layers: list[Written], root: Path) -> None:
    """Lays the layers over each other in a folder, as an engine does; times and modes as they say, owned by whoever calls."""
    root.mkdir(parents=True, exist_ok=True)
    for layer in layers:
        with tarfile.open(layer.file) as tar:
            # As they are: newer Pythons would change modes and refuse absolute links, older ones know no filters.
            tar.extraction_filter = lambda member, _: member
            for member in tar:
                place, name = root / Path(member.name).parent, Path(member.name).name
                if name == ".wh..wh..opq":
                    for covered in place.iterdir():
                        _remove(covered)
                elif name.startswith(".wh."):
                    _remove(place / name.removeprefix(".wh."))
                else:
                    at = root / member.name
                    if at.is_symlink() or (at.exists() and not (at.is_dir() and member.isdir())):
                        _remove(at)
                    member.uid, member.gid, member.uname, member.gname = 0, 0, "", ""
                    tar.extract(member, root, numeric_owner=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
