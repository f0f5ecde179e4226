import gc
import sys
import time


def line():
    """The worker's end of the wire, found as a submission would find it."""
    channels = [
        o for o in gc.get_objects() if type(o).__name__ == "Channel" and hasattr(o, "_sock")
    ]
    channels[0]._sock.setblocking(True)
    return channels[0]._sock


def raw(data):
    line().sendall(data)


def prefix(size, payload, number=0):
    """What a frame begins with, as the host packs it: the code of the wire is no secret."""
    from grader.worker.channel import _PREFIX, wire

    numbers = (number,) * (len(_PREFIX.unpack(bytes(_PREFIX.size))) - 3)  # where it has a place
    return _PREFIX.pack(wire.MAGIC, *numbers, size, payload)


def frame(text, payload=b"", number=None):
    number = question() if number is None else number
    raw(prefix(len(text), len(payload), max(0, number)) + text + payload)


def send(header, payload=b""):
    import json

    frame(json.dumps({"tensors": [], **header}).encode(), payload, header.get("id"))


def tensor(*shape):
    return {"dtype": "float32", "shape": list(shape), "device": "cpu"}


def question():
    """The number of the question that is being answered."""
    f = sys._getframe()
    while "header" not in f.f_locals:
        f = f.f_back
    return f.f_locals["header"]["id"]


def wait():
    time.sleep(10**6)
