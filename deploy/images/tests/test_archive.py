"""Archives of others as a base: packed layers, layers that take away from those below, and bytes that are not what they say."""

import gzip
import hashlib
import io
import json
import tarfile

import pytest

import archive
from layers import Layer


def tar(**files: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, data in files.items():
            info = tarfile.TarInfo(name.replace("__", "/"))
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


def saved(file, layers: list[bytes], told: list[bytes]) -> None:
    """As `docker save` writes it; `told` are the layers that the config names."""
    config = {"config": {"Env": ["A=b"]}, "rootfs": {"diff_ids": ["sha256:" + hashlib.sha256(each).hexdigest() for each in told]}}
    manifest = [{"Config": "config.json", "RepoTags": ["base:1"], "Layers": [f"{place}.tar" for place in range(len(layers))]}]
    names = {"config.json": json.dumps(config).encode(), "manifest.json": json.dumps(manifest).encode()}
    names |= {f"{place}.tar": data for place, data in enumerate(layers)}
    with tarfile.open(file, "w") as packed:
        for name, data in names.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))


def test_a_base_is_read_whether_its_layers_are_packed_or_not_and_a_later_one_takes_away(tmp_path):
    first, second = tar(etc__kept=b"1", etc__gone=b"2", data__old=b"3"), tar(**{"etc__.wh.gone": b"", "data__.wh..wh..opq": b"", "data__new": b"4"})
    saved(tmp_path / "base.tar", [gzip.compress(first), second], [first, second])
    image = archive.read(tmp_path / "base.tar", tmp_path / "layers")
    assert image.config["config"]["Env"] == ["A=b"]
    archive.unpack(image.layers, tmp_path / "root")
    found = {str(path.relative_to(tmp_path / "root")) for path in (tmp_path / "root").rglob("*") if path.is_file()}
    assert found == {"etc/kept", "data/new"}


def test_a_base_that_is_not_what_its_config_says_is_refused(tmp_path):
    saved(tmp_path / "base.tar", [tar(a=b"1")], [tar(a=b"2")])
    with pytest.raises(AssertionError, match="not those that its config names"):
        archive.read(tmp_path / "base.tar", tmp_path / "layers")


def test_the_same_content_is_the_same_bytes_in_whatever_order_it_came(tmp_path):
    one, other = Layer("x"), Layer("x")
    one.file("b/c", b"1")
    one.link("a", "b/c")
    other.link("a", "b/c")
    other.file("b/c", b"1")
    written = one.write(tmp_path / "1.tar")
    assert written.sha256 == other.write(tmp_path / "2.tar").sha256
    digests = {archive.write(tmp_path / f"image{number}.tar", "a/b:1", "amd64", {}, [written]) for number in (1, 2)}
    assert len(digests) == 1
    assert (tmp_path / "image1.tar").read_bytes() == (tmp_path / "image2.tar").read_bytes()
