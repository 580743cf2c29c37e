import type { Clock } from "../words/time";

export type Theme = "auto" | "light" | "dark" | "sun";

/** How the app looks on this phone. Kept on the phone, so that the first paint in airplane mode is already right. */
class Look {
  theme = $state<Theme>(stored("theme", ["auto", "light", "dark", "sun"], "auto"));
  clock = $state<Clock>(stored("clock", ["24", "12"], usesTwelve() ? "12" : "24"));
}

export const look = new Look();

function stored<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  const found = safely(() => localStorage.getItem(`callboard.${key}`)) as T | null | undefined;
  return found && allowed.includes(found) ? found : otherwise;
}

/** Whether somebody chose it on this phone. */
export function isChosen(key: "theme" | "clock"): boolean {
  return Boolean(safely(() => localStorage.getItem(`callboard.${key}`)));
}

function usesTwelve(): boolean {
  return new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12 === true;
}

/** Private windows may refuse storage. */
function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export function setTheme(theme: Theme): void {
  look.theme = theme;
  safely(() => localStorage.setItem("callboard.theme", theme));
  paint();
}

export function setClock(clock: Clock): void {
  look.clock = clock;
  safely(() => localStorage.setItem("callboard.clock", clock));
}

const GROUND = { light: "#ffffff", dark: "#0b0d10", sun: "#ffffff" };

function paint(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = look.theme === "auto" ? (dark ? "dark" : "light") : look.theme;
  document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]"))
    meta.content = GROUND[theme];
}

export function followTheme(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  paint();
}
