"""The contents of the four images beside a Redis draw the picture of the README, as pods of the chart would."""

import json
import re

import pytest

import sandbox
from chart import ROOT
from pods import Pods
from processes import ADMIN_KEY, call, until

PROMPT, SEED = "a red house under a yellow sun", 1


@pytest.fixture(scope="module")
def pods(images, tmp_path_factory):
    try:
        sandbox.available()
    except sandbox.NoSandbox as missing:
        # Never a skip: a green run says that the images were started.
        pytest.fail(f"the images could not be started: {missing}")
    host = Pods(tmp_path_factory.mktemp("pods"), images)
    try:
        host.redis()
        pods = {name: host.service(name) for name in ("tokenizer", "generation", "understanding", "gateway")}
        for pod in pods.values():
            until(f"{pod.name} started", lambda: pod.probe("startupProbe"))
            until(f"{pod.name} ready", lambda: pod.probe("readinessProbe"))
        yield pods
    finally:
        host.close()


def ask(pods, path, body=None, key=ADMIN_KEY) -> bytes:
    status, answer = call(pods["gateway"].url("http", path), body, key)
    assert status < 300, answer
    return answer


@pytest.fixture(scope="module")
def drawn(pods):
    """Id of a job that has drawn, and a key that may see it."""
    ask(pods, "/v1/admin/tenants", {"name": "acme"})
    key = json.loads(ask(pods, "/v1/admin/keys", {"tenant": "acme", "name": "first"}))["key"]
    job = json.loads(ask(pods, "/v1/generations", {"prompt": PROMPT, "seed": SEED}, key))["id"]
    until("the picture is drawn", lambda: json.loads(ask(pods, f"/v1/jobs/{job}", key=key))["state"] == "succeeded")
    return job, key


def test_images_beside_a_redis_draw_the_readmes_picture(pods, drawn):
    job, key = drawn
    assert ask(pods, f"/v1/jobs/{job}/images/0", key=key) == (ROOT / "docs/images/house.png").read_bytes()


def test_images_write_pictures_in_every_format(pods, drawn):
    job, key = drawn
    assert ask(pods, f"/v1/jobs/{job}/images/0?format=webp", key=key)[8:12] == b"WEBP"
    assert ask(pods, f"/v1/jobs/{job}/images/0?format=jpeg", key=key)[:2] == b"\xff\xd8"


def test_images_answer_questions(pods, drawn):
    _, key = drawn
    job = json.loads(ask(pods, "/v1/chat/completions", {"model": "demo", "messages": [{"role": "user", "content": "hello"}]}, key))
    assert job["choices"][0]["message"]["content"] is not None


def test_native_code_comes_from_the_image_and_only_webps_is_unpacked(pods, drawn):
    test_images_write_pictures_in_every_format(pods, drawn)
    for pod in pods.values():
        elsewhere = {path for path in pod.mapped() if not re.match("/(app/native|opt/java/lib|usr/lib)/", path)}
        if pod.name == "tokenizer":
            assert [re.sub("-[0-9a-f-]{36}-", "-ID-", path) for path in elsewhere] == ["/tmp/webp-imageio-0.11.0-ID-libwebp-imageio.so"]
        else:
            assert elsewhere == set(), pod.name
    assert "/app/native/libonnxruntime.so" in pods["generation"].mapped()
    assert {"/app/native/libonnxruntime.so", "/app/native/libtokenizers.so"} <= pods["tokenizer"].mapped()


def test_stop_when_they_are_told_to(pods, drawn):
    for name in ("generation", "understanding", "gateway", "tokenizer"):
        assert pods[name].stop() == 128 + 15, pods[name].log.read_text()[-2000:]
