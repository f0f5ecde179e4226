"""Hidden suite of 27_who_gets_a_grad."""

import functools

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=35,
    devices=("cpu",),
    bans=("Value:torch",),
    allowed="Python numbers, lists, sets and dicts",
    why="27 is about what torch does behind backward",
    hints=(
        "Draw the graph of a * b + a: who has to wait for whom on the way back?",
        "Sort so that parents come first, walk it backwards, and add slope * grad to each parent.",
        "A stack of (node, done) pairs sorts without recursion; a parent's grad += slope * ...",
    ),
)


@probe
def values(submission, torch, leaves, lines, outputs):
    """data of all values, and grad of all values before and after backward of each output."""
    names = {name: submission.Value(x) for name, x in leaves.items()}
    for line in lines:
        name, text = line.split(" = ")
        names[name] = eval(text, {}, names)
    data = [v.data for v in names.values()]
    grads = [[v.grad for v in names.values()]]
    for output in outputs:
        names[output].backward()
        grads.append([v.grad for v in names.values()])
    return data, grads, [v.data for v in names.values()]


@probe
def chained(submission, torch, length, kind):
    """The slopes of the first and the last value of a long chain, and the last one's data."""
    first = last = submission.Value(1.0)
    for i in range(length):
        if kind == "long":
            last = last + 0.001 if i % 2 else last * 1.0001
        else:
            last = last * 0.25 + last * 0.75
    last.backward()
    return first.grad, last.grad, last.data


@probe
def named_by(submission, torch, program):
    """The names, sorted, and whether they came as a set."""
    import collections.abc

    names = submission.who_gets_grad(program)
    return isinstance(names, collections.abc.Set), sorted(names)


def check_numbers(agree, what, got, right, call):
    """Fails unless got is a list of Python numbers near the right ones."""
    for number in got:
        if not isinstance(number, int | float):
            kind = type(number).__name__
            raise Failure(f"{what} is a {kind}, not a number", "data and grad are plain numbers")
    mine, true = (torch.tensor([float(x) for x in xs], dtype=torch.float64) for xs in (got, right))
    try:
        agree.bound(depth=1e4).value(mine, true, what)
    except Failure as failure:
        raise failure.within(call=call) from None


def check_graph(submission, agree, reference, numbers, text, outputs=""):
    """Fails unless data and slopes are right, before and after backward of each output.

    The numbers are those of a, b, ...; text holds assignments, and without outputs the last one is.
    """
    leaves, lines = dict(zip("abcd", numbers, strict=False)), text.split("; ")
    outputs = outputs.split() or [lines[-1].split(" = ")[0]]
    got = submission.run(values, leaves, lines, outputs)
    right = values(reference, torch, leaves, lines, outputs)
    names = [*leaves, *(line.split(" = ")[0] for line in lines)]
    said = ", ".join(names) if len(names) <= 8 else "all values"
    compare(agree, got, right, text, said, outputs)


def compare(agree, got, right, text, names, outputs):
    """Fails unless data, and the slopes before and after each backward, are right."""
    (data, grads, after), (right_data, right_grads, _) = got, right
    check_numbers(agree, f"data of {names}", data, right_data, text)
    for n, (mine, right) in enumerate(zip(grads, right_grads, strict=True)):
        tail = "".join(f"; {output}.backward()" for output in outputs[:n])
        check_numbers(agree, f"grad of {names}", mine, right, text + tail)
    check_numbers(agree, f"data of {names} after backward", after, right_data, text)


@pytest.fixture
def check(submission, agree, reference):
    """check_graph for this submission."""
    return functools.partial(check_graph, submission, agree, reference)


def random_graph(rng, length):
    """Three numbers and random operations on them that keep all numbers moderate."""
    names, lines = ["a", "b", "c"], []
    for i in range(length):
        leaf, old, new = rng.choice("abc"), rng.choice(names), rng.choice(names[-3:])
        text = rng.choice(
            [
                f"0.5 * {old} + 0.5 * {new}",
                f"{new} * 0.6 + {old} * -0.7",
                f"{leaf} * {new} * 0.6",
                f"({old} + {new}) * 0.4",
                f"{new}.relu() + {old}",
            ]
        )
        lines.append(f"v{i} = {text}")
        names.append(f"v{i}")
    return rng.uniform(3, low=-1.5, high=1.5).tolist(), "; ".join(lines)


