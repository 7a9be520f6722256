"""Who is asked for, by whom, and where the login may lead: read from what a request says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from web.origin import address_of, host_of, safe_target


def request(host: str = "kho.example", client: tuple[str, int] | None = ("10.0.0.7", 1)) -> Request:
    headers = [(b"host", host.encode("latin-1"))]
    return Request({"type": "http", "headers": headers, "client": client})


@pytest.mark.parametrize(
    ("client", "address"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::1", "::1"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_machine_is_known_by_its_network(client: str, address: str) -> None:
    assert address_of(request(client=(client, 1))) == address


def test_a_request_through_a_file_has_no_address() -> None:
    assert address_of(request(client=None)) == ""


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Kho.Example:8000", "kho.example"), ("[::1]:8000", "::1"), ("", ""), ("[", ""),
        ("a@kho.example", "kho.example"),
    ],
)  # fmt: skip
def test_the_name_of_the_host_is_read_without_its_port(host: str, name: str) -> None:
    assert host_of(request(host)) == name


@pytest.mark.parametrize("target", ["/", "/van-ban?q=a&sort=date", "/?q=%C4%91%E1%BB%91i", "/a//b"])
def test_a_page_of_kb_is_a_safe_target(target: str) -> None:
    assert safe_target(target) == target


@given(st.text(max_size=30) | st.text("/\\\t:. a", max_size=12))
def test_whatever_is_asked_for_the_target_is_a_place_here(target: str) -> None:
    safe = safe_target(target)

    assert safe.startswith("/")
    assert not safe.startswith(("//", "/\\"))
    assert safe.isprintable()
