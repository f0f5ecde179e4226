"""Reports as text: what the command line, the notebook and the grade book show and store."""

from grader.render.formats import FORMATS, renderer
from grader.render.json_report import from_json, render_json, to_json
from grader.render.learner import for_learner
from grader.render.look import Look, look_of
from grader.render.terminal import Extras, render_terminal

__all__ = [
    "FORMATS",
    "Extras",
    "Look",
    "for_learner",
    "from_json",
    "look_of",
    "render_json",
    "render_terminal",
    "renderer",
    "to_json",
]
