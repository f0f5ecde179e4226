from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.release.archive import Content, digest_of, read_all, write, zipped

NAMES = st.text("abc/_.", min_size=1, max_size=12).filter(lambda n: "//" not in n and n[0] != "/")
FILES = st.dictionaries(NAMES, st.builds(Content, st.binary(max_size=40), st.booleans()))


@given(FILES, st.integers())
def test_the_same_files_make_the_same_bytes_in_any_order(files, seed) -> None:
    names = list(files)
    random.Random(seed).shuffle(names)
    other = {name: files[name] for name in names}
    assert zipped(files) == zipped(other)
    assert digest_of(files) == digest_of(other)


@given(FILES, FILES)
def test_a_digest_names_one_set_of_files(one, other) -> None:
    assert (digest_of(one) == digest_of(other)) == (one == other)


@given(FILES)
def test_what_went_in_comes_out(files) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(files))) as packed:
        found = {
            e.filename: Content(packed.read(e), bool(e.external_attr >> 16 & 0o100))
            for e in packed.infolist()
        }
    assert found == files


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.py cannot be read"):
        read_all(tmp_path, [tmp_path / "gone.py"])


def test_a_folder_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="cannot be written"):
        write(tmp_path / "file" / "a.zip", b"")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
