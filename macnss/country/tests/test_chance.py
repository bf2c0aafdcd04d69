import numpy as np

from macnss.country import chance


def test_a_stream_hangs_on_the_seed_and_the_purpose_only() -> None:
    drawn = chance.stream(7, "names").random(3)
    chance.stream(7, "wages").random(1000)
    assert (chance.stream(7, "names").random(3) == drawn).all()
    assert (chance.stream(8, "names").random(3) != drawn).all()
    assert (chance.stream(7, "month", 1).random(3) != chance.stream(7, "month", 2).random(3)).all()


def test_parts_add_up_to_the_whole() -> None:
    assert chance.apportion(10, [1, 1, 1]).tolist() == [4, 3, 3]
    assert chance.apportion(0, [2, 5]).sum() == 0


def test_dealt_categories_have_their_exact_share_in_any_order() -> None:
    dealt = chance.dealt(100, [0.5, 0.3, 0.2], chance.stream(1, "x"))
    assert np.bincount(dealt).tolist() == [50, 30, 20]
    assert (np.diff(dealt) != 0).sum() > 20


def test_even_draws_put_one_number_in_each_slice() -> None:
    assert sorted((chance.even(50, chance.stream(1, "x")) * 50).astype(int)) == list(range(50))


def test_scattered_integers_are_all_different_until_the_range_is_used_up() -> None:
    drawn = chance.scattered(900, 100, 1000, chance.stream(1, "x"))
    assert sorted(drawn) == list(range(100, 1000))


def test_ranks_and_shares_follow_the_scores() -> None:
    assert chance.ranks([30.0, 10.0, 20.0]).argsort().tolist() == [1, 2, 0]
    assert chance.by_rank([30.0, 10.0, 20.0, 40.0], [0.5, 0.5]).tolist() == [1, 0, 0, 1]


def test_elements_are_counted_within_their_group() -> None:
    assert chance.within_groups([5, 7, 5, 5, 7]).tolist() == [0, 0, 1, 2, 1]
    assert chance.within_groups([]).tolist() == []


def test_the_largest_go_where_most_is_missing() -> None:
    assert chance.largest_need([10, 5, 4], [12.0, 6.0]).tolist() == [0, 1, 0]
