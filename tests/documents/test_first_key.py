"""The first papers of an installation, sealed at once: one key, one certificate on the public list."""

from inspectapp.documents import keeping, queries
from inspectapp.documents.models import SealCertificate
from inspectapp.shared import clock, db, ledger
from inspectapp.shared.seal.credentials import make
from tests.fixtures.waiting import meanwhile


def put_on_the_list(used):
    with db.write_session() as session:
        keeping.register(session, used, at=clock.now())


def test_the_second_paper_finds_the_certificate_of_the_first(app, tmp_path, on_postgres):
    used = make(tmp_path / "seal", "澄溪县应急管理局", at=clock.now())
    late = meanwhile(
        lambda session: keeping.register(session, used, at=clock.now()), lambda: put_on_the_list(used),
        on_postgres,
    )  # fmt: skip
    assert late.result(30) is None
    with db.read_session() as session:
        (row,) = queries.pinned(session)
        assert row.fingerprint == used.fingerprint
        assert [line.act for line in ledger.history(session, *row.chain())] == ["启用封存证书"]
        assert session.query(SealCertificate).count() == 1
