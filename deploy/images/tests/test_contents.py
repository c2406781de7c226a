"""What every image must be: nobody's, nothing to write, nothing secret, whole, and in the layers that it says."""

import json
import re
import subprocess
import tarfile

import archive
import debian
import sandbox
from machine import MACHINES, here

PREFIXES = ("base: ", "java: ", "native: ", "libraries: ", "papers: ", "service: ", "aot: ")
# 10 % above what they were when this was written; a jump is to be looked at.
MOST_MIB = {"gateway": 300, "tokenizer": 355, "generation": 325, "understanding": 365}
SECRET = re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n|AKIA[0-9A-Z]{16}|(?i:password|secret|api_?key)\s*[=:]\s*[A-Za-z0-9+/]{16,}")


def members(image):
    for layer in image.layers:
        with tarfile.open(layer.file) as tar:
            for member in tar:
                yield layer.name, member


def test_runs_as_nobody_with_its_own_entry_point(image):
    told = image.config["config"]
    assert told["User"] == "10001:10001"
    assert told["Entrypoint"] == ["/opt/java/bin/java", "@/app/aot.options", "@/app/java.options"]
    assert "Cmd" not in told and "Volumes" not in told
    assert "ORT_DISABLE_TELEMETRY=1" in told["Env"]


def test_is_in_the_layers_that_it_says_from_what_changes_least_to_most(image):
    assert [each["created_by"][: each["created_by"].index(" ") + 1] for each in image.config["history"]] == list(PREFIXES)


def test_is_roots_readable_for_all_and_writable_for_nobody(image):
    for layer, member in members(image):
        assert (member.uid, member.gid) == (0, 0), member.name
        assert member.issym() or member.mode & (0o7000 if member.isfile() else 0o6000) == 0, f"setuid: {member.name}"
        assert member.issym() or member.mode & 0o004, f"not readable: {member.name}"
        assert not member.isdir() or member.mode & 0o001, f"not to be entered: {member.name}"
        assert member.issym() or member.name == "tmp" or not member.mode & 0o022, f"to be written: {member.name}"
        assert member.isfile() or member.isdir() or member.issym(), f"a device: {member.name}"


def test_has_no_program_but_javas(image):
    runnable = [member.name for _, member in members(image) if member.isfile() and member.mode & 0o111]
    assert [name for name in runnable if not re.match(r"opt/java/(bin|lib)/|usr/lib/.*\.so[.\d]*$", name)] == []


def test_has_every_time_the_same(image):
    assert {member.mtime for _, member in members(image)} == {1767225600}


def test_holds_no_secret(image):
    assert not [each for each in image.config["config"]["Env"] if re.search("(?i)password|secret|key|token", each)]
    for _, member in members(image):
        assert not re.search(r"(^|/)(\.env|\.git|\.m2|\.ssh|id_rsa[^/]*|[^/]+\.(pem|p12|jks))$", member.name), member.name
    for path in image.root.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.suffix in ("", ".yaml", ".properties", ".options", ".conf", ".txt"):
            assert not SECRET.search(path.read_bytes()), path


def test_is_no_larger_than_expected(image):
    assert image.file.stat().st_size < MOST_MIB[image.name] << 20


def test_finds_every_library_that_native_code_needs(image):
    """As the loader looks: beside it where it says so, then in the system's folders."""
    machine = MACHINES[here()]
    system = {path.name for path in (image.root / "usr/lib").glob("**/*.so*")}
    natives = {path for folder in ("app/native", "opt/java/lib") for path in (image.root / folder).glob("**/*.so")}
    assert natives
    beside = {path.name for path in natives}
    for path in natives | {found for found in (image.root / f"usr/lib/{machine.debian_folder}").glob("*.so*")}:
        told = subprocess.run(["readelf", "-d", path], check=True, capture_output=True, text=True).stdout
        needed = set(re.findall(r"NEEDED.*\[(.+)\]", told))
        assert needed <= system | beside, f"{path}: {needed - system - beside}"


def test_has_the_files_that_pods_mount_things_on(image):
    for path in ("tmp", "bundle", "etc/nextflow/settings", "etc/nextflow/redis-ca"):
        assert (image.root / path).is_dir() and not list((image.root / path).iterdir()), path
    assert f"nextflow:x:{debian.USER}:" in (image.root / "etc/passwd").read_text()


def test_is_an_archive_of_both_forms(image):
    """`docker load` reads manifest.json, everything else the OCI layout; both must name the same bytes."""
    with tarfile.open(image.file) as tar:
        docker = json.load(tar.extractfile("manifest.json"))[0]
        index = json.load(tar.extractfile("index.json"))["manifests"][0]
        manifest = json.load(tar.extractfile("blobs/sha256/" + index["digest"].removeprefix("sha256:")))
        assert json.load(tar.extractfile("oci-layout")) == {"imageLayoutVersion": "1.0.0"}
        assert docker["Config"] == "blobs/sha256/" + manifest["config"]["digest"].removeprefix("sha256:")
        assert docker["Layers"] == ["blobs/sha256/" + each["digest"].removeprefix("sha256:") for each in manifest["layers"]]
        for each in [index, manifest["config"], *manifest["layers"]]:
            assert tar.getmember("blobs/sha256/" + each["digest"].removeprefix("sha256:")).size == each["size"]
    assert index["platform"] == {"os": "linux", "architecture": here()}
    assert docker["RepoTags"] == [index["annotations"]["io.containerd.image.name"]]


def test_starts_without_its_cache_and_says_nothing_of_it(images, tmp_path):
    gateway = images["gateway"]
    archive.unpack([layer for layer in gateway.layers if not layer.name.startswith("aot: ")], tmp_path / "root")
    java, cache, _ = gateway.config["config"]["Entrypoint"]
    done = subprocess.run(sandbox.command(tmp_path / "root", [java, cache, "-version"], {}, [], 1 << 20), capture_output=True, text=True)
    assert done.returncode == 0 and "25." in done.stderr
    assert "aot" not in (done.stdout + done.stderr).lower()
