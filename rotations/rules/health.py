"""How old the certificate of health is."""

from __future__ import annotations

from datetime import date

from rotations.models import DossierItem, Rotation
from rotations.partial_dates import PartialDate
from rotations.rules.checks import Check, Figures, cite, find_parameter, judged_on, not_set, starts_of
from rotations.rules.loading import tables_of
from rotations.vocabulary import CheckOutcome, DossierStatus, PaperKind, ParameterCode

CODE = "health"


def health(rotation: Rotation, *, on: date) -> Check | None:
    """A certificate of health is in, and not older than the regulation allows on the day of judging.

    Shape   one rotation in, one Check out; figures {"issued", "good_until", "allowed"}. None where the regulation's
            list of papers has no certificate of health on that day.
    Units   calendar months from the day of issue, that day of the last month included. Judged on `on`, for a case
            that has started on its last possible first day.
    Errors  none: a certificate that is not in is WARN, one without a date of issue UNKNOWN.
    Source  parameter `health_certificate_months`; dossier item of kind `health_certificate` (domain §1.5, §1.8).
    """
    tables_of(rotation)
    regulation = rotation.plan.regulation
    day = judged_on(rotation, on=on)
    papers = [
        item for text in regulation.lineage() for item in text.dossier_items.all() if item.holds_on(day)
    ]
    if not any(item.kind == PaperKind.HEALTH_CERTIFICATE for item in papers):
        return None
    parameter = find_parameter(rotation, ParameterCode.HEALTH_CERTIFICATE_MONTHS, on=on)
    if parameter is None:
        return not_set(rotation, CODE, ParameterCode.HEALTH_CERTIFICATE_MONTHS)
    allowed, cited = int(parameter.value), cite(parameter)
    found = _certificate(rotation)
    if found is None:
        said = "Hồ sơ chưa có giấy chứng nhận sức khỏe."
        return Check(CODE, CheckOutcome.WARN, regulation, {"allowed": allowed}, said, cited, parameter)
    if found.status == DossierStatus.NOT_REQUIRED:
        said = "Hồ sơ ghi không yêu cầu giấy chứng nhận sức khỏe."
        return Check(CODE, CheckOutcome.PASS, regulation, {"allowed": allowed}, said, cited, parameter)
    if found.issued_on is None:
        said = "Giấy chứng nhận sức khỏe chưa ghi ngày cấp; hãy bổ sung ngày cấp."
        return Check(CODE, CheckOutcome.UNKNOWN, regulation, {"allowed": allowed}, said, cited, parameter)
    day = min(on, starts_of(rotation).last)
    good_until = PartialDate.of_day(found.issued_on).plus_months(allowed).first
    figures: Figures = {
        "issued": f"{found.issued_on:%d/%m/%Y}",
        "good_until": f"{good_until:%d/%m/%Y}",
        "allowed": allowed,
    }
    holds = found.status != DossierStatus.EXPIRED and found.issued_on <= day <= good_until
    said = (
        f"Giấy chứng nhận sức khỏe cấp ngày {found.issued_on:%d/%m/%Y}, quy định không quá {allowed} tháng "
        f"(đến hết {good_until:%d/%m/%Y}); xét ngày {day:%d/%m/%Y}."
    )
    outcome = CheckOutcome.PASS if holds else CheckOutcome.WARN
    return Check(CODE, outcome, regulation, figures, said, cited, parameter)


def _certificate(rotation: Rotation) -> DossierItem | None:
    """The certificate in the dossier, the latest of several; None when it is missing."""
    found = [
        item
        for item in rotation.dossier.all()
        if item.template_item.kind == PaperKind.HEALTH_CERTIFICATE and item.status != DossierStatus.MISSING
    ]
    return max(found, key=lambda item: item.issued_on or date.min, default=None)
