"""Files beside records: what is kept, under which name, and how one is taken away."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from rotations import workflow
from rotations.models import Attachment
from rotations.vocabulary import EvaluationAuthor, RotationStatus, SecrecyLevel
from tests import kept_files
from tests.makers import (
    TODAY,
    make_attachment,
    make_decision,
    make_dossier_item,
    make_evaluation,
    make_rotation,
    make_rotation_at,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [make_dossier_item, make_rotation, make_decision, make_evaluation])
def test_a_file_is_kept_beside_each_kind_of_record(board, make):
    owner, content = make(), kept_files.docx()

    kept = workflow.attach(owner, name="lý lịch.docx", content=content, by=board, on=TODAY)

    kept = Attachment.objects.get(pk=kept.pk)
    assert kept.owner == owner
    assert bytes(kept.content) == content
    assert (kept.name, kept.kind, kept.size) == ("lý lịch.docx", "docx", len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.added_by == board


def test_a_file_is_kept_as_what_it_is_whatever_its_name_says(board):
    kept = workflow.attach(
        make_rotation(), name="giay.pdf", content=kept_files.png(), by=board, on=TODAY, said_unmarked=True
    )

    assert (kept.name, kept.kind) == ("giay.png", "png")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "rỗng"), (b"MZ" + b"\0" * 64, "chương trình"), (b"<svg/>", "SVG"), (b"<html>", "trang web")],
)
def test_what_may_not_be_kept_is_refused_in_words_and_leaves_nothing(board, content, said):
    with pytest.raises(workflow.MoveRefused, match=said):
        workflow.attach(make_rotation(), name="x.pdf", content=content, by=board, on=TODAY)

    assert not Attachment.objects.exists()


def test_the_limit_is_that_of_the_installation(board, settings):
    content = kept_files.pdf()
    settings.ATTACHMENT_MAX_BYTES = len(content) - 1

    with pytest.raises(workflow.MoveRefused, match="lớn hơn"):
        workflow.attach(make_rotation(), name="x.pdf", content=content, by=board, on=TODAY)


@pytest.mark.parametrize("secrecy", [SecrecyLevel.SECRET, SecrecyLevel.TOP_SECRET, SecrecyLevel.MOST_SECRET])
def test_classified_papers_belong_on_an_independent_network_alone(board, settings, secrecy):
    rotation = make_rotation()
    given = {"name": "x.pdf", "content": kept_files.pdf(), "secrecy": secrecy, "by": board, "on": TODAY}
    settings.SECRECY = "normal"
    with pytest.raises(workflow.MoveRefused, match="không được lưu tài liệu"):
        workflow.attach(rotation, **given)

    settings.SECRECY = "independent_lan"
    assert workflow.attach(rotation, **given).secrecy == secrecy


@pytest.mark.parametrize("content", [kept_files.pdf(), kept_files.png(), kept_files.jpeg()])
def test_of_a_file_whose_mark_only_people_see_somebody_says_that_it_has_none(board, settings, content):
    rotation = make_rotation()
    given = {"name": "x", "content": content, "by": board, "on": TODAY}
    settings.SECRECY = "normal"
    with pytest.raises(workflow.MoveRefused, match="đánh dấu vào ô xác nhận"):
        workflow.attach(rotation, **given)
    assert not Attachment.objects.exists()

    kept = workflow.attach(rotation, said_unmarked=True, **given)

    kept = Attachment.objects.get(pk=kept.pk)
    assert (kept.said_unmarked, kept.added_by) == (True, board)
    assert kept.added_at


def test_where_secrets_may_be_kept_and_of_a_file_that_is_read_nothing_is_asked(board, settings):
    settings.SECRECY = "normal"
    read = workflow.attach(
        make_rotation(), name="x", content=kept_files.docx(), by=board, on=TODAY, said_unmarked=True
    )
    settings.SECRECY = "independent_lan"
    kept = workflow.attach(make_rotation(), name="x", content=kept_files.pdf(), by=board, on=TODAY)

    assert (read.said_unmarked, kept.said_unmarked) == (False, False)


def test_a_mark_inside_a_file_is_refused_or_shown_whatever_was_chosen(board, settings):
    stamped = kept_files.docx({"word/header1.xml": "<w:hdr><w:p><w:t>TỐI MẬT</w:t></w:p></w:hdr>".encode()})
    given = {"name": "x.docx", "content": stamped, "by": board, "on": TODAY, "said_unmarked": True}
    settings.SECRECY = "normal"
    with pytest.raises(workflow.MoveRefused, match=r"tài liệu Tối mật.*Trong tệp có dấu này"):
        workflow.attach(make_rotation(), **given)
    assert not Attachment.objects.exists()

    settings.SECRECY = "independent_lan"
    assert workflow.attach(make_rotation(), **given).secrecy == SecrecyLevel.TOP_SECRET


def test_the_same_file_twice_in_one_place_is_refused_and_after_removal_taken_again(board):
    rotation, content = make_rotation(), kept_files.docx()
    first = workflow.attach(rotation, name="a.docx", content=content, by=board, on=TODAY)
    workflow.attach(make_rotation(), name="a.docx", content=content, by=board, on=TODAY)

    with pytest.raises(workflow.MoveRefused, match="đã được đính kèm ở đây"):
        workflow.attach(rotation, name="b.docx", content=content, by=board, on=TODAY)

    workflow.remove_attachment(first, by=board, on=TODAY, reason="Nhầm tệp")
    workflow.attach(rotation, name="b.docx", content=content, by=board, on=TODAY)


def test_taking_a_file_away_keeps_the_row_the_file_and_who_did_it_why(board):
    kept = make_attachment()
    content = bytes(kept.content)

    for reason in ("", "  "):
        with pytest.raises(workflow.MoveRefused, match="lý do"):
            workflow.remove_attachment(kept, by=board, on=TODAY, reason=reason)
    workflow.remove_attachment(kept, by=board, on=TODAY, reason="Nhầm người")

    kept = Attachment.objects.get(pk=kept.pk)
    assert (kept.removed_by, kept.removed_on, kept.removal_reason) == (board, TODAY, "Nhầm người")
    assert bytes(kept.content) == content
    assert not Attachment.objects.kept().exists()
    with pytest.raises(workflow.MoveRefused, match="đã được gỡ ngày 10/03/2025"):
        workflow.remove_attachment(kept, by=board, on=TODAY, reason="Lần nữa")


@pytest.mark.parametrize(
    "fields",
    [
        {"dossier_item": None},
        {"removal_reason": "Không ngày"},
        {"removed_on": TODAY},
        {"kind": "exe"},
    ],
)
def test_the_database_holds_what_an_attachment_is(fields):
    kept = make_attachment()
    for name, value in fields.items():
        setattr(kept, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save()


def test_a_file_belongs_to_one_record_alone():
    kept = make_attachment()
    kept.rotation = make_rotation()

    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save()


def test_nobody_puts_files_beside_their_own_case(board):
    item = make_dossier_item()
    board.official = item.rotation.official
    board.save()

    for owner in (item, item.rotation):
        with pytest.raises(workflow.MoveRefused, match="chính mình"):
            workflow.attach(owner, name="x.pdf", content=kept_files.pdf(), by=board, on=TODAY)


@pytest.mark.parametrize("fixture", ["committee", "appraiser", "viewer"])
def test_who_reads_alone_puts_nothing_there(request, fixture):
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        make_attachment(by=request.getfixturevalue(fixture))


def test_a_clerk_puts_files_beside_the_own_units_comments_alone(clerk):
    here = make_rotation_at(RotationStatus.ACTIVE, receiving=clerk.unit)
    own = make_evaluation(here)
    make_attachment(own, by=clerk)

    for owner in (
        make_evaluation(),
        make_evaluation(here, author=EvaluationAuthor.AUTHORITY),
        here,
        make_dossier_item(here),
    ):
        with pytest.raises(workflow.MoveRefused, match="chính đơn vị mình"):
            make_attachment(owner, by=clerk)
    with pytest.raises(workflow.MoveRefused, match="không có quyền"):
        workflow.remove_attachment(own.attachments.get(), by=clerk, on=TODAY, reason="Nhầm")
