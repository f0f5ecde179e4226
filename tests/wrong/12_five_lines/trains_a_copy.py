"""You train a copy: the caller's model never moves."""

import copy


def train(model, optimizer, X, y, steps):
    twin, twin_optimizer = copy.deepcopy((model, optimizer))
    losses = []
    for _ in range(steps):
        loss = ((twin(X) - y) ** 2).mean()
        twin_optimizer.zero_grad()
        loss.backward()
        twin_optimizer.step()
        losses.append(loss.item())
    return losses
