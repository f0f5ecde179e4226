"""You divide by the variance; divide by its root."""


def layer_norm(x, g, b, eps=1e-5):
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = (centred * centred).mean(dim=-1, keepdim=True)
    return centred / (variance + eps) * g + b
