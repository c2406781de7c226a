"""The services as processes of this machine, started with the variables and files that the chart gives their pods."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from chart import RELEASE, ROOT, component, container, environment, of_kind, rendered, workloads

CASE = "bundle-image"
PASSWORD = "a-password-of-these-tests"
ADMIN_KEY = "the-admin-key-of-these-tests-alone-0123456789"
SECRETS = {"redis-password": PASSWORD, "admin-key": ADMIN_KEY, "webhook-secret-key": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}
BUNDLE = ROOT / "bundles/tiny"
PATIENCE_S = 900  # For a machine that is busy with other things; nothing is timed by it.


def free_port() -> int:
    with contextlib.closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def until(what: str, look):
    """The first answer of `look` that is true."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if answer := look():
                return answer
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


def call(url: str, body: dict | None = None, key: str | None = None) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(url, json.dumps(body).encode() if body is not None else None, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


@dataclass
class Running:
    """A process, its log, and where the ports of its pod are on this machine."""

    name: str
    process: subprocess.Popen
    log: Path
    ports: dict[str, int] = field(default_factory=dict)

    def url(self, port: str, path: str) -> str:
        return f"http://127.0.0.1:{self.ports[port]}{path}"

    def alive(self) -> "Running":
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        return self

    def probe(self, which: str) -> bool:
        """Whether the pod's own probe would be content."""
        get = container(workloads(rendered(CASE))[self.name])[which]["httpGet"]
        self.alive()
        return call(self.url(get["port"], get["path"]))[0] == 200

    def stop(self) -> int:
        """Exit status after SIGTERM, within the pod's grace on an idle machine; here it may take longer."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)


class Host:
    """Starts what the chart would start, and ends it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.running: list[Running] = []
        self.redis_port = free_port()
        self.tokenizer_port = free_port()

    def redis(self) -> Running:
        (settings,) = [each for each in of_kind(rendered(CASE), "ConfigMap") if component(each) == "redis"]
        (jar,) = (ROOT / "local/target/lib").glob("embedded-redis-*.jar")
        program, data = self.folder / "redis-server", self.folder / "redis"
        with zipfile.ZipFile(jar) as archive:
            (binary,) = [name for name in archive.namelist() if "redis-server" in name and "linux-amd64" in name]
            program.write_bytes(archive.read(binary))
        program.chmod(0o755)
        data.mkdir()
        (data / "redis.conf").write_text(settings["data"]["redis.conf"].replace("dir /data", f"dir {data}"))
        arguments = [word.replace("$(REDISCLI_AUTH)", PASSWORD) for word in container(workloads(rendered(CASE))["redis"])["args"]]
        here = ["--port", str(self.redis_port), "--bind", "127.0.0.1"]
        redis = self._start("redis", [str(program), str(data / "redis.conf"), *here, *arguments], {})
        until("Redis listens", lambda: "Ready to accept connections" in redis.alive().log.read_text())
        return redis

    def service(self, name: str) -> Running:
        workload = workloads(rendered(CASE))[name]
        (settings,) = [each for each in of_kind(rendered(CASE), "ConfigMap") if component(each) == name]
        folder = self.folder / name
        folder.mkdir()
        (folder / "application.yaml").write_text(settings["data"]["application.yaml"])
        ports = {each["name"]: free_port() for each in container(workload)["ports"]}
        if name == "tokenizer":
            ports["http"] = self.tokenizer_port
        variables = {key: self._here(value, folder) for key, value in environment(workload).items()}
        variables |= {"SERVER_PORT": str(ports["http"])}
        if "operators" in ports:
            variables["MANAGEMENT_SERVER_PORT"] = str(ports["operators"])
        started = self._launch(name, folder, variables)
        started.ports = ports
        return started

    def _launch(self, name: str, folder: Path, variables: dict[str, str]) -> Running:
        (jar,) = (ROOT / f"{name}-service/target").glob("*-boot.jar")
        java = Path(os.environ["JAVA_HOME"], "bin/java")
        command = [str(java), "-Xmx256m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-jar", str(jar)]
        return self._start(name, command, variables)

    def _here(self, value, folder: Path) -> str:
        """A variable of a pod with what is elsewhere on this machine replaced."""
        if isinstance(value, dict):
            return SECRETS[value["secretKeyRef"]["key"]]
        for there, here in {
            "$(REDIS_PASSWORD)": PASSWORD,
            f"{RELEASE}-nextflow-redis:6379": f"127.0.0.1:{self.redis_port}",
            f"{RELEASE}-nextflow-tokenizer:8081": f"127.0.0.1:{self.tokenizer_port}",
            "/etc/nextflow/settings/": f"{folder}/",
        }.items():
            value = value.replace(there, here)
        return str(BUNDLE) if value == "/bundle" else value

    def _start(self, name: str, command: list[str], variables: dict[str, str]) -> Running:
        log = self.folder / f"{name}.log"
        with log.open("wb") as out:
            plain = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=self.folder, env=plain | variables)
        self.running.append(Running(name, process, log))
        return self.running[-1]

    def close(self) -> None:
        for each in reversed(self.running):
            if each.process.poll() is None:
                each.process.kill()
                each.process.wait()
