"""The bill of materials names what is in the image, in the version that is there, and a licence for all of it."""

import re

import papers
from conftest import folder
from machine import here


def maven(image):
    return [each for each in image.bill()["components"] if each.get("purl", "").startswith("pkg:maven/")]


def jars(image) -> set[str]:
    return {path.name for path in (image.root / "app").glob("*/*.jar")}


def test_names_every_jar_in_the_version_that_is_there_and_no_other(image):
    own = image.bill()["metadata"]["component"]
    told = {papers.jar_of(each) for each in [*maven(image), own]}
    # Its library is in the image, under app/native; its jar has nothing else that is used.
    carried = {name for name in told if name.startswith("onnxruntime-")}
    assert carried <= {"onnxruntime-1.29.0.jar"}
    assert bool(carried) == (image.root / "app/native/libonnxruntime.so").exists()
    assert told - carried == jars(image)


def test_every_jar_is_on_the_class_path_once(image):
    words = (image.root / "app/java.options").read_text().splitlines()
    class_path = words[words.index("-cp") + 1].split(":")
    assert sorted(class_path) == sorted(f"/{path.relative_to(image.root)}" for path in (image.root / "app").glob("*/*.jar"))


def test_names_debians_packages_and_java_in_the_versions_that_are_there(image):
    told = {each["name"]: each["version"] for each in image.bill()["components"] if each.get("purl", "").startswith("pkg:deb/")}
    there = {}
    for status in (image.root / "var/lib/dpkg/status.d").iterdir():
        text = status.read_text()
        there[re.search("^Package: (.+)", text, re.M)[1]] = re.search("^Version: (.+)", text, re.M)[1]
    assert told == there and "libc6" in there
    (java,) = [each for each in image.bill()["components"] if each["name"] == "java"]
    assert f'JAVA_VERSION="{java["version"].partition("+")[0]}"' in (image.root / "opt/java/release").read_text()


def test_tells_a_licence_for_everything(image):
    for each in image.bill()["components"]:
        assert papers.licences(each), each["name"]
    rows = (image.root / "licenses/components.tsv").read_text().splitlines()[1:]
    assert len(rows) == len(image.bill()["components"])
    assert all(row.split("\t")[3] for row in rows)


def test_brings_the_texts(image):
    assert (image.root / "licenses/LICENSE").read_text().lstrip().startswith("Apache License")
    assert (image.root / "opt/java/legal/java.base/LICENSE").exists()
    for status in (image.root / "var/lib/dpkg/status.d").iterdir():
        assert (image.root / f"usr/share/doc/{status.name}/copyright").exists(), status.name
    if (image.root / "app/native/libonnxruntime.so").exists():
        assert (image.root / "licenses/onnxruntime-1.29.0/ThirdPartyNotices.txt").exists()


def test_lies_beside_the_image_as_it_lies_in_it(image):
    beside = folder() / f"{image.name}-cpu-{here()}.bom.json"
    assert beside.read_bytes() == (image.root / papers.BILL).read_bytes()


def test_refers_only_to_what_it_has(image):
    bill = image.bill()
    known = {each["bom-ref"] for each in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert len(known) == len(bill["components"]) + 1
    for each in bill["dependencies"]:
        assert {each["ref"], *each["dependsOn"]} <= known
    # Through the starters, which are not in the image.
    (own,) = [each for each in bill["dependencies"] if each["ref"] == bill["metadata"]["component"]["bom-ref"]]
    assert any("/spring-boot-webflux@" in ref for ref in own["dependsOn"])
