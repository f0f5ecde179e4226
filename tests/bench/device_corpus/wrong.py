"""Functions that pass on the CPU and are wrong on a GPU, or for inputs on the CPU of a GPU machine.

Each takes float32 x and y [6, 8] and int64 ids [6] below 8, as those of right.py.
"""

import copy
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

TABLE = torch.arange(8.0)
LAYER = nn.Linear(8, 8)
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def filled_on_the_cpu(x, y, ids):
    out = torch.zeros(6)
    for i in range(6):
        out[i] = (x[i] * y[i]).sum()
    return out


def filled_on_the_cpu_by_items(x, y, ids):
    return torch.tensor([row.sum().item() for row in x])


def empty_then_filled(x, y, ids):
    out = torch.empty(6, 8)
    out[:] = x + y
    return out


def ones_in_a_sum(x, y, ids):
    return x + torch.ones(8)


def arange_in_a_product(x, y, ids):
    return x * torch.arange(8)


def eye_without_a_device(x, y, ids):
    return x @ torch.eye(8)


def linspace_as_positions(x, y, ids):
    return x + torch.linspace(0, 1, 8)


def full_without_a_device(x, y, ids):
    return torch.where(x > 0, x, torch.full((6, 8), -1.0))


def module_constant(x, y, ids):
    return x * TABLE


def module_constant_only_cast(x, y, ids):
    return x * TABLE.to(x.dtype)


def module_level_layer(x, y, ids):
    return LAYER(x)


def move_not_used(x, y, ids):
    table = torch.ones(8)
    table.to(x.device)
    return x * table


def causal_mask_on_the_cpu(x, y, ids):
    mask = torch.triu(torch.ones(6, 6, dtype=torch.bool), 1)
    return (x @ y.T).masked_fill(mask, -math.inf)


def mask_made_by_comparing(x, y, ids):
    places = torch.arange(6)
    mask = places[:, None] >= places
    return torch.where(mask, x @ y.T, 0.0)


def mask_for_attention(x, y, ids):
    mask = torch.ones(6, 6, dtype=torch.bool).tril()
    return F.scaled_dot_product_attention(x[None], y[None], x[None], attn_mask=mask)


def additive_mask_for_attention(x, y, ids):
    mask = torch.zeros(6, 6)
    heads = [t.view(6, 2, 4).transpose(0, 1)[None] for t in (x, y, x)]
    return F.scaled_dot_product_attention(*heads, attn_mask=mask)


def mask_of_multihead_attention(x, y, ids):
    layer = nn.MultiheadAttention(8, 2, batch_first=True).to(x.device)
    mask = nn.Transformer.generate_square_subsequent_mask(6)
    return layer(x[None], x[None], x[None], attn_mask=mask)[0]


def random_weights(x, y, ids):
    return x @ torch.randn(8, 3)


def noise_on_the_cpu(x, y, ids):
    return x + torch.rand(x.shape)


def noise_like_a_size(x, y, ids):
    return x + torch.normal(0.0, 1.0, size=(6, 8))


def cpu_generator_for_the_device(x, y, ids):
    g = torch.Generator().manual_seed(1)
    return x + torch.rand(8, generator=g, device=x.device)


def cpu_generator_for_draws(x, y, ids):
    g = torch.Generator().manual_seed(1)
    return torch.multinomial(x.softmax(1), 1, generator=g)


def cpu_generator_in_place(x, y, ids):
    g = torch.Generator().manual_seed(1)
    return x.clone().normal_(generator=g)


def cpu_generator_for_a_permutation(x, y, ids):
    g = torch.Generator().manual_seed(1)
    return x[torch.randperm(6, generator=g, device=x.device)]


def layer_not_moved(x, y, ids):
    return nn.Linear(8, 3)(x)


def embedding_not_moved(x, y, ids):
    return nn.Embedding(8, 5)(ids)


def recurrent_net_not_moved(x, y, ids):
    return nn.GRU(8, 3, batch_first=True)(x[None])[0]


def norm_not_moved(x, y, ids):
    return nn.BatchNorm1d(8)(x)


