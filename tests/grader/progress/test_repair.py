"""A damaged store: copied first, then everything that can be read is saved, and the rest is said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from grader.progress import repair as module
from grader.progress.events import Event, Kind, new_id
from grader.progress.kept import store_of
from grader.progress.repair import Repaired, repair
from grader.progress.store import NotKept, Progress, digest

EVENTS = 400


def text_of(number: int) -> str:
    """A version that cannot be packed into nothing."""
    return "".join(chr(33 + random.Random(number).randrange(90)) for _ in range(120)) + str(number)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with so many events, each with a text of its own."""
    with Progress(tmp_path) as progress:
        texts = {digest(text): text for text in map(text_of, range(EVENTS))}
        rows, reports = [], {}
        for number, name in enumerate(texts):
            id, data = new_id(), f'{{"number": {number}}}'
            rows.append((id, float(number), "attempt", "01_double", "", name, data))
            reports[id] = data
        progress.take(rows, texts, reports)
    return tmp_path


def damage(root: Path, start: int, length: int) -> bytes:
    """Overwrites a part of the file; gives the file's bytes."""
    body = bytearray(store_of(root).read_bytes())
    assert start < len(body)
    body[start : start + length] = random.Random(start).randbytes(min(length, len(body) - start))
    store_of(root).write_bytes(body)
    return bytes(body)


def saved_truly(root: Path, repaired: Repaired) -> int:
    """How many events are there; asserts that what is there is what was kept."""
    lacking = 0
    with Progress(root) as progress:
        assert progress.damage() == ""
        events = progress.events()
        for event in events:
            try:
                assert progress.text(event.text) == text_of(event.data["number"])
            except Exception as error:
                assert "there is no version" in str(error)  # noqa: PT017
                lacking += 1
    assert len(events) == repaired.events
    assert lacking == repaired.without_text
    return len(events)


@pytest.mark.parametrize("start", [1 << 14, 1 << 15, 1 << 16, 100_000])
def test_a_bad_page_costs_what_is_on_it_and_no_more(root: Path, start: int) -> None:
    before = damage(root, start, 4096)
    repaired = repair(root)
    assert repaired.copy.read_bytes() == before
    assert repaired.copy.parent == root / ".learn" / "backup"
    assert saved_truly(root, repaired) > EVENTS * 0.8
    assert repaired.gaps > 0
    assert "unreadable place" in repaired.lines()[1]


def test_a_lost_beginning_costs_nothing(root: Path) -> None:
    damage(root, 0, 4096)
    repaired = repair(root)
    assert saved_truly(root, repaired) == EVENTS
    assert (repaired.texts, repaired.gaps, repaired.without_text) == (EVENTS, 0, 0)


def test_a_file_cut_off_keeps_its_beginning(root: Path) -> None:
    path = store_of(root)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    repaired = repair(root)
    assert saved_truly(root, repaired) > EVENTS / 2


def test_a_file_of_something_else_is_kept_and_a_new_one_begun(root: Path) -> None:
    store_of(root).write_bytes(b"a poem\n" * 2000)
    repaired = repair(root)
    assert repaired.copy.read_bytes() == b"a poem\n" * 2000
    assert saved_truly(root, repaired) == 0
    assert repaired.gaps > 0


def test_a_sound_store_stays_what_it_is(root: Path) -> None:
    with Progress(root) as progress:
        before = progress.rows()
    repaired = repair(root)
    with Progress(root) as progress:
        assert progress.rows() == before
    assert repaired.lines()[1] == "lost: nothing that could be found missing"


def test_two_repairs_within_a_second_are_two_copies(root: Path) -> None:
    assert repair(root).copy != repair(root).copy


def test_what_was_still_in_the_log_is_saved_too(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.add(Event(Kind.HINT, "01_double"))
    assert store_of(tmp_path).with_name("progress.db-wal").stat().st_size > 0
    assert repair(tmp_path).events == 1
    progress.close()


def test_what_is_written_in_the_meantime_is_not_lost(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, late = module.copied, [Event(Kind.HINT, "02_counter"), Event(Kind.HINT, "03_hasty")]

    def copied(path: Path, target: Path) -> Path:
        done = real(path, target)
        if late and target.parent.name == "backup":  # another process, right after the copy
            with Progress(root) as progress:
                progress.add(late.pop())
        return done

    monkeypatch.setattr(module, "copied", copied)
    assert repair(root).events == EVENTS + 2
    monkeypatch.setattr(module, "_TRIES", 1)
    late.append(Event(Kind.HINT, "01_double"))
    with pytest.raises(NotKept, match="another process keeps writing to it"):
        repair(root)
    with Progress(root) as progress:
        assert len(progress.events()) == EVENTS + 3


def test_where_no_copy_can_be_made_nothing_is_touched(root: Path) -> None:
    before = damage(root, 40_000, 4096)
    (root / ".learn" / "backup").write_text("in the way")
    with pytest.raises(NotKept, match="cannot be repaired"):
        repair(root)
    assert store_of(root).read_bytes() == before
