"""Pictures of figures: what is counted and how it is laid out, drawn by the templates of `pictures/`.

Every mark says its number in words and opens the list it counts; a table of the same figures stands behind each picture.
Geometry is in per cent across and in points down, so that text keeps its size on a narrow screen and on paper. Colours
are classes of `picture.css`. No permission belongs here: the caller hands in what may be counted, and whether lists
may be opened.
"""

from rotations.reports.pictures.bands import FlowPicture
from rotations.reports.pictures.bars import BarPicture
from rotations.reports.pictures.columns import ColumnPicture
from rotations.reports.pictures.drawing import Picture
from rotations.reports.pictures.endings import terms_ending
from rotations.reports.pictures.flows import flow_of_levels, flow_of_units
from rotations.reports.pictures.indicators import indicators_before_and_after
from rotations.reports.pictures.lines import LinePicture
from rotations.reports.pictures.pairs import IndicatorPicture
from rotations.reports.pictures.place_years import indicators_of_place, stays_at
from rotations.reports.pictures.progress import plan_against_targets, progress_picture
from rotations.reports.pictures.ratings import ratings_by_year
from rotations.reports.pictures.years import rotations_by_year

__all__ = [
    "BarPicture",
    "ColumnPicture",
    "FlowPicture",
    "IndicatorPicture",
    "LinePicture",
    "Picture",
    "flow_of_levels",
    "flow_of_units",
    "indicators_before_and_after",
    "indicators_of_place",
    "plan_against_targets",
    "progress_picture",
    "ratings_by_year",
    "rotations_by_year",
    "stays_at",
    "terms_ending",
]
