"""How a process of ours looks for garbage."""

import gc

_NEW_OBJECTS = 50_000
_GENERATIONS = 20


def spare_the_collector() -> None:
    """Let the collector of cycles come less often, and leave alone what the program is made of.

    What is decoded and judged, hundreds of thousands of small values, holds no cycles and goes as
    soon as nobody needs it. Python's own thresholds search it for cycles again and again: measured
    over careers of 40 events, a third of the time of a list. For the beginning of a process, after
    its modules are loaded; not for a library call.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _GENERATIONS, _GENERATIONS)
