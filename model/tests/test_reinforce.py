"""Reinforcement on tiny random weights: drawing in batches, scores, advantages, gradients, and the command itself."""

import copy
import json
import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from conftest import CONFIGS

from nextflow_model.checkpoint import load_checkpoint
from nextflow_model.context import Context
from nextflow_model.drawing import draw_codes
from nextflow_model.judge import Found, Reading, check, read
from nextflow_model.sampler import Sampling, guide, ramped_guidance
from nextflow_model.schedule import scale_grids
from nextflow_model.text.learn import learn_tokenizer
from nextflow_model.training.reinforce.advantages import group_advantages, middle_return
from nextflow_model.training.reinforce.choices import choose
from nextflow_model.training.reinforce.episodes import Plan, prefix_episode, suffix_episode
from nextflow_model.training.reinforce.jury import Jury
from nextflow_model.training.reinforce.learner import Learner, Learning
from nextflow_model.training.reinforce.policy import log_probabilities
from nextflow_model.training.reinforce.prompts import Prompts, training_prompts
from nextflow_model.training.reinforce.reward import WRONG_AT_MOST, reward
from nextflow_model.training.reinforce.rollout import Rollout
from nextflow_model.training.reinforce.surrogate import surrogate
from nextflow_model.training.reinforce.trainer import Trainer
from nextflow_model.training.resume import save_state
from nextflow_model.transformer.model import Transformer
from nextflow_model.weights import build_modules
from nextflow_model.world import Demands, Wanted, demands, draw_scene, sample_scene

GREEDY = Sampling(guidance=0.0, temperature=1.0, top_k=1, top_p=1.0)
FREE = Sampling(guidance=0.0, temperature=0.9, top_k=20, top_p=0.9)
GUIDED = replace(FREE, guidance=3.0)
GRIDS = scale_grids(4)
BYTES = learn_tokenizer([], 272)  # no merges: as many ids as the tiny model has
SUN = Wanted("sun", "red", None)


@pytest.fixture(scope="module")
def network(tiny_modules) -> Transformer:
    """A copy of its own: modes and gradients of the shared model stay as they are."""
    return copy.deepcopy(tiny_modules[0])


@pytest.fixture(scope="module")
def prompts(tiny_config) -> Prompts:
    return training_prompts(tiny_config, BYTES, 3, np.random.default_rng(0))


def first_code_below_half(codes, demands) -> torch.Tensor:
    """A toy reward: the one code of scale 1 is of the lower half of the 256."""
    return (codes[0][:, 0] < 128).float()


def lottery(codes, demands) -> torch.Tensor:
    return torch.arange(len(demands)).float() % 3


def test_prompts_are_of_the_training_split_and_of_different_lengths(prompts, tiny_config):
    assert len({len(ids) for ids in prompts.ids}) > 1
    assert {ids[-1] for ids in (*prompts.ids, prompts.empty)} == {tiny_config.special_tokens["boi"]}
    assert all(isinstance(one, Demands) for one in prompts.demands)


@pytest.mark.parametrize("sampling", [GREEDY, FREE, GUIDED])
def test_a_batch_draws_what_each_prompt_draws_alone(network, prompts, sampling):
    rollout = Rollout(network, prompts, GRIDS, sampling, seed=5)
    rollout.branch(2)
    rollout.draw(2)
    rollout.branch(1)  # a branch in the middle goes on where it was
    rollout.draw(2)
    for image, prompt in enumerate([0, 0, 1, 1, 2, 2]):
        alone = draw_codes(network, prompts.ids[prompt], prompts.empty, GRIDS, sampling, seed=5, image=image)
        assert [codes[image].tolist() for codes in rollout.codes] == [codes[0].tolist() for codes in alone]


def test_branches_share_what_was_drawn_before_them_and_go_on_apart(network, prompts):
    rollout = Rollout(network, prompts, GRIDS, GUIDED, seed=5)
    rollout.draw(2)
    rollout.branch(3)
    choices = rollout.draw(2)
    assert rollout.rows.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert [tuple(codes.shape) for codes in rollout.codes] == [(9, 1), (9, 4), (9, 9), (9, 16)]
    beginnings, ends = rollout.codes[1].unflatten(0, (3, 3)), rollout.codes[3].unflatten(0, (3, 3))
    assert (beginnings == beginnings[:, :1]).all() and not (ends == ends[:, :1]).all()
    assert choices[-1].ids.shape[:2] == (9, 16) and torch.equal(choices[-1].codes, rollout.codes[3])


