"""Look at everything an installation stands on, and say how to mend what is wrong."""

import shutil
from datetime import datetime
from urllib.parse import urlsplit

import aiosmtplib
from cryptography import x509

from server.db import read
from server.rules.upkeep.findings import Finding, Measured, findings
from server.services.upkeep.pulse import pulse
from server.settings import Settings


async def examine(settings: Settings, *, now: datetime) -> list[Finding]:
    """Asks the database, the disk and the mail server; sends nothing."""
    async with read() as db:
        # second clock: the two are compared here
        theirs: datetime = await db.fetchval("SELECT clock_timestamp()")
    found = await pulse(now=now)
    certificate = settings.data / "tls" / "server.pem"
    seen = Measured(
        public_url=settings.public_url,
        contact=settings.contact,
        smtp=await _smtp(settings.smtp_url),
        free=shutil.disk_usage(settings.data).free,
        clock_off=now - theirs,
        certificate_ends=(
            x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
            if certificate.exists()
            else None
        ),
        behind_proxy=bool(settings.trusted_proxies),
        late=found.late,
        ill=found.ill,
    )
    return findings(seen, now=now)


async def _smtp(url: str) -> str | None:
    if not url:
        return None
    parts = urlsplit(url)
    try:
        async with aiosmtplib.SMTP(
            hostname=parts.hostname or "", port=parts.port or 587, timeout=5, use_tls=parts.scheme == "smtps"
        ) as server:
            await server.noop()
    except (OSError, aiosmtplib.SMTPException) as wrong:
        return f"{parts.hostname} doesn't answer: {wrong}"
    return ""
