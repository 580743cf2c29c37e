/** Links that leave the app: the phone's own maps and dialler. */
import { isApplePhone } from "../data/subscription.svelte";

export interface Target {
  name: string;
  address: string;
  lat?: number | null;
  lng?: number | null;
}

/** Nothing to go to (no position, no address): no link, rather than one that searches for a name anywhere on earth. */
export function routeTo(target: Target): string | undefined {
  const point =
    typeof target.lat === "number" && typeof target.lng === "number" ? `${target.lat},${target.lng}` : "";
  const where = point || target.address;
  if (!where) return undefined;
  const q = encodeURIComponent(where);
  if (isApplePhone()) return `https://maps.apple.com/?daddr=${q}`;
  if (/Android/.test(navigator.userAgent)) return `geo:${point || "0,0"}?q=${q}`;
  return `https://www.openstreetmap.org/search?query=${q}`;
}

export function ring(phone: string): string | undefined {
  const digits = phone.replace(/[^+\d]/g, "");
  return digits ? `tel:${digits}` : undefined;
}
