import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Camera } from "../src/scan/camera.svelte";

interface Fake {
  torch?: boolean;
  refuse?: string;
  cannot?: boolean;
}

let track: {
  stop: ReturnType<typeof vi.fn>;
  applyConstraints: ReturnType<typeof vi.fn>;
  getCapabilities: () => object;
  getSettings: () => object;
};
let lock: { release: ReturnType<typeof vi.fn> };
let asked: MediaStreamConstraints[];
let device: string;
const video = () =>
  ({
    play: async () => undefined,
    requestVideoFrameCallback: () => 0,
    srcObject: null,
  }) as unknown as HTMLVideoElement;

/** A phone with two lenses; what its camera can do as told. */
function phone({ torch = true, refuse, cannot }: Fake = {}): void {
  track = {
    stop: vi.fn(),
    applyConstraints: vi.fn(async () => {
      if (cannot) throw new DOMException("no light", "OverconstrainedError");
    }),
    getCapabilities: () => ({ torch }),
    getSettings: () => ({ deviceId: device }),
  };
  lock = { release: vi.fn(async () => undefined) };
  vi.stubGlobal("navigator", {
    mediaDevices: {
      getUserMedia: async (wanted: MediaStreamConstraints) => {
        if (refuse) throw new DOMException("", refuse);
        asked.push(wanted);
        const kept = (wanted.video as MediaTrackConstraints).deviceId as { ideal: string } | undefined;
        device = kept?.ideal ?? "wide";
        return { getTracks: () => [track], getVideoTracks: () => [track] };
      },
      enumerateDevices: async () => [
        { kind: "videoinput", deviceId: "wide" },
        { kind: "audioinput", deviceId: "mic" },
        { kind: "videoinput", deviceId: "main" },
      ],
    },
    wakeLock: { request: vi.fn(async () => lock) },
  });
}

beforeEach(() => {
  asked = [];
  device = "";
  localStorage.clear();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function running(fake: Fake = {}): Promise<Camera> {
  phone(fake);
  const camera = new Camera(() => undefined);
  await camera.start(video());
  return camera;
}

test("it asks for the camera at the back, keeps the screen awake, and lets both go", async () => {
  const camera = await running();
  expect([camera.state, camera.hasTorch, camera.lenses.length]).toEqual(["on", true, 2]);
  expect(asked[0]).toMatchObject({ audio: false, video: { facingMode: { ideal: "environment" } } });
  expect(navigator.wakeLock.request).toHaveBeenCalledWith("screen");
  camera.stop();
  expect(track.stop).toHaveBeenCalled();
  expect(lock.release).toHaveBeenCalled();
});

test("the torch goes on and off again, and is off after a stop", async () => {
  const camera = await running();
  await camera.light();
  expect(track.applyConstraints).toHaveBeenLastCalledWith({ advanced: [{ torch: true }] });
  expect(camera.torch).toBe(true);
  await camera.light();
  expect(track.applyConstraints).toHaveBeenLastCalledWith({ advanced: [{ torch: false }] });
  await camera.light();
  camera.stop();
  expect(camera.torch).toBe(false);
});

test("a camera without a torch has no button for one; one that only says so loses it", async () => {
  expect((await running({ torch: false })).hasTorch).toBe(false);
  const liar = await running({ cannot: true });
  await liar.light();
  expect([liar.torch, liar.hasTorch]).toEqual([false, false]);
});

test("the other lens is taken, and kept for the next time", async () => {
  const camera = await running();
  await camera.turn();
  expect(asked[1]).toMatchObject({ video: { deviceId: { ideal: "main" } } });
  expect(camera.state).toBe("on");
  await camera.turn();
  expect(asked[2]).toMatchObject({ video: { deviceId: { ideal: "wide" } } });
  expect((await running()).lenses).toHaveLength(2);
  expect(asked[3]).toMatchObject({ video: { deviceId: { ideal: "wide" } } });
});

test.each([
  ["NotAllowedError", "refused"],
  ["NotFoundError", "none"],
  ["NotReadableError", "none"],
])("%s leaves the page usable: %s", async (refuse, state) => {
  expect((await running({ refuse })).state).toBe(state);
});

test("without any camera in the browser it says so and asks nothing", async () => {
  vi.stubGlobal("navigator", {});
  const camera = new Camera(() => undefined);
  await camera.start(video());
  expect(camera.state).toBe("none");
});

test("closed while the browser was asking, nothing stays on", async () => {
  phone();
  const camera = new Camera(() => undefined);
  const starting = camera.start(video());
  camera.stop();
  await starting;
  expect(camera.state).toBe("off");
  expect(track.stop).toHaveBeenCalled();
});

test("closed while the screen's lock was being had, the screen may sleep again", async () => {
  phone();
  let give: (lock: unknown) => void = () => undefined;
  vi.mocked(navigator.wakeLock.request).mockReturnValue(new Promise((resolve) => (give = resolve)) as never);
  const camera = new Camera(() => undefined);
  const starting = camera.start(video());
  await vi.waitFor(() => expect(navigator.wakeLock.request).toHaveBeenCalled());
  camera.stop();
  give(lock);
  await starting;
  expect(lock.release).toHaveBeenCalledTimes(1);
});

test("it rests after 30 s without a label, and goes on with a tap", async () => {
  phone();
  let frame: () => void = () => undefined;
  const watched = {
    ...video(),
    requestVideoFrameCallback: (call: () => void) => (frame = call),
  } as unknown as HTMLVideoElement;
  const clock = vi.spyOn(performance, "now").mockReturnValue(1_000);
  const camera = new Camera(() => undefined);
  await camera.start(watched);
  clock.mockReturnValue(32_000);
  frame();
  expect([camera.state, track.stop.mock.calls.length]).toEqual(["idle", 1]);
  await camera.start(watched);
  expect(camera.state).toBe("on");
});
