"""The first papers of an installation, sealed at once: one key, one certificate on the public list."""

from concurrent.futures import ThreadPoolExecutor

from inspectapp.documents import keeping, queries
from inspectapp.documents.models import SealCertificate
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.seal.credentials import make
from tests.fixtures.waiting import until_somebody_waits


def put_on_the_list(used):
    with db.write_session() as session:
        keeping.register(session, used, at=clock.now())


def test_the_second_paper_finds_the_certificate_of_the_first(app, tmp_path, on_postgres):
    used = make(tmp_path / "seal", "澄溪县应急管理局", at=clock.now())
    with ThreadPoolExecutor(1) as colleague, db.write_session() as session:
        keeping.register(session, used, at=clock.now())
        late = colleague.submit(put_on_the_list, used)
        if on_postgres:  # on SQLite the colleague waits for the one write lock
            until_somebody_waits()
        session.commit()
    assert late.result(30) is None
    with db.read_session() as session:
        (row,) = queries.pinned(session)
        assert row.fingerprint == used.fingerprint
        assert [line.act for line in ledger.history(session, *row.chain())] == ["启用封存证书"]
        assert session.query(SealCertificate).count() == 1
