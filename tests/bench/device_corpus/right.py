"""Functions that are right on any device: float32 x and y [6, 8], int64 ids [6] below 8.

What each returns is where x is. Module-level tensors are on the CPU, as they are everywhere.
"""

import copy
import io
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint, checkpoint_sequential

TABLE = torch.arange(8.0)
HALF = torch.tensor(0.5)


def new_tensors_like_the_input(x, y, ids):
    out = x.new_zeros(x.shape[0])
    for i in range(x.shape[0]):
        out[i] = (x[i] * y[i]).sum()
    return out


def factories_with_a_device(x, y, ids):
    steps = torch.arange(x.shape[1], device=x.device, dtype=x.dtype)
    return x * steps + torch.ones(8, device=x.device) - torch.eye(6, 8, device=x.device)


def factories_like_another(x, y, ids):
    noise = torch.zeros_like(x) + torch.full_like(y, 2.0) * torch.ones_like(x)
    return x + noise + torch.empty_like(x).fill_(1.0)


def module_constant_moved(x, y, ids):
    return x * TABLE.to(x.device)


def module_constant_moved_to_the_tensor(x, y, ids):
    return x + TABLE.to(y) + TABLE.type_as(x)


def zero_dim_cpu_scalar(x, y, ids):
    return x * HALF + torch.tensor(3.0) - math.pi


def zero_dim_scalar_in_where_and_clamp(x, y, ids):
    low = torch.tensor(-0.5)
    return torch.where(x > low, x, torch.tensor(0.0)).clamp(min=low)


def scalars_by_item(x, y, ids):
    scale = float(x.abs().max()) + y.sum().item() + int(ids.sum())
    return x / scale if bool((x == x).all()) else y


def numpy_by_way_of_the_cpu(x, y, ids):
    table = np.outer(x.cpu().numpy()[0], y.detach().cpu().numpy()[0])
    return torch.from_numpy(table).to(x.device)


def lists_and_back(x, y, ids):
    return torch.tensor([sum(row) for row in x.tolist()], device=x.device)


def tensor_of_a_tensor(x, y, ids):
    return torch.as_tensor(x) + x.clone().detach() + torch.asarray(y)


def index_tensor_from_the_cpu(x, y, ids):
    return x[torch.tensor([0, 2, 1])] + x[[0, 2, 1]] + x[torch.arange(3)]


def boolean_mask_from_the_cpu(x, y, ids):
    keep = torch.tensor([True, False, True, False, True, False])
    return x[keep]


def write_through_an_index(x, y, ids):
    out = x.clone()
    out[torch.tensor([1, 3])] = y[:2]
    out[ids > 3] = 0.0
    out[0, 0] = torch.tensor(7.0)
    return out


def gather_and_scatter(x, y, ids):
    picked = x.gather(1, ids[:, None])
    return torch.zeros_like(x).scatter_(1, ids[:, None], picked)


def index_select_and_add(x, y, ids):
    rows = torch.tensor([0, 1], device=x.device)
    return x.index_select(0, rows) + torch.zeros_like(x[:2]).index_add_(0, rows, y[:2])


def rows_with_arange(x, y, ids):
    return x[torch.arange(len(ids), device=x.device), ids]


def causal_mask_on_the_device(x, y, ids):
    scores = x @ y.T
    ahead = torch.triu(torch.ones(6, 6, dtype=torch.bool, device=x.device), 1)
    return scores.masked_fill(ahead, -math.inf).softmax(-1)


def attention_ready_made(x, y, ids):
    return F.scaled_dot_product_attention(x[None], y[None], x[None], is_causal=True)


def attention_with_a_mask(x, y, ids):
    mask = torch.ones(6, 6, dtype=torch.bool, device=x.device).tril()
    heads = [t.view(6, 2, 4).transpose(0, 1)[None] for t in (x, y, x)]
    return F.scaled_dot_product_attention(*heads, attn_mask=mask)


def attention_backward(x, y, ids):
    q = x[None].clone().requires_grad_()
    F.scaled_dot_product_attention(q, y[None], y[None]).sum().backward()
    return q.grad


def multihead_attention(x, y, ids):
    torch.manual_seed(1)
    layer = nn.MultiheadAttention(8, 2, batch_first=True).to(x.device)
    return layer(x[None], y[None], y[None])[0]


def transformer_layer(x, y, ids):
    torch.manual_seed(1)
    layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True).to(x.device).eval()
    with torch.no_grad():
        return layer(x[None])


def linear_moved(x, y, ids):
    torch.manual_seed(1)
    return nn.Linear(8, 3).to(x.device)(x)


def linear_born_there(x, y, ids):
    layer = nn.Linear(8, 3, device=x.device)
    return layer(x) * 0 + layer.weight.sum() * 0


