"""The counter-based noise against the contract, written out with Python's unbounded integers."""

import numpy as np

from nextflow_model.noise import uniforms

MASK = 2**64 - 1


def reference(seed: int, image: int, scale: int, position: int) -> float:
    golden = 0x9E3779B97F4A7C15

    def mix(z: int) -> int:
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    key = mix((seed + golden) & MASK)
    key = mix(key ^ ((image + 1) * golden & MASK))
    key = mix(key ^ ((scale + 1) * golden & MASK))
    return (mix(key ^ ((position + 1) * golden & MASK)) >> 40) * 2.0**-24


def test_it_equals_the_contract_for_small_large_and_negative_seeds():
    for seed in (0, 42, 2**63 + 11, 2**64 - 1, -1):
        for image, scale in ((0, 1), (3, 6), (1, 18)):
            expected = [reference(seed % 2**64, image, scale, position) for position in range(5)]
            assert uniforms(seed, image, scale, 5).tolist() == expected


def test_numbers_are_uniform_and_differ_between_scales():
    first, second = uniforms(7, 0, 5, 4096), uniforms(7, 0, 6, 4096)
    assert 0 <= first.min() and first.max() < 1 and abs(first.mean() - 0.5) < 0.02
    assert not np.array_equal(first, second)
