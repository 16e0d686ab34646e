"""One row against the records: which plan, who, from where and to where, and whether it can be true."""

from __future__ import annotations

from rotations.importing.file_rows import ask
from rotations.importing.plans.cells import PlanCells
from rotations.importing.plans.ends import Ends
from rotations.importing.plans.person import Person
from rotations.importing.plans.proposals import PlanRow
from rotations.importing.plans.records import PlanRecords
from rotations.vocabulary import Severity


def resolve(records: PlanRecords, row: PlanRow) -> None:
    """Settle one row. The findings come in this order: each step goes by what those before it settled."""
    read = row.cells
    assert read is not None
    _settle_year(records, row, read)
    day = records.day_of(row)
    person, ends = Person(records, row, day), Ends(records, row, day)
    if read.name:
        person.identify()
    ends.settle()
    person.check()
    ends.check()


def _settle_year(records: PlanRecords, row: PlanRow, read: PlanCells) -> None:
    years = records.years
    row.plan_year = years.of(row.starts)
    if row.starts is None or (row.plan_year == row.starts.first.year):
        return
    cell = read.cell("starts_on", "period")
    if years.is_term:
        read.add(
            Severity.ERROR,
            "out_of_plan_year",
            f"Bắt đầu {row.starts} nằm ngoài nhiệm kỳ {years.first}-{years.last}; hãy sửa thời điểm hoặc chuyển "
            "sang tệp của nhiệm kỳ khác.",
            cell,
        )
        return
    ask(
        records.answers,
        row,
        "out_of_plan_year",
        f"Bắt đầu {row.starts} không thuộc năm kế hoạch {years.first}; hãy sửa thời điểm, hoặc xác nhận vẫn đưa "
        "vào kế hoạch này.",
        cell,
        values=(read.name, str(row.starts)),
        accept=True,
    )
