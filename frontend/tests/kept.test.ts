import { describe, expect, it } from "vitest";
import { laidOut, whatItWas } from "../src/desk/settings/kept";

describe("an entry kept for the office", () => {
  it.each([
    ["/api/productions/3/scans", '{"device":"a","scans":[{},{}],"checks":[]}', "2 scans"],
    ["/api/productions/3/days/7/log", "[{}]", "1 entry of the day log"],
    ["/api/productions/3/notices/9/confirm", "{}", "Got it"],
    ["/api/productions/3/notices/9/problem", "{}", "A problem with a call"],
    ["/api/productions/3/notices/9/opened", "{}", "A sheet that was opened"],
    ["/api/productions/3/something", "{}", "An entry"],
    ["/api/productions/3/scans", "not json", "1 scan"],
  ])("%s is called what it was", (path, body, words) => expect(whatItWas({ path, body })).toBe(words));
  it("is laid out to be read, also when it is no JSON", () => {
    expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(laidOut("a=1")).toBe("a=1");
  });
});
