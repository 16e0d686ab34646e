"""Comments on rotated officials: who may read which, and writing one."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from rotations.models import AuditEntry, Evaluation
from rotations.vocabulary import AuditAction, EvaluationAuthor, EvaluationKind, QualityRating, RotationStatus
from tests.makers import make_evaluation, make_official, make_rotation, make_rotation_at, make_unit
from tests.views.queries import MOST, queries_of

pytestmark = pytest.mark.django_db
URL = "/evaluations/"
ADD = "/evaluations/add/"


def names(answer):
    return [evaluation.rotation.official.full_name for evaluation in answer.context["object_list"]]


def serving(name="Lò Văn Đôi", **fields):
    fields.setdefault("official", make_official(name))
    return make_rotation_at(RotationStatus.ACTIVE, **fields)


def typed(**changes):
    return {
        "kind": "periodic", "author": "receiving", "author_name": "Sùng A Bí, Bí thư Đảng ủy",
        "written_on": "10/03/2025", "period_from": "06/01/2025", "period_to": "10/03/2025",
        "results": "Hoàn thành tốt các việc được giao.", "score": "87,5", "self_rating": "good",
        "proposed_rating": "good",
    } | changes  # fmt: skip


# --- The list ----------------------------------------------------------------------------------------------


def test_the_newest_comment_stands_first_and_names_sort_in_vietnamese(client_of, board):
    make_evaluation(serving("Lò Văn Đôi"), written_on=date(2025, 3, 1))
    make_evaluation(serving("Sùng A Dợ"), written_on=date(2025, 3, 2))
    client = client_of(board)

    assert names(client.get(URL)) == ["Sùng A Dợ", "Lò Văn Đôi"]
    assert names(client.get(f"{URL}?sort=-name")) == ["Lò Văn Đôi", "Sùng A Dợ"]


@pytest.mark.parametrize(
    "query", ["q=doi", "q=nam+thu", "kind=final", "author=authority", "year=2024", "rating=excellent"]
)
def test_the_list_narrows(client_of, board, query):
    make_evaluation(
        serving("Lò Văn Đôi"), unit=make_unit("Xã Nậm Thử"), kind=EvaluationKind.FINAL,
        author=EvaluationAuthor.AUTHORITY, period_from=date(2024, 1, 1), period_to=date(2024, 12, 31),
        rating=QualityRating.EXCELLENT,
    )  # fmt: skip
    make_evaluation(serving("Sùng A Dợ"))

    assert names(client_of(board).get(f"{URL}?{query}")) == ["Lò Văn Đôi"]


def test_comments_without_a_rating_can_be_found(client_of, board):
    make_evaluation(serving("Lò Văn Đôi"))
    make_evaluation(serving("Sùng A Dợ"), rating=QualityRating.GOOD)

    assert names(client_of(board).get(f"{URL}?rating=none")) == ["Lò Văn Đôi"]


def test_the_list_costs_the_same_for_one_row_and_for_twenty(client_of, board):
    make_evaluation()
    client = client_of(board)
    few = queries_of(client, URL)
    for _n in range(19):
        make_evaluation()

    assert queries_of(client, URL) == few <= MOST


def test_nobody_reads_a_comment_on_oneself_unless_it_was_opened(client_of, board):
    closed = make_evaluation(serving())
    board.official = closed.rotation.official
    board.save()
    client = client_of(board)

    assert names(client.get(URL)) == []
    assert client.get(f"{URL}{closed.pk}/").status_code == 404
    answer = client.get(f"{URL}?download=csv")
    assert (
        answer.status_code == 403 or len(b"".join(answer).decode("utf-8-sig").splitlines()) == 2
    )  # the headings, and who took it out

    closed.is_open_to_official = True
    closed.save()

    assert client.get(f"{URL}{closed.pk}/").status_code == 200


def test_a_clerk_reads_the_own_units_comments_alone(client_of, clerk):
    own = make_evaluation(serving("Lò Văn Nhà", receiving=clerk.unit))
    other = make_evaluation(serving("Lò Văn Khách"))
    client = client_of(clerk)

    assert names(client.get(URL)) == ["Lò Văn Nhà"]
    assert client.get(f"{URL}{own.pk}/").status_code == 200
    assert client.get(f"{URL}{other.pk}/").status_code == 404


@pytest.mark.parametrize("fixture", ["viewer", "admin_account", "appraiser"])
@pytest.mark.parametrize("url", [URL, ADD])
def test_who_has_no_business_with_comments_is_turned_away(client_of, request, fixture, url):
    assert client_of(request.getfixturevalue(fixture)).get(url).status_code == 403


def test_the_download_is_for_who_may_export_personal_data(client_of, board, lead):
    make_evaluation(serving("Lò Văn Đôi"), score="87.5", rating=QualityRating.GOOD)

    lines = b"".join(client_of(lead).get(f"{URL}?download=csv&taken_for=x")).decode("utf-8-sig").splitlines()

    assert lines[1].startswith("Lò Văn Đôi;")
    assert lines[1].endswith(";87,50;Hoàn thành tốt nhiệm vụ")
    assert client_of(board).get(f"{URL}?download=csv").status_code == 403


# --- One comment -------------------------------------------------------------------------------------------


def test_reading_a_comment_is_noted(client_of, board):
    evaluation = make_evaluation(strengths="Gần dân", score="87.5", rating=QualityRating.GOOD)

    html = client_of(board).get(f"{URL}{evaluation.pk}/").content.decode()

    assert "Gần dân" in html
    assert "87,5 điểm" in html
    assert AuditEntry.objects.get(account=board, action=AuditAction.READ).subject_id == evaluation.pk


# --- Writing one -------------------------------------------------------------------------------------------


def test_first_the_case_is_searched_without_marks(client_of, board):
    wanted = serving("Lò Văn Đôi")
    serving("Sùng A Dợ")
    make_rotation(official=make_official("Lò Văn Đôi Chưa đi"))

    answer = client_of(board).get(f"{ADD}?q=van+doi")

    assert answer.context["found"] == [wanted]
    assert f'href="?rotation={wanted.pk}"' in answer.content.decode()


def test_a_score_may_be_typed_with_a_comma_in_every_browser(client_of, board):
    """A box of numbers refuses the comma where the browser speaks another language."""
    html = client_of(board).get(f"/evaluations/add/?rotation={serving().pk}").content.decode()

    assert re.search(r'<input[^>]*type="text"[^>]*name="score"|<input[^>]*name="score"[^>]*type="text"', html)


def test_a_comment_is_kept_through_the_workflow(client_of, board):
    rotation = serving()

    answer = client_of(board).post(f"{ADD}?rotation={rotation.pk}", typed())

    evaluation = Evaluation.objects.get()
    assert answer["Location"] == f"{URL}{evaluation.pk}/"
    assert evaluation.rotation == rotation
    assert evaluation.unit == rotation.receiving_unit
    assert (float(evaluation.score), evaluation.proposed_rating, evaluation.rating) == (87.5, "good", "")
    assert evaluation.history.get().history_user == board


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"score": "101"}, "Điểm phải từ 0 đến 100."),
        (
            {"results": "", "self_rating": "", "proposed_rating": ""},
            "Hãy ghi ít nhất một nội dung nhận xét, hoặc chọn xếp loại.",
        ),
        ({"period_to": "05/01/2025"}, "Kỳ nhận xét phải kết thúc sau khi bắt đầu."),
        (
            {"period_from": "01/01/2024", "period_to": "31/12/2024"},
            "Kỳ nhận xét nằm trước ngày bắt đầu luân chuyển",
        ),
        ({"written_on": "05/01/2025"}, "Ngày nhận xét không thể trước kỳ nhận xét."),
        ({"self_rating": ""}, "Hãy ghi mức cán bộ tự xếp loại trước"),
        ({"author_name": ""}, "Người chịu trách nhiệm nhận xét"),
        ({"written_on": "31/02/2025"}, "Ngày nhận xét"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_of, board, changes, said):
    rotation = serving()

    answer = client_of(board).post(f"{ADD}?rotation={rotation.pk}", typed(document="15-NX/ĐU", **changes))
    html = answer.content.decode()

    assert answer.status_code == 200
    assert said in html
    assert "15-NX/ĐU" in html
    assert not Evaluation.objects.exists()


def test_a_comment_of_tomorrow_is_refused(client_of, board):
    rotation = serving()
    tomorrow = f"{localdate() + timedelta(days=1):%d/%m/%Y}"

    html = client_of(board).post(f"{ADD}?rotation={rotation.pk}", typed(written_on=tomorrow)).content.decode()

    assert "Ngày nhận xét không thể ở tương lai." in html


def test_the_same_comment_twice_is_refused_in_words(client_of, board):
    rotation = serving()
    client = client_of(board)
    client.post(f"{ADD}?rotation={rotation.pk}", typed())

    html = client.post(f"{ADD}?rotation={rotation.pk}", typed()).content.decode()

    assert "Đã có nhận xét của bên này cho kỳ đó." in html
    assert Evaluation.objects.count() == 1


def test_nobody_comments_on_the_own_file(client_of, board):
    rotation = serving()
    board.official = rotation.official
    board.save()

    html = client_of(board).post(f"{ADD}?rotation={rotation.pk}", typed()).content.decode()

    assert "Không được xử lý hồ sơ của chính mình" in html
    assert not Evaluation.objects.exists()


def test_a_clerk_writes_for_the_own_side_alone(client_of, clerk):
    rotation = serving(receiving=clerk.unit, announced_on=date(2025, 1, 1))
    other = serving("Lò Văn Khách", announced_on=date(2025, 1, 1))
    client = client_of(clerk)

    page = client.get(f"{ADD}?rotation={rotation.pk}")
    refused = client.post(f"{ADD}?rotation={rotation.pk}", typed(author="authority"))
    kept = client.post(f"{ADD}?rotation={rotation.pk}", typed())

    assert [side for side, _label in page.context["form"].fields["author"].choices] == ["receiving"]
    assert refused.status_code == 200
    assert kept.status_code == 302
    assert Evaluation.objects.get().unit == clerk.unit
    assert client.get(f"{ADD}?rotation={other.pk}").status_code == 404


@pytest.mark.parametrize("asked", ["abc", "999999", "-1", "1%27"])
def test_a_case_that_is_not_there_is_not_found(client_of, board, asked):
    assert client_of(board).get(f"{ADD}?rotation={asked}").status_code == 404


def test_a_comment_on_no_case_is_not_found(client_of, board):
    assert client_of(board).post(ADD, typed()).status_code == 404


# --- Ratings, and who may read -----------------------------------------------------------------------------


def proposed(**fields):
    fields = {"self_rating": "good", "proposed_rating": "good", **fields}
    return make_evaluation(serving(), **fields)


def of_2026(**fields):
    """A comment on a year that is rated by points."""
    period = {
        "period_from": date(2025, 9, 1),
        "period_to": date(2025, 12, 31),
        "written_on": date(2025, 12, 31),
    }
    return proposed(**period | fields)


def seen(client, url: str) -> dict[str, str]:
    """What the page carries of the state it was filled from."""
    return {"seen": client.get(url).context["form"]["seen"].value()}


def test_the_authority_rates_and_the_officer_is_not_offered_to(client_of, board, committee):
    evaluation = proposed()
    url = f"{URL}{evaluation.pk}/rate/"

    assert client_of(board).get(url).status_code == 403
    assert url not in client_of(board).get(f"{URL}{evaluation.pk}/").content.decode()
    answer = client_of(committee).post(
        url, {"rating": "good", "score": "88", **seen(client_of(committee), url)}
    )
    evaluation.refresh_from_db()

    assert answer["Location"] == f"{URL}{evaluation.pk}/"
    assert (evaluation.rating, evaluation.rated_on) == ("good", localdate())
    assert evaluation.history.first().history_user == committee


def test_points_that_make_another_rating_ask_for_a_reason(client_of, lead):
    evaluation = of_2026()
    client, url = client_of(lead), f"{URL}{evaluation.pk}/rate/"

    html = client.post(url, {"rating": "good", "score": "92,5", **seen(client, url)}).content.decode()
    assert "92,5 điểm ứng với “Hoàn thành xuất sắc nhiệm vụ” theo 366-QĐ/TW" in html
    evaluation.refresh_from_db()
    assert evaluation.rating == ""
    client.post(
        url, {"rating": "good", "score": "92,5", **seen(client, url), "reason": "Lĩnh vực phụ trách chưa đạt"}
    )
    evaluation.refresh_from_db()

    assert (evaluation.rating, evaluation.rating_reason) == ("good", "Lĩnh vực phụ trách chưa đạt")


def test_the_figures_of_the_unit_are_shown_before_the_rating_is_given(client_of, lead):
    evaluation = of_2026()

    html = client_of(lead).get(f"{URL}{evaluation.pk}/rate/").content.decode()

    assert "tối đa <strong>0</strong> (20% của 0 người: số được xếp loại hoàn thành tốt nhiệm vụ)" in html
    assert "từ 90 điểm hoàn thành xuất sắc nhiệm vụ" in html


def test_a_comment_is_opened_and_closed_by_the_lead_alone(client_of, board, lead):
    evaluation = make_evaluation(serving())
    url = f"{URL}{evaluation.pk}/open/"

    answer = client_of(board).post(url, {"open": "1"}, follow=True)
    evaluation.refresh_from_db()
    assert "không có quyền" in answer.content.decode()
    assert not evaluation.is_open_to_official
    client_of(lead).post(url, {"open": "1"})
    evaluation.refresh_from_db()
    assert evaluation.is_open_to_official
    assert evaluation.history.first().history_user == lead
    client_of(lead).post(url, {})
    evaluation.refresh_from_db()
    assert not evaluation.is_open_to_official


def test_a_comment_is_changed_but_not_its_side_or_period(client_of, board):
    evaluation = make_evaluation(serving(), results="Bản đầu")

    client, url = client_of(board), f"{URL}{evaluation.pk}/change/"
    seen = client.get(url).context["form"]["seen"].value()

    answer = client.post(url, typed(author="authority", period_to="01/02/2025", results="Bản sửa", seen=seen))
    evaluation.refresh_from_db()

    assert answer["Location"] == f"{URL}{evaluation.pk}/"
    assert (evaluation.author, evaluation.period_to) == ("receiving", date(2025, 3, 10))
    assert evaluation.results == "Bản sửa"


def test_the_three_papers_of_the_end_show_which_are_lacking(client_of, board):
    rotation = make_rotation_at(RotationStatus.ENDED)
    own = make_evaluation(rotation, kind=EvaluationKind.FINAL, author=EvaluationAuthor.SELF, unit=None)

    html = client_of(board).get(f"{URL}{own.pk}/").content.decode()

    assert "Cán bộ tự nhận xét: <strong>văn bản này</strong>" in html
    assert html.count("Chưa có</span>") == 2


def test_the_form_stands_ready_for_the_comment_that_is_due(client_of, board):
    rotation = serving()

    form = client_of(board).get(f"{ADD}?rotation={rotation.pk}&kind=final&author=authority").context["form"]

    assert (form["kind"].value(), form["author"].value()) == ("final", "authority")


@pytest.mark.parametrize("page", ["", "change/", "rate/"])
def test_the_pages_of_a_comment_are_cheap(client_of, lead, page):
    evaluation = of_2026()

    assert queries_of(client_of(lead), f"{URL}{evaluation.pk}/{page}") <= MOST


def test_the_conclusion_shows_the_ratings_of_the_other_papers(client_of, lead):
    rotation = make_rotation_at(RotationStatus.ENDED)
    make_evaluation(
        rotation, kind=EvaluationKind.FINAL, author=EvaluationAuthor.SELF, self_rating="excellent"
    )
    make_evaluation(rotation, kind=EvaluationKind.FINAL, proposed_rating="good")
    conclusion = make_evaluation(rotation, kind=EvaluationKind.FINAL, author=EvaluationAuthor.AUTHORITY)

    page = client_of(lead).get(f"{URL}{conclusion.pk}/rate/")

    ratings = page.context["ratings"]
    assert (ratings.own, ratings.proposed, ratings.final) == ("excellent", "good", "")
    assert page.context["form"]["rating"].value() == "good"
