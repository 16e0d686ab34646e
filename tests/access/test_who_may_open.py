"""Every page of the product × every role × a record of one's own and of somebody else.

The pages come from the resolver: a new one fails here until it has its row. The back office has its own table in
`tests/admin`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.contrib.auth.decorators import permission_required
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse
from django.views import View
from openpyxl import load_workbook

from rotations import workflow
from rotations.importing import taking_in
from rotations.models import Account, AppraisalOpinion, ImportBatch, ImportRow
from rotations.models.fields import PersonNameField, TidyCharField, TidyTextField
from rotations.views import closed
from rotations.vocabulary import ImportKind, Role
from tests.importing import need_files
from tests.importing.district import row, workbook
from tests.makers import (
    STARTED_ON,
    TODAY,
    make_account,
    make_attachment,
    make_call,
    make_decision,
    make_dossier_item,
    make_elected_post,
    make_evaluation,
    make_frozen_report,
    make_need,
    make_official,
    make_placement,
    make_plan,
    make_post,
    make_rotation,
    make_rotation_at,
    make_saved_filter,
    make_unit,
)

OFFICER, LEAD, COMMITTEE = Role.BOARD_OFFICER, Role.BOARD_LEAD, Role.STANDING_COMMITTEE
CLERK, APPRAISER, VIEWER, ADMIN = Role.UNIT_CLERK, Role.APPRAISER, Role.REPORT_VIEWER, Role.SYSTEM_ADMIN
BOARD, READERS = (OFFICER, LEAD), (OFFICER, LEAD, COMMITTEE)

# A page without a record: the roles that may open it; every other role gets 403.
PAGES: dict[str, tuple[Role, ...]] = {
    "rotations:home": tuple(Role),
    "rotations:plan-list": (*READERS, CLERK),
    "rotations:plan-add": BOARD,
    "rotations:rotation-list": (*READERS, CLERK, APPRAISER),
    "rotations:rotation-add": BOARD,
    "rotations:many-moves": READERS,
    "rotations:decision-list": READERS,
    "rotations:decision-add": BOARD,
    "rotations:official-list": (*READERS, CLERK, APPRAISER),
    "rotations:unit-list": (*READERS, CLERK),
    "rotations:need-list": (*READERS, CLERK),
    "rotations:need-add": (*BOARD, CLERK),
    "rotations:need-call-list": (*READERS, CLERK),
    "rotations:need-call-add": BOARD,
    "rotations:evaluation-list": (*READERS, CLERK),
    "rotations:evaluation-add": (*BOARD, CLERK),
    "rotations:placement-list": READERS,
    "rotations:placement-add": BOARD,
    "rotations:report-index": (*READERS, VIEWER),
    "rotations:report-figures": (*READERS, VIEWER),
    "rotations:frozen-report-list": (*READERS, VIEWER),
    "rotations:report-needs": (*READERS, VIEWER),
    "rotations:report-planned": (*READERS, VIEWER),
    "rotations:report-done": (*READERS, VIEWER),
    "rotations:report-results": (*READERS, VIEWER),
    "rotations:report-ratings": (*READERS, VIEWER),
    "rotations:regulation-list": READERS,
    "rotations:regulation-retirement": READERS,
    "rotations:regulation-text-add": (LEAD,),
    "rotations:retirement-change": (LEAD,),
    "rotations:import-list": (*BOARD, CLERK),
    "rotations:import-add": (*BOARD, CLERK),
    "rotations:import-template": (*BOARD, CLERK),
    "rotations:audit-list": (LEAD, ADMIN),
    "rotations:help": tuple(Role),
    "rotations:glossary": tuple(Role),
    "rotations:search": (*READERS, CLERK, APPRAISER),
    "rotations:people-named": (*READERS, CLERK, APPRAISER),
    "rotations:audit-changes": (LEAD,),
    "rotations:due-list": (*READERS, CLERK, APPRAISER),
    "rotations:calendar-link": (*READERS, CLERK, APPRAISER),
    "password_change": tuple(Role),
    "password_change_done": tuple(Role),
    "account_reauthenticate": tuple(Role),
    "mfa_index": tuple(Role),
    "rotations:session-list": tuple(Role),
    "rotations:kept-form": tuple(Role),
}

# A page of one record: the roles that may open it at all, and those that may open only their own (404 otherwise).
RECORDS: dict[str, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
    "rotations:plan-detail": (READERS, (CLERK,)),
    "rotations:plan-export": (READERS, ()),
    "rotations:plan-edit": (BOARD, ()),
    "rotations:plan-amend": ((LEAD, COMMITTEE), ()),
    "rotations:plan-version": (READERS, ()),
    "rotations:plan-compare": (READERS, ()),
    "rotations:plan-as-of": (READERS, ()),
    "rotations:plan-gather": (BOARD, ()),
    "rotations:plan-target-add": (BOARD, ()),
    "rotations:plan-target-edit": (BOARD, ()),
    "rotations:plan-review-sheets": (READERS, ()),
    "rotations:rotation-review-sheet": (READERS, ()),
    "rotations:rotation-locality": ((LEAD, COMMITTEE), ()),
    "rotations:rotation-detail": (READERS, (CLERK, APPRAISER)),
    "rotations:dossier": (READERS, ()),
    "rotations:dossier-item": (READERS, ()),
    "rotations:attachment-add": (BOARD, ()),
    "rotations:attachment-download": (READERS, ()),
    "rotations:attachment-remove": (BOARD, ()),
    "rotations:plan-target-remove": (BOARD, ()),
    "rotations:decision-detail": (READERS, ()),
    "rotations:decision-change": (BOARD, ()),
    "rotations:official-detail": (READERS, (CLERK, APPRAISER)),
    "rotations:official-timeline": (READERS, (CLERK, APPRAISER)),
    "rotations:unit-detail": (READERS, (CLERK,)),
    "rotations:post-detail": (READERS, (CLERK,)),
    "rotations:need-detail": (READERS, (CLERK,)),
    "rotations:need-edit": (BOARD, (CLERK,)),
    "rotations:need-call-detail": (READERS, (CLERK,)),
    "rotations:need-call-edit": (BOARD, ()),
    "rotations:need-call-blank": (READERS, (CLERK,)),
    "rotations:need-call-answer": (BOARD, (CLERK,)),
    "rotations:evaluation-detail": (READERS, (CLERK,)),
    "rotations:evaluation-change": (BOARD, (CLERK,)),
    "rotations:evaluation-rate": ((LEAD, COMMITTEE), ()),
    "rotations:import-detail": (BOARD, (CLERK,)),
    "rotations:import-progress": (BOARD, (CLERK,)),
    "rotations:import-undo": (BOARD, (CLERK,)),
    "rotations:import-faulty": (BOARD, (CLERK,)),
    "rotations:import-source": (BOARD, (CLERK,)),
    "rotations:placement-decide": ((LEAD, COMMITTEE), ()),
    "rotations:regulation-detail": (READERS, ()),
    "rotations:regulation-parameter": ((LEAD,), ()),
    "rotations:regulation-add": ((LEAD,), ()),
    "rotations:regulation-edit": ((LEAD,), ()),
    "rotations:regulation-standing": ((LEAD,), ()),
    "rotations:regulation-history": (READERS, ()),
    "rotations:regulation-row-end": ((LEAD,), ()),
    "rotations:regulation-row-change": ((LEAD,), ()),
    "rotations:regulation-row-article": ((LEAD,), ()),
    "rotations:regulation-steps-add": ((LEAD,), ()),
    "rotations:placement-take-up": (BOARD, ()),
    "rotations:account-door": ((ADMIN,), ()),
    "rotations:frozen-report": ((*READERS, VIEWER), ()),
}

# An act: POST alone. Who may see the record is answered: it is done or refused in a sentence on the record's page
# (302), or asks for what is missing (200). Who may not see it gets 403 or 404.
ACTS: dict[str, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
    "rotations:rotation-move": (READERS, (CLERK, APPRAISER)),
    "rotations:election-act": (READERS, (CLERK, APPRAISER)),
    "rotations:step-plan": (READERS, (CLERK, APPRAISER)),
    "rotations:step-act": (READERS, (CLERK, APPRAISER)),
    "rotations:opinion-ask": (READERS, (CLERK, APPRAISER)),
    "rotations:opinion-answer": (READERS, (APPRAISER,)),
    "rotations:rotation-extend": (READERS, (CLERK, APPRAISER)),
    "rotations:case-correction": (READERS, (CLERK, APPRAISER)),
    "rotations:plan-move": (READERS, (CLERK,)),
    "rotations:plan-levels": (BOARD, ()),
    "rotations:need-call-close": (READERS, (CLERK,)),
    "rotations:need-call-reopen": (READERS, (CLERK,)),
    "rotations:need-call-no-needs": (READERS, (CLERK,)),
    "rotations:dossier-lay-out": (READERS, ()),
    "rotations:evaluation-open": (READERS, (CLERK,)),
    "rotations:calendar-link-open": ((*READERS, CLERK, APPRAISER), ()),
    "rotations:calendar-link-shut": ((*READERS, CLERK, APPRAISER), ()),
    "rotations:import-answer": (BOARD, (CLERK,)),
    "rotations:import-amendment": (BOARD, (CLERK,)),
    "rotations:import-commit": (BOARD, (CLERK,)),
    "rotations:session-end": (tuple(Role), ()),
    "rotations:report-freeze": ((*READERS, VIEWER), ()),
    "rotations:filter-save": ((*READERS, CLERK, APPRAISER), ()),
    "rotations:columns-choose": ((*READERS, CLERK, APPRAISER), ()),
    "rotations:filter-remove": ((), ()),
    "rotations:account-door-act": ((ADMIN,), ()),
}

# Pages of the second factor that first ask for something: the password again, a second factor that is there, a
# sign-in that waits for its code. Status for every role that has none of these, and where it is sent.
ASK_FIRST: dict[str, tuple[int, str]] = {
    "mfa_activate_totp": (302, "/accounts/password/again/"),
    "mfa_deactivate_totp": (404, ""),
    "mfa_generate_recovery_codes": (302, "/accounts/password/again/"),
    "mfa_view_recovery_codes": (404, ""),
    "mfa_reauthenticate": (302, ""),
    "mfa_authenticate": (302, "/"),
}

# The calendar asks for a session or the token in its address, and without either is not there.
OPEN_TO_ALL = {"account_login": 200, "logout": 302, "rotations:healthz": 200, "rotations:due-calendar": 404}

CASES = [(role, own) for role in Role for own in (True, False)]


def page_names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Names of every page outside the back office."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                namespace = f"{entry.namespace}:" if entry.namespace else ""
                yield from page_names(entry, prefix + namespace)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def test_every_page_has_its_row():
    rows = {*PAGES, *RECORDS, *ACTS, *ASK_FIRST, *OPEN_TO_ALL}

    assert set(page_names()) == rows


@pytest.fixture
def accounts(db) -> dict[Role, Account]:
    own = make_unit("Xã Nậm Nhà")
    body = make_unit("Ủy ban Kiểm tra Huyện ủy Thử", level="district")
    units = {CLERK: own, APPRAISER: body}
    return {role: make_account(role, units.get(role), username=role.value) for role in Role}


@pytest.fixture
def records(accounts) -> dict[bool, dict[str, list]]:
    """For each kind of record one of the clerk's and appraiser's own, and one of others."""
    clerk, appraiser = accounts[CLERK], accounts[APPRAISER]
    made = {}
    for own, unit in ((True, clerk.unit), (False, make_unit("Xã Chà Lạ"))):
        plan = make_plan(2025 if own else 2024, announced_on=TODAY if own else None)
        person = make_official("Lò Thị Trong" if own else "Vừ A Ngoài", unit)
        rotation = make_rotation(person, sending=unit, receiving=make_unit(f"Xã Đích {own}"), plan=plan)
        if own:
            rotation.announced_on = TODAY
            rotation.save()
        asked = appraiser.unit if own else make_unit("Ban Thẩm định Thử", level="district")
        opinion = AppraisalOpinion.objects.create(rotation=rotation, asked_unit=asked, asked_on=TODAY)
        evaluation = make_evaluation(make_rotation_at("active"), unit=unit)
        placement = make_placement(make_rotation_at("ended"))
        given = make_placement(make_rotation_at("ended"), post=make_post(), decided_on=TODAY)
        item = make_dossier_item(rotation)
        attachment = make_attachment(item)
        decision = make_decision()
        batch = make_batch(accounts[OFFICER]) if not own else make_batch_of_needs(clerk)
        plan.versions.create(number=1, content=workflow.content_of(plan), frozen_on=TODAY)
        target = plan.targets.create(direction="district_to_commune", quantity=1)
        saved = make_saved_filter(name=f"Của người khác {own}")
        call, need = make_call(unit, opened_on=STARTED_ON if own else TODAY), make_need(unit)
        doubt = plan.regulation.condition_rules.create(code="discipline")
        made[own] = {
            "plan-detail": [plan.pk],
            "plan-export": [plan.pk],
            "plan-review-sheets": [plan.pk],
            "rotation-review-sheet": [rotation.pk],
            "rotation-locality": [rotation.pk],
            "plan-move": [plan.pk, "consulting"],
            **{f"plan-{page}": [plan.pk] for page in ("edit", "amend", "compare", "as-of")},
            "plan-version": [plan.pk, 1],
            **{f"plan-{page}": [plan.pk] for page in ("gather", "levels", "target-add")},
            **{f"plan-target-{page}": [plan.pk, target.pk] for page in ("edit", "remove")},
            "regulation-detail": [plan.regulation.pk],
            "regulation-parameter": [plan.regulation.pk, "rotation_months"],
            "regulation-add": [plan.regulation.pk, "non-local"],
            "regulation-steps-add": [plan.regulation.pk],
            **{f"regulation-{page}": [plan.regulation.pk] for page in ("edit", "standing", "history")},
            **{
                f"regulation-row-{act}": [plan.regulation.pk, "condition", doubt.pk]
                for act in ("end", "change", "article")
            },
            "rotation-detail": [rotation.pk],
            "rotation-move": [rotation.pk, "approve"],
            "dossier": [rotation.pk],
            "dossier-lay-out": [rotation.pk],
            "dossier-item": [item.pk],
            "attachment-add": ["dossier-item", item.pk],
            "attachment-download": [attachment.pk],
            "attachment-remove": [attachment.pk],
            "election-act": [rotation.pk, make_elected_post(rotation).pk, "result"],
            "step-plan": [rotation.pk],
            "step-act": [rotation.pk, rotation.steps.get().pk, "again"],
            "opinion-ask": [rotation.pk],
            "opinion-answer": [rotation.pk, opinion.pk],
            "rotation-extend": [rotation.pk],
            "case-correction": [rotation.pk, "withdraw-end"],
            "decision-detail": [decision.pk],
            "decision-change": [decision.pk],
            "official-detail": [person.pk],
            "official-timeline": [person.pk],
            "unit-detail": [unit.pk],
            "need-detail": [need.pk],
            "need-edit": [need.pk],
            **{f"need-call-{page}": [call.pk] for page in ("detail", "edit", "blank", "answer")},
            **{f"need-call-{act}": [call.pk] for act in ("close", "reopen", "no-needs")},
            "post-detail": [make_post(unit).pk],
            "evaluation-detail": [evaluation.pk],
            "evaluation-change": [evaluation.pk],
            "evaluation-rate": [evaluation.pk],
            "evaluation-open": [evaluation.pk],
            "placement-decide": [placement.pk],
            "calendar-link-open": [],
            "calendar-link-shut": [],
            "placement-take-up": [given.pk],
            "import-detail": [batch.pk],
            "import-progress": [batch.pk],
            "import-undo": [batch.pk],
            "import-faulty": [batch.pk],
            "import-source": [batch.pk],
            "import-answer": [batch.pk],
            "import-amendment": [batch.pk],
            "import-commit": [batch.pk],
            "session-end": [],
            "frozen-report": [
                make_frozen_report(
                    accounts[OFFICER], title="Riêng" if own else "Chung", as_of=TODAY if own else STARTED_ON
                ).pk
            ],
            "report-freeze": ["results"],
            "filter-save": ["rotation-list"],
            "columns-choose": ["rotation-list"],
            "filter-remove": ["rotation-list", saved.pk],
            "account-door": [clerk.pk],
            "account-door-act": [clerk.pk, "unlock"],
        }
    return made


def make_batch(account: Account) -> ImportBatch:
    """A file with one row, about a unit nobody knows."""
    return taking_in.hand_in("mot-nguoi.xlsx", workbook(row()), by=account, on=TODAY, year=2025)


def make_batch_of_needs(account: Account) -> ImportBatch:
    """A clerk's file with one need, of another unit."""
    data = need_files.workbook(need_files.row(), titles=("XÃ CHÀ LẠ",))
    return taking_in.hand_in("bieu-1.xlsx", data, by=account, on=TODAY, year=2025, kind=ImportKind.NEEDS)


