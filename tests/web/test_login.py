"""Logging in and out, one's own account, and what a form must bring with it."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi.testclient import TestClient

from kb.person import Role
from kb.service.accounts import OF_ACCOUNT, Accounts
from tests.people import OTHER_PASSWORD, PASSWORD, Clock
from tests.web.conftest import Visit, log_in, token_on
from web.visitor import Access


@pytest.fixture
def stranger(visit: Visit) -> TestClient:
    """A browser that nobody has logged in from."""
    return visit()


@pytest.fixture
def reader(stranger: TestClient) -> TestClient:
    """A reader's browser."""
    assert log_in(stranger).status_code == 303
    return stranger


def send(client: TestClient, address: str, **form: str) -> httpx.Response:
    """Fills in a form of the account page."""
    form["form_token"] = token_on(client.get("/tai-khoan"))
    return client.post(address, data=form)


class TestLogin:
    def test_the_way_to_a_page_leads_over_the_login_back_to_it(self, stranger: TestClient) -> None:
        wanted = "/van-ban?q=k%E1%BA%BF+ho%E1%BA%A1ch&sort=date"

        turned = stranger.get(wanted)

        assert turned.status_code == 303
        login = stranger.get(turned.headers["location"])
        hidden = re.search(r'name="tiep" value="([^"]*)"', login.text)
        assert hidden is not None
        entered = log_in(stranger, wanted=hidden[1].replace("&amp;", "&"))
        assert (entered.status_code, entered.headers["location"]) == (303, wanted)
        assert stranger.get(wanted).status_code == 200

    def test_a_wrong_password_and_an_unknown_name_get_the_same_page(
        self, stranger: TestClient
    ) -> None:
        wrong = log_in(stranger, "reader", OTHER_PASSWORD)
        unknown = log_in(stranger, "xreadr", OTHER_PASSWORD)

        assert wrong.status_code == unknown.status_code == 403
        assert "Tên tài khoản hoặc mật khẩu không đúng" in wrong.text
        assert wrong.text == unknown.text.replace("xreadr", "reader")
        assert "kb_session" not in stranger.cookies

    def test_too_many_wrong_passwords_say_how_long_to_wait(self, stranger: TestClient) -> None:
        for _ in range(OF_ACCOUNT.free):
            log_in(stranger, password=OTHER_PASSWORD)

        answer = log_in(stranger)

        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert "hãy đợi 1 giây" in answer.text

    def test_the_cookie_is_closed_to_scripts_and_other_sites_and_ends_with_the_browser(
        self, stranger: TestClient
    ) -> None:
        cookie = log_in(stranger).headers["set-cookie"]

        assert re.fullmatch(r"kb_session=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", cookie)

    def test_over_https_the_cookie_stays_there(self, stranger: TestClient) -> None:
        stranger.base_url = "https://127.0.0.1"

        assert "; Secure" in log_in(stranger).headers["set-cookie"]

    def test_each_login_is_a_new_session_and_ends_the_one_before(self, reader: TestClient) -> None:
        before = reader.cookies["kb_session"]
        form_token = token_on(reader.get("/tai-khoan"))

        reader.post(
            "/dang-nhap",
            data={"ten": "drafter", "mat_khau": PASSWORD, "form_token": form_token},
        )

        assert reader.cookies["kb_session"] != before
        assert "Đồng chí drafter" in reader.get("/").text
        reader.cookies.set("kb_session", before, domain="127.0.0.1")
        assert reader.get("/").status_code == 303

    def test_a_session_that_somebody_else_chose_is_none(self, stranger: TestClient) -> None:
        stranger.cookies.set("kb_session", "x" * 43, domain="127.0.0.1")

        assert stranger.get("/").status_code == 303

    def test_whoever_is_logged_in_needs_no_login(self, reader: TestClient) -> None:
        answer = reader.get("/dang-nhap?tiep=/van-ban")

        assert (answer.status_code, answer.headers["location"]) == (303, "/van-ban")

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
            "/\t/evil.example", "evil.example", "/dang-xuat", "", "/a\r\nSet-Cookie: x=1",
        ],
    )  # fmt: skip
    def test_the_login_leads_to_no_other_site(self, stranger: TestClient, target: str) -> None:
        assert log_in(stranger, wanted=target).headers["location"] == "/"
        assert stranger.get("/dang-nhap", params={"tiep": target}).headers["location"] == "/"


