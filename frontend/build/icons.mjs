// Draws static/icons/*.png from icon.svg with a Chromium: npm run icons [path of chromium]. The PNGs are committed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const chromium = process.argv[2] ?? "chromium";
const out = new URL("../static/icons/", import.meta.url).pathname;
const svg = readFileSync(join(out, "icon.svg"), "utf8");
// Launchers cut a maskable icon to any shape inside the middle 80 %: full ground, smaller slate. Apple rounds the corners itself.
const full = svg.replace(/rx="14"/, "").replace("translate(9 9) scale(.72)", "translate(14 14) scale(.5625)");
const square = svg.replace(/rx="14"/, "");

const DRAWN = [
  ["icon-192.png", svg, 192],
  ["icon-512.png", svg, 512],
  ["maskable-192.png", full, 192],
  ["maskable-512.png", full, 512],
  ["apple-touch-icon.png", square, 180],
];

const folder = mkdtempSync(join(tmpdir(), "icons-"));
for (const [name, source, size] of DRAWN) {
  const page = join(folder, "icon.html");
  writeFileSync(
    page,
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${source}`,
  );
  const flags = ["--headless", "--no-sandbox", "--hide-scrollbars", "--default-background-color=00000000"];
  execFileSync(
    chromium,
    [...flags, `--window-size=${size},${size}`, `--screenshot=${join(out, name)}`, `file://${page}`],
    { stdio: "ignore" },
  );
}
