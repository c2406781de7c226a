"""Which settings the services have, read from where they are declared."""

import functools
import io
import json
import re
import zipfile

from chart import ROOT

ANNOTATION = re.compile(r'@ConfigurationProperties\("([a-z.]+)"\)\s+(?:public )?record (\w+)\(')
RECORD = re.compile(r"\brecord (\w+)\(")
COMPONENT = re.compile(r"(?:@\w+(?:\((?:[^()\"]|\"[^\"]*\")*\))?\s+)*(?P<type>[\w.<>? ]+?)\s+(?P<name>\w+)$")


def _arguments(source: str, start: int) -> list[str]:
    """What stands between the bracket before `start` and its closing one, split at the commas of the first level."""
    depth, text, parts, quoted = 0, "", [], False
    for sign in source[start:]:
        quoted ^= sign == '"'
        if not quoted:
            if sign == ")" and depth == 0:
                return [part.strip() for part in [*parts, text] if part.strip()]
            depth += (sign in "({<") - (sign in ")}>")
            if sign == "," and depth == 0:
                parts, text = [*parts, text], ""
                continue
        text += sign
    raise AssertionError("an open bracket")


def _records(source: str) -> dict[str, list[tuple[str, str]]]:
    """Types and names of the components of all records in a file."""
    found = {}
    for match in RECORD.finditer(source):
        parts = [COMPONENT.match(" ".join(part.split())) for part in _arguments(source, match.end())]
        found[match[1]] = [(part["type"].replace("@Nullable ", ""), part["name"]) for part in parts if part]
    return found


def _names(prefix: str, record: str, records: dict) -> set[str]:
    names = set()
    for kind, name in records[record]:
        dashed = prefix + "." + re.sub("[A-Z]", lambda big: "-" + big[0].lower(), name)
        names |= _names(dashed, kind, records) if kind in records else {dashed}
    return names


@functools.cache
def of_the_platform(room: str) -> frozenset[str]:
    """Names of the properties that the records of a service and of the libraries bind."""
    names = set()
    pom = (ROOT / room / "pom.xml").read_text()
    libraries = [f"libs/{each}" for each in ("jobs", "traces") if f"<artifactId>{each}</artifactId>" in pom]
    for folder in (room, *libraries):
        for path in (ROOT / folder / "src/main/java").rglob("*.java"):
            source = path.read_text()
            for prefix, record in ANNOTATION.findall(source):
                records = {}
                for beside in path.parent.glob("*.java"):
                    records |= _records(beside.read_text())
                names |= _names(prefix, record, records)
    return frozenset(names)


@functools.cache
def of_the_framework(room: str) -> dict[str, str]:
    """Names and types of the properties that Spring's parts in the service's jar declare."""
    jars = sorted((ROOT / room / "target").glob("*-boot.jar"))
    assert jars, f"{room} is not built: ./mvnw -B package -DskipTests"
    names = {}
    with zipfile.ZipFile(jars[-1]) as service:
        for entry in service.namelist():
            if entry.startswith("BOOT-INF/lib/spring-boot"):
                with zipfile.ZipFile(io.BytesIO(service.read(entry))) as part:
                    if "META-INF/spring-configuration-metadata.json" in part.namelist():
                        described = json.loads(part.read("META-INF/spring-configuration-metadata.json"))
                        names |= {each["name"]: each.get("type", "") for each in described["properties"]}
    return names


def known(room: str, name: str) -> bool:
    """Whether a property, as a file names it, is read by the service."""
    if name in of_the_platform(room):
        return True
    types = of_the_framework(room)
    plain = name.split("[")[0]
    if plain in types and ("[" not in name or types[plain].startswith("java.util.Map")):
        return True
    return any(kind.startswith("java.util.Map") and name.startswith(key + ".") for key, kind in types.items())


def variable(name: str) -> str:
    """The environment variable of a property."""
    return name.replace("-", "").replace(".", "_").upper()


def known_variable(room: str, name: str) -> bool:
    if name in map(variable, of_the_platform(room)):
        return True
    types = of_the_framework(room)
    if name in map(variable, types):
        return True
    return any(kind.startswith("java.util.Map") and name.startswith(variable(key) + "_") for key, kind in types.items())


def flat(tree: dict, prefix: str = "") -> dict[str, object]:
    """Leaves of a settings file by their property names."""
    leaves = {}
    for key, value in tree.items():
        name = prefix + (key if not prefix or key.startswith("[") else "." + key)
        leaves |= flat(value, name) if isinstance(value, dict) else {name: value}
    return leaves
