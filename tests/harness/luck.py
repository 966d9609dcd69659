"""The random choices of the tests: each test has its own, and they can be played again."""

import random
import zlib

import factory.random

dice = random.Random()


def play(seed: int, test: str) -> None:
    """Start every source of luck again, for that test of that run."""
    own = seed ^ zlib.crc32(test.encode())
    dice.seed(own)
    random.seed(own)
    factory.random.reseed_random(own)
