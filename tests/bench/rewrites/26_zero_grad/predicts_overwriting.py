"""Re-codes tests/wrong/26_zero_grad/predicts_overwriting.py."""


def predict(program):
    held, answer = None, []
    for step in program:
        held = None if step.startswith("zero") else 6.0
        answer.append(held)
    return answer
