/** After saving, a field shows what the draft says: a refused time must not stay there as if it were the draft's. */
export async function settled(
  input: HTMLInputElement,
  saved: Promise<void>,
  now: () => string,
): Promise<void> {
  const typed = input.value;
  await saved;
  // unless somebody is typing in it again
  if (input.value === typed) input.value = now();
}
