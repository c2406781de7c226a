"""Training by several processes: everybody steps by the mean gradient and follows the leader's clock."""

import json
from functools import partial

import torch
from torch import nn

from nextflow_model.training.team import Team, together


def _one_round(folder, team: Team) -> None:
    torch.set_num_threads(1)
    network = nn.Linear(2, 1)
    network.weight.grad = torch.full((1, 2), 1.0 + team.rank)
    if team.leads():
        network.bias.grad = torch.ones(1)  # the other member's batch did not touch it
    team.average_gradients(network)
    found = {
        "weight": network.weight.grad.tolist(),
        "bias": network.bias.grad.tolist(),
        "time": team.agreed(7.5 + team.rank),
    }
    (folder / f"{team.rank}.json").write_text(json.dumps(found), "utf-8")


def test_two_members_end_up_with_the_mean_of_their_gradients_and_the_leaders_time(tmp_path):
    together(2, partial(_one_round, tmp_path))
    for rank in (0, 1):
        found = json.loads((tmp_path / f"{rank}.json").read_text("utf-8"))
        assert found == {"weight": [[1.5, 1.5]], "bias": [0.5], "time": 7.5}


def test_a_team_of_one_keeps_its_gradients_and_its_time():
    network, team = nn.Linear(2, 1), Team()
    network.weight.grad = torch.ones(1, 2)
    team.average_gradients(network)
    assert network.bias.grad is None and network.weight.grad.tolist() == [[1.0, 1.0]]
    assert team.agreed(0.25) == 0.25 and team.leads()