def convolution_not_moved(x, y, ids):
    return nn.Conv1d(8, 2, 1)(x.T[None])


def hidden_state_on_the_cpu(x, y, ids):
    net = nn.GRU(8, 3, batch_first=True).to(x.device)
    return net(x[None], torch.zeros(1, 1, 3))[0]


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = torch.arange(8.0)
        self.gain = nn.Parameter(torch.ones(8))

    def forward(self, x):
        return x * self.gain + self.steps


def plain_attribute_for_a_buffer(x, y, ids):
    return Plain().to(x.device)(x)


class Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(8, 8)]

    def forward(self, x):
        return self.layers[0](x)


def layers_in_a_list(x, y, ids):
    return Listed().to(x.device)(x)


class Born(nn.Module):
    def forward(self, x):
        return x + nn.Parameter(torch.zeros(8))


def parameter_made_in_forward(x, y, ids):
    return Born().to(x.device)(x)


def copy_moved_original_used(x, y, ids):
    model = nn.Linear(8, 8)
    copy.deepcopy(model).to(x.device)
    return model(x)


def positions_for_an_embedding(x, y, ids):
    table = nn.Embedding(6, 8).to(x.device)
    return x + table(torch.arange(6))


def targets_on_the_cpu(x, y, ids):
    return F.cross_entropy(x, torch.zeros(6, dtype=torch.long))


def class_weights_on_the_cpu(x, y, ids):
    return nn.CrossEntropyLoss(weight=torch.ones(8))(x, ids)


def loss_against_zeros(x, y, ids):
    return F.mse_loss(x, torch.zeros(6, 8))


def one_hot_on_the_cpu(x, y, ids):
    return x * F.one_hot(torch.arange(6), 8)


def total_in_place_on_the_cpu(x, y, ids):
    total = torch.tensor(0.0)
    for row in x:
        total += row.sum()
    return total.to(x.device)


def rows_added_in_place(x, y, ids):
    total = torch.zeros(8)
    for row in x:
        total += row
    return total.to(x.device)


def in_place_from_the_cpu(x, y, ids):
    return x.clone().add_(torch.ones(6, 8))


def weights_by_hand_on_the_cpu(x, y, ids):
    w = torch.zeros(8, requires_grad=True)
    ((x @ w - y[:, 0]) ** 2).mean().backward()
    return w.grad


def gradient_seed_on_the_cpu(x, y, ids):
    w = x.clone().requires_grad_()
    (w * y).backward(torch.ones(6, 8))
    return w.grad


class Doubled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        return grad * torch.full((8,), 2.0)


def own_backward_on_the_cpu(x, y, ids):
    w = x.clone().requires_grad_()
    Doubled.apply(w).sum().backward()
    return w.grad


def hook_on_the_cpu(x, y, ids):
    w = x.clone().requires_grad_()
    w.register_hook(lambda grad: grad + torch.ones(8))
    (w * y).sum().backward()
    return w.grad


