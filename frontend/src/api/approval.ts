/** Approving the draft that is on the screen, and taking it back: both name exactly what was seen. */
import { api, must } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Approval = Schemas["ApprovalOut"];
export type Asked = Schemas["ApprovalAskedOut"];
/** What an approver looked at: the draft, or the shorter page of what is to be approved. */
export interface Looked {
  base_version: number;
  day_revision: number;
  approval: Approval;
}
interface Path {
  production_id: number;
  day_id: number;
}

const seen = ({ base_version, day_revision, approval }: Looked) => ({
  base_version,
  day_revision,
  content: approval.content,
});

export const approve = (path: Path, looked: Looked): Promise<Approval> =>
  must(
    api.POST("/api/productions/{production_id}/days/{day_id}/approval", {
      params: { path },
      body: seen(looked),
    }),
  );

export const takeBack = (path: Path, looked: Looked): Promise<Approval> =>
  must(
    api.POST("/api/productions/{production_id}/days/{day_id}/approval/take-back", {
      params: { path },
      body: seen(looked),
    }),
  );

/** Asked of me, needed and not given: the one tap. */
export const mine = ({ asked }: Approval): boolean =>
  asked.some((one) => one.yours && one.why.length > 0 && !one.at);
/** By all for whom it waited. */
export const approved = ({ asked, waits }: Approval): boolean =>
  !waits && asked.some((one) => one.at !== null);
/** Given by me, or in my role, and not issued yet. */
export const given = ({ asked }: Approval): boolean => asked.some((one) => one.yours && one.at !== null);
