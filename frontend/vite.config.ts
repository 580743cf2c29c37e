import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed.ts";
import { worker } from "./build/worker.ts";

const api = process.env.CALLBOARD_DEV_API ?? "http://127.0.0.1:8450";

export default defineConfig(({ mode }) => ({
  publicDir: "static",
  plugins: [svelte(), worker({ entry: "src/sw.ts", lazy: /^assets\/desk\// }), compressed()],
  build: {
    outDir: "../server/web",
    emptyOutDir: true,
    target: "es2022",
    // A preloaded stylesheet or chunk of a lazy route is named by its hash; nothing is inlined, so that the CSP needs no hashes.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What Today needs, shared or not, in one file: small files compress badly, and each is a request.
        codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] },
        chunkFileNames: (chunk) =>
          chunk.moduleIds.some((id) => id.includes("/src/desk/"))
            ? "assets/desk/[name]-[hash].js"
            : "assets/[name]-[hash].js",
      },
    },
  },
  server: {
    proxy: { "/api": api, "/G": api, "/g": api, "/p": api, "/c": api, "/trust": api, "/health": api },
  },
  // Svelte resolves to its server build under vitest otherwise.
  resolve: mode === "test" ? { conditions: ["browser"] } : {},
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
    // A page with all it imports is compiled in its first test.
    testTimeout: 20_000,
  },
}));
