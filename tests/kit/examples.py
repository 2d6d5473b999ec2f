"""How many examples a property is tried with: few in a run of everything, more when asked.

pytest --hypothesis-profile=many tests/property/test_careers.py
"""

from hypothesis import HealthCheck, settings

USUAL = 100
"""What Hypothesis tries by itself; `few` is meant beside it."""


def examples(few: int) -> settings:
    """`few` examples, and as many times more as the profile in use tries more than usual."""
    return settings(
        max_examples=max(1, few * settings().max_examples // USUAL),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
