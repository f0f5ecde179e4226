"""You look for requires_grad in the text; what counts is what backward reaches when it runs."""


def who_gets_grad(program):
    lines = [line for line in program.splitlines() if "requires_grad=True" in line]
    return {line.split("=")[0].strip() for line in lines}
