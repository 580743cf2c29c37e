/**
 * Esc closes the panel at the side. However it closes: a focus that went with it is back where it was before the panel opened; one
 * that was set elsewhere stays.
 */
export function side(open: () => unknown, close: () => void): void {
  let from: Element | null = null;
  $effect(() => {
    if (open()) {
      from = document.activeElement;
      const onkey = (event: KeyboardEvent) => escapes(event) && close();
      addEventListener("keydown", onkey);
      return () => removeEventListener("keydown", onkey);
    }
    const gone = document.activeElement === null || document.activeElement === document.body;
    if (gone && from instanceof HTMLElement && from.isConnected) from.focus();
    from = null;
    return undefined;
  });
}

/** Esc of a dialog, of a word half typed in another script, or of a search that it empties is not the panel's. */
function escapes(event: KeyboardEvent): boolean {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return false;
  if (event.target instanceof HTMLInputElement && event.target.type === "search" && event.target.value)
    return false;
  return document.querySelector("dialog[open]") === null;
}