def test_choices_keep_the_nucleus_and_score_within_it():
    """Of two places of one picture the second is so sure that a single code is left over."""
    logits = torch.tensor([[[3.0, 1.0, 2.0, -9.0], [0.0, 9.0, 0.0, 0.0]]])
    choices = choose(logits, Sampling(0.0, 1.0, 3, 0.8), torch.tensor([[0.99, 0.99]]))
    assert choices.ids[choices.kept].tolist() == [0, 2, 1] and choices.codes.tolist() == [[2, 1]]
    expected = [math.log(1 / (1 + math.exp(1))), 0.0]
    assert choices.log_probabilities(logits, 1.0)[0].tolist() == pytest.approx(expected, abs=1e-6)
    apart = [math.log(1 / (1 + math.exp(2))), 0.0]  # half the temperature, twice the distance
    assert choices.log_probabilities(logits, 0.5)[0].tolist() == pytest.approx(apart, abs=1e-6)


@pytest.mark.parametrize("sampling", [FREE, GUIDED])
@pytest.mark.parametrize("drawing", [prefix_episode, suffix_episode])
def test_the_training_pass_scores_what_the_rollout_drew_from(network, prompts, drawing, sampling):
    plan = Plan(GRIDS, sampling, prefix_scales=2, group=2, suffixes=2)
    episode = drawing(network, prompts, plan, 3, lottery)
    scored = log_probabilities(network, episode, GRIDS, sampling.temperature, sampling.guidance)
    row, ids = 3, prompts.ids[1]  # the second picture of the second prompt
    expected = []
    for offset, choices in enumerate(episode.choices):
        scale = episode.first_scale + offset
        values = _logits_alone(network, ids, episode.codes, row, scale)
        if sampling.guidance:
            strength = ramped_guidance(sampling.guidance, scale, len(GRIDS))
            values = guide(values, _logits_alone(network, prompts.empty, episode.codes, row, scale), strength)
        mine = replace(choices, ids=choices.ids[row], kept=choices.kept[row], ranks=choices.ranks[row])
        expected.append(mine.log_probabilities(values, sampling.temperature))
    assert torch.allclose(scored[row], torch.cat(expected), atol=1e-4)
    assert (scored <= 0).all() and scored.shape == (6, 5 if drawing is prefix_episode else 25)


@torch.no_grad()
def _logits_alone(network, ids, codes, row, scale):
    """By the cached loop of one sequence. [n, V]"""
    context = Context(network.eval())
    context.read_text(ids, len(GRIDS))
    for k in range(2, scale + 1):
        context.read_scale(codes[k - 2][row : row + 1], GRIDS, k)
    return network.visual_logits(context.hidden[0, -GRIDS[scale - 1][0] * GRIDS[scale - 1][1] :])


def test_middle_returns_are_soft_means_and_advantages_compare_inside_a_group():
    assert middle_return(torch.tensor([0.3]), 1.0).item() == pytest.approx(0.3)
    assert middle_return(torch.tensor([0.0, 1.0]), 1.0).item() == pytest.approx(math.log((1 + math.e) / 2))
    assert middle_return(torch.tensor([0.0, 1.0]), 0.01).item() == pytest.approx(1.0, abs=0.01)  # near the maximum
    advantages = group_advantages(torch.tensor([[0.0, 1.0], [5.0, 5.0], [9.0, 7.0]]))
    assert advantages.tolist() == [[-1.0, 1.0], [0.0, 0.0], [1.0, -1.0]]


def test_a_prefix_is_valued_by_all_its_ends_and_a_suffix_by_its_own(network, prompts):
    plan = Plan(GRIDS, FREE, prefix_scales=2, group=4, suffixes=2)
    prefix = prefix_episode(network, prompts, plan, 3, lottery)
    assert len(prefix.rewards) == 3 * 4 * 2 and len(prefix.codes) == 2 and prefix.codes[1].shape == (12, 4)
    values = middle_return(prefix.rewards.view(3, 4, 2), 1.0)
    assert torch.allclose(prefix.advantages, group_advantages(values).flatten())
    suffix = suffix_episode(network, prompts, plan, 3, lottery)
    assert len(suffix.rewards) == 3 * 4 and len(suffix.codes) == 4 and suffix.first_scale == 3
    assert torch.allclose(suffix.advantages, group_advantages(suffix.rewards.view(3, 4)).flatten())


