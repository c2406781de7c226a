"""What an image says of its contents: a bill of materials in CycloneDX's form, and licences."""

import io
import json
import re
import zipfile
from pathlib import Path

from debian import Package
from jars import Jars
from layers import CREATED, Layer
from runtime import Runtime

BILL = "app/bom.cdx.json"
TEXTS = re.compile(r"(?:META-INF/)?((?:LICEN[CS]E|NOTICE|COPYING|ThirdPartyNotices)[^/]*)", re.I)


def jar_of(component: dict) -> str:
    """The file name that Maven gives a component."""
    classifier = re.search(r"[?&]classifier=([^&]+)", component["purl"])
    return f"{component['name']}-{component['version']}{'-' + classifier[1] if classifier else ''}.jar"


def bill(maven: Path, jars: Jars, runtime: Runtime, packages: list[Package], base: str | None, extra: list[dict]) -> dict:
    """Maven's bill for the service, less what is not in the image, such as Spring Boot's empty starters, and what lies below the jars."""
    told = json.loads(maven.read_text())
    # Of a jar that is left out the image may have the library.
    there = jars.own.keys() | jars.others.keys() | {name for name in jars.left_out if name.startswith("onnxruntime-")}
    there -= {each.get("replaces") for each in extra}
    parts = [each for each in told["components"] if jar_of(each) in there]
    parts += [{key: value for key, value in each.items() if key != "replaces"} for each in extra]
    parts.append({
        "type": "platform", "name": "java", "version": runtime.version, "publisher": runtime.vendor, "bom-ref": "java",
        "licenses": [{"license": {"id": "GPL-2.0-with-classpath-exception"}}],
    })
    parts += [_of_debian(each) for each in packages]
    if base:
        parts.append({"type": "container", "name": base, "bom-ref": "base"})
    kept = {each["bom-ref"] for each in parts} | {told["metadata"]["component"]["bom-ref"]}
    links = {each["ref"]: each.get("dependsOn", []) for each in told.get("dependencies", [])}
    depends = [{"ref": ref, "dependsOn": sorted(_reached(links, ref, kept))} for ref in sorted(links.keys() & kept)]
    return told | {"metadata": told["metadata"] | {"timestamp": CREATED}, "components": parts, "dependencies": depends}


def _reached(links: dict[str, list[str]], start: str, kept: set[str]) -> set[str]:
    """What a component depends on, through those that are not there."""
    found, seen, open_ends = set(), {start}, list(links[start])
    while open_ends:
        ref = open_ends.pop()
        if ref in kept:
            found.add(ref)
        elif ref not in seen:
            seen.add(ref)
            open_ends += links.get(ref, [])
    return found


def _of_debian(package: Package) -> dict:
    purl = f"pkg:deb/debian/{package.name}@{package.version}?arch={package.arch}"
    return {
        "type": "library", "name": package.name, "version": package.version, "purl": purl, "bom-ref": purl,
        # Debian tells licences as text.
        "licenses": [{"license": {"name": f"as in /usr/share/doc/{package.name}/copyright"}}],
    }


def rendered(bill: dict) -> bytes:
    return (json.dumps(bill, indent=1, sort_keys=True) + "\n").encode()


def licences(component: dict) -> str:
    return " AND ".join(each.get("expression") or each["license"].get("id") or each["license"]["name"] for each in component.get("licenses", []))


def layer(bill: dict, jars: Jars, own_licence: Path, more: dict[str, bytes]) -> Layer:
    """The bill, a table of it, and the texts that the jars bring."""
    papers = Layer("papers: bill of materials and licences")
    papers.file(BILL, rendered(bill))
    rows = sorted(f"{each.get('group', '')}\t{each['name']}\t{each['version']}\t{licences(each)}" for each in bill["components"] if "version" in each)
    papers.file("licenses/components.tsv", ("group\tname\tversion\tlicence\n" + "\n".join(rows) + "\n").encode())
    papers.file("licenses/LICENSE", own_licence)
    for name, data in (jars.others | {key: value for key, value in jars.left_out.items() if key.startswith("onnxruntime")}).items():
        with zipfile.ZipFile(io.BytesIO(data)) as jar:
            for path in jar.namelist():
                if match := TEXTS.fullmatch(path):
                    papers.file(f"licenses/{name.removesuffix('.jar')}/{match[1]}", jar.read(path))
    for path, text in more.items():
        papers.file(f"licenses/{path}", text)
    return papers
