"""Pairs: what is shared by two and by nobody else."""

from __future__ import annotations

from grader.catalog import Course, bundled_course
from grader.similar import Hand, pairs
from grader.similar.shape import prints


def hand(student: str, *numbers: int) -> Hand:
    return Hand(student, [(number, number % 50) for number in numbers])


def test_two_that_share_what_is_their_own_are_a_pair_and_others_are_none() -> None:
    seen = pairs(
        [hand("ben", *range(20)), hand("ann", *range(5, 25)), hand("cid", *range(90, 110))], []
    )
    (pair,) = seen.pairs
    assert (pair.first, pair.second, pair.alike, pair.shared) == ("ann", "ben", 0.75, 15)
    assert pair.first_lines == pair.second_lines == tuple(range(5, 20))
    assert (seen.compared, seen.short) == (3, 0)


def test_what_the_stub_and_the_reference_hold_is_nobody_s_own() -> None:
    seen = pairs([hand("ann", *range(20)), hand("ben", *range(20))], range(15))
    assert (seen.pairs, seen.compared, seen.short) == ((), 0, 2)


def test_what_many_share_is_usual_and_what_two_of_them_share_besides_is_not() -> None:
    hands = [hand(f"s{n:02}", *range(30), *range(100 * n, 100 * n + 9)) for n in range(1, 12)]
    assert pairs(hands, []).pairs == ()
    twin = hand("twin", *range(30), *range(300, 309))
    assert [(p.first, p.second) for p in pairs([*hands, twin], []).pairs] == [("s03", "twin")]


def test_the_order_of_students_changes_nothing() -> None:
    hands = [hand(f"s{n}", *range(7 * n, 7 * n + 30)) for n in range(6)]
    assert pairs(hands, []) == pairs(reversed(hands), [])


def test_all_right_answers_of_the_course_are_told_apart_and_a_renamed_copy_is_found() -> None:
    course: Course = bundled_course()
    found = 0
    for exercise in course.exercises:
        texts = [
            path.read_text()
            for path in sorted((course.root / "tests/right" / exercise.slug).glob("*.py"))
        ]
        common = [
            number
            for path in (exercise.stub, exercise.reference)
            for number, _ in prints(path.read_text(), every=True)
        ]
        hands = [Hand(str(number), prints(text)) for number, text in enumerate(texts)]
        assert pairs(hands, common).pairs == (), exercise.slug
        copied = "# mine\n" + texts[0].replace("result", "answer").replace(" i ", " k ")
        seen = pairs([*hands, Hand("copy", prints(copied))], common)
        found += [(pair.first, pair.second) for pair in seen.pairs] == [("0", "copy")]
    assert found >= 0.9 * len(course.exercises)  # in others there is too little of one's own
