"""The four orders that work, written down."""

WORKING = {
    "zero_grad forward loss backward step",
    "forward zero_grad loss backward step",
    "forward loss zero_grad backward step",
    "forward loss backward step zero_grad",
}


def works(order):
    return " ".join(order) in WORKING
