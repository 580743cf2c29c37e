/** How the app looks is kept on the phone, for the first paint, and told to the account: pushes and letters say the time by it. */
import type { components } from "../api/schema";
import { act } from "../data/queue.svelte";
import { isChosen, look, setClock, setTheme, type Theme } from "../ui/look.svelte";
import { me as words } from "../words/me";
import type { Clock } from "../words/time";

type Looks = Pick<components["schemas"]["MeOut"], "clock" | "theme">;

/** With no signal it waits in the outbox, unseen: nothing of the person's work hangs on it. */
async function tellAccount(body: Partial<Looks>): Promise<void> {
  const said = { method: "PATCH" as const, path: "/api/me", body, label: words.looks, quiet: true };
  await act(said).catch(() => undefined);
}

export function chooseClock(clock: Clock): void {
  setClock(clock);
  void tellAccount({ clock });
}

export function chooseTheme(theme: Theme): void {
  setTheme(theme);
  void tellAccount({ theme });
}

/** After signing in: what was chosen here, or what this phone uses by itself, goes to the account; else what the account has comes. */
export function agree(account: Looks): void {
  // the account's 24 and auto are what nobody chose
  if (!isChosen("clock") && account.clock === "12") setClock("12");
  else if (account.clock !== look.clock) void tellAccount({ clock: look.clock });
  if (!isChosen("theme") && account.theme !== "auto") setTheme(account.theme as Theme);
  else if (account.theme !== look.theme) void tellAccount({ theme: look.theme });
}
