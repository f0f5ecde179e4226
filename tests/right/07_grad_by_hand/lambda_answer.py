"""One lambda bound to the name, with the two roots of the square multiplied."""

loss_and_grads = lambda w, x, y: (  # noqa: E731
    (w * x - y) * (w * x - y),
    (w * x - y) * x * 2,
    (w * x - y) * w * 2,
)
