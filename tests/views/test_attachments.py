"""Files beside records: handed in, handed out as a download, taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rotations.models import Attachment, AuditEntry
from rotations.vocabulary import AuditAction, RotationStatus
from tests import kept_files
from tests.makers import (
    make_attachment,
    make_decision,
    make_dossier_item,
    make_evaluation,
    make_rotation_at,
)
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db


def upload(client, url, name="Giấy khám sức khỏe.pdf", content=None, **fields):
    content = kept_files.pdf() if content is None else content
    given = {"file": SimpleUploadedFile(name, content), "secrecy": "internal", "said_unmarked": "on"}
    return client.post(url, given | fields)


def test_who_has_not_looked_is_asked_and_who_has_is_named_beside_the_file(client_of, board, settings):
    settings.SECRECY = "normal"
    item = make_dossier_item()
    client, url = client_of(board), f"/attachments/dossier-item/{item.pk}/add/"

    asked = upload(client, url, said_unmarked="").content.decode()
    assert "đánh dấu vào ô xác nhận" in asked
    assert "Tôi đã xem tệp: không mang dấu" in asked
    assert not Attachment.objects.exists()

    upload(client, url)
    page = client.get(f"/dossier-items/{item.pk}/").content.decode()
    assert f"{board} (xác nhận không mang dấu độ mật)" in page


def test_where_secrets_may_be_kept_nobody_is_asked(client_of, board, settings):
    settings.SECRECY = "independent_lan"
    item = make_dossier_item()

    page = client_of(board).get(f"/attachments/dossier-item/{item.pk}/add/").content.decode()

    assert "said_unmarked" not in page


def test_a_file_goes_in_and_comes_out_byte_for_byte_as_a_download(client_of, board):
    item = make_dossier_item()
    client, content = client_of(board), kept_files.pdf()

    answer = upload(client, f"/attachments/dossier-item/{item.pk}/add/", content=content)
    kept = Attachment.objects.get()
    out = client.get(f"/attachments/{kept.pk}/")

    assert answer["Location"] == f"/dossier-items/{item.pk}/"
    assert out.content == content
    assert out["Content-Type"] == "application/pdf"
    assert out["Content-Disposition"].startswith("attachment; filename*=utf-8''Gi%E1%BA%A5y%20kh%C3%A1m")
    assert out["X-Content-Type-Options"] == "nosniff"
    assert out["Cache-Control"] == "no-store"
    read = AuditEntry.objects.get(subject_type="attachment")
    assert (read.account, read.action, read.subject_id) == (board, AuditAction.READ, kept.pk)


def test_a_name_that_says_something_else_is_told(client_of, board):
    item = make_dossier_item()

    answer = client_of(board).post(
        f"/attachments/dossier-item/{item.pk}/add/",
        {
            "file": SimpleUploadedFile("giay.pdf", kept_files.png()),
            "secrecy": "internal",
            "said_unmarked": "on",
        },
        follow=True,
    )

    assert "không khớp nội dung" in answer.content.decode()
    assert Attachment.objects.get().name == "giay.png"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp rỗng"),
        (b"MZ" + b"\0" * 99, "chương trình máy tính"),
        (b"<script>alert(1)</script>", "trang web"),
        (kept_files.docx({"word/vbaProject.bin": b"x"}), "macro"),
        (kept_files.pdf(b"/Encrypt 1 0 R"), "mật khẩu"),
    ],
)
def test_what_is_not_taken_is_said_beside_the_file(client_of, board, content, said):
    item = make_dossier_item()

    answer = upload(
        client_of(board), f"/attachments/dossier-item/{item.pk}/add/", content=content, note="Bản 1"
    )

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "Bản 1" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_past_the_limit_is_refused_without_being_read_whole(client_of, board, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    item = make_dossier_item()

    answer = upload(
        client_of(board),
        f"/attachments/dossier-item/{item.pk}/add/",
        content=kept_files.pdf(b"x" * 1024 * 1024),
    )

    assert "Tệp lớn hơn 1 MB" in answer.content.decode()


def test_classified_papers_are_refused_on_an_ordinary_installation(client_of, board, settings):
    settings.SECRECY = "normal"
    item = make_dossier_item()

    answer = upload(client_of(board), f"/attachments/dossier-item/{item.pk}/add/", secrecy="secret")

    assert "không được lưu tài liệu Mật" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_taken_away_is_handed_out_no_more_and_still_told(client_of, board):
    kept = make_attachment()
    client, url = client_of(board), f"/attachments/{kept.pk}/remove/"

    assert "bắt buộc" in client.post(url, {"reason": ""}).content.decode()
    client.post(url, {"reason": "Nhầm người"})
    page = client.get(f"/dossier-items/{kept.dossier_item_id}/").content.decode()

    assert client.get(f"/attachments/{kept.pk}/").status_code == 404
    assert client.get(url).status_code == 404
    assert f"<s>{kept.name}</s>" in page
    assert "Nhầm người" in page


@pytest.mark.parametrize(
    "url", ["/attachments/account/1/add/", "/attachments/dossier-item/999999/add/", "/attachments/999999/"]
)
def test_what_is_not_there_is_not_found(client_of, board, url):
    assert client_of(board).get(url).status_code == 404


def test_a_clerk_hands_out_the_files_of_the_own_units_comments_alone(client_of, clerk):
    own = make_attachment(make_evaluation(make_rotation_at(RotationStatus.ACTIVE, receiving=clerk.unit)))
    client = client_of(clerk)

    assert client.get(f"/attachments/{own.pk}/").status_code == 200
    for other in (
        make_attachment(make_evaluation()),
        make_attachment(),
        make_attachment(own.evaluation.rotation),
    ):
        assert client.get(f"/attachments/{other.pk}/").status_code == 404
    assert client.get(f"/attachments/rotation/{own.evaluation.rotation_id}/add/").status_code == 404


def test_a_closed_comment_on_oneself_keeps_its_files_closed(client_of, board):
    closed = make_attachment(make_evaluation(make_rotation_at(RotationStatus.ACTIVE)))
    board.official = closed.evaluation.rotation.official
    board.save()

    assert client_of(board).get(f"/attachments/{closed.pk}/").status_code == 404


def test_the_signed_copy_stands_on_the_page_of_the_decision(client_of, board):
    decision = make_decision()
    client = client_of(board)

    upload(client, f"/attachments/decision/{decision.pk}/add/", name="QĐ 12.pdf")

    page = client.get(decision.get_absolute_url()).content.decode()
    assert "QĐ 12.pdf" in page
    assert queries_of(client, decision.get_absolute_url()) <= MOST


def test_a_download_is_cheap(client_of, board):
    assert queries_of(client_of(board), f"/attachments/{make_attachment().pk}/") <= MOST
