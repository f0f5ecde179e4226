"""The whole way of a check on cuda without a GPU: the device and its driver are played."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PLAYED = Path(__file__).with_name("played.py")
# One GPU. A process has the more of its memory the longer it has used the processor.
LIBRARY = """
#include <stdio.h>
#include <string.h>
#include <unistd.h>
struct process { unsigned pid; unsigned long long used; unsigned instance, part; };
struct memory { unsigned long long total, free, used; };
int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char *text, unsigned room) { strcpy(text, "580.1"); return 0; }
int nvmlDeviceGetName(void *card, char *text, unsigned room) { strcpy(text, "Card A"); return 0; }
int nvmlDeviceGetMemoryInfo(void *card, struct memory *told)
{ told->total = 80ull << 30; return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 1; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **card)
{ *card = (void *)1ul; return 0; }
static unsigned long ticks(unsigned pid)
{
    char path[64];
    unsigned long spent = 0;
    snprintf(path, sizeof path, "/proc/%u/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    if (fscanf(file, "%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu", &spent) != 1)
        spent = 0;
    fclose(file);
    return spent + 1;
}
int nvmlDeviceGetComputeRunningProcesses_v3(void *card, unsigned *count, struct process *told)
{
    unsigned found = 0;
    for (unsigned pid = getpid() + 1; pid < getpid() + 3000u && found < 1000; pid++) {
        unsigned long spent = ticks(pid);
        if (spent) told[found++] = (struct process){pid, spent * (200ull << 20), 0, 0};
    }
    *count = found;
    return 0;
}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What was said of each submission of `played.py`."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("no C compiler here to build a library that plays NVML")
    folder = tmp_path_factory.mktemp("nvml")
    (folder / "nvml.c").write_text(LIBRARY, encoding="utf-8")
    library = folder / "libnvidia-ml.so.1"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, folder / "nvml.c"], check=True)
    words = [sys.executable, str(PLAYED), str(library)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["name"]: line for line in lines}


def test_a_right_answer_passes_on_both_devices_and_the_gpu_is_named(told) -> None:
    right = told["right"]
    assert right["passed"]
    assert right["cases"] == {"cpu": [True, ""], "cuda": [True, "Card A"]}
    assert right["versions"]["driver"] == "580.1"
    assert right["watched"] == [True]


def test_a_tensor_of_the_cpu_is_found_on_cuda_alone(told) -> None:
    elsewhere = told["on the cpu"]
    assert (elsewhere["device"], elsewhere["verdict"]) == ("cuda", "raised")


def test_memory_past_the_share_ends_its_case_and_the_next_submission_is_graded_right(told) -> None:
    greedy = told["greedy"]
    assert (greedy["device"], greedy["verdict"]) == ("cuda", "crashed")
    assert greedy["rationale"].endswith("MiB of the GPU's memory, and its share is 40960 MiB")
    assert told["after"]["passed"]


def test_a_gpu_that_does_not_start_keeps_nobody_from_going_on(told) -> None:
    """An old driver, or a card that this torch has no kernels for: the CPU's verdict counts."""
    broken = told["no driver"]
    assert broken["passed"]
    assert broken["exit_code"] == 0
    assert broken["cases"]["cpu"] == [True, ""]
    ran, why = broken["cases"]["cuda"]
    assert not ran
    assert why.startswith("it does not start here: the driver is too old")
    assert told["no driver, graded"]["exit_code"] == 3
