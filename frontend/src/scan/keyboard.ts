/** Hardware scanners are keyboards: letters that come faster than anybody types, ended by Enter. Fields are left alone. */
const GAP_MS = 80;
const LEAST = 4;

export function listenScanner(onread: (text: string) => void): () => void {
  let typed = "";
  let at = 0;
  const on = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement | null;
    if (target?.closest("input, textarea, select, [contenteditable]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.timeStamp - at > GAP_MS) typed = "";
    at = event.timeStamp;
    if (event.key === "Enter") {
      const text = typed;
      typed = "";
      if (text.length < LEAST) return;
      event.preventDefault();
      event.stopPropagation();
      onread(text);
    } else if (event.key.length === 1) {
      typed += event.key;
    }
  };
  document.addEventListener("keydown", on, true);
  return () => document.removeEventListener("keydown", on, true);
}
