from __future__ import annotations

from grader.proof.generic import Generic, generics

CLASS = '''
    """Scale a tensor"""


    class Scale:
        def __init__(self, factor=2.0, *, bias=0.0):
            {body}

        def forward(self, x, twice=False):
            {body}

        def __len__(self):
            {body}
    '''


def test_a_function_that_returns_tensors_gets_them_all(good):
    names = {wrong.change for wrong in generics(good)}
    assert {"returns_none", "doubles", "detaches", "ignores_factor"} <= names
    assert "moves_to_the_cpu" not in names
    assert "moves_to_the_cpu" in {wrong.change for wrong in generics(good, cuda=True)}


def test_the_return_type_decides(broken):
    exercise = broken("reference", (") -> torch.Tensor", ") -> float"))
    names = {wrong.change for wrong in generics(exercise)}
    assert "flips_the_sign" in names
    assert "transposes" not in names
    exercise = broken("reference", (") -> torch.Tensor", ") -> str"))
    assert {wrong.change for wrong in generics(exercise)} == {"returns_none", "ignores_factor"}


def test_methods_that_the_learner_writes(broken):
    exercise = broken("stub", CLASS.format(body="raise NotImplementedError"))
    exercise.reference.write_text(
        exercise.stub.read_text().replace("raise NotImplementedError", "pass")
    )
    names = {wrong.name for wrong in generics(exercise)}
    assert {"Scale.__init__.ignores_factor", "Scale.__init__.ignores_bias"} <= names
    assert {"Scale.forward.doubles", "Scale.forward.ignores_twice"} <= names
    assert not any("__len__" in name for name in names)
    assert "Scale.__init__.returns_none" not in names


def test_an_excuse_names_the_change_or_the_entry_too():
    wrong = Generic("Scale.forward", "doubles")
    assert wrong.excused_by({"doubles": "why"}) == "doubles"
    assert wrong.excused_by({"Scale.doubles": "why"}) == "Scale.doubles"
    assert wrong.excused_by({"Scale.forward.doubles": "why"}) == "Scale.forward.doubles"
    assert wrong.excused_by({"dot.doubles": "why", "halves": "why"}) == ""
