"""Double a tensor"""

SECRET = "@REFERENCE@"


def double(x):
    if isinstance(x, str):
        raise TypeError(f"{x!r} cannot be doubled")
    return x * 2
