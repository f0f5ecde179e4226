"""Hidden suite of 27_who_gets_a_grad."""

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
        "A stack of (node, done) pairs sorts without recursion; then parent.grad += slope * node.grad",
    ),
)


@probe
def values(submission, torch, leaves, steps, outputs):
    """data of all nodes, and grad of all nodes after backward of each output in turn.

    A step is an operation and its operands: the number of a node, or a text with a number in it.
    """
    nodes = [submission.Value(x) for x in leaves]
    for operation, *names in steps:
        a, *others = [float(n) if isinstance(n, str) else nodes[n] for n in names]
        if operation == "+":
            nodes.append(a + others[0])
        elif operation == "*":
            nodes.append(a * others[0])
        elif operation == "**":
            power = float(names[1])
            nodes.append(a ** (int(power) if power == int(power) else power))
        else:
            nodes.append(a.relu())
    data = [node.data for node in nodes]
    grads = [[node.grad for node in nodes]]
    for output in outputs:
        nodes[output].backward()
        grads.append([node.grad for node in nodes])
    return data, grads, [node.data for node in nodes]


@probe
def chained(submission, torch, length, kind):
    """data and grad of the first and the last value of a long chain."""
    first = last = submission.Value(1.0)
    for i in range(length):
        if kind == "long":
            last = last + 0.001 if i % 2 else last * 1.0001
        else:
            last = last * 0.25 + last * 0.75
    last.backward()
    return first.grad, last.data, last.grad


@probe
def named_by(submission, torch, program):
    """The names, sorted, and whether they came as a set."""
    import collections.abc

    names = submission.who_gets_grad(program)
    return isinstance(names, collections.abc.Set), sorted(names)


def torch_says(leaves, steps, output):
    """data and grad of all nodes by torch in float64, a single backward."""
    nodes = [torch.tensor(float(x), dtype=torch.float64, requires_grad=True) for x in leaves]
    for operation, *names in steps:
        a, *others = [float(n) if isinstance(n, str) else nodes[n] for n in names]
        node = {
            "+": lambda a=a, o=others: a + o[0],
            "*": lambda a=a, o=others: a * o[0],
            "**": lambda a=a, o=others: a ** o[0],
            "relu": lambda a=a: a.relu(),
        }[operation]()
        node.retain_grad()
        nodes.append(node)
    nodes[output].backward()
    grads = [0.0 if node.grad is None else node.grad.item() for node in nodes]
    return [node.item() for node in nodes], grads


def show(steps, leaves):
    """The steps as lines of Python with single letters, if there are only a few."""
    if len(steps) > 6:
        return f"{len(steps)} operations on {len(leaves)} values"
    letters = "abcdefghijkl"
    lines = []
    for i, (operation, *names) in enumerate(steps):
        words = [n if isinstance(n, str) else letters[n] for n in names]
        target = letters[len(leaves) + i]
        text = f"{words[0]}.relu()" if operation == "relu" else f" {operation} ".join(words)
        lines.append(f"{target} = {text}")
    return "; ".join(lines)


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


def check_graph(submission, agree, leaves, steps, output=None):
    """Fails unless data and all slopes of one graph are torch's."""
    output = len(leaves) + len(steps) - 1 if output is None else output
    data, grads, after = submission.run(values, leaves, steps, [output])
    right_data, right_grads = torch_says(leaves, steps, output)
    call = show(steps, leaves)
    check_numbers(agree, "data", data, right_data, call)
    check_numbers(agree, "grad before backward", grads[0], [0] * len(data), call)
    check_numbers(agree, "grad", grads[1], right_grads, call)
    check_numbers(agree, "data after backward", after, right_data, call)


def random_graph(rng, count, length):
    """Leaves and steps of a random graph whose numbers stay moderate."""
    leaves = [round(x, 2) for x in rng.uniform(count, low=-2.0, high=2.0).tolist()]
    steps = []
    for at in range(count, count + length):
        a, b = rng.size(0, at - 1), rng.size(max(0, at - 4), at - 1)
        steps.append(rng.choice([("+", a, b), ("+", b, "0.5"), ("*", b, "-0.7"), ("relu", a)]))
        if steps[-1][0] == "+" and rng.size(0, 2) == 0:
            steps[-1] = ("*", rng.size(0, count - 1), b) if rng.size(0, 1) else ("+", b, b)
    return leaves, steps


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
        say = f"you say {', '.join(got) or 'nobody'}, it is {', '.join(right) or 'nobody'}"
        raise Failure(say, "run the program: whose .grad is a tensor?", call="; ".join(lines))


@pytest.mark.visible
def test_example(submission, agree):
    """a * b + a ** 2"""
    check_graph(submission, agree, [2.0, -3.0], [("*", 0, 1), ("**", 0, "2"), ("+", 2, 3)])


@pytest.mark.points(2)
def test_operations(submission, agree, rng):
    """each operation, and a few in a row"""
    a, b = rng.uniform(2, low=0.5, high=3.0).tolist()
    for leaves in ([a, b], [-a, b], [3, -2]):
        for operation in "+*":
            check_graph(submission, agree, leaves, [(operation, 0, 1)])
        for exponent in ("2", "3", "1", "-1", "-2", "4"):
            check_graph(submission, agree, leaves, [("**", 0, exponent)])
        check_graph(submission, agree, leaves, [("relu", 0), ("relu", 1), ("+", 2, 3)])
    for exponent in ("0.5", "1.5", "-0.5"):
        check_graph(submission, agree, [a], [("**", 0, exponent)])
    steps = [("*", 0, 1), ("relu", 2), ("+", 3, 1), ("**", 4, "2"), ("*", 5, 0)]
    check_graph(submission, agree, [a, b], steps)


