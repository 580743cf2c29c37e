import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

const TEXT = /\.(js|css|html|svg|json|webmanifest|wasm)$/;

/** Writes `.br` and `.gz` beside every text file of the build; the server picks by Accept-Encoding. */
export function compressed(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "callboard-compressed",
    apply: "build",
    enforce: "post",
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        const root = resolve(config.root, config.build.outDir);
        for (const name of await readdir(root, { recursive: true })) {
          const path = join(root, name);
          if (TEXT.test(name) && (await stat(path)).isFile()) await beside(path);
        }
      },
    },
  };
}

async function beside(path: string): Promise<void> {
  const plain = await readFile(path);
  if (plain.length < 512) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(plain, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(plain, { level: 9 }));
}
