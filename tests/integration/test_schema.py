from __future__ import annotations
import pytest
from sqlalchemy import Engine, text
from etappe.service.office import Office
@pytest.mark.parametrize("n", range(10))
def test_smoke(office: Office, n: int) -> None:
    with office.store.begin() as tx:
        assert tx.kommunen.all() == ()
