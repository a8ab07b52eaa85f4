"""Where a language model is, and what may be said about it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from holdfast.reading.failure import Misused


@dataclass(frozen=True, slots=True)
class Settings:
    """An OpenAI-compatible address with a model's name.

    Attributes
    ----------
    url : str
        Of the chat completions, in full.
    key : str
        Sent as a bearer token where there is one; never shown.
    timeout : float
        Seconds for one answer, from the first byte sent to the last received.
    """

    url: str
    model: str
    host: str
    key: str = field(default="", repr=False)
    timeout: float = 60.0

    @property
    def is_loopback(self) -> bool:
        """Whether the address is this machine."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def by(self) -> str:
        """What stands as provenance beside what it proposes."""
        return f"llm:{self.model or 'unnamed'}@{self.host}"


def settings(url: str, model: str, *, key: str = "", timeout: float = 60.0) -> Settings:
    """Make settings from an address.

    Raises
    ------
    Misused
        If the address is none of http or https, or carries a name and password.

    Examples
    --------
    >>> found = settings("http://127.0.0.1:8080", "small")
    >>> found.url, found.is_loopback, found.by
    ('http://127.0.0.1:8080/v1/chat/completions', True, 'llm:small@127.0.0.1')
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host or any(sign.isspace() or ord(sign) < 32 for sign in url):
        raise Misused("the model's address is no http or https address\n    such as http://127.0.0.1:8080/v1")
    if parts.username or parts.password:
        raise Misused("the model's address holds a name or password\n    put a key in HOLDFAST_LLM_KEY instead")
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path += "/chat/completions" if path.endswith("/v1") else "/v1/chat/completions"
    port = f":{parts.port}" if parts.port else ""
    shown = f"[{host}]" if ":" in host else host
    if any(ord(sign) < 33 or ord(sign) > 126 for sign in key):
        raise Misused("HOLDFAST_LLM_KEY holds signs that no key has")
    return Settings(f"{parts.scheme}://{shown}{port}{path}", model, host, key, timeout)
