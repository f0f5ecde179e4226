"""You give v back; mix its rows with the weights."""


def attention(q, k, v, causal=True):
    return v.clone()