def optimizer_of_cpu_weights(x, y, ids):
    w = torch.zeros(8, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    ((x @ w) ** 2).mean().backward()
    optimizer.step()
    return w.detach()


def momentum_on_the_cpu(x, y, ids):
    w = torch.zeros(8, device=x.device, requires_grad=True)
    velocity = torch.zeros(8)
    ((x @ w - y[:, 0]) ** 2).mean().backward()
    velocity = 0.9 * velocity + w.grad
    return velocity


def batch_not_moved_to_the_model(x, y, ids):
    model = nn.Linear(8, 8).to(DEVICE)
    return model(x.cpu())


def gathers_with_cpu_ids(x, y, ids):
    return x.gather(1, torch.zeros(6, 1, dtype=torch.long))


def selects_with_cpu_rows(x, y, ids):
    return x.index_select(0, torch.tensor([0, 1]))


def scatters_from_the_cpu(x, y, ids):
    return torch.zeros_like(x).scatter_(1, ids[:, None], torch.ones(6, 1))


def counts_on_the_cpu(x, y, ids):
    counts = torch.zeros(8)
    counts.index_add_(0, ids, torch.ones(6, device=ids.device))
    return counts


def cpu_table_indexed_from_the_device(x, y, ids):
    return TABLE[ids]


def writes_cpu_values(x, y, ids):
    out = x.clone()
    out[ids > 3] = torch.zeros(8)
    out[torch.tensor([0, 1])] = torch.ones(2, 8)
    return out


def stacks_cpu_rows(x, y, ids):
    return torch.stack([x[0], torch.zeros(8)])


def stacks_cpu_numbers(x, y, ids):
    return torch.stack([x[0, 0], torch.tensor(0.0)])


def pads_with_cat(x, y, ids):
    return torch.cat([x, torch.zeros(6, 1)], dim=1)


def numpy_straight_away(x, y, ids):
    return torch.from_numpy(x.numpy() * 2).to(x.device)


def numpy_function(x, y, ids):
    return torch.tensor(np.asarray(x).sum(), device=x.device)


def numpy_and_not_back(x, y, ids):
    return torch.from_numpy(np.exp(x.cpu().numpy()))


def left_on_the_cpu(x, y, ids):
    return (x.cpu() @ y.cpu().T).softmax(-1)


def detour_by_lists(x, y, ids):
    return torch.tensor(x.tolist()) * 2


def hard_coded_cuda(x, y, ids):
    return (x.cuda() if torch.cuda.is_available() else x) * 2


def hard_coded_device(x, y, ids):
    return x.to(DEVICE) + y.to(DEVICE)


def cuda_when_there_is_one(x, y, ids):
    scale = torch.ones(8, device="cuda" if torch.cuda.is_available() else "cpu")
    return x * scale


def model_on_the_best_device(x, y, ids):
    return nn.Linear(8, 8).to(DEVICE)(x)


def default_device_guess(x, y, ids):
    with torch.device(DEVICE):
        return x + torch.zeros(8)


def best_device_of_the_accelerator(x, y, ids):
    return x.to(DEVICE).sum(0)


def mapped_with_a_cpu_constant(x, y, ids):
    return torch.vmap(lambda a: a * torch.arange(8.0))(x)


def mapped_over_a_cpu_table(x, y, ids):
    return torch.vmap(lambda a, b: a + b)(x, torch.zeros(6, 8))


def per_example_gradients_of_cpu_weights(x, y, ids):
    w = torch.ones(8)
    return torch.vmap(torch.func.grad(lambda w, a: (a * w).sum()), (None, 0))(w, x)


def autocast_over_a_cpu_layer(x, y, ids):
    layer = nn.Linear(8, 4)
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        return layer(x).float()


def autocast_with_cpu_targets(x, y, ids):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        return F.mse_loss(x @ y.T, torch.zeros(6, 6))


def checkpointed_with_a_cpu_constant(x, y, ids):
    w = x.clone().requires_grad_()
    checkpoint(lambda a: a * torch.ones(8), w, use_reentrant=False).sum().backward()
    return w.grad


def checkpointed_and_counted_on_the_cpu(x, y, ids):
    w = x.clone().requires_grad_()
    out = checkpoint(torch.sin, w, use_reentrant=False)
    return torch.zeros(6, 8) + out


def out_argument_on_the_cpu(x, y, ids):
    out = torch.empty(6, 6)
    torch.matmul(x, y.T, out=out)
    return out


def legacy_constructor(x, y, ids):
    return x + torch.Tensor([1.0] * 8)


def buckets_on_the_cpu(x, y, ids):
    return torch.bucketize(x, torch.linspace(-1, 1, 5))


def solve_with_a_cpu_ridge(x, y, ids):
    return torch.linalg.solve(x @ x.T + 0.1 * torch.eye(6), y)


def window_on_the_cpu(x, y, ids):
    return x * torch.hann_window(8)


def cached_forever(x, y, ids):
    cached_forever.mask = getattr(cached_forever, "mask", torch.ones(6, 6).tril())
    return (x @ y.T) * cached_forever.mask
