"""What browsers are told with every answer."""

import pytest

from tests.views.conftest import problem

HSTS = "Strict-Transport-Security"
OPENER, RESOURCE = "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"


@pytest.mark.parametrize("path", ["/", "/feeds/events.atom", "/nowhere", "/health", "/static/style.css"])
def test_feeds_are_for_other_sites_and_windows_are_apart(client, path):
    for _ in range(2):  # the second may come from what is kept
        headers = client.get(path).headers
        assert (headers[OPENER], headers[RESOURCE]) == ("same-origin", "cross-origin")


def test_what_is_written_is_for_no_other_site(client):
    headers = client.post("/articles", data=b"", content_type="text/plain").headers
    assert headers[RESOURCE] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(("scheme", "told"), [("https", True), ("http", False)])
@pytest.mark.parametrize("path", ["/", "/feeds/events.atom", "/nowhere", "/static/style.css"])
def test_tls_is_for_good_where_it_is_public(make_app, scheme, told, path):
    client = make_app(public_url=f"{scheme}://feeds.example.org").test_client()
    for _ in range(2):
        assert (HSTS in client.get(path).headers) is told


@pytest.mark.parametrize("trusted", [0, 1])
def test_an_operator_hears_once_of_a_proxy_that_is_not_reckoned_with(make_app, caplog, trusted):
    app = make_app(trusted_proxies=trusted)
    for _ in range(3):
        app.test_client().get("/health", headers={"X-Forwarded-For": "203.0.113.7"})
    told = [record for record in caplog.records if "TRUSTED_PROXIES" in record.getMessage()]
    assert len(told) == (0 if trusted else 1)


@pytest.mark.parametrize("path", ["/", "/events", "/articles", "/feeds/events.atom"])
def test_nothing_has_no_media_type(client, path):
    answer = client.options(path)
    assert (answer.status_code, answer.data, "Content-Type" in answer.headers) == (200, b"", False)


@pytest.mark.parametrize(
    ("path", "status"),
    [("//events", 200), ("//", 200), ("/events//count", 404), ("/feeds//events.atom", 404), ("//b.example/a//b", 404)],
)
def test_a_path_with_two_slashes_leads_nowhere_else(client, path, status):
    answer = client.open(path, environ_overrides={"PATH_INFO": path}, headers={"Host": "elsewhere.example"})
    assert (answer.status_code, "Location" in answer.headers) == (status, False)
    assert "elsewhere.example" not in answer.text + str(answer.headers)
    if status == 404:
        problem(answer, 404)
