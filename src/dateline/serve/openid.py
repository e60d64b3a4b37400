"""OpenID Connect: signing in at a provider that the team has, by the code flow with PKCE, state and nonce.

What the provider says of somebody is believed when it is signed with one of its keys, meant for this workbench, and the
answer to what this browser was sent for.
"""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from dateline.errors import DatelineError, SettingError
from dateline.serve.accounts import SignInError

ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "RS384", "RS512", "PS384", "PS512", "EdDSA"]
"""Signatures by a key of the provider; none, and those by a shared secret, are not taken."""
_WELL_KNOWN = "/.well-known/openid-configuration"
_KEPT_SECONDS = 3600
_ASKED_AGAIN_SECONDS = 60
_LEEWAY_SECONDS = 60
_TIMEOUT_SECONDS = 10
_FAILED = "The provider did not sign you in"


@dataclass(frozen=True, slots=True)
class Start:
    """What a browser was sent away with: it must come back with the same."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is at the provider: ``subject`` for ever, ``name`` as they are called there now."""

    issuer: str
    subject: str
    name: str


class Provider:
    """An OpenID provider, whose addresses and keys are asked of itself and kept for an hour."""

    def __init__(self, issuer: str, client_id: str, client_secret: str = "") -> None:
        _check_address(issuer, issuer)
        if not client_id:
            raise SettingError("DATELINE_OPENID_CLIENT_ID is needed with DATELINE_OPENID_ISSUER")
        self.issuer = issuer
        self._client_id, self._client_secret = client_id, client_secret
        self._lock = Lock()
        self._described: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    @property
    def name(self) -> str:
        """The provider as people know it."""
        return urlsplit(self.issuer).hostname or self.issuer

    def start(self, back: str) -> tuple[str, Start]:
        """Where a browser is sent, from where it comes to the address ``back``; and what it must come with."""
        start = Start(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64))
        address = prepare_grant_uri(
            self._endpoint("authorization_endpoint"), self._client_id, "code", redirect_uri=back, state=start.state,
            scope="openid profile email", nonce=start.nonce, code_challenge_method="S256",
            code_challenge=create_s256_code_challenge(start.verifier),
        )  # fmt: skip
        return str(address), start

    def finish(self, start: Start, answer: Mapping[str, str], back: str) -> Known:
        """Who came back with the answer. Raises SignInError."""
        if not secrets.compare_digest(answer.get("state", "").encode(), start.state.encode()):
            raise SignInError(f"{_FAILED}: this answer is to another question. Start again.")
        if "iss" in answer and answer["iss"] != self.issuer:
            raise SignInError(f"{_FAILED}: this answer is another provider's.")
        if "error" in answer or "code" not in answer:
            raise SignInError(
                f"{_FAILED}: {_shown(answer.get('error_description') or answer.get('error') or 'no code')}."
            )
        claims = self._claims(self._id_token(answer["code"], start, back), start.nonce)
        called = next((claims[key] for key in ("preferred_username", "name", "email") if claims.get(key)), "")
        return Known(self.issuer, str(claims["sub"]), str(called))

    def _claims(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        """What the token says, when it is the provider's, for this workbench, new, and the answer to the nonce."""
        try:
            try:
                read = jwt.decode(id_token, self._key_set(), algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                # A provider changes its keys at times.
                read = jwt.decode(id_token, self._key_set(anew=True), algorithms=ALGORITHMS)
            jwt.JWTClaimsRegistry(
                leeway=_LEEWAY_SECONDS,
                iss={"essential": True, "value": self.issuer},
                sub={"essential": True},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(read.claims)
        except (JoseError, ValueError) as error:
            raise SignInError(f"{_FAILED}: what it says of you does not hold ({_shown(str(error))}).") from error
        several = isinstance(read.claims["aud"], list) and len(read.claims["aud"]) > 1
        if (several or "azp" in read.claims) and read.claims.get("azp") != self._client_id:
            raise SignInError(f"{_FAILED}: what it says of you was meant for another program.")
        return read.claims

    def _id_token(self, code: str, start: Start, back: str) -> str:
        """The token that the provider gives for the code, to us alone."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": start.verifier}
        auth = None
        if self._client_secret:
            auth = httpx.BasicAuth(quote(self._client_id, safe=""), quote(self._client_secret, safe=""))
        else:
            form["client_id"] = self._client_id
        given = _asked(self._endpoint("token_endpoint"), form, auth)
        return str(given.get("id_token", ""))

    def _endpoint(self, name: str) -> str:
        address = str(self._description().get(name, ""))
        _check_address(address, self.issuer)
        return address

    def _description(self) -> Mapping[str, Any]:
        with self._lock:
            if self._described is None or time.monotonic() - self._described[0] > _KEPT_SECONDS:
                found = _asked(self.issuer.rstrip("/") + _WELL_KNOWN)
                if found.get("issuer") != self.issuer:
                    raise SignInError(
                        f"{_FAILED}: the one at {self.issuer} calls itself {_shown(found.get('issuer'))}."
                    )
                self._described = time.monotonic(), found
            return self._described[1]

    def _key_set(self, *, anew: bool = False) -> KeySet:
        address = self._endpoint("jwks_uri")
        with self._lock:
            kept = _ASKED_AGAIN_SECONDS if anew else _KEPT_SECONDS
            if self._keys is None or time.monotonic() - self._keys[0] > kept:
                keys: KeySetSerialization = _asked(address)  # type: ignore[assignment]
                try:
                    self._keys = time.monotonic(), KeySet.import_key_set(keys)
                except (JoseError, KeyError, ValueError, TypeError) as error:
                    raise SignInError(f"{_FAILED}: its keys cannot be read.") from error
            return self._keys[1]


def _asked(
    address: str, form: Mapping[str, str] | None = None, auth: httpx.BasicAuth | None = None
) -> dict[str, Any]:  # fmt: skip
    """What the provider says at the address. Nothing else is asked: no proxy of the environment, no redirect."""
    try:
        with httpx.Client(auth=auth, timeout=_TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
            response = client.get(address) if form is None else client.post(address, data=dict(form))
        found = response.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise SignInError(f"{_FAILED}: it does not answer as it should ({_shown(error)}).") from error
    if not isinstance(found, dict):
        raise SignInError(f"{_FAILED}: it does not answer as a provider does.")
    return found


def _check_address(address: str, issuer: str) -> None:
    """Raises an error unless the address is of HTTPS; a provider on this machine may do without."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and _is_here(parts.hostname) and _is_here(urlsplit(issuer).hostname):
        return
    problem: type[DatelineError] = SettingError if address == issuer else SignInError
    raise problem(f"the OpenID provider's address {address!r} is no https address")


def _is_here(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _shown(text: object) -> str:
    return "".join(character for character in str(text)[:200] if character.isprintable())