def expected(
    role: Role, own: bool, opens: tuple[Role, ...], opens_own: tuple[Role, ...], *ok: int
) -> set[int]:
    if role in opens:
        return {*ok}
    if role in opens_own:
        return {*ok} if own else {404}
    return {403, 404}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_the_roles_of_its_row_alone(accounts, client, name):
    for role, account in accounts.items():
        client.force_login(account)
        answered = client.get(reverse(name)).status_code
        assert answered == (200 if role in PAGES[name] else 403), (name, role)


def test_a_record_opens_for_those_it_belongs_to_alone(accounts, records, client):
    """All in one world: nothing is changed by looking."""
    wrong = []
    for role, own in CASES:
        client.force_login(accounts[role])
        for name, opens in RECORDS.items():
            url = reverse(name, args=records[own][name.removeprefix("rotations:")])
            if (answered := client.get(url).status_code) not in expected(role, own, *opens, 200):
                wrong.append((name, role, own, answered))

    assert wrong == []


@pytest.mark.parametrize("name", ACTS)
def test_an_act_answers_those_who_see_the_record_and_hides_from_the_rest(accounts, records, client, name):
    for role, own in CASES:
        client.force_login(accounts[role])
        url = reverse(name, args=records[own][name.removeprefix("rotations:")])
        answered = client.post(url).status_code
        assert answered in expected(role, own, *ACTS[name], 200, 302), (name, role, own, answered)
        assert client.get(url).status_code == 405, (name, role)


