"""The page of metrics tells what there is, and nobody asks for anything else."""

import json

import pytest

from chart import of_kind, rendered
from compose import service as composed
from metrics import DASHBOARDS, asked, described, expressions, in_the_code, series


def test_the_page_describes_every_meter_in_the_code_and_no_other():
    pools = {name for name in in_the_code() if name.endswith(".executor")}
    on_the_page = {
        next((pool for pool in pools if name.startswith(pool + ".")), name) for name in described()}
    assert on_the_page == set(in_the_code())


def test_a_meter_is_called_in_prometheus_as_micrometer_calls_it():
    for meter, name in described().items():
        assert name.startswith(meter.replace(".", "_"))


@pytest.mark.parametrize(("place", "expression"), expressions(), ids=[place for place, _ in expressions()])
def test_an_expression_asks_for_series_that_there_are(place, expression):
    assert asked(expression)
    assert asked(expression) - series() == set()


def test_an_invented_series_is_noticed():
    assert asked('sum by (queue) (rate(nextflow_jobs_invented_total{a="up"}[5m])) / up') == {"nextflow_jobs_invented_total", "up"}
    assert "nextflow_jobs_invented_total" not in series()
    assert "nextflow_gateway_renderings_seconds_bucket" not in series()


@pytest.mark.parametrize("board", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboard_can_be_read_by_grafana(board):
    read = json.loads(board.read_text())
    ids = [panel["id"] for panel in read["panels"]]
    assert len(ids) == len(set(ids)) and read["uid"] and read["title"]
    variables = {each["name"] for each in read["templating"]["list"]}
    assert variables == {"datasource", "namespace"}
    for panel in read["panels"]:
        if panel["type"] != "row":
            assert panel["description"] and panel["fieldConfig"]["defaults"]["unit"]
            assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}


def test_the_chart_brings_the_dashboards_as_they_are():
    maps = [each for each in of_kind(rendered("scaled"), "ConfigMap") if "grafana_dashboard" in each["metadata"]["labels"]]
    brought = {name: text for each in maps for name, text in each["data"].items()}
    assert brought == {f"nextflow-{path.name}": path.read_text() for path in DASHBOARDS}
    assert len(DASHBOARDS) == 2


def test_what_a_dashboard_asks_quantiles_of_has_buckets_everywhere():
    for each in of_kind(rendered("small"), "ConfigMap"):
        if "application.yaml" in each["data"]:
            assert "percentiles-histogram" in each["data"]["application.yaml"]
    for name in ("gateway", "tokenizer", "generation", "understanding"):
        assert any("PERCENTILESHISTOGRAM" in variable for variable in composed(name)["environment"])
