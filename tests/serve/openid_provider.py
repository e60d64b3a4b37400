"""A small OpenID provider on this machine, which holds every client to the rules, and lies when it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import Key, RSAKey

CLIENT, SECRET = "workbench", "s&cret/:"


class FakeProvider(ThreadingHTTPServer):
    """``claims`` are what it says of who signs in, over what is true; ``key`` is what it signs with."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.key: Key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.published = self.key
        self.claims: dict[str, Any] = {"sub": "17", "preferred_username": "Cleo"}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.described: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}
        """What each code was given for."""
        self.denies = False

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.described

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        if self.denies:
            back = {"error": "access_denied", "error_description": "<b>no</b>"}
        else:
            code = secrets.token_urlsafe()
            self.asked[code] = asked
            back = {"code": code, "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(back | {'state': asked['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """The token for a code, which is good once."""
        asked = self.asked.pop(form["code"])
        basic = base64.b64encode(b"workbench:s%26cret%2F%3A").decode()
        assert authorization == f"Basic {basic}"
        assert form["redirect_uri"] == asked["redirect_uri"]
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == asked["code_challenge"]
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]} | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.header["alg"] == "none":
            signed = ".".join([*(_packed(part) for part in (self.header, claims)), ""])
        else:
            signed = jwt.encode(self.header, claims, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


class _Answers(BaseHTTPRequestHandler):
    server: FakeProvider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            self._say(self.server.description())
        elif parts.path == "/keys":
            self._say({"keys": [self.server.published.as_dict(private=False)]})
        elif parts.path == "/authorize":
            self.send_response(302)
            self.send_header("location", self.server.authorize(_fields(parts.query)))
            self.send_header("content-length", "0")
            self.end_headers()

    def do_POST(self) -> None:
        form = _fields(self.rfile.read(int(self.headers["content-length"])).decode())
        try:
            self._say(self.server.token(form, self.headers.get("authorization", "")))
        except (AssertionError, KeyError):
            self._say({"error": "invalid_grant"}, 400)

    def _say(self, what: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _packed(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _fields(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def provider() -> Iterator[FakeProvider]:
    """The provider, running."""
    made = FakeProvider()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join()