def check_program(submission, reference, rng, *lines):
    """Fails unless the names that get a gradient are right; w, x, y, z, v get other names."""
    names = [rng.choice("abcdefgh") + letter for letter in "wxyzv"]
    program = "import torch\n" + "\n".join(lines)
    for letter, name in zip("WXYZV", names, strict=True):
        program = program.replace(letter, name)
    is_set, got = submission.run(named_by, program)
    right = sorted(reference.who_gets_grad(program))
    if not is_set:
        raise Failure("who_gets_grad does not return a set", "a set of names: {'a', 'b'}")
    if got != right:
        say = (
            f"you say {', '.join(map(str, got)) or 'nobody'}, it is {', '.join(right) or 'nobody'}"
        )
        raise Failure(say, "run the program: whose .grad is a tensor?", call="; ".join(lines))


@pytest.mark.once
@pytest.mark.visible
def test_example(check):
    """a * b + a ** 2"""
    check([2.0, -3.0], "c = a * b; d = a ** 2; e = c + d")


@pytest.mark.points(2)
def test_operations(check, rng):
    """each operation, and a few in a row"""
    a, b = rng.uniform(2, low=0.5, high=3.0).tolist()
    for numbers in ([a, b], [-a, b], [3, -2]):
        check(numbers, "c = a + b")
        check(numbers, "c = a * b")
        check(numbers, "c = a.relu(); d = b.relu(); e = c + d")
        for exponent in (2, 3, 1, -1, -2, 4, 0):
            check(numbers[:1], f"b = a ** {exponent}")
    for exponent in (0.5, 1.5, -0.5):
        check([a], f"b = a ** {exponent}")
    check([a, b], "c = a * b; d = c.relu(); e = d + b; f = e ** 2; g = f * a")


def test_numbers(check, rng):
    """a number on either side"""
    a = rng.uniform(low=0.5, high=3.0).item()
    for text in ("a + 3", "a * 3", "-2.5 + a", "-2.5 * a", "0 * a", "a + 0"):
        check([a], f"b = {text}")
    check([a], "b = 2 * a; c = b + -7; d = c * c; e = 1 + d; f = e * 0.5")


@pytest.mark.once
def test_powers_of_zero(check):
    """powers of 0"""
    check([0.0, 3.0], "c = a ** 2; d = a ** 1; e = a ** 3; f = c + d; g = f + e; h = g * b", "h")


@pytest.mark.hint("a + 0 is a result like any other, with a .grad of its own")
def test_nothing_changed(check, rng):
    """a result that equals what it was made from"""
    a = rng.uniform(low=0.5, high=3.0).item()
    check([a], "b = a + 0; c = 0 + a; d = b * c; e = d * a")
    check([a], "b = a * 1; c = 1 * a; d = b * c; e = d * a")
    check([a], "b = a ** 1; c = a.relu(); d = b * c; e = d * a")


@pytest.mark.points(2)
@pytest.mark.hint("a value used twice gets both shares: +=")
def test_used_twice(check, rng):
    """a value used more than once"""
    a, b = rng.uniform(2, low=-2.0, high=2.0).tolist()
    check([a], "b = a + a")
    check([a], "b = a * a")
    check([a], "b = a * a; c = b * a; d = c + a")
    check([a, b], "c = a * b; d = c + a; e = d + c")


@pytest.mark.points(2)
@pytest.mark.hint("a value may act only when all that was made from it has acted")
def test_diamonds(check, rng):
    """ways that part and meet again"""
    a, b = rng.uniform(2, low=0.5, high=2.0).tolist()
    check([a], "b = a * 3; c = b + b; d = b * c; e = d + b")
    check([a, b], "c = a + b; d = c * a; e = c * d; f = d + e; g = f * c; h = g.relu()")
    check([a, b], "c = a * b; d = c ** 2; e = c + d; f = e + c")
    check([a, b], "c = a * b; d = c ** 2; e = d + c; f = c + e")


def test_random_graphs(check, rng):
    """random graphs"""
    for length in (12, 25, 40):
        check(*random_graph(rng, length))


@pytest.mark.once
def test_relu_at_zero(check):
    """relu at 0 and below"""
    check([0.0, -1.5, 2.5], "d = a.relu(); e = b.relu(); f = c.relu()", "d e f")
    check([0.0, 2.0], "c = a.relu(); d = b * c; e = d + a")
    check([-1.0, 2.0], "c = a.relu(); d = b * c; e = d + a; f = e.relu()")


