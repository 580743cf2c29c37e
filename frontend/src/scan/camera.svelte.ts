/** The camera: frames to the decoder, torch, lens. It stops when hidden, and after 30 s without a reading. */
const IDLE_MS = 30_000;
const SAME_MS = 3_000;
const SIDE = 960;
const LENS = "callboard.scan.lens";

export type CameraState = "off" | "starting" | "on" | "idle" | "refused" | "none";

type Torch = MediaTrackConstraints & { advanced?: { torch?: boolean }[] };

export class Camera {
  state = $state<CameraState>("off");
  hasTorch = $state(false);
  torch = $state(false);
  lenses = $state.raw<MediaDeviceInfo[]>([]);
  #video: HTMLVideoElement | undefined;
  #stream: MediaStream | undefined;
  #worker: Worker | undefined;
  #lock: WakeLockSentinel | undefined;
  #canvas: OffscreenCanvas | HTMLCanvasElement | undefined;
  #busy = false;
  #n = 0;
  #readAt = 0;
  #last = { text: "", at: 0 };
  readonly #onread: (text: string) => void;

  constructor(onread: (text: string) => void) {
    this.#onread = onread;
  }

  async start(video: HTMLVideoElement): Promise<void> {
    if (this.state === "starting" || this.state === "on") return;
    this.#video = video;
    if (!navigator.mediaDevices?.getUserMedia) {
      this.state = "none";
      return;
    }
    this.state = "starting";
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: lens() });
    } catch (failure) {
      this.state = failure instanceof DOMException && failure.name === "NotAllowedError" ? "refused" : "none";
      return;
    }
    // Closed while the browser asked: nothing may stay on.
    if (this.state !== "starting") return this.#release();
    video.srcObject = this.#stream;
    await video.play().catch(() => undefined);
    this.state = "on";
    this.#readAt = performance.now();
    await this.#look();
    this.#next();
  }

  async #look(): Promise<void> {
    const track = this.#stream?.getVideoTracks()[0];
    const can = track?.getCapabilities?.() as { torch?: boolean } | undefined;
    this.hasTorch = can?.torch === true;
    const every = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.lenses = every.filter((one) => one.kind === "videoinput");
    const lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    // Closed meanwhile: the screen may sleep again.
    if (this.state === "on") this.#lock = lock;
    else void lock?.release();
  }

  /** `idle`: the person must tap to go on; `off`: the page is left or hidden. */
  stop(state: CameraState = "off"): void {
    this.state = state;
    this.#release();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#busy = false;
  }

  #release(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    void this.#lock?.release();
    this.#lock = undefined;
    this.torch = false;
    if (this.#video) this.#video.srcObject = null;
  }

  async light(): Promise<void> {
    const track = this.#stream?.getVideoTracks()[0];
    const on = !this.torch;
    try {
      await track?.applyConstraints({ advanced: [{ torch: on }] } as Torch);
    } catch {
      this.hasTorch = false; // it said that it had one
      return;
    }
    this.torch = on;
  }

  /** The next lens; phones often pick the ultra-wide, which can't read close up. Remembered. */
  async turn(): Promise<void> {
    const now = this.#stream?.getVideoTracks()[0]?.getSettings().deviceId;
    const at = this.lenses.findIndex((one) => one.deviceId === now);
    const next = this.lenses[(at + 1) % this.lenses.length];
    if (next) keep(next.deviceId);
    const video = this.#video;
    this.stop();
    if (video) await this.start(video);
  }

  #next(): void {
    const video = this.#video;
    if (this.state !== "on" || !video) return;
    if (performance.now() - this.#readAt > IDLE_MS) this.stop("idle");
    else if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(() => this.#frame());
    else requestAnimationFrame(() => this.#frame());
  }

  #frame(): void {
    if (this.state !== "on") return;
    if (!this.#busy) this.#decode();
    this.#next();
  }

  #decode(): void {
    const pixels = this.#pixels();
    if (!pixels) return;
    this.#worker ??= this.#open();
    this.#busy = true;
    this.#worker.postMessage({ pixels, n: ++this.#n }, [pixels.data.buffer]);
  }

  #pixels(): ImageData | undefined {
    const video = this.#video;
    if (!video?.videoWidth) return undefined;
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
    const width = Math.round(video.videoWidth * scale);
    const height = Math.round(video.videoHeight * scale);
    this.#canvas ??= document.createElement("canvas");
    if (this.#canvas.width !== width || this.#canvas.height !== height)
      Object.assign(this.#canvas, { width, height });
    const draw = this.#canvas.getContext("2d", {
      willReadFrequently: true,
    }) as CanvasRenderingContext2D | null;
    draw?.drawImage(video, 0, 0, width, height);
    return draw?.getImageData(0, 0, width, height);
  }

  #open(): Worker {
    const worker = new Worker(new URL("./decoder.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<{ text: string }>) => {
      this.#busy = false;
      if (data.text) this.#heard(data.text);
    });
    return worker;
  }

  #heard(text: string): void {
    const now = performance.now();
    this.#readAt = now;
    const again = text === this.#last.text && now - this.#last.at < SAME_MS;
    this.#last = { text, at: now };
    if (!again) this.#onread(text);
  }
}

function lens(): MediaTrackConstraints {
  const size = { width: { ideal: 1920 }, height: { ideal: 1080 } };
  const kept = stored();
  return kept ? { ...size, deviceId: { ideal: kept } } : { ...size, facingMode: { ideal: "environment" } };
}

function stored(): string | null {
  try {
    return localStorage.getItem(LENS);
  } catch {
    return null;
  }
}

function keep(id: string): void {
  try {
    localStorage.setItem(LENS, id);
  } catch {
    return;
  }
}