@pytest.mark.parametrize("name", ASK_FIRST)
def test_a_page_of_the_second_factor_asks_first(accounts, client, name):
    status, where = ASK_FIRST[name]
    for role, account in accounts.items():
        client.force_login(account)
        answered = client.get(reverse(name))
        assert answered.status_code == status, (name, role)
        assert answered.headers.get("Location", "").startswith(where), (name, role)


def test_somebody_signed_out_is_sent_to_the_sign_in(records, client):
    let_in = []
    for name in {*PAGES, *RECORDS, *ACTS, *ASK_FIRST} - {"mfa_authenticate"}:
        url = reverse(name, args=records[True].get(name.removeprefix("rotations:"), []))
        let_in += [
            (name, answered.status_code)
            for answered in (client.get(url), client.post(url))
            if not answered.headers.get("Location", "").startswith("/accounts/login/")
        ]

    assert let_in == []


@pytest.mark.parametrize(("name", "status"), OPEN_TO_ALL.items())
def test_what_is_open_to_all_is_named_here(client, db, name, status):
    assert client.get(reverse(name)).status_code == status


@pytest.mark.parametrize("url", ["/bare/", "/bare-class/"])
def test_a_page_added_without_a_rule_is_closed_to_everybody(accounts, client, settings, url):
    settings.ROOT_URLCONF = __name__

    assert client.get(url).status_code == 302, "to the sign-in"
    for role, account in accounts.items():
        client.force_login(account)
        for answered in (client.get(url), client.post(url)):
            assert answered.status_code == 403, role
            assert "mở toang" not in answered.content.decode()