class TestSession:
    def test_the_masthead_says_who_is_logged_in(self, reader: TestClient) -> None:
        page = reader.get("/").text

        assert "Đồng chí reader</a>" in page
        assert "Đăng xuất" in page

    def test_the_log_out_ends_the_session_on_the_server(self, reader: TestClient) -> None:
        session = reader.cookies["kb_session"]

        left = send(reader, "/dang-xuat")

        assert left.headers["location"] == "/dang-nhap"
        assert "kb_session" not in reader.cookies
        reader.cookies.set("kb_session", session, domain="127.0.0.1")
        assert reader.get("/").status_code == 303

    def test_nobody_is_logged_out_by_a_link(self, reader: TestClient) -> None:
        assert reader.get("/dang-xuat").status_code == 405
        assert reader.get("/").status_code == 200

    def test_an_idle_session_ends_and_the_login_leads_back(
        self, reader: TestClient, clock: Clock
    ) -> None:
        clock.pass_by(hours=1, minutes=1)

        turned = reader.get("/danh-muc?q=a")

        assert turned.headers["location"] == "/dang-nhap?tiep=%2Fdanh-muc%3Fq%3Da"
        assert log_in(reader, wanted="/danh-muc?q=a").headers["location"] == "/danh-muc?q=a"

    def test_a_form_sent_after_the_end_leads_over_the_login_to_its_page(
        self, reader: TestClient, clock: Clock
    ) -> None:
        page = reader.get("/tai-khoan")
        clock.pass_by(hours=1, minutes=1)

        turned = reader.post(
            "/tai-khoan/ma-truy-cap",
            data={"ten": "x", "form_token": token_on(page)},
            headers={"Referer": "http://127.0.0.1/tai-khoan"},
        )

        assert turned.headers["location"] == "/dang-nhap?tiep=%2Ftai-khoan"

    def test_a_disabled_account_is_out_at_the_next_click(
        self, reader: TestClient, accounts: Accounts
    ) -> None:
        accounts.disable("reader")

        assert reader.get("/").status_code == 303

    def test_a_changed_role_counts_at_the_next_click(
        self, reader: TestClient, accounts: Accounts
    ) -> None:
        assert reader.get("/tinh-trang").status_code == 403

        accounts.set_role("reader", Role.LIBRARIAN)

        assert reader.get("/tinh-trang").status_code == 200

    def test_no_copy_of_a_page_stays_behind(self, reader: TestClient) -> None:
        for address in ("/", "/van-ban", "/api/v1/documents", "/tai-khoan", "/dang-nhap"):
            assert reader.get(address).headers["cache-control"] == "no-store"


class TestForms:
    def test_every_form_that_is_posted_brings_its_token(self, reader: TestClient) -> None:
        reader.post(
            "/tai-khoan/ma-truy-cap",
            data={"ten": "máy in", "form_token": token_on(reader.get("/tai-khoan"))},
        )
        page = reader.get("/tai-khoan").text

        forms = re.findall(r'<form[^>]*method="post"[^>]*>(.*?)</form>', page, re.DOTALL)
        assert len(forms) == 4
        assert all('name="form_token"' in form for form in forms)

    @pytest.mark.parametrize("token", [None, "", "0" * 64, "đ"])
    def test_a_form_without_its_token_is_refused(
        self, reader: TestClient, token: str | None, accounts: Accounts
    ) -> None:
        form = {"ten": "máy in"} | ({} if token is None else {"form_token": token})

        answer = reader.post("/tai-khoan/ma-truy-cap", data=form)

        assert answer.status_code == 403
        assert "Hãy tải lại trang" in answer.text
        assert accounts.tokens("reader") == ()

    def test_a_token_of_another_session_is_refused(
        self, reader: TestClient, visit: Visit, accounts: Accounts
    ) -> None:
        other = visit()
        log_in(other, "drafter")
        theirs = token_on(other.get("/tai-khoan"))

        answer = reader.post("/tai-khoan/ma-truy-cap", data={"ten": "x", "form_token": theirs})

        assert answer.status_code == 403
        assert accounts.tokens("reader") == ()

    def test_the_login_too_needs_a_token_of_this_browser(
        self, stranger: TestClient, visit: Visit
    ) -> None:
        theirs = token_on(visit().get("/dang-nhap"))
        form = {"ten": "reader", "mat_khau": PASSWORD, "form_token": theirs}

        assert stranger.post("/dang-nhap", data=form).status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://127.0.0.1:8001"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1"},
        ],
    )
    def test_a_form_from_another_site_is_refused_even_with_the_token(
        self, reader: TestClient, headers: dict[str, str], accounts: Accounts
    ) -> None:
        form = {"ten": "máy in", "form_token": token_on(reader.get("/tai-khoan"))}

        answer = reader.post("/tai-khoan/ma-truy-cap", data=form, headers=headers)

        assert answer.status_code == 403
        assert accounts.tokens("reader") == ()

    @pytest.mark.parametrize(
        "headers", [{"Origin": "http://127.0.0.1"}, {"Sec-Fetch-Site": "same-origin"}, {}]
    )
    def test_a_form_from_kbs_own_page_is_taken(
        self, reader: TestClient, headers: dict[str, str]
    ) -> None:
        form = {"ten": "máy in", "form_token": token_on(reader.get("/tai-khoan"))}

        assert reader.post("/tai-khoan/ma-truy-cap", data=form, headers=headers).is_success

    def test_a_body_over_the_limit_is_refused_before_it_is_read(self, visit: Visit) -> None:
        client = visit(Access(most_bytes=2 << 20))
        log_in(client)

        answer = client.post("/tai-khoan/mat-khau", content=b"x" * ((2 << 20) + 1))

        assert answer.status_code == 413
        assert "nhiều nhất 2 MB" in answer.text

    def test_a_stranger_sends_no_more_than_a_name_and_a_password(
        self, stranger: TestClient
    ) -> None:
        answer = stranger.post("/dang-nhap", content=b"x" * ((64 << 10) + 1))

        assert answer.status_code == 413
        assert "nhiều nhất 64 KB" in answer.text

    def test_a_body_of_unknown_length_is_refused(self, stranger: TestClient) -> None:
        assert stranger.post("/dang-nhap", content=iter([b"x"])).status_code == 413


