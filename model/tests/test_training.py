"""The training commands end to end on the tiny config, for seconds: they save, resume and export."""

import json
from types import SimpleNamespace

import torch
from conftest import CONFIGS

from nextflow_model.config import ModelConfig
from nextflow_model.evaluation.abilities.drawing import RESERVED
from nextflow_model.evaluation.artist import Artist, Loading
from nextflow_model.evaluation.contact_sheet import contact_sheet
from nextflow_model.evaluation.examination import examine, questions
from nextflow_model.schedule import scale_grids
from nextflow_model.training import transformer, visual_tokenizer
from nextflow_model.training.assemble import assemble
from nextflow_model.training.budget import Budget, rate_factor
from nextflow_model.training.muon import orthogonalised
from nextflow_model.training.objective import scale_weights
from nextflow_model.training.pictures import picture_scene
from nextflow_model.training.run_codes import visual_tokenizer_of
from nextflow_model.training.scenes import scene_generator, training_scene
from nextflow_model.world import STYLES, TURNS, is_heldout


def tokenizer_options(folder, **changes):
    options = dict(
        folder=str(folder), minutes=0.2, joint_minutes=0.1, seed=0, batch=4, rate=2e-3, muon_rate=0.02, scales=4,
        scale_drop=0.5, semantic_weight=0.2, start_from=None, log_seconds=20, new_budget=False,
    )  # fmt: skip
    return SimpleNamespace(**(options | changes))


def transformer_options(folder, config, **changes):
    options = dict(
        config=str(config), folder=str(folder), minutes=0.05, seed=0, room=300, rate=3e-3, muon_rate=0.02,
        flat_until=0.4, save_seconds=60, log_seconds=20, new_budget=False, mixture="draw=1", parts=2,
        average_decay=0.99, start_from=None, compile=False, levels=None,
    )  # fmt: skip
    return SimpleNamespace(**(options | changes))


def small_levels(tmp_path):
    """The tiny config, asked for six scales only."""
    values = json.loads((CONFIGS / "tiny.json").read_text("utf-8")) | {"levels": [4]}
    values["text_vocab_size"] = 512
    values["visual_tokenizer"] |= {"thing_classes": 17, "colour_classes": 11}
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(values), "utf-8")
    return path


def test_both_trainings_run_resume_and_leave_a_checkpoint_that_draws_and_can_be_gone_on_from(tmp_path):
    config_path = small_levels(tmp_path)
    first = visual_tokenizer.Trainer(ModelConfig.open(config_path), tokenizer_options(tmp_path))
    first.run()
    again = visual_tokenizer.Trainer(ModelConfig.open(config_path), tokenizer_options(tmp_path))
    assert again.step == first.step and again.stages.codes_final()
    assert torch.equal(again.network.quantizer.table(), first.network.quantizer.table())
    refined = visual_tokenizer.Trainer(ModelConfig.open(config_path), tokenizer_options(tmp_path, new_budget=True))
    assert refined.stages.codes_final() and refined.budget.share() < 0.6  # the other half of the minutes is there again

    drawing = transformer.Trainer(transformer_options(tmp_path, config_path))
    drawing.run()
    resumed = transformer.Trainer(transformer_options(tmp_path, config_path))
    assert resumed.step == drawing.step > 0

    kept = tmp_path / "kept"
    assemble(config_path, tmp_path, kept, half=True)
    later = transformer.Trainer(transformer_options(tmp_path / "later", config_path, start_from=str(kept)))
    for name, value in later.network.state_dict().items():
        assert torch.equal(value, drawing.average[name].half().float()), name
    later.save()
    saved = visual_tokenizer_of(tmp_path / "later", later.config)
    for name, value in saved.state_dict().items():
        assert torch.equal(value, later.tokenizer.state_dict()[name]), name

    coding = tokenizer_options(tmp_path / "later", start_from=str(kept))
    recoding = visual_tokenizer.Trainer(ModelConfig.open(config_path), coding)
    assert recoding.quantizing and not recoding.stages.codes_final()
    for name, value in recoding.network.state_dict().items():
        assert torch.equal(value, first.network.state_dict()[name].half().float()), name

    artist = Artist(Loading(tmp_path / "checkpoint"))
    asked = questions("draw", range(13), seed=0)
    answers = examine(artist, asked, seed=0)
    assert {a.question.kind for a in answers} == {"single", RESERVED, "count", "relation", "inside", "between"}
    assert contact_sheet(answers).size[0] > 0
    again = examine(artist, asked, seed=0)
    assert all((a.reply.pictures[0] == b.reply.pictures[0]).all() for a, b in zip(answers, again))


def test_training_scenes_are_never_held_out_and_repeat_by_seed():
    scenes = [training_scene(scene_generator(7, index)) for index in range(60)]
    assert scenes == [training_scene(scene_generator(7, index)) for index in range(60)]
    assert not any(is_heldout(scene) for scene in scenes)


def test_the_visual_tokenizer_sees_every_look_and_nothing_held_out():
    scenes = [picture_scene(scene_generator(7, index)) for index in range(300)]
    assert not any(is_heldout(scene) for scene in scenes)
    assert {scene.style for scene in scenes} == set(STYLES)
    items = [item for scene in scenes for item in scene.items]
    assert any(item.pattern for item in items) and {item.turn for item in items} == set(TURNS)


def test_the_rate_warms_up_and_ends_at_zero_whatever_the_minutes():
    now = [0.0]
    budget = Budget(minutes=2, spent_seconds=30, clock=lambda: now[0])
    assert budget.share() == 0.25
    now[0] = 1000.0
    assert budget.share() == 1.0
    assert rate_factor(0.001) < 0.1 and rate_factor(0.3) == 1.0 and rate_factor(1.0) < 1e-6


def test_scale_weights_keep_the_whole_and_lift_the_small_scales():
    weights = scale_weights(scale_grids(18))
    assert torch.isclose(weights.sum(), torch.tensor(10084.0), rtol=1e-4)
    assert 330 < weights[0] < 360 and 0.15 < weights[-1] < 0.25  # fact sheet: 344 and 0.19


def test_muon_makes_a_matrix_nearly_orthogonal():
    torch.manual_seed(0)
    for shape in ((16, 40), (40, 16)):
        singular = torch.linalg.svdvals(orthogonalised(torch.randn(shape)))
        assert 0.5 < singular.min() and singular.max() < 1.5
