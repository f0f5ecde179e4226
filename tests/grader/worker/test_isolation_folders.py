from __future__ import annotations

import os
import site
import sys
import sysconfig
from pathlib import Path

import pytest

import grader
from grader.worker.isolation import driver, folders, readable_folders

PACKAGE = Path(grader.__file__).resolve().parent


def is_readable(path: Path | str, readable: tuple[str, ...]) -> bool:
    real = os.path.realpath(path)
    return any(real == each or real.startswith(each + os.sep) for each in readable)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch):
    """Make ``paths`` the only roots, the package's own part aside."""

    def set_roots(*paths: Path) -> None:
        monkeypatch.setattr(folders, "_roots", lambda: iter(map(str, paths)))
        monkeypatch.setattr(folders, "_WORKER_PART", ())

    return set_roots


def plant(root: Path, *files: str) -> None:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("", encoding="utf-8")


def test_the_interpreter_and_the_libraries_are_readable() -> None:
    readable = readable_folders()
    import torch

    assert is_readable(os.__file__, readable)
    assert is_readable(torch.__file__, readable)
    assert is_readable(sysconfig.get_path("purelib"), readable)


def test_only_the_worker_s_part_of_the_package_is_readable() -> None:
    readable = readable_folders()
    assert is_readable(PACKAGE / "worker" / "isolation" / "seccomp.py", readable)
    for name in ("__init__.py", "errors.py", "report.py"):
        assert is_readable(PACKAGE / name, readable)
    for name in ("suite", "course", "cli", "catalog.py", "."):
        assert not is_readable(PACKAGE / name, readable)


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Unix")
def test_homes_temporary_and_system_settings_are_not_readable() -> None:
    readable = readable_folders()
    for path in ("/", "/etc", "/etc/passwd", "/home", "/tmp", "/var", "/proc", "/dev", "/root"):
        assert not is_readable(path, readable)


def test_no_folder_holds_or_equals_a_secret() -> None:
    libraries = Path(sysconfig.get_path("purelib")).resolve()
    secret = [str(libraries / "pip"), str(Path(os.__file__).resolve().parent / "json")]
    readable = readable_folders(secret)
    for path in secret:
        assert not is_readable(path, readable)
    assert is_readable(os.__file__, readable)


def test_a_course_installed_among_the_libraries_stays_shut(tmp_path: Path, only) -> None:
    plant(
        tmp_path, "torch/nn.py", "grader/course/solutions/03.py", "grader/wire/decode.py", "six.py"
    )
    only(tmp_path)
    readable = readable_folders([str(tmp_path / "grader" / "course")])
    expected = ["grader/wire", "six.py", "torch"]
    assert list(readable) == [str(tmp_path / name) for name in expected]


def test_an_environment_inside_the_course_is_let_through(tmp_path: Path, only) -> None:
    plant(tmp_path, ".venv/lib/torch/nn.py", "solutions/03.py", "tests/03.py")
    only(tmp_path / ".venv" / "lib")
    readable = readable_folders([str(tmp_path), str(tmp_path / "solutions")])
    assert readable == (str(tmp_path / ".venv" / "lib"),)


def test_a_root_that_is_the_course_is_left_out(tmp_path: Path, only) -> None:
    plant(tmp_path, "solutions/03.py")
    only(tmp_path)
    assert readable_folders([str(tmp_path)]) == ()


def test_a_link_does_not_lead_into_the_course(tmp_path: Path, only) -> None:
    plant(tmp_path, "course/solutions/03.py", "course/readme", "lib/six.py")
    (tmp_path / "lib" / "editable").symlink_to(tmp_path / "course")
    (tmp_path / "secret").symlink_to(tmp_path / "course" / "solutions")
    only(tmp_path / "lib", tmp_path / "lib" / "editable")
    readable = readable_folders([str(tmp_path / "secret")])
    assert not is_readable(tmp_path / "course" / "solutions", readable)
    assert is_readable(tmp_path / "lib" / "six.py", readable)


def test_a_folder_within_another_is_named_once(tmp_path: Path, only) -> None:
    plant(tmp_path, "lib/a/b.py", "lib-dynload/c.so")
    only(tmp_path / "lib" / "a", tmp_path / "lib", tmp_path / "lib-dynload", tmp_path / "missing")
    assert readable_folders() == (str(tmp_path / "lib-dynload"), str(tmp_path / "lib"))


def test_the_user_s_libraries_count_where_they_are_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "ENABLE_USER_SITE", True)
    monkeypatch.setattr(site, "getusersitepackages", lambda: str(Path(__file__).parent))
    assert is_readable(__file__, readable_folders())


def test_a_driver_s_libraries_are_readable_wherever_the_linker_finds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "nvidia/lib64/libcuda.so.1", "cudnn/libcudnn_ops.so.9", "own/libmine.so")
    names = ["nvidia/lib64", "cudnn", "own", "missing"]
    path = os.pathsep.join(["", "relative", *(str(tmp_path / name) for name in names)])
    monkeypatch.setenv("LD_LIBRARY_PATH", path)
    readable = readable_folders()
    assert is_readable(tmp_path / "nvidia" / "lib64" / "libcuda.so.1", readable)
    assert is_readable(tmp_path / "cudnn" / "libcudnn_ops.so.9", readable)
    assert not is_readable(tmp_path / "own", readable)
    assert "/usr/local/nvidia" in driver.library_folders()


def test_the_device_files_of_every_kind_of_driver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "nvidiactl", "nvidia0", "nvidia-uvm-tools", "nvidia-caps/cap1", "dxg", "null")
    monkeypatch.setattr(driver, "_DEV", str(tmp_path))
    names = ["dxg", "nvidia-caps", "nvidia-uvm-tools", "nvidia0", "nvidiactl"]
    assert sorted(driver.device_files()) == [str(tmp_path / name) for name in names]
    monkeypatch.setattr(driver, "_DEV", str(tmp_path / "missing"))
    assert driver.device_files() == []