def test_the_surrogate_clips_only_what_has_gone_far_enough():
    old, weights = torch.zeros(2, 1), torch.ones(1)
    new = torch.tensor([[0.5], [0.5]], requires_grad=True)
    result = surrogate(new, old, new.detach(), torch.tensor([1.0, -1.0]), weights, clip=0.2, beta=0.01)
    result.loss.backward()
    assert new.grad[0].item() == 0 and new.grad[1].item() > 0  # raised enough; still to be lowered
    assert result.clip_share == 0.5 and result.kl == 0
    far = surrogate(new, old, new.detach() - 1, torch.zeros(2), weights, clip=0.2, beta=0.01)
    assert far.kl == pytest.approx(math.exp(-1) + 1 - 1)
    new.grad = None
    far.loss.backward()
    assert (new.grad > 0).all()  # without any advantage the reference pulls back


@pytest.mark.parametrize("drawing, pictures", [(prefix_episode, 4 * 2), (suffix_episode, 4)])
def test_every_picture_is_held_against_the_demands_of_its_own_prompt(network, prompts, drawing, pictures):
    asked = []

    def listening(codes, demands):
        asked.extend(demands)
        return lottery(codes, demands)

    drawing(network, prompts, Plan(GRIDS, FREE, 2, 4, 2), 3, listening)
    assert asked == [demanded for demanded in prompts.demands for _ in range(pictures)]


@pytest.mark.parametrize("exact_guidance", [False, True])
def test_before_the_first_update_the_ratio_is_one_and_the_distance_zero(network, prompts, exact_guidance):
    learner = Learner(copy.deepcopy(network), GRIDS, GUIDED, Learning(updates=2, exact_guidance=exact_guidance))
    before = copy.deepcopy(learner.network.state_dict())
    episode = prefix_episode(learner.network, prompts, Plan(GRIDS, GUIDED, 2, 4, 2), 3, lottery)
    first = learner.learn(episode)
    assert first["kl"] == 0.0
    assert any(not torch.equal(before[name], value) for name, value in learner.network.state_dict().items())
    assert all(torch.equal(before[name], value) for name, value in learner.reference.state_dict().items())
    assert learner.learn(episode)["kl"] > 0.0


@pytest.mark.parametrize("drawing, learned", [(prefix_episode, (0, 5)), (suffix_episode, (5, 30))])
def test_only_the_scales_of_an_episode_get_a_gradient(network, prompts, drawing, learned):
    """Of the hidden states that predict codes: where the head's gradient arrives."""
    episode = drawing(network, prompts, Plan(GRIDS, FREE, 2, 4, 2), 3, lottery)
    seen = []

    def watch(module, inputs, hidden):
        hidden.retain_grad()
        seen.append(hidden)

    hook = network.model.norm.register_forward_hook(watch)
    scored = log_probabilities(network, episode, GRIDS, FREE.temperature)
    hook.remove()
    (scored * episode.advantages[:, None]).sum().backward()
    boi = seen[0].grad if seen[0].grad is not None else torch.zeros_like(seen[0])
    blocks = seen[1].grad.abs().sum(dim=(0, 2)) > 0
    touched = torch.cat([(boi.abs().sum() > 0)[None], blocks]).nonzero()[:, 0].tolist()
    assert touched == list(range(*learned))
    network.zero_grad()


def test_a_toy_reward_rises(network, prompts):
    learner = Learner(copy.deepcopy(network), GRIDS[:2], FREE, Learning(rate=1e-3))
    plan = Plan(GRIDS[:2], FREE, prefix_scales=1, group=16, suffixes=1)
    earned = []
    for seed in range(20):
        episode = prefix_episode(learner.network, prompts, plan, seed, first_code_below_half)
        earned.append(episode.rewards.mean().item())
        learner.learn(episode)
    assert np.mean(earned[-4:]) > np.mean(earned[:4]) + 0.2


def found(thing="sun", colour="red", centre=(0.5, 0.5)):
    x, y = centre
    return Found(thing, colour, "large", centre, (x - 0.1, y - 0.1, x + 0.1, y + 0.1), 1.0)


def test_a_reward_is_one_for_right_pictures_and_partial_for_others():
    asked = Demands((replace(SUN, count=4),), None, "night")
    assert reward(Reading((found(),) * 4, "night"), asked) == 1.0
    assert reward(Reading((found(),) * 3, "night"), asked) == WRONG_AT_MOST * 4 / 5
    assert reward(Reading((found(),) * 3, "sea"), asked) == WRONG_AT_MOST * 3 / 5
    assert reward(Reading((found(),) * 5, "night"), asked) == WRONG_AT_MOST * (5 - 1) / 5
    assert reward(Reading((found(None, None),) * 9, "night"), asked) == 0.0  # never below nothing
    assert reward(Reading((), None), asked) == 0.0