def sequential_moved_to_a_tensor(x, y, ids):
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(8, 4), nn.GELU(), nn.LayerNorm(4), nn.Dropout(0.0)).to(x)(x)


def batch_norm_with_buffers(x, y, ids):
    norm = nn.BatchNorm1d(8).to(x.device)
    norm(x)
    return norm.eval()(y) + norm.running_mean


def embedding_moved(x, y, ids):
    torch.manual_seed(1)
    return nn.Embedding(8, 5).to(x.device)(ids)


def recurrent_net(x, y, ids):
    torch.manual_seed(1)
    net = nn.GRU(8, 3, batch_first=True).to(x.device)
    out, last = net(x[None])
    return out + last


def packed_sequences(x, y, ids):
    torch.manual_seed(1)
    net = nn.LSTM(8, 3, batch_first=True).to(x.device)
    pack = nn.utils.rnn.pack_padded_sequence(
        torch.stack([x, y]), torch.tensor([6, 4]), batch_first=True
    )
    return nn.utils.rnn.pad_packed_sequence(net(pack)[0], batch_first=True)[0]


def pad_sequences(x, y, ids):
    return nn.utils.rnn.pad_sequence([x, y[:3]], batch_first=True)


class Shift(nn.Module):
    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(8))
        self.register_buffer("steps", torch.arange(8.0))

    def forward(self, x):
        return x * self.gain + self.steps


def module_with_a_buffer(x, y, ids):
    return Shift().to(x.device)(x)


def module_copied(x, y, ids):
    return copy.deepcopy(Shift().to(x.device))(x)


def state_dict_loaded(x, y, ids):
    source, target = Shift(), Shift().to(x.device)
    target.load_state_dict(source.state_dict())
    return target(x)


def state_saved_and_loaded(x, y, ids):
    file = io.BytesIO()
    torch.save(Shift().to(x.device).state_dict(), file)
    file.seek(0)
    target = Shift().to(x.device)
    target.load_state_dict(torch.load(file, map_location="cpu"))
    return target(x)


def plain_gradient(x, y, ids):
    w = x.clone().requires_grad_()
    ((w - y) ** 2).mean().backward()
    return w.grad


def gradient_function(x, y, ids):
    w = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad((w * y).sum() ** 2, w, create_graph=True)
    (second,) = torch.autograd.grad(slope.sum(), w)
    return second


def gradient_through_a_move(x, y, ids):
    w = torch.ones(8, requires_grad=True)
    (x * w.to(x.device)).sum().backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    return w.to(x.device)


def learned_scalar_on_the_cpu(x, y, ids):
    s = torch.tensor(2.0, requires_grad=True)
    for _ in range(2):
        (s * x).sum().backward()
    with torch.no_grad():
        s -= 0.1 * s.grad
    return s.to(x.device) * x


class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 2 + torch.zeros(x.shape, device=grad.device)


def own_backward(x, y, ids):
    w = x.clone().requires_grad_()
    Double.apply(w).sum().backward()
    return w.grad


def hooks_on_gradients(x, y, ids):
    w = x.clone().requires_grad_()
    w.register_hook(lambda grad: grad * 3 + torch.ones_like(grad))
    (w * y).sum().backward()
    return w.grad


def trained(x, y, build, steps=3):
    torch.manual_seed(1)
    model = nn.Linear(8, 8).to(x.device)
    optimizer = build(model.parameters())
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.detach()


def sgd_with_momentum(x, y, ids):
    return trained(x, y, lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9))


def adam(x, y, ids):
    return trained(x, y, lambda p: torch.optim.Adam(p, lr=0.1, amsgrad=True))


def adamw_without_foreach(x, y, ids):
    return trained(x, y, lambda p: torch.optim.AdamW(p, lr=0.1, foreach=False))


def rmsprop(x, y, ids):
    return trained(x, y, lambda p: torch.optim.RMSprop(p, lr=0.01))


