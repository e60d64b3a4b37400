"""Signatures that anyone with OpenSSH can check: ``ssh-keygen -Y``, over the list of hashes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from dateline.errors import ExportError

NAMESPACE = "dateline-release"
_SECONDS = 120


def sign(file: Path, key: Path) -> None:
    """Write the signature of the file beside it, with ``.sig`` after its name.

    ``key`` is a private key of OpenSSH, or a public one whose private key an agent holds. Raises ExportError when it
    cannot sign.
    """
    if not key.is_file():
        raise ExportError(f"there is no key {key}: make one with: ssh-keygen -t ed25519 -f {key}")
    done = _ssh_keygen("-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file))
    if done.returncode:
        raise ExportError(f"the key {key} does not sign: {_said(done)}")


def check(file: Path, signature: Path, signers: Path | None) -> str:
    """Who signed the file, in words; with ``signers`` (OpenSSH's list of allowed signers) it must be one of these.

    Raises ExportError when the signature is not of this file, or of none of the signers.
    """
    if signers is None:
        done = _ssh_keygen("-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(signature), stdin=file)
        if done.returncode:
            raise ExportError(f"{signature} is no signature of {file.name}: {_said(done)}")
        return f"{_said(done)}; whose key it is was not checked: name the keys that you trust with --signers"
    if not signers.is_file():
        raise ExportError(f"there is no list of signers {signers}")
    asked = ("-s", str(signature), "-f", str(signers))
    found = _ssh_keygen("-Y", "find-principals", *asked)
    who = found.stdout.decode("utf-8", "replace").splitlines()
    if found.returncode or not who:
        raise ExportError(f"{signature} was made by none of the keys in {signers}: {_said(found)}")
    done = _ssh_keygen("-Y", "verify", "-n", NAMESPACE, "-I", who[0], *asked, stdin=file)
    if done.returncode:
        raise ExportError(f"{signature} is no signature of {file.name}: {_said(done)}")
    return _said(done)


def _ssh_keygen(*arguments: str, stdin: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise ExportError("ssh-keygen is not installed here: install OpenSSH (Debian: openssh-client)")
    given = stdin.read_bytes() if stdin else None
    try:
        return subprocess.run(
            [program, *arguments], input=given or b"",
            capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ExportError(f"ssh-keygen did not answer in {_SECONDS} seconds") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    words = (done.stdout + b" " + done.stderr).decode("utf-8", "replace").split()
    return " ".join(words) or f"ssh-keygen ended with {done.returncode}"
