"""The main figures of a report: sums of its cells, as the form says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

from generator.model.findings import Finding, Severity
from generator.model.forms import Figure, Form
from generator.model.pages import Summary
from generator.model.reports import Report
from generator.render.cells import value_of

# Wide enough that the sum of any cells that a record may hold is exact.
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
_TENTH = Decimal("0.1")


def summary(report: Report, form: Form, findings: Iterable[Finding]) -> Summary:
    """What lists and totals need to know of `report`."""
    return Summary(
        agency=report.agency,
        year=report.year,
        form=report.form,
        title=report.title,
        published=report.published,
        corrected=max((correction.on for correction in report.corrections), default=None),
        figures={figure.id: figure_value(report, form, figure) for figure in form.figures},
        findings=_by_severity(findings),
    )


def figure_value(report: Report, form: Form, figure: Figure) -> Decimal | None:
    """A sum, or a share in percent with one decimal, halves rounded up.

    None when a cell that it needs is blank or unreadable, or when the divisor is 0.
    """
    upper = total(report, form, figure.of)
    if upper is None or not figure.per:
        return upper
    lower = total(report, form, figure.per)
    if not lower:
        return None
    share = _EXACT.divide(_EXACT.multiply(upper, Decimal(100)), lower)
    return share.quantize(_TENTH, context=_EXACT)


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum of the values, without any rounding."""
    result = Decimal(0)
    for value in values:
        result = _EXACT.add(result, value)
    return result


def total(report: Report, form: Form, cells: Iterable[str]) -> Decimal | None:
    """The exact sum of the cells; None when one of them is not a number."""
    values = [value_of(report, form, cell) for cell in cells]
    numbers = [Decimal(value) for value in values if isinstance(value, int | Decimal)]
    return exact_sum(numbers) if len(numbers) == len(values) else None


def _by_severity(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in sorted(counts, reverse=True)}
