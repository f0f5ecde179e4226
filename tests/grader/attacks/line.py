import gc
import struct
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


def frame(text, payload=b""):
    raw(struct.pack("!4sIQ", b"LRN1", len(text), len(payload)) + text + payload)


def send(header, payload=b""):
    import json

    frame(json.dumps({"tensors": [], **header}).encode(), payload)


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
