"""2 * v raises: for a number on the left Python asks v, through __rmul__ and __radd__."""


class Value(Value):
    __radd__ = None
    __rmul__ = None
