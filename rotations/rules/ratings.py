"""Whether a rating agrees with its points, and whether more people are excellent than the text allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rotations.models import AnnualRating, Evaluation, PostHolding, RatingScale, Unit
from rotations.rules.evaluations_due import YEARLY
from rotations.vocabulary import PeerGroup, QualityRating, QuotaBase


@dataclass(frozen=True)
class RatingDoubt:
    """What makes a rating one to be explained: the sentence, and the figures in it."""

    code: str
    message: str
    figures: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ratings:
    """The three ratings of one occasion in their order, on whichever of its papers each stands; "" where none does."""

    own: str
    proposed: str
    final: str


@dataclass(frozen=True)
class RatedGroup:
    """The people of one unit and peer group rated for one year, and how many of them may be excellent.

    `percent` None: the text sets no quota. The limit is that share of `base`, rounded down to whole people.
    """

    unit: Unit | None
    group: PeerGroup
    counts: dict[QualityRating, int]
    percent: Decimal | None
    base_is: QuotaBase
    cited: str

    @property
    def excellent(self) -> int:
        """How many are excellent."""
        return self.counts.get(QualityRating.EXCELLENT, 0)

    @property
    def rated(self) -> int:
        """How many have a rating."""
        return sum(self.counts.values())

    @property
    def base(self) -> int:
        """Of how many people the share is taken."""
        return self.counts.get(QualityRating.GOOD, 0) if self.base_is == QuotaBase.GOOD else self.rated

    @property
    def limit(self) -> int | None:
        """How many may be excellent; None without a quota."""
        return None if self.percent is None else int(self.percent * self.base // 100)

    @property
    def is_over(self) -> bool:
        """Whether more are excellent than the quota allows."""
        return self.limit is not None and self.excellent > self.limit


def ratings_of(evaluation: Evaluation, papers: Iterable[Evaluation]) -> Ratings:
    """The ratings that stand for a comment: its own, else those of the other papers of the occasion. No query beyond
    the papers."""
    found = [evaluation, *papers]

    def first(name: str) -> str:
        return next((str(getattr(paper, name)) for paper in found if getattr(paper, name)), "")

    return Ratings(first("self_rating"), first("proposed_rating"), first("rating"))


def scale_on(day: date) -> RatingScale | None:
    """The scale by which people are classified on `day`; None where none is recorded. Two queries."""
    return RatingScale.objects.in_force_on(day).prefetch_related("bands").first()


def score_doubt(scale: RatingScale | None, score: Decimal | None, rating: str) -> RatingDoubt | None:
    """A rating that is not the one its points make.

    Shape   the scale, points and a rating in; a doubt out, None where they agree or cannot be compared.
    Units   points of a hundred; the lowest points of a band belong to it.
    Errors  none: no points, no rating or a text without points leave nothing to compare.
    Source  366-QĐ/TW, Nghị định 335/2025 (domain reference §6.1); the bands are rows.
    """
    if scale is None or score is None or not rating:
        return None
    made = scale.rating_of(score)
    if made is None or made == rating:
        return None
    points = f"{score.normalize():f}".replace(".", ",")
    return RatingDoubt(
        "score_disagrees",
        f"{points} điểm ứng với “{made.label}” theo {scale.document}, không phải “{QualityRating(rating).label}”.",
        {"score": points, "by_score": made.value, "rating": rating},
    )


def quota_doubt(evaluation: Evaluation, scale: RatingScale | None) -> RatingDoubt | None:
    """An excellent rating past the share the text allows in the unit and peer group.

    Shape   a comment with its new rating, receiving unit and official in; a doubt out, None within the quota. Five
            queries at most, none unless the rating is excellent.
    Units   people rated for the year the commented period ends in, at the receiving unit, this one among them.
    Errors  none.
    Source  Nghị định 335/2025 (domain reference §6.1): of those rated good in the same unit and group, not of all.
    """
    if evaluation.rating != QualityRating.EXCELLENT or scale is None or scale.quota_percent is None:
        return None
    group = group_of(evaluation, scale, rated=QualityRating.EXCELLENT)
    if not group.is_over:
        return None
    share = f"{scale.quota_percent.normalize():f}".replace(".", ",")
    return RatingDoubt(
        "excellent_quota",
        f"Nhóm {group.group.label.lower()} của {group.unit} năm {evaluation.period_to.year} sẽ có "
        f"{group.excellent} người xuất sắc; được tối đa {group.limit} ({share}% của {group.base} người: "
        f"{group.base_is.label.lower()}, theo {scale.document}).",
        {"excellent": group.excellent, "limit": group.limit or 0, "base": group.base, "percent": share},
    )


def group_of(
    evaluation: Evaluation, scale: RatingScale | None, *, rated: QualityRating | None = None
) -> RatedGroup:
    """The people rated in the receiving unit and peer group of the person of a comment, for the year its period ends
    in; with `rated`, as they would be after that rating. Five queries at most."""
    rotation, year = evaluation.rotation, evaluation.period_to.year
    ratings = ratings_of_year(year, unit=rotation.receiving_unit)
    if rated is not None:
        ratings[rotation.official_id] = (rotation.receiving_unit_id, rated)
    own = peer_groups([rotation.official_id], year=year)[rotation.official_id]
    found = rated_groups(ratings, scale, year=year).get((rotation.receiving_unit_id, own))
    return found or _nobody(rotation.receiving_unit, own, scale)


def ratings_of_year(year: int, *, unit: Unit | None = None) -> dict[int, tuple[int | None, QualityRating]]:
    """Official → (unit, rating) of everybody rated for a year, of one unit or of all. Two queries.

    The ordinary yearly rating counts; somebody without one counts by the final rating of the rotation's yearly comment,
    at the receiving unit.
    """
    comments = Evaluation.objects.filter(kind__in=YEARLY, period_to__year=year).exclude(rating="")
    annual = AnnualRating.objects.filter(year=year, quarter__isnull=True)
    if unit is not None:
        comments, annual = comments.filter(rotation__receiving_unit=unit), annual.filter(unit=unit)
    found: dict[int, tuple[int | None, QualityRating]] = {
        official: (at, QualityRating(rating))
        for official, at, rating in comments.order_by("period_to", "pk").values_list(
            "rotation__official", "rotation__receiving_unit", "rating"
        )
    }
    for official, at, rating in annual.values_list("official", "unit", "rating"):
        found[official] = (at, QualityRating(rating))
    return found


def peer_groups(officials: Iterable[int], *, year: int) -> dict[int, PeerGroup]:
    """Official → peer group of a year: who held a leading post on one of its days is rated with those who lead, also
    when the rotation ended before the year did. One query."""
    wanted = list(officials)
    leaders = set(
        PostHolding.objects.overlapping(date(year, 1, 1), date(year + 1, 1, 1))
        .filter(official__in=wanted, post__position__is_leading=True)
        .values_list("official", flat=True)
    )
    return {official: PeerGroup.LEADING if official in leaders else PeerGroup.OTHERS for official in wanted}


def rated_groups(
    ratings: dict[int, tuple[int | None, QualityRating]], scale: RatingScale | None, *, year: int
) -> dict[tuple[int | None, PeerGroup], RatedGroup]:
    """(unit, peer group) → the people rated there. Two queries."""
    groups = peer_groups(ratings, year=year)
    units = Unit.objects.in_bulk({unit for unit, _rating in ratings.values() if unit is not None})
    found: dict[tuple[int | None, PeerGroup], RatedGroup] = {}
    for official, (unit, rating) in ratings.items():
        key = (unit, groups[official])
        if key not in found:
            at = units.get(unit) if unit is not None else None
            found[key] = _nobody(at, groups[official], scale)
        counts = found[key].counts
        counts[rating] = counts.get(rating, 0) + 1
    return found


def _nobody(unit: Unit | None, group: PeerGroup, scale: RatingScale | None) -> RatedGroup:
    """A group before anybody in it is counted."""
    return RatedGroup(
        unit,
        group,
        {},
        scale.quota_percent if scale else None,
        QuotaBase(scale.quota_base) if scale else QuotaBase.GOOD,
        scale.document if scale else "",
    )
