"""Numbers that the tests generate too, so that they are not stored."""


def uniform(seed):
    """The generator of core/random.ts."""
    mask, state = 0xffffffff, seed
    while True:
        state = (state + 0x6d2b79f5) & mask
        mixed = ((state ^ (state >> 15)) * (state | 1)) & mask
        mixed ^= (mixed + (((mixed ^ (mixed >> 7)) * (mixed | 61)) & mask)) & mask
        yield (mixed ^ (mixed >> 14)) / 0x100000000
