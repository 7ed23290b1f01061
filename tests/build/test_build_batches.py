"""What travels between the processes of a build, and what a batch leaves behind."""

from __future__ import annotations

import gc
import pickle
from pathlib import Path

import pytest
from build_portal import build

from generator.build import agencies, making
from generator.build.batch import Batch, Result, make
from generator.build.common import Common


def test_what_batches_share_is_the_same_object_in_all_of_them() -> None:
    sent = [pickle.dumps(("a batch", Common({"form": [1, 2]}))) for _ in range(2)]
    one, two = (pickle.loads(each)[1] for each in sent)
    assert one.value == {"form": [1, 2]}
    assert one.value is two.value
    assert pickle.loads(pickle.dumps(Common({"form": [3]}))).value == {"form": [3]}


@pytest.mark.usefixtures("quick_base")
def test_a_batch_leaves_no_cycles(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers never look for cycles; their memory would grow with the portal if there were any."""
    found: list[int] = []

    def made(batch: Batch) -> Result:
        make(batch)  # what is worked out once is worked out now
        gc.collect()
        make(batch)
        found.append(gc.collect())
        return make(batch)

    for module in (making, agencies):
        monkeypatch.setattr(module, "make", made)
    build(portal)
    assert found
    assert set(found) == {0}
