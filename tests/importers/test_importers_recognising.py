"""By what each cell was recognised is told honestly: by label, alias, likeness or only by order."""

from __future__ import annotations

from pathlib import Path

from generator.build.content import known_forms
from generator.importers import read
from generator.importers.filling import fill
from generator.model.submissions import Recognition

SAMPLE = Path(__file__).resolve().parents[1] / "data/submissions/zhanhe-emergency-2022.txt"


def recognitions(text: str) -> dict[str, Recognition]:
    submission, _ = read("sample.txt", text.encode())
    assert submission is not None
    return {cell: origin.how for cell, origin in fill(submission, known_forms()).origins.items()}


def test_most_cells_of_the_sample_are_known_by_their_labels() -> None:
    found = recognitions(SAMPLE.read_text("utf-8"))
    assert found["disclosure.licences.decisions"] is Recognition.LABEL
    assert found["applications.received.total"] is Recognition.LABEL
    # 2.其他法律法规禁止公开 is not how the form calls this row.
    by_alias = {cell for cell, how in found.items() if how is Recognition.ALIAS}
    assert {cell.rpartition(".")[0] for cell in by_alias} == {"applications.forbidden_by_law"}
    assert len(by_alias) == 7


def test_a_label_that_is_only_like_the_form_s_is_said_to_be_so() -> None:
    text = SAMPLE.read_text("utf-8")
    assert text.count("不掌握相关政府信息") == 1
    found = recognitions(text.replace("不掌握相关政府信息", "不掌握有关政府信息的"))
    assert found["applications.not_held.total"] is Recognition.ALIKE
    assert found["applications.needs_making.total"] is Recognition.LABEL


def test_figures_without_heads_are_known_by_their_order_only() -> None:
    lines = SAMPLE.read_text("utf-8").split("\n")
    heads = ("申请人情况", "自然人\t", "商业企业\t")
    kept = [line for line in lines if not any(head in line for head in heads)]
    assert len(lines) - len(kept) == 3
    found = recognitions("\n".join(kept))
    rows = {how for cell, how in found.items() if cell.startswith("applications.")}
    assert rows == {Recognition.ORDER}
    assert found["disclosure.licences.decisions"] is Recognition.LABEL
