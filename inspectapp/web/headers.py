"""Headers on every answer, errors and files included: a strict content policy and nothing kept by caches."""

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" a form post over plain http carries `Origin: null`, and csrf.py needs the origin.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Tells a phone that this is no page, and no refusal, of somebody else's Wi-Fi.
    "X-Served": "anpei",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
    "Cache-Control": "no-store",
}
SECURE = FIXED | {"Strict-Transport-Security": "max-age=31536000"}


def init(app: Flask) -> None:
    """Set what is missing; an answer may be stricter by itself."""

    @app.after_request
    def add(response: Response) -> Response:
        wanted = SECURE if request.is_secure else FIXED
        present = {name.lower() for name, _ in response.headers}
        response.headers.extend([(name, wanted[name]) for name in wanted if name.lower() not in present])
        return response