def schedule_and_clipping(x, y, ids):
    torch.manual_seed(1)
    model = nn.Linear(8, 8).to(x.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
    for _ in range(3):
        optimizer.zero_grad()
        F.mse_loss(model(x), y).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
        schedule.step()
    return model.weight.detach()


def step_by_hand(x, y, ids):
    w = torch.zeros(8, requires_grad=True, device=x.device)
    for _ in range(3):
        ((x @ w - y[:, 0]) ** 2).mean().backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
            w.grad = None
    return w.detach()


def running_total_with_item(x, y, ids):
    total = 0.0
    for row in x:
        total += row.sum().item()
    return x * total


def total_that_starts_as_a_number(x, y, ids):
    total = 0
    for row in x:
        total = total + row.sum()
    return total


def total_of_a_cpu_scalar(x, y, ids):
    total = torch.tensor(0.0)
    for row in x:
        total = total + row.sum()
    return total


def generator_of_the_device(x, y, ids):
    g = torch.Generator(device=x.device).manual_seed(3)
    return x + torch.rand(8, generator=g, device=x.device)


def draws_on_the_cpu_then_moves(x, y, ids):
    g = torch.Generator().manual_seed(3)
    return x + torch.randn(8, generator=g).to(x.device)


def seeded_dropout(x, y, ids):
    torch.manual_seed(2)
    return F.dropout(x, 0.5) + torch.rand_like(x) + torch.randn(8, device=x.device)


def permutation_as_index(x, y, ids):
    torch.manual_seed(2)
    return x[torch.randperm(6)] + x[torch.randint(6, (6,))]


def multinomial_draws(x, y, ids):
    g = torch.Generator(x.device).manual_seed(3)
    return torch.multinomial(x.softmax(1), 2, generator=g)


def uniform_in_place(x, y, ids):
    torch.manual_seed(2)
    return torch.empty(4, device=x.device).uniform_(-1, 1).bernoulli_(0.5)


def losses_of_all_kinds(x, y, ids):
    hot = F.one_hot(ids, 8).to(x.dtype)
    loss = F.cross_entropy(x, ids) + F.nll_loss(x.log_softmax(1), ids)
    return loss + F.binary_cross_entropy_with_logits(x, hot) + F.kl_div(x, y.exp())


def weighted_cross_entropy(x, y, ids):
    return nn.CrossEntropyLoss(weight=torch.ones(8, device=x.device))(x, ids)


def convolution_and_pooling(x, y, ids):
    torch.manual_seed(1)
    image = torch.stack([x, y])[None]
    out = nn.Conv2d(2, 3, 3, padding=1).to(x.device)(image)
    return F.interpolate(F.max_pool2d(F.pad(out, (1, 1)), 2), scale_factor=2)


def functional_norms(x, y, ids):
    return F.layer_norm(x, (8,)) + F.normalize(y, dim=1) + F.rms_norm(x, (8,))


def in_place_chain(x, y, ids):
    out = x.clone()
    out.mul_(2).add_(y).sub_(torch.tensor(1.0)).clamp_(-1, 1)
    out.t_().copy_(y.T).neg_()
    return out


def copies_between_devices(x, y, ids):
    kept = torch.empty(6, 8)
    kept.copy_(x)
    return x.clone().copy_(kept * 2)


def out_argument(x, y, ids):
    out = torch.empty(6, 6, device=x.device)
    torch.matmul(x, y.T, out=out)
    return out


def linear_algebra(x, y, ids):
    square = x @ x.T + torch.eye(6, device=x.device)
    return torch.linalg.solve(square, y) + torch.linalg.inv(square) @ y


def fourier_and_back(x, y, ids):
    return torch.fft.irfft(torch.fft.rfft(x) * torch.fft.rfft(y), n=8)


def sorting_and_counting(x, y, ids):
    values, order = x.sort(1)
    top = x.topk(2, 1).indices
    counts = torch.bincount(ids, minlength=8)
    unique = torch.unique(ids).sum() + torch.searchsorted(values[0].contiguous(), y[0]).sum()
    return values + order + top.sum() + counts + unique


def complex_numbers(x, y, ids):
    return torch.view_as_real(torch.polar(x.abs(), y) * torch.complex(x, y)).sum(-1)


def einsum_and_outer(x, y, ids):
    return torch.einsum("ij,kj->ik", x, y) + torch.outer(x[:, 0], y[:, 0])


def stacked_and_split(x, y, ids):
    a, b = torch.cat([x, y], 1).chunk(2, 1)
    return torch.stack([a, b]).sum(0) + torch.hstack([a, b])[:, :8]


def meshgrid_and_positions(x, y, ids):
    rows, columns = torch.meshgrid(
        torch.arange(6, device=x.device), torch.arange(8, device=x.device), indexing="ij"
    )
    return x + rows * columns + torch.linspace(0, 1, 8, device=x.device)


def sizes_as_numbers(x, y, ids):
    return x.view(2, 3, 8).permute(2, 0, 1).reshape(-1, 6)[: ids.numel()]


def mapped_over_rows(x, y, ids):
    return torch.vmap(lambda a, b: (a * b).sum() + a.new_ones(()))(x, y)


def mapped_with_a_constant(x, y, ids):
    def one(a):
        return a * torch.arange(8, device=a.device) + torch.zeros(8, device=x.device)

    return torch.vmap(one)(x)


def mapped_twice(x, y, ids):
    pair = torch.vmap(torch.vmap(torch.dot, (None, 0)), (0, None))
    return pair(x, y)


def per_example_gradients(x, y, ids):
    def loss(w, a, b):
        return ((a * w).sum() - b.sum()) ** 2

    w = torch.ones(8, device=x.device)
    return torch.vmap(torch.func.grad(loss), (None, 0, 0))(w, x, y)


def functional_model(x, y, ids):
    model = nn.Linear(8, 2).to(x.device)
    parameters = {name: torch.ones_like(p) for name, p in model.named_parameters()}

    def loss(p):
        return torch.func.functional_call(model, p, (x,)).sum()

    return torch.func.grad(loss)(parameters)["weight"]


def jacobian(x, y, ids):
    return torch.func.jacrev(lambda a: (a * y[0]).sin())(x[0])


def autocast_by_the_input(x, y, ids):
    torch.manual_seed(1)
    layer = nn.Linear(8, 4).to(x.device)
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        out = layer(x)
    return out.float() if out.dtype is torch.bfloat16 else out / 0


def autocast_with_training(x, y, ids):
    torch.manual_seed(1)
    layer = nn.Linear(8, 8).to(x.device)
    with torch.autocast(device_type=x.device.type, dtype=torch.bfloat16):
        loss = F.mse_loss(layer(x), y)
    loss.backward()
    return layer.weight.grad


def autocast_off(x, y, ids):
    with torch.autocast(x.device.type, dtype=torch.bfloat16, enabled=False):
        return x @ y.T


def checkpointed(x, y, ids):
    w = x.clone().requires_grad_()

    def inner(a):
        return (a * y).sin() + torch.ones(8, device=a.device)

    checkpoint(inner, w, use_reentrant=False).sum().backward()
    return w.grad


def checkpointed_reentrant_with_dropout(x, y, ids):
    torch.manual_seed(1)
    net = nn.Sequential(nn.Linear(8, 8), nn.Dropout(0.5), nn.Linear(8, 8)).to(x.device)
    w = x.clone().requires_grad_()
    checkpoint(net, w, use_reentrant=True).sum().backward()
    return w.grad


def checkpointed_in_parts(x, y, ids):
    torch.manual_seed(1)
    net = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8)).to(x.device)
    w = x.clone().requires_grad_()
    checkpoint_sequential(net, 2, w, use_reentrant=False).sum().backward()
    return w.grad


