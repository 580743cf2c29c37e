/** As typed → as meant, Crockford's alphabet: capitals, no spaces or dashes, O is 0, I and L are 1. */
export function plainCode(text: string): string {
  return text
    .toUpperCase()
    .replace(/[OIL]/g, (letter) => (letter === "O" ? "0" : "1"))
    .replace(/[^0-9A-HJKMNP-TV-Z]/g, "");
}
