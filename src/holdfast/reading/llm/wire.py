"""One question over HTTP, by the standard library alone: with a time limit, a size limit, and no redirects."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

from holdfast.reading.failure import Unanswered
from holdfast.reading.llm.settings import Settings

MAX_ANSWER = 4 << 20
"""Bytes of an answer; more are not read."""


class Refused(Unanswered):
    """The server will not have the question as it was put (HTTP 400, 404, 415 or 422)."""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None  # the text goes only where the user said


def post(at: Settings, body: dict[str, Any]) -> str:
    """Send a question and return the text of the model's answer.

    Raises
    ------
    Refused
        If the server does not know something in the question.
    Unanswered
        If it cannot be reached, is too slow, says too much, or answers in another form.
    """
    found: list[str | Exception] = []

    def work() -> None:
        try:
            found.append(_exchange(at, body))
        except Exception as error:  # handed to the caller below
            found.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(at.timeout)
    if not found:
        raise Unanswered(f"{at.host} gave no answer in {at.timeout:g} seconds\n    allow more with --llm-timeout")
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


def _exchange(at: Settings, body: dict[str, Any]) -> str:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "holdfast"}
    if at.key:
        headers["Authorization"] = f"Bearer {at.key}"
    request = urllib.request.Request(at.url, json.dumps(body).encode(), headers, method="POST")
    # Proxies named in the environment are not used for this machine, so that a loopback address stays on it.
    proxies = urllib.request.ProxyHandler({} if at.is_loopback else None)
    opener = urllib.request.build_opener(_Stay, proxies)
    ends = time.monotonic() + at.timeout
    try:
        with opener.open(request, timeout=at.timeout) as answer:
            return _content(_whole(answer, ends, at), at)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in (400, 404, 415, 422, 501):
            raise Refused(
                f"{at.host} refused the question (HTTP {error.code})\n    check --llm and --llm-model"
            ) from None
        raise Unanswered(f"{at.host} answered with HTTP {error.code}") from None
    except TimeoutError:
        raise Unanswered(f"{at.host} gave no answer in {at.timeout:g} seconds") from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Unanswered(f"{at.host} cannot be asked: {type(error).__name__}: {str(reason)[:120]}") from None


def _whole(answer: Any, ends: float, at: Settings) -> bytes:
    data = b""
    while block := answer.read1(1 << 16):
        data += block
        if len(data) > MAX_ANSWER:
            raise Unanswered(f"{at.host} answered with more than {MAX_ANSWER:,} bytes; nothing of it was used")
        if time.monotonic() > ends:
            raise Unanswered(f"{at.host} gave no whole answer in {at.timeout:g} seconds")
    return data


def _content(data: bytes, at: Settings) -> str:
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise Unanswered(f"{at.host} does not answer as an OpenAI-compatible server does") from None
    if not isinstance(content, str):
        raise Unanswered(f"{at.host} answered without text")
    return content
