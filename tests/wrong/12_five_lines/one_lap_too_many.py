"""You make one lap too many: its loss is not asked for, and its update should not happen."""


def train(model, optimizer, X, y, steps):
    losses = []
    for _ in range(steps + 1):
        loss = ((model(X) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[:steps]
