"""Reports as text: what the command line, the notebook and the grade book show and store."""

from grader.render.formats import CLASS_FORMATS, FORMATS, class_format, renderer, write_class
from grader.render.json_report import from_json, render_json, to_json
from grader.render.learner import class_for_learners, for_learner
from grader.render.look import Look, look_of
from grader.render.terminal import Extras, render_terminal

__all__ = [
    "CLASS_FORMATS",
    "FORMATS",
    "Extras",
    "Look",
    "class_for_learners",
    "class_format",
    "for_learner",
    "from_json",
    "look_of",
    "render_json",
    "render_terminal",
    "renderer",
    "to_json",
    "write_class",
]
