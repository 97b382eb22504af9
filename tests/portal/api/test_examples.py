"""The calls in the docs of the API are made, and answered as the docs say."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.docs.pages import ROOT, read
from tests.portal.api.programs import API, token_for, with_secret
from tests.portal.site import ADDRESS, Site

PAGE = read(ROOT / "docs/api.md")
CALLS = [" ".join(block.lines).replace("\\ ", "") for block in PAGE.blocks_of("sh")]
ANSWERS = [json.loads("\n".join(block.lines)) for block in PAGE.blocks_of("json")]


def made(client: TestClient, call: str, secret: str) -> Any:
    """What a call with curl is answered."""
    words = iter(shlex.split(call.replace("$TOKEN", secret).replace("$ETAPPE", ADDRESS)))
    assert next(words) == "curl"
    method, address, content, headers = "GET", "", "", dict[str, str]()
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            content = next(words)
        else:
            address = word
    assert address.startswith(f"{ADDRESS}{API}/")
    return client.request(method, address, headers=headers, content=content)


@pytest.mark.parametrize(("call", "answer"), list(zip(CALLS, ANSWERS, strict=True)))
def test_a_call_of_the_docs_is_answered_as_they_say(site: Site, call: str, answer: dict[str, Any]) -> None:
    told = made(with_secret(site, None), call, token_for(site).secret)

    assert told.status_code == 200, told.text
    assert set(told.json()) == set(answer)
    assert told.json().get("applied") == answer.get("applied")
    assert told.json().get("state") == answer.get("state")
