/** Reads QR codes in a worker: one frame in flight. The wasm is ours, kept with the app, never fetched from elsewhere. */
import { prepareZXingModule, type ReaderOptions, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

export interface Frame {
  pixels: ImageData;
  n: number;
}

interface Port {
  addEventListener(kind: "message", on: (event: MessageEvent<Frame>) => void): void;
  postMessage(answer: { n: number; text: string }): void;
}

const scope = self as unknown as Port;

prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });

scope.addEventListener("message", async ({ data }) => {
  const options: ReaderOptions = {
    formats: ["QRCode"],
    tryHarder: false,
    tryInvert: true,
    tryDownscale: true,
    tryRotate: data.n % 3 === 0,
    maxNumberOfSymbols: 1,
  };
  const found = await readBarcodes(data.pixels, options).catch(() => []);
  scope.postMessage({ n: data.n, text: found.find((one) => one.isValid)?.text ?? "" });
});
