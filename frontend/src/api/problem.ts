/** RFC 9457 problem details as the server writes them, and the one shape in which pages show a failure. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  /** What to do next, in words. */
  next: string;
  errors?: { where: string; what: string }[];
  /** Somebody was faster: what differs, in sentences. */
  difference?: string[];
  /** Who changed what meanwhile, in sentences. */
  changes?: string[];
  /** Cells of the sheet that somebody changed meanwhile. */
  clashes?: unknown[];
}

/** A request that failed. `offline`: no answer came (no signal, or the server doesn't answer). */
export class Problem extends Error {
  readonly details: ProblemDetails;
  readonly offline: boolean;

  constructor(details: ProblemDetails, offline = false) {
    super(details.detail || details.title);
    this.name = "Problem";
    this.details = details;
    this.offline = offline;
  }

  get code(): string {
    return this.details.code;
  }

  get status(): number {
    return this.details.status;
  }
}

/** Reads an answer that isn't 2xx. A proxy's HTML page or an empty body becomes a Problem too. */
export async function problemOf(response: Response): Promise<Problem> {
  const said: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return new Problem(detailsOf(said, response.status));
}

export function detailsOf(said: unknown, status: number): ProblemDetails {
  const given = (typeof said === "object" && said !== null ? said : {}) as Partial<ProblemDetails>;
  return {
    type: given.type ?? "about:blank",
    title: given.title ?? "The server could not do this.",
    status,
    detail: given.detail ?? "",
    code: given.code ?? `http_${status}`,
    next: given.next ?? "",
    ...(given.errors ? { errors: given.errors } : {}),
    ...(given.difference ? { difference: given.difference } : {}),
    ...(given.changes ? { changes: given.changes } : {}),
    ...(given.clashes ? { clashes: given.clashes } : {}),
  };
}

export function unreachable(): Problem {
  const words = { title: "The server doesn’t answer.", detail: "", next: "We try again; nothing is lost." };
  return new Problem({ type: "about:blank", status: 0, code: "unreachable", ...words }, true);
}
