import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";

interface Options {
  entry: string;
  /** Files that are kept when first fetched, not when the app is installed. */
  lazy: RegExp;
}

/**
 * Builds the service worker last and writes into it what the finished build holds: `PRECACHE` (paths), `BUILD` (a hash of all of
 * them). The same files give the same hash: a build without a change is no update for the phones.
 */
export function worker({ entry, lazy }: Options): Plugin {
  let config: ResolvedConfig;
  return {
    name: "callboard-worker",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle: {
      sequential: true,
      async handler() {
        const outDir = resolve(config.root, config.build.outDir);
        const { files, hash } = await inventory(outDir, lazy);
        await build({
          configFile: false,
          root: config.root,
          publicDir: false,
          logLevel: "warn",
          define: { PRECACHE: JSON.stringify(files), BUILD: JSON.stringify(hash) },
          build: {
            outDir,
            emptyOutDir: false,
            target: "es2022",
            rolldownOptions: { input: entry, output: { format: "iife", entryFileNames: "sw.js" } },
          },
        });
      },
    },
  };
}

async function inventory(root: string, lazy: RegExp): Promise<{ files: string[]; hash: string }> {
  const files: string[] = [];
  const hash = createHash("sha256");
  for (const name of (await readdir(root, { recursive: true })).sort()) {
    const path = join(root, name);
    if (!(await stat(path)).isFile() || name === "sw.js" || /\.(br|gz)$/.test(name)) continue;
    const url = relative(root, path).replaceAll("\\", "/");
    hash.update(url).update(await readFile(path));
    if (!lazy.test(url)) files.push(url === "index.html" ? "/" : `/${url}`);
  }
  return { files, hash: hash.digest("hex").slice(0, 12) };
}