def checkpointed_under_autocast(x, y, ids):
    torch.manual_seed(1)
    layer = nn.Linear(8, 8).to(x.device)
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        out = checkpoint(layer, x.clone().requires_grad_(), use_reentrant=False)
    out.float().sum().backward()
    return layer.weight.grad


def device_as_a_context(x, y, ids):
    with torch.device(x.device):
        return x + torch.zeros(8) + torch.arange(8) + nn.Linear(8, 8).weight.sum() * 0


def device_compared(x, y, ids):
    same = x.device == y.device and torch.device(x.device.type).type == ids.device.type
    return x if same and x.is_cuda == (x.device.type == "cuda") else x / 0


def device_picked_and_inputs_moved(x, y, ids):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = nn.Linear(8, 8).to(device)
    out = model(x.to(device)) * 0
    if device.type == "cuda":
        torch.cuda.synchronize()
    return out.to(x.device)


def printed(x, y, ids):
    print(x, x.device, f"{x.sum():.3f}", x.type())
    return x


def other_dtypes(x, y, ids):
    return x.double().half().to(torch.int32).float() + x.to(torch.float64).bool()


def views_and_strides(x, y, ids):
    out = x.T.contiguous().as_strided((3, 2), (2, 1))
    return out.expand(2, 3, 2).clone() + x.unfold(1, 2, 2)[0, 0]


def no_grad_and_inference(x, y, ids):
    with torch.inference_mode():
        out = x * 2 + torch.zeros(8, device=x.device)
    with torch.no_grad():
        return out.clone() + y


def cached_by_device(x, y, ids):
    cache = {}
    if x.device not in cache:
        cache[x.device] = torch.ones(8, device=x.device)
    return x * cache[x.device]


def pinned_and_sent(x, y, ids):
    return torch.ones(8).to(x.device, non_blocking=True) * x.to(dtype=torch.float32, copy=True)


def parameters_by_list(x, y, ids):
    weights = nn.ParameterList([torch.ones(8), torch.zeros(8)]).to(x.device)
    return x * weights[0] + weights[1]


def quantiles_and_statistics(x, y, ids):
    return torch.quantile(x, 0.5) + x.std() + x.var(0).sum() + torch.median(y) + x.cumsum(0)[-1]


def cosine_and_distances(x, y, ids):
    return torch.cdist(x, y) + F.cosine_similarity(x, y)[:, None]


def triangles_of_indices(x, y, ids):
    rows, columns = torch.tril_indices(6, 6, device=x.device)
    return (x @ y.T)[rows, columns]
