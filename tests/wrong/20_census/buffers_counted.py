"""You count the state_dict, which has buffers in it and lists shared parameters twice."""


def count_params(model):
    return sum(t.numel() for t in model.state_dict().values())
