"""WebAuthn by the `webauthn` library. Imported where it is needed: it takes half a second that no start should pay."""

from typing import Any

import msgspec

from server.rules.access.passkeys import Party


class Wrong(Exception):  # noqa: N818  errors carry no suffix (style)
    """What the browser sent doesn't prove what it should."""


class Made(msgspec.Struct, frozen=True):
    credential_id: bytes
    public_key: bytes
    sign_count: int
    synced: bool


def to_make(party: Party, challenge: bytes, *, handle: bytes, name: str, known: list[bytes]) -> dict[str, Any]:
    """`PublicKeyCredentialCreationOptions` as JSON: discoverable, the person verified, none of the `known` again."""
    import webauthn  # noqa: PLC0415  see above
    from webauthn.helpers import structs  # noqa: PLC0415

    made = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name="Callboard",
        user_id=handle,
        user_name=name,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    found: dict[str, Any] = msgspec.json.decode(webauthn.options_to_json(made))
    return found


def made(party: Party, challenge: bytes, credential: dict[str, Any]) -> Made:
    """Raises Wrong."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise Wrong(str(wrong)) from wrong
    return Made(found.credential_id, found.credential_public_key, found.sign_count, found.credential_backed_up)


def to_use(party: Party, challenge: bytes) -> dict[str, Any]:
    """`PublicKeyCredentialRequestOptions` as JSON; names no passkey, so it tells nobody who has one."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import structs  # noqa: PLC0415

    asked = webauthn.generate_authentication_options(
        rp_id=party.id, challenge=challenge, user_verification=structs.UserVerificationRequirement.REQUIRED
    )
    found: dict[str, Any] = msgspec.json.decode(webauthn.options_to_json(asked))
    return found


def credential_id(credential: dict[str, Any]) -> bytes:
    """Which passkey says that it is used. Raises Wrong."""
    from webauthn import base64url_to_bytes  # noqa: PLC0415

    try:
        return base64url_to_bytes(credential["rawId"])
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Wrong(str(wrong)) from wrong


def used(party: Party, challenge: bytes, credential: dict[str, Any], *, public_key: bytes, sign_count: int) -> int:
    """The new count of signatures. Raises Wrong, also where the count went back: a copied key."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise Wrong(str(wrong)) from wrong
    return found.new_sign_count
