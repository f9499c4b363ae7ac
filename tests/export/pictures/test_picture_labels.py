from itertools import combinations

from leaders.export.pictures.labels import Box, place_labels

AREA = Box(0, 0, 400, 300)
RADIUS = 4


def place(names, points, area=AREA):
    return place_labels(names, points, 12, area, RADIUS)


def dot(x, y):
    return Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)


def test_a_lone_name_stands_to_the_right():
    (label,) = place(["Anna"], [(100, 100)])
    assert (label.number, label.anchor) == (0, "start")
    assert label.box.left > 104


def test_at_the_edge_it_stands_on_the_other_side():
    (label,) = place(["Anna"], [(390, 100)])
    assert label.anchor == "end"
    assert label.x < 386


def test_no_label_lies_on_another_or_on_a_named_dot_or_outside():
    points = [(10.0 + 37 * n % 380, 10.0 + 53 * n % 280) for n in range(40)]
    names = [f"number {n}" for n in range(20)]
    labels = place(names, points)
    assert len(labels) > 10
    assert not [1 for a, b in combinations(labels, 2) if a.box.meets(b.box)]
    assert all(AREA.holds(label.box) for label in labels)
    named = dict(enumerate(points[:20]))
    assert not [
        1 for label in labels for n, at in named.items()
        if n != label.number and label.box.meets(dot(*at))
    ]  # fmt: skip


def test_the_first_keep_their_place_and_the_last_go_without():
    labels = place(["a long name indeed"] * 9, [(200, 150)] * 9)
    assert [label.number for label in labels] == list(range(len(labels)))
    assert len(labels) < 9
    (alone,) = place(["a long name indeed"], [(200, 150)])
    assert labels[0] == alone


def test_it_stands_where_it_hides_fewest_dots():
    unnamed = [(130.0, 100.0), (140.0, 100.0)]
    (label,) = place(["Anna"], [(100.0, 100.0), *unnamed])
    assert label.anchor != "start"