class TestAccount:
    def test_a_new_password_counts_at_once_and_this_browser_stays(
        self, reader: TestClient, visit: Visit
    ) -> None:
        other = visit()
        log_in(other)

        changed = send(
            reader, "/tai-khoan/mat-khau", cu=PASSWORD, moi=OTHER_PASSWORD, lai=OTHER_PASSWORD
        )

        assert "Đã đổi mật khẩu" in reader.get(changed.headers["location"]).text
        assert other.get("/").status_code == 303
        assert log_in(visit(), password=OTHER_PASSWORD).status_code == 303

    @pytest.mark.parametrize(
        ("form", "status", "said"),
        [
            ({"cu": OTHER_PASSWORD, "moi": OTHER_PASSWORD, "lai": OTHER_PASSWORD}, 403,
             "Mật khẩu hiện tại không đúng"),
            ({"cu": PASSWORD, "moi": OTHER_PASSWORD, "lai": PASSWORD}, 400, "không giống nhau"),
            ({"cu": PASSWORD, "moi": "ngắn", "lai": "ngắn"}, 400, "cần ít nhất 12"),
            ({}, 400, "cần ít nhất 12"),
        ],
    )  # fmt: skip
    def test_a_password_that_cannot_be_is_said_and_nothing_changes(
        self, reader: TestClient, visit: Visit, form: dict[str, str], status: int, said: str
    ) -> None:
        answer = send(reader, "/tai-khoan/mat-khau", **form)

        assert answer.status_code == status
        assert said in answer.text
        assert log_in(visit()).status_code == 303

    def test_a_token_is_shown_once_and_can_be_revoked(
        self, reader: TestClient, visit: Visit
    ) -> None:
        made = send(reader, "/tai-khoan/ma-truy-cap", ten="<b>máy in")
        found = re.search(r"kb_[\w-]{43}", made.text)
        assert found is not None
        program = visit()
        bearer = {"Authorization": f"Bearer {found[0]}"}

        assert program.get("/api/v1/documents", headers=bearer).status_code == 200
        page = reader.get("/tai-khoan").text
        assert found[0] not in page
        assert "&lt;b&gt;máy in" in page
        done = send(reader, "/tai-khoan/ma-truy-cap/thu-hoi", ten="<b>máy in")
        assert "Đã thu hồi" in reader.get(done.headers["location"]).text
        assert program.get("/api/v1/documents", headers=bearer).status_code == 401

    def test_what_was_done_is_no_text_of_the_address(self, reader: TestClient) -> None:
        assert "hacked" not in reader.get("/tai-khoan?xong=hacked").text
