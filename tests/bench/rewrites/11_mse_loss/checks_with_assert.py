"""Re-codes tests/wrong/11_mse_loss/checks_with_assert.py."""


def mse(guess, truth):
    same = guess.size() == truth.size()
    assert same, "sizes differ: {} and {}".format(tuple(guess.size()), tuple(truth.size()))
    return (truth - guess).square().mean()
