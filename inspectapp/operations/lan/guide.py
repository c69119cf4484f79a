"""The one page over plain http: how a phone learns to trust the trial. All else is sent on to https."""

from flask import Flask, Response, redirect, render_template

from inspectapp.operations.lan.authority import Authority
from inspectapp.web import assets, headers

AUTHORITY_FILE = "application/x-x509-ca-cert"


def create_guide(signer: Authority, address: str, template_folder: str) -> Flask:
    """A small app of its own: it knows no account and opens no database."""
    guide = Flask("inspectapp-lan-guide", template_folder=template_folder, static_folder=None)
    guide.jinja_env.globals.update(asset=assets.asset, messages=tuple, sheets=())
    guide.register_blueprint(assets.bp)
    headers.init(guide)

    @guide.get("/")
    def trust() -> str:
        return render_template("operations/trust.html", address=address, fingerprint=signer.fingerprint)

    @guide.get("/authority.crt")
    def authority_file() -> Response:
        kept = {"Content-Disposition": 'attachment; filename="anpei-trial.crt"'}
        return Response(signer.der, mimetype=AUTHORITY_FILE, headers=kept)

    @guide.errorhandler(404)
    def onward(_error: Exception) -> Response:
        return redirect(address)  # type: ignore[return-value]

    return guide
