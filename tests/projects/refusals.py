"""What an absurd input is answered."""

from collections.abc import Callable
from typing import Any

import pytest

from nrc_platform.core.errors import Invalid


def refused(compute: Callable[[Any], Any], inputs: Any) -> dict[str, list[str]]:
    """Return the sentences by field; the test fails when the input is accepted."""
    with pytest.raises(Invalid) as raised:
        compute(inputs)
    return raised.value.errors


def plain(text: str) -> str:
    """Return the text with ordinary spaces."""
    return text.replace("\u00a0", " ")
