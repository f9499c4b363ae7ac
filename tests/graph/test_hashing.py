"""The hash that draws: the published sequence, and nothing in common of neighbours."""

import numpy as np

from leaders.graph import mix


def test_the_first_numbers_of_splitmix64_from_seed_0() -> None:
    golden = 0x9E3779B97F4A7C15
    states = np.array([0, golden, 2 * golden % 2**64], dtype=np.uint64)
    published = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert mix(states).tolist() == published


def test_half_of_the_bits_change_with_one() -> None:
    numbers = np.arange(10_000, dtype=np.uint64)
    changed = np.bitwise_count(mix(numbers) ^ mix(numbers ^ np.uint64(1)))
    assert abs(changed.mean() - 32) < 0.2
