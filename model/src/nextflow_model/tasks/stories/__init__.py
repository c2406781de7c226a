"""Short illustrated stories: text and picture in turn, with a hero that stays the same."""

from nextflow_model.tasks.stories.grading import grade_story, wrong_frames
from nextflow_model.tasks.stories.story import Story, sample_story

__all__ = ["Story", "grade_story", "sample_story", "wrong_frames"]
