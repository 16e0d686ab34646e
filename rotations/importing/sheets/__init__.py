"""Small registers as sheets, in and out of the back office: one file per kind of record.

Here belong the columns of a sheet, how a row finds its record, and the one run that takes all rows or none. Larger
lists go through the set-based imports beside this package. What an import means for a case belongs to `workflow`.
"""

from rotations.importing.sheets.evaluations import EvaluationSheet
from rotations.importing.sheets.files import CsvFile, SheetFile, XlsxFile, read_dataset
from rotations.importing.sheets.indicators import IndicatorSheet
from rotations.importing.sheets.needs import NeedSheet
from rotations.importing.sheets.officials import OfficialSheet
from rotations.importing.sheets.positions import PositionSheet
from rotations.importing.sheets.sheet import Sheet, SheetRefused, take_in
from rotations.importing.sheets.units import UnitSheet

__all__ = [
    "CsvFile",
    "EvaluationSheet",
    "IndicatorSheet",
    "NeedSheet",
    "OfficialSheet",
    "PositionSheet",
    "Sheet",
    "SheetFile",
    "SheetRefused",
    "UnitSheet",
    "XlsxFile",
    "read_dataset",
    "take_in",
]