def test_output_in_the_middle(check, rng):
    """what the output was not made from gets nothing"""
    numbers = rng.uniform(3, low=-2.0, high=2.0).tolist()
    text = "d = a * b; e = d + a; f = e * c; g = f + d"
    check(numbers, text, "e")
    check(numbers, text, "b")


@pytest.mark.points(2)
@pytest.mark.hint("leaves keep and add, results start at 0 each time")
def test_second_backward(check, rng):
    """a second backward adds at the leaves"""
    numbers = rng.uniform(2, low=0.5, high=2.0).tolist()
    text = "c = a * b; d = c + a; e = d * c; f = e.relu(); g = d ** 2; h = f * g"
    for outputs in ("f f", "f f f", "h e h", "g f"):
        check(numbers, text, outputs)


@pytest.mark.once
@pytest.mark.timeout(8)
@pytest.mark.hint("Python allows about 1000 calls within calls: sort with a stack of your own")
def test_long_chain(submission, agree, reference):
    """a chain of 5000 operations"""
    got = submission.run(chained, 5000, "long")
    check_numbers(agree, "grad and data", got, chained(reference, torch, 5000, "long"), "")


@pytest.mark.once
@pytest.mark.timeout(8)
@pytest.mark.points(2)
@pytest.mark.hint("each value acts once; its paths to the output double at every fork")
def test_many_paths(submission, agree, reference):
    """2 to the power of 40 paths"""
    got = submission.run(chained, 40, "forks")
    check_numbers(agree, "grad and data", got, chained(reference, torch, 40, "forks"), "")


W = "W = torch.tensor(2.0, requires_grad=True)"
V = "V = torch.tensor(3.0, requires_grad=True)"


def test_lesson_program(submission, reference, rng):
    """the lesson's program"""
    lines = ("X = torch.tensor(3.0)", "Y = W * X", "Z = (Y - 5) ** 2", "Z.backward()")
    check_program(submission, reference, rng, W, *lines)
    check_program(submission, reference, rng, W, *lines[:3])
    x = "X = torch.tensor(3.0, requires_grad=True)"
    check_program(submission, reference, rng, W, x, *lines[1:])


@pytest.mark.points(2)
def test_leaves_and_results(submission, reference, rng):
    """results, retain_grad, leaves that are not reached"""
    for lines in (
        ("Y = W * 3", "Y.retain_grad()", "Z = Y * Y", "Z.backward()"),
        ("X = W * 1", "(X * X).backward()", "del W"),
        ("V = torch.ones(3, requires_grad=True)", "(W * 2).backward()"),
        ("X = torch.nn.Parameter(torch.ones(2))", "(X * torch.ones(2) * W).sum().backward()"),
        ("X = torch.tensor(3)", "Y = torch.tensor([1, 2])", "(W * X * Y).sum().backward()"),
        ("Y = torch.tensor(4.0)", "Z = Y * W", "Y.requires_grad_()", "(Z + Y * Y).backward()"),
        ("X = W", "Y = X * W", "Y.backward()"),
        (
            "def twice(t):",
            "    return t * W * 2",
            "Y = sum(twice(W) for _ in range(2))",
            "Y.backward()",
        ),
        ("Y = torch.tensor(4.0)", "Z = Y * 2", "Y.requires_grad_()", "(Z * W).backward()"),
    ):
        check_program(submission, reference, rng, W, *lines)


@pytest.mark.points(2)
def test_cut_graphs(submission, reference, rng):
    """detach, no_grad, cleared and unused gradients"""
    for lines in (
        ("Y = W.detach() * V", "Y.backward()"),
        ("with torch.no_grad():", "    Y = W * 3", "(Y * V).backward()"),
        ("Y = (W * V).detach()", "Z = Y.requires_grad_() * 2", "Z.backward()"),
        ("Y = W * V", "Y.backward()", "W.grad = None"),
        ("X = torch.autograd.grad(W * V, W)[0]",),
        ("(W * V).backward(inputs=[V])",),
        ("X = torch.tensor(W.item(), requires_grad=True)", "(X * V).backward()"),
        ("Y = W * V", "X = W.clone()", "(X * Y + 1).backward()", "V.grad.zero_()"),
        ("W.grad = torch.tensor(1.0)", "Y = V * V"),
    ):
        check_program(submission, reference, rng, W, V, *lines)
