import { afterEach, expect, test, vi } from "vitest";
import { api, must } from "../src/api/client";
import { Problem } from "../src/api/problem";
import { connection, correctedMs } from "../src/data/connection.svelte";

afterEach(() => vi.unstubAllGlobals());

function answering(body: string, init: ResponseInit = {}) {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request);
    return new Response(body, init);
  });
  return asked;
}

const DAY = { production_id: 7, day_id: 9 };

test("what changes something carries an id, its format and the version it was made against", async () => {
  const asked = answering("{}");
  await api.PUT("/api/productions/{production_id}/days/{day_id}/calls", {
    params: { path: DAY, header: { "If-Match": "4" } },
    body: {} as never,
  });
  const request = asked[0] as Request;
  expect(new URL(request.url).pathname).toBe("/api/productions/7/days/9/calls");
  expect(request.headers.get("If-Match")).toBe("4");
  expect(request.headers.get("Callboard-Request")).toMatch(/^[0-9a-f-]{36}$/);
  expect(request.headers.get("Content-Type")).toBe("application/json");
});

test("a refusal is a Problem with the server's words, an empty answer no data", async () => {
  answering(JSON.stringify({ code: "stale", title: "Somebody was faster." }), { status: 412 });
  await expect(must(api.GET("/api/me"))).rejects.toMatchObject({ code: "stale", status: 412 });
  answering("");
  await expect(must(api.GET("/api/me"))).resolves.toBeUndefined();
});

test("a hotel's sign-in page isn't our server's answer", async () => {
  answering("<html>Welcome, guest</html>");
  const failure = await must(api.GET("/api/me")).catch((problem: Problem) => problem);
  expect(failure).toBeInstanceOf(Problem);
  expect((failure as Problem).offline).toBe(true);
});

test("no network is a Problem too", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
  await expect(must(api.GET("/api/me"))).rejects.toMatchObject({ offline: true, code: "unreachable" });
});

test("what time it is, the server says: by its Date, and in a demo by the demo's clock", async () => {
  answering("{}", { headers: { date: "Tue, 24 Nov 2026 15:00:00 GMT" } });
  await api.GET("/api/me");
  expect(Math.abs(correctedMs() - Date.parse("2026-11-24T15:00:00.500Z"))).toBeLessThan(2_000);

  const headers = { date: "Tue, 24 Nov 2026 15:00:00 GMT", "callboard-now": "2026-11-24T09:15:00.000+00:00" };
  answering("{}", { headers });
  await api.GET("/api/me");
  expect(Math.abs(correctedMs() - Date.parse("2026-11-24T09:15:00Z"))).toBeLessThan(2_000);
  connection.offset = 0;
});
