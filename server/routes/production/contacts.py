"""The numbers one may ring, for the phone's own address book."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from server.rules.access import Actor
from server.services.production import contacts
from server.settings import Settings
from server.wire import Id

_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Content-Disposition": 'inline; filename="callboard.vcf"',
}


@get(
    "/api/productions/{production_id:int}/contacts.vcf",
    opt={"may": ("production", "read")},
    operation_id="SaveContacts",
    media_type="text/vcard",
)
async def save_contacts(
    actor: NamedDependency[Actor], settings: NamedDependency[Settings], production_id: FromPath[Id]
) -> Response[str]:
    """The office, and everybody whose number the reader may see, as vCards."""
    cards = await contacts.contacts(production_id, by=actor, settings=settings)
    return Response(cards, media_type="text/vcard", headers=_HEADERS)


HANDLERS = [save_contacts]
