"""You refuse every order, also the one of exercise 12: some of them do work."""


def works(order):
    return False