def test_a_page_given_a_rule_opens(accounts, client, settings):
    settings.ROOT_URLCONF = __name__
    client.force_login(accounts[OFFICER])
    assert client.get("/ruled/").status_code == 200
    client.force_login(accounts[VIEWER])
    assert client.get("/ruled/").status_code == 403


def test_no_file_of_any_page_holds_a_formula_whatever_the_records_say(accounts, records, client):
    """Every text somebody can type begins like a formula, in every record; each file is then read as a program would."""
    plant_formulas()
    files, wrong = {}, []
    for role in (LEAD, ADMIN):
        client.force_login(accounts[role])
        for name in {*PAGES, *RECORDS}:
            url = reverse(name, args=records[True].get(name.removeprefix("rotations:"), []))
            for wanted in ("xlsx", "csv"):
                answer = client.get(f"{url}?download={wanted}&format={wanted}&taken_for=th%E1%BB%AD")
                kind = answer.headers["Content-Type"]
                if answer.status_code != 200 or not ("spreadsheetml" in kind or kind.startswith("text/csv")):
                    continue
                body = b"".join(answer) if answer.streaming else answer.content
                cells = list(cells_of(body, is_workbook="spreadsheetml" in kind))
                files[name, wanted] = sum(PLANTED in text for _kind, text in cells)
                wrong += [
                    (name, wanted, text) for kind, text in cells if kind == "f" or text.startswith(STARTS)
                ]

    assert wrong == []
    assert sum(map(bool, files.values())) >= 20, files


