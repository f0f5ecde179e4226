from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.render.file_names import file_name

ids = st.text(max_size=200) | st.sampled_from(
    ["", ".", "..", "../a", "a/b", "con\0", "\ud800", "a~b"]
)


@given(ids)
def test_a_name_stays_in_its_folder_and_is_short(id: str) -> None:
    name = file_name(id)
    assert name
    assert not set(name) & set('/\\\0\n:*?"<>|')
    assert not name.startswith((".", "-"))
    assert len(name.encode()) <= 120


@given(ids, ids)
def test_two_ids_never_share_a_file(first: str, second: str) -> None:
    assert (file_name(first) == file_name(second)) is (first == second)


@pytest.mark.parametrize("id", ["ann", "12345", "ann.lee@uni.example", "a-b_c+d"])
def test_a_plain_id_is_its_own_name(id: str) -> None:
    assert file_name(id) == id


def test_an_id_that_looks_like_the_name_of_another_is_told_apart() -> None:
    other = file_name("ann lee")
    assert other.startswith("ann_lee~")
    assert file_name(other) != other
