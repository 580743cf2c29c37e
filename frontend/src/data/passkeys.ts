/** `navigator.credentials` with JSON in and out: not every browser that crews have converts it by itself yet. */
interface Described {
  id: string;
  [more: string]: unknown;
}

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Whether this browser has passkeys, and this address can: a name, or this machine itself. */
export function canPasskey(host = location.hostname): boolean {
  return "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(host);
}

export async function makePasskey(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const user = options.user as Described;
  const known = (options.excludeCredentials ?? []) as Described[];
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge as string),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: known.map((one) => ({ ...one, id: bytes(one.id) })),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...named(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

export async function usePasskey(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const publicKey = { ...options, challenge: bytes(options.challenge as string), allowCredentials: [] };
  const used = (await navigator.credentials.get({
    publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions,
  })) as PublicKeyCredential;
  const response = used.response as AuthenticatorAssertionResponse;
  return {
    ...named(used),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

function named(one: PublicKeyCredential): Record<string, unknown> {
  return {
    id: one.id,
    rawId: text(one.rawId),
    type: one.type,
    clientExtensionResults: one.getClientExtensionResults(),
    authenticatorAttachment: one.authenticatorAttachment,
  };
}

/** Why the browser made or used none; empty: nothing is wrong, the person closed its dialog, or it took too long. */
export function whyNot(failure: unknown): "" | "known" {
  if (!(failure instanceof DOMException)) throw failure;
  return failure.name === "InvalidStateError" ? "known" : "";
}