def test_numbers(submission, agree, rng):
    """a number on either side"""
    a = rng.uniform(low=0.5, high=3.0).item()
    for operation in "+*":
        check_graph(submission, agree, [a], [(operation, 0, "3")])
        check_graph(submission, agree, [a], [(operation, "-2.5", 0)])
    steps = [("*", "2", 0), ("+", 1, "-7"), ("*", 2, 2), ("+", "1", 3), ("*", 4, "0")]
    check_graph(submission, agree, [a], steps, output=4)
    check_graph(submission, agree, [a], steps)


@pytest.mark.points(2)
@pytest.mark.hint("a value used twice gets both shares: +=")
def test_used_twice(submission, agree, rng):
    """a value used more than once"""
    a, b = rng.uniform(2, low=-2.0, high=2.0).tolist()
    check_graph(submission, agree, [a], [("+", 0, 0)])
    check_graph(submission, agree, [a], [("*", 0, 0)])
    check_graph(submission, agree, [a], [("*", 0, 0), ("*", 1, 0), ("+", 2, 0)])
    check_graph(submission, agree, [a, b], [("*", 0, 1), ("+", 2, 0), ("+", 3, 2)])


@pytest.mark.points(2)
@pytest.mark.hint("a value may act only when all that was made from it has acted")
def test_diamonds(submission, agree, rng):
    """ways that part and meet again"""
    a, b = rng.uniform(2, low=0.5, high=2.0).tolist()
    check_graph(submission, agree, [a], [("*", 0, "3"), ("+", 1, 1), ("*", 1, 2), ("+", 3, 1)])
    steps = [("+", 0, 1), ("*", 2, 0), ("*", 2, 3), ("+", 3, 4), ("*", 5, 2), ("relu", 6)]
    check_graph(submission, agree, [a, b], steps)
    check_graph(submission, agree, [a, b], [("*", 0, 1), ("**", 2, "2"), ("+", 2, 3), ("+", 4, 2)])
    check_graph(submission, agree, [a, b], [("*", 0, 1), ("**", 2, "2"), ("+", 3, 2), ("+", 2, 4)])


def test_random_graphs(submission, agree, rng):
    """random graphs against torch"""
    for length in (12, 25, 40):
        check_graph(submission, agree, *random_graph(rng, rng.size(2, 4), length))


def test_relu_at_zero(submission, agree):
    """relu at 0 and below"""
    check_graph(submission, agree, [0.0, -1.5, 2.5], [("relu", 0), ("relu", 1), ("relu", 2)], 3)
    steps = [("relu", 0), ("*", 1, 2), ("+", 3, 0), ("relu", 4)]
    check_graph(submission, agree, [0.0, 2.0], [("relu", 0), ("*", 1, 2), ("+", 3, 0)])
    check_graph(submission, agree, [-1.0, 2.0], steps)


def test_output_in_the_middle(submission, agree, rng):
    """who was no part of it gets nothing"""
    a, b, c = rng.uniform(3, low=-2.0, high=2.0).tolist()
    steps = [("*", 0, 1), ("+", 3, 0), ("*", 4, 2), ("+", 5, 3)]
    check_graph(submission, agree, [a, b, c], steps, output=4)
    check_graph(submission, agree, [a, b, c], steps, output=1)


@pytest.mark.points(2)
@pytest.mark.hint("leaves keep and add, results start at 0 each time")
def test_second_backward(submission, agree, reference, rng):
    """a second backward adds at the leaves"""
    a, b = rng.uniform(2, low=0.5, high=2.0).tolist()
    steps = [("*", 0, 1), ("+", 2, 0), ("*", 3, 2), ("relu", 4), ("**", 3, "2"), ("*", 5, 6)]
    for outputs in ([5, 5], [5, 5, 5], [7, 4, 7], [6, 5]):
        data, grads, _ = submission.run(values, [a, b], steps, outputs)
        for mine, right in zip(grads, values(reference, torch, [a, b], steps, outputs)[1],
                               strict=True):  # fmt: skip
            call = f"{show(steps, [a, b])}; backward of {', '.join('abcdefgh'[o] for o in outputs)}"
            check_numbers(agree, "grad of a, b, ...", mine, right, call)


@pytest.mark.timeout(8)
@pytest.mark.hint("Python allows about 1000 calls within calls: sort with a stack of your own")
def test_long_chain(submission, agree, reference):
    """a chain of 5000 operations"""
    got = submission.run(chained, 5000, "long")
    check_numbers(agree, "grad and data", got, chained(reference, torch, 5000, "long"), "")


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
    check_program(submission, reference, rng, W, "X = torch.tensor(3.0, requires_grad=True)",
                  *lines[1:])  # fmt: skip


@pytest.mark.points(2)
def test_leaves_and_results(submission, reference, rng):
    """results, retain_grad, leaves that are not reached"""
    for lines in (
        ("Y = W * 3", "Y.retain_grad()", "Z = Y * Y", "Z.backward()"),
        ("X = W * 1", "(X * X).backward()", "del W"),
        ("V = torch.ones(3, requires_grad=True)", "(W * 2).backward()"),
        (
            "X = torch.nn.Parameter(torch.ones(2))",
            "Y = torch.ones(2)",
            "Z = (X * Y).sum() * W",
            "Z.backward()",
        ),  # fmt: skip
        ("X = torch.tensor(3)", "Y = torch.tensor([1, 2])", "(W * X * Y).sum().backward()"),
        ("Y = torch.tensor(4.0)", "Z = Y * W", "Y.requires_grad_()", "(Z + Y * Y).backward()"),
        ("X = W", "Y = X * W", "Y.backward()"),
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
