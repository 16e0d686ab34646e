"""Help inside the product: the guide, the glossary, the links into it, and what an empty installation says first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rotations.glossary import TERMS
from rotations.vocabulary import Role
from tests.makers import make_account, make_unit
from tests.views.queries import queries_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LISTS = {
    "/officials/": "/imports/add/",
    "/units/": "/imports/add/",
    "/rotations/": "/imports/add/",
    "/plans/": "/plans/add/",
    "/decisions/": "/decisions/add/",
    "/needs/": "/needs/calls/add/",
    "/needs/calls/": "/needs/calls/add/",
    "/evaluations/": "/evaluations/add/",
    "/imports/": "/imports/add/",
}


def used_in_templates() -> set[str]:
    """Keys of the glossary that templates name."""
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        found |= set(re.findall(r'(?:\{% term |\bterm=)"([^"]+)"', path.read_text(encoding="utf-8")))
    return found


def test_every_link_from_a_page_leads_to_a_term_that_exists():
    used = used_in_templates()

    assert used
    assert used - TERMS.keys() == set()


def test_the_glossary_holds_every_term_with_its_meaning_and_its_document(board, client_of):
    page = client_of(board).get("/help/glossary/").content.decode()

    for key, term in TERMS.items():
        assert f'id="{key}"' in page
        assert term.word in page
        assert term.source in page
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) - ids == set()


@pytest.mark.parametrize("role", Role)
def test_the_guide_leads_where_the_account_may_go(db, client_of, role):
    client = client_of(make_account(role, make_unit()))
    page = client.get("/help/").content.decode()

    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) - ids == set()
    inside = page[page.index('class="guide"') :]
    for address in set(re.findall(r'href="(/[^"#]*)[^"]*"', inside)):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", Role)
def test_every_page_leads_to_the_guide(db, client_of, role):
    assert 'href="/help/"' in client_of(make_account(role, make_unit())).get("/").content.decode()


def test_a_word_beside_a_heading_leads_to_its_meaning(board, client_of):
    page = client_of(board).get("/placements/").content.decode()

    assert 'href="/help/glossary/#placement"' in page
    assert "Giải thích: Bố trí sau luân chuyển" in page


@pytest.mark.parametrize(("url", "first"), LISTS.items())
def test_an_empty_list_says_what_to_do_first_to_whoever_may_do_it(board, client_of, url, first):
    page = client_of(board).get(url).content.decode()

    empty = page[page.index('class="empty"') :]
    assert f'class="btn btn-primary" href="{first}"' in empty


@pytest.mark.parametrize(
    "url", ["/officials/", "/units/", "/rotations/", "/plans/", "/needs/", "/needs/calls/"]
)
def test_an_empty_list_offers_a_clerk_no_act_it_may_not_take(client_of, db, url):
    client = client_of(make_account(Role.UNIT_CLERK))
    page = client.get(url).content.decode()

    for address in re.findall(r'btn-primary" href="([^"]+)"', page[page.index('class="empty"') :]):
        assert client.get(address).status_code == 200, address


def test_help_costs_no_more_than_the_session(board, client_of):
    client = client_of(board)

    assert queries_of(client, "/help/") == queries_of(client, "/accounts/password/done/")


def test_the_glossary_lists_every_word_once_under_its_letter_in_the_order_of_the_alphabet(board, client_of):
    letters = client_of(board).get("/help/glossary/").context["letters"]

    assert sorted(key for _, words in letters for _, key in words) == sorted(TERMS)
    assert len({letter for letter, _ in letters}) == len(letters)
    order = [letter for letter, _ in letters]
    assert order.index("D") < order.index("Đ") < order.index("H")


@pytest.mark.parametrize(
    ("url", "name", "key"),
    [
        ("/needs/add/", "direction", "direction"),
        ("/needs/add/", "call", "need_call"),
        ("/decisions/add/", "number", "number_series"),
        ("/imports/add/", "kind", "import_batch"),
    ],
)
def test_a_label_of_a_form_leads_to_what_its_word_means(lead, client_of, url, name, key):
    page = client_of(lead).get(url).content.decode()

    beside, of_field = page.split(f'<div id="div_id_{name}"')[0][-600:], f'href="/help/glossary/#{key}"'
    assert of_field in beside.split('<div class="explained">')[-1]


def test_a_label_without_a_term_of_art_has_no_link(lead, client_of):
    page = client_of(lead).get("/needs/add/").content.decode()

    assert '<div class="explained">' not in page.split('<div id="div_id_quantity"')[0][-60:]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/", "Nhập danh mục"),
        ("/imports/", "Theo thứ tự: danh mục đơn vị, hồ sơ cán bộ"),
        ("/needs/calls/add/", "hãy nộp tệp đơn vị trước"),
        ("/evaluations/add/", "Chưa có lượt luân chuyển nào để chọn"),
        ("/placements/add/", "Chưa có lượt luân chuyển nào để chọn"),
        ("/reports/needs/", "mở đợt đề xuất để hỏi các đơn vị"),
        ("/reports/planned/", "lập kế hoạch và nhập danh sách người trước"),
        ("/reports/done/", "lập kế hoạch và nhập danh sách người trước"),
        ("/reports/results/", "lập kế hoạch và nhập danh sách người trước"),
    ],
)
def test_a_page_of_a_new_installation_says_what_comes_first(board, client_of, url, said):
    assert said in client_of(board).get(url).content.decode()


def test_who_keeps_accounts_is_told_whose_account_comes_first(client_of, db):
    page = client_of(make_account(Role.SYSTEM_ADMIN, is_staff=True)).get("/").content.decode()

    assert "tạo tài khoản cho lãnh đạo và chuyên viên Ban Tổ chức trước" in page


def test_a_search_that_finds_no_case_says_how_to_search(board, client_of):
    page = client_of(board).get("/evaluations/add/?q=ai").content.decode()

    assert "Không có lượt luân chuyển nào phù hợp" in page