def test_near_misses_earn_more_than_misses_and_relations_need_their_things():
    asked = Demands((SUN,), None, None)
    misses = [found(None, None), found("cat", "blue"), found("sun", "blue")]
    assert [reward(Reading((one,), "sea"), asked) for one in misses] == [0, WRONG_AT_MOST / 3, WRONG_AT_MOST * 2 / 3]
    related = Demands((SUN, Wanted("cat", "blue", None)), "inside", None)
    swapped = (found(centre=(0.9, 0.9)), found("cat", "blue"))
    assert reward(Reading(swapped, "sea"), related) == WRONG_AT_MOST * 2 / 3
    assert reward(Reading((found(), found("cat", "blue")), "sea"), related) == 1.0
    assert reward(Reading((found(),), "sea"), related) == pytest.approx(WRONG_AT_MOST * (1 + 1 / 3) / 3)


def test_true_pictures_earn_everything():
    for ability in ("single", "count", "inside", "between"):
        scene = sample_scene(np.random.default_rng(4), ability, "train")
        reading = read(draw_scene(scene, 96, 96))
        assert check(reading, demands(scene)).right and reward(reading, demands(scene)) == 1.0


def test_a_jury_of_processes_judges_as_one_does(tiny_modules, prompts):
    codes = [torch.randint(256, (3, rows * columns)) for rows, columns in GRIDS]
    alone, several = Jury(tiny_modules[1], GRIDS), Jury(tiny_modules[1], GRIDS, processes=1)
    assert alone(codes, prompts.demands).tolist() == several(codes, prompts.demands).tolist()
    several.close()


def run_options(folder, **changes):
    options = dict(
        config=str(CONFIGS / "tiny.json"), folder=str(folder), minutes=0.02, new_budget=False, device="cpu", judges=0,
        seed=0, save_seconds=60, probe=2, level=4, prompts=2, group=2, prefix_scales=2, suffixes=2, prefix_updates=1,
        suffix_updates=1,
    )  # fmt: skip
    return SimpleNamespace(**(options | changes))


def test_a_run_writes_its_log_and_a_checkpoint_and_resumes(tmp_path, tiny_modules):
    transformer, tokenizer = tiny_modules
    save_state(tmp_path / "transformer.pt", {"average": transformer.state_dict()})
    save_state(tmp_path / "visual_tokenizer.pt", {"network": tokenizer.state_dict()})
    BYTES.save(tmp_path / "tokenizer.json")
    first = Trainer(run_options(tmp_path), {"guidance": 1.0}, Learning())
    first.run()
    lines = [json.loads(line) for line in (tmp_path / "reinforce.jsonl").read_text().splitlines()]
    assert lines[0]["probe"] == "before" and lines[-1]["probe"] == "after"
    assert {"step", "reward", "right", "kl", "clip_share", "seconds"} <= lines[1].keys()

    resumed = Trainer(run_options(tmp_path, new_budget=True), {"guidance": 1.0}, Learning())
    assert resumed.step == first.step > 0 and resumed.learner.updates == first.learner.updates
    one, other = first.train_step(), resumed.train_step()
    timeless = one.keys() - {"seconds", "drawing_seconds"}
    assert {name: one[name] for name in timeless} == {name: other[name] for name in timeless}
    for name, value in first.learner.network.state_dict().items():
        assert torch.equal(value, resumed.learner.network.state_dict()[name])

    first.save()
    values, tensors = load_checkpoint(tmp_path / "reinforced")
    shipped, _ = build_modules(values, tensors)
    assert values["sampling"]["guidance"] == 1.0 and (tmp_path / "reinforced" / "tokenizer.json").exists()
    assert torch.equal(shipped.lm_head.weight, first.learner.network.lm_head.weight)


def test_a_prefix_that_leaves_no_rest_is_refused(tmp_path, tiny_modules):
    save_state(tmp_path / "transformer.pt", {"average": tiny_modules[0].state_dict()})
    save_state(tmp_path / "visual_tokenizer.pt", {"network": tiny_modules[1].state_dict()})
    BYTES.save(tmp_path / "tokenizer.json")
    with pytest.raises(SystemExit, match="1 to 3 of 4"):
        Trainer(run_options(tmp_path, prefix_scales=4), {}, Learning())
