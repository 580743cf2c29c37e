/** Page, other tabs and worker tell each other what changed in the stores. Shared by page and worker. */
export type Told =
  | { kind: "document"; account: number; name: string }
  | { kind: "outbox"; account: number }
  | { kind: "fact"; fact: Fact }
  | { kind: "live"; up: boolean }
  | { kind: "reset" }
  | { kind: "signed_out" }
  | { kind: "signed_in"; account: number };

/** From the feed: only ids and a revision, never a name or a number. Who is told fetches. */
export interface Fact {
  production_id: number;
  seq: number;
  kind: string;
  subject: string;
  subject_id: string | number;
  revision: number | null;
}

let channel: BroadcastChannel | undefined;

function open(): BroadcastChannel {
  channel ??= new BroadcastChannel("callboard");
  return channel;
}

export function tell(told: Told): void {
  open().postMessage(told);
}

/** Hears what *others* told (a channel doesn't hear itself). Gives back how to stop. */
export function hear(listener: (told: Told) => void): () => void {
  const on = ({ data }: MessageEvent<Told>) => listener(data);
  open().addEventListener("message", on);
  return () => open().removeEventListener("message", on);
}
