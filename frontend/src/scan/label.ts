/** What a label says; the mirror of server/rules/gear/codes.py, fed by the same cases. */
const ALPHABET = /^[0-9A-HJKMNP-TV-Z]{10}$/;

export type Read = { kind: "ours"; code: string } | { kind: "foreign" | "not_a_code" };

/** Ten Crockford characters: any case, O for 0, I and L for 1, dashes and spaces left out. */
export function readCode(typed: string): string | undefined {
  const code = typed
    .trim()
    .toUpperCase()
    .replaceAll(/[- ]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return ALPHABET.test(code) ? code : undefined;
}

/**
 * Only `/G/` and `/g/` of our own origins, former ones included. Foreign is whatever names a scheme that isn't one of
 * them: another address, a network's password, a contact.
 */
export function readLabel(text: string, origins: readonly string[]): Read {
  const said = text.trim();
  if (!/^[a-z][a-z0-9+.-]*:/i.test(said)) {
    const code = readCode(said);
    return code ? { kind: "ours", code } : { kind: "not_a_code" };
  }
  // URL also reads `https:host` and `https:///host` as that host
  const url = /^[a-z]+:\/\/[^/\\]/i.test(said) ? parse(said) : undefined;
  if (!url || url.username || url.password || !origins.some((origin) => parse(origin)?.origin === url.origin))
    return { kind: "foreign" };
  const code = /^\/g\/([^/]+)\/?$/i.exec(url.pathname)?.[1];
  const ours = code && readCode(code);
  return ours ? { kind: "ours", code: ours } : { kind: "not_a_code" };
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
