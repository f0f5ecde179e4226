"""What nobody needs for a right answer, but who wants to get round a ban does."""

from __future__ import annotations

from grader.worker.rules.words import listed

# Modules that reach torch's functions by another door, run text, or leave the watched thread.
EVASIVE_IMPORTS = listed(
    """
    _ctypes _thread asyncio bdb builtins cffi code codeop concurrent copyreg cppyy ctypes
    cupy dill distutils imp importlib jax jaxlib marshal mlx multiprocessing numba pandas
    pdb pickle pickletools pkgutil pydoc runpy scipy setuptools shelve sklearn subprocess
    tensorflow threading timeit tvm xarray zipimport cloudpickle joblib sympy
    array_api_compat opt_einsum einops
"""
)
# Dotted beginnings, below any import.
PATHS = listed(
    """
    torch.ops torch.jit torch.library torch.overrides torch.utils._python_dispatch
    torch.classes torch.utils.cpp_extension torch.utils.dlpack torch.package torch.fx
    torch.hub torch.multiprocessing torch.autograd.graph sys.modules sys._getframe
    sys.settrace sys.setprofile sys._current_frames sys.meta_path sys.path_hooks
    sys.monitoring gc.get_objects gc.get_referrers gc.get_referents inspect.currentframe
    inspect.stack inspect.getmembers inspect.getmembers_static inspect.getattr_static
    inspect.getouterframes inspect.getinnerframes inspect.trace inspect.getmodule
    types.FunctionType types.CodeType types.LambdaType typing.get_type_hints
    typing.ForwardRef inspect.get_annotations operator.call importlib threading ctypes
    builtins
"""
)
# Private names of torch that are no way round a ban.
PRIVATE_BUT_PLAIN = frozenset({"_assert", "_shape_as_tensor", "_LRScheduler"})
LEAVES = listed(
    """
    __builtins__ __globals__ __code__ __closure__ __subclasses__ __loader__ __spec__ __mro__
    __bases__ __torch_function__ __torch_dispatch__ __import__ __wrapped__ f_globals
    f_locals f_back gi_frame tb_frame get_field _VariableFunctions _VariableFunctionsClass
    __reduce__ __reduce_ex__
"""
)
# A module seen through another one's attributes: `warnings.sys`, `torch.importlib`.
DOORS = listed("sys _sys os _os builtins importlib ctypes gc inspect functools operator")
BUILTINS = listed("__builtins__ __loader__ __spec__ globals __import__ breakpoint")
RUNNERS = listed("exec eval compile")
# What torch.autograd holds besides derivatives.
SWITCHES = listed(
    """
    no_grad enable_grad inference_mode set_grad_enabled is_grad_enabled grad_mode Variable
    detect_anomaly set_detect_anomaly profiler
"""
)
# Names that are no function on a tensor, or a plain method of Python's own containers.
PROPERTIES = listed("grad data shape T H mT mH real imag dtype device")
PYTHONIC = listed(
    """
    add append clear copy count discard endswith extend find format get index insert items
    join keys pop remove replace reverse sort split startswith step strip update values
"""
)


def is_private(path: str) -> bool:
    """Whether a dotted path below torch goes through a name that starts with one underscore."""
    root, *rest = path.split(".")
    if path.startswith(("torch.nn.init.", "torch.nn.modules.")):
        return False
    return root == "torch" and any(
        part.startswith("_")
        and not part.startswith(("__", "_foreach_"))
        and part not in PRIVATE_BUT_PLAIN
        for part in rest
    )


def is_suspect(path: str) -> bool:
    """Whether a resolved path leads to something only an evasion needs."""
    if is_private(path):
        return True
    parts = path.split(".")
    if any(".".join(parts[:end]) in PATHS for end in range(1, len(parts) + 1)):
        return True
    return any(part in DOORS for part in parts[1:])
