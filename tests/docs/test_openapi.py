"""The document of the API in the docs is what the code says, and leaves nothing out."""

from __future__ import annotations

from etappe_portal.api.document import document, page
from tests.docs.pages import ROOT

REMEDY = "make it anew: make openapi"


def test_the_document_of_the_api_is_what_the_code_says() -> None:
    assert (ROOT / "docs/api/openapi.json").read_text("utf8") == page(), REMEDY


def test_every_operation_is_told_with_its_token_and_its_refusals() -> None:
    for path, operations in document()["paths"].items():
        for method, told in operations.items():
            place = f"{method} {path}"
            assert all(told[part] for part in ("summary", "description", "tags")), place
            assert told["security"] == [{"token": []}], place
            assert {"401", "403", "429"} <= set(told["responses"]), place
            assert ("404" in told["responses"]) == ("{" in path), place
            assert ("400" in told["responses"]) == ("requestBody" in told), place


def test_every_operation_has_a_name_of_its_own() -> None:
    paths = document()["paths"].values()

    names = [told["operationId"] for operations in paths for told in operations.values()]

    assert len(set(names)) == len(names)


def test_every_value_lists_its_fields() -> None:
    schemas = document()["components"]["schemas"]
    objects = {name: told for name, told in schemas.items() if told["type"] == "object"}

    loose = [name for name, told in objects.items() if told.get("additionalProperties", True)]

    assert loose == []