PLANTED = "cmd|'/C calc'!A"
STARTS = ("=", "@", "+", "\t", "\r")  # a minus stands for "none" in tables


def plant_formulas() -> None:
    """Into every text column that is typed freely; what the database refuses there stays as it was."""
    for model in apps.get_app_config("rotations").get_models():
        if model in (Account, ImportBatch, ImportRow):
            continue
        for field in model._meta.concrete_fields:
            if not isinstance(field, TidyCharField | TidyTextField | PersonNameField) or field.choices:
                continue
            for key in model.objects.values_list("pk", flat=True):
                with suppress(DatabaseError), transaction.atomic():
                    model.objects.filter(pk=key).update(
                        **{field.name: f"={PLANTED}{key}"[: field.max_length]}
                    )


def cells_of(body: bytes, *, is_workbook: bool) -> Iterator[tuple[str, str]]:
    """What kind each filled cell of a file is, and its text as a spreadsheet program takes it up."""
    if is_workbook:
        for sheet in load_workbook(BytesIO(body)):
            for line in sheet.iter_rows():
                # Text stays text in a workbook, whatever it begins with.
                yield from ((cell.data_type, f" {cell.value}") for cell in line if cell.value is not None)
    else:
        for row_read in csv.reader(StringIO(body.decode("utf-8-sig")), delimiter=";"):
            yield from (("s", text) for text in row_read if text)


def test_every_page_that_needs_no_permission_of_its_own_is_still_there():
    assert (closed.OF_EVERY_ACCOUNT | closed.RULED_BY_THEIR_RECORD) - set(page_names()) == set()


def _bare(request):
    return HttpResponse("mở toang")


class _Bare(View):
    def get(self, request):
        return HttpResponse("mở toang")

    post = get


def _urlpatterns() -> list:
    ruled = permission_required("rotations.view_official", raise_exception=True)(_bare)
    return [
        path("bare/", _bare),
        path("bare-class/", _Bare.as_view()),
        path("ruled/", ruled),
        path("", include("cadre_rotation.urls")),
    ]


urlpatterns = _urlpatterns()
