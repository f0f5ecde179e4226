"""A lean import of torch: what it puts off comes when it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

LEAN = """
import sys
from grader.worker.lean import complete
from grader.worker.preload import PRELOADS, import_torch
import_torch(lean=True)
import torch
assert "torch._refs" not in sys.modules, "nothing was put off"
"""
USES = {
    "a generator": "print(torch.Generator().manual_seed(3).initial_seed())",
    "an optimizer": """
PRELOADS['optimizers']()
w = torch.zeros(1, requires_grad=True)
for kind in (torch.optim.SGD, torch.optim.AdamW, torch.optim.Adagrad, torch.optim.RMSprop):
    optimizer = kind([w], lr=1.0)
    optimizer.add_param_group({"params": torch.zeros(1, requires_grad=True)})
    torch.optim.lr_scheduler.StepLR(optimizer, 1)
    optimizer.zero_grad()
    (w * 3).sum().backward()
    optimizer.step()
    optimizer.load_state_dict(optimizer.state_dict())
assert w < -3
assert "torch._dynamo.config" not in sys.modules and "torch._refs" not in sys.modules
print(3)
""",
    "an optimizer that is compiled": """
import os, warnings
warnings.simplefilter("ignore")  # torch's own, of names that the compiler looks at
os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.sep
complete("torch.compile(step)")
w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
@torch.compile(backend="eager")
def step():
    (w * 3).sum().backward()
    optimizer.step()
step()
assert "torch._dynamo.config" in sys.modules
print(-int(w))
""",
    "the compiler by its name": "import torch._dynamo as d; d.reset(); print(3)",
    "the compiler from within": "from torch._dynamo import config; print(3 * (config.__name__ == 'torch._dynamo.config'))",
    "a function that is not to be compiled": "print(torch._dynamo.disable(lambda: 3)())",
    "decompositions": "import torch._decomp; print(3)",
    "references": "import torch._refs.linalg as r; print(3 * (torch._refs.__spec__.name == 'torch._refs'))",
    "a name of theirs": "print(len(torch.broadcast_shapes((2, 1, 3), (4, 1))))",
    "a private name that is not there": "print(3 * (getattr(torch, '_nothing', 3) == 3))",
    "an optimizer that nobody announced": """
import os
os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.sep
torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
print(3)
""",
    "a kernel for tensors without data": """
complete("x = torch.empty(3, device='meta')")
print(len(torch.ops.aten._linalg_eigh(torch.empty(3, 3, device="meta"))) + 1)
""",
    "modules asked for their files": """
print(3 * all(getattr(m, "__file__", "") is not ... for m in list(sys.modules.values())))
assert "torch._refs" not in sys.modules
""",
    "a data loader": """
from torch.utils.data import DataLoader, TensorDataset
print(len(list(DataLoader(TensorDataset(torch.ones(3))))))
""",
    "a distribution by its path": """
import torch.distributions.normal as n
print(len(n.Normal(torch.zeros(3), 1.0).sample()))
""",
    "a distribution by its name": "print(len(torch.distributions.Normal(torch.zeros(3), 1).sample()))",
    "quantization": "import torch.nn.quantized.dynamic as d; print(3 * (d.Linear is torch.nn.quantized.dynamic.Linear))",
    "intrinsic modules": "print(3 * (torch.nn.intrinsic.LinearReLU.__name__ == 'LinearReLU'))",
    "a dimension of an export": "from torch.export import Dim; print(3 * (Dim('x').__name__ == 'x'))",
    "a profile": """
with torch.profiler.profile(acc_events=True) as profile:  # 2.11 warns without it
    torch.ones(3).sum()
print(3 * (len(profile.key_averages()) > 0))
""",
    "a schema's aliases": """
from torch.utils._python_dispatch import get_alias_info
print(len(get_alias_info(torch.ops.aten.add.Tensor).args))
""",
    "what a part has": "print(3 * ('Normal' in dir(torch.distributions)))",
}


@pytest.mark.parametrize("use", USES)
def test_what_a_lean_import_puts_off_comes_when_it_is_needed(use: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LEAN + USES[use]], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.strip()) == (0, "3"), done.stderr
