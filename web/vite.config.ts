import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { defineConfig, type Plugin } from "vite";

const server_url = process.env.HEMU_SERVER ?? "http://127.0.0.1:8080";

const page_of = (url: string): string =>
    url === "/desk" || url.startsWith("/desk/") ? "/desk/index.html" : "/citizen/index.html";

/** The pages lie in citizen/ and desk/ but are served at / and /desk/, in development as by the program. */
const page_addresses = (): Plugin => ({
    name: "page-addresses",
    configureServer(server) {
        server.middlewares.use((request, _reply, next) => {
            const wants_page = request.headers.accept?.includes("text/html") ?? false;
            if (wants_page && request.url && !/^\/(api|guidance|go)\b/.test(request.url)) request.url = page_of(request.url);
            next();
        });
    },
});

/** The citizens' service worker, with the list of the files that their pages are made of. */
const service_worker = (): Plugin => ({
    name: "service-worker",
    generateBundle(_options, bundle) {
        const list = new Set<string>();
        const take = (name: string): void => {
            const chunk = bundle[name];
            if (list.has(name) || chunk?.type !== "chunk") return;
            list.add(name);
            for (const asset of [...(chunk.viteMetadata?.importedCss ?? []), ...(chunk.viteMetadata?.importedAssets ?? [])]) list.add(asset);
            for (const next of [...chunk.imports, ...chunk.dynamicImports]) take(next);
        };
        for (const chunk of Object.values(bundle)) if (chunk.type === "chunk" && chunk.isEntry && chunk.name === "citizen") take(chunk.fileName);
        const names = [...list].sort().map((name) => `/${name}`);
        const version = createHash("sha256").update(names.join()).digest("hex").slice(0, 16);
        const script = readFileSync(fileURLToPath(new URL("citizen/service_worker.js", import.meta.url)), "utf8");
        this.emitFile({ type: "asset", fileName: "service_worker.js", source: `const files = ${JSON.stringify({ version, list: names })};\n${script}` });
    },
});

export default defineConfig({
    root: fileURLToPath(new URL(".", import.meta.url)),
    appType: "mpa",
    plugins: [
        vue(),
        components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: "css" })] }),
        page_addresses(),
        service_worker(),
    ],
    define: {
        __VUE_OPTIONS_API__: true,
        __VUE_I18N_LEGACY_API__: false,
        __VUE_I18N_FULL_INSTALL__: false,
        __INTLIFY_JIT_COMPILATION__: true,
    },
    resolve: { alias: { "@shared": fileURLToPath(new URL("shared", import.meta.url)) } },
    build: {
        target: "es2019",
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        rollupOptions: {
            input: {
                citizen: fileURLToPath(new URL("citizen/index.html", import.meta.url)),
                desk: fileURLToPath(new URL("desk/index.html", import.meta.url)),
            },
        },
    },
    server: { proxy: { "/api": { target: server_url, changeOrigin: false }, "/guidance": { target: server_url, changeOrigin: false }, "/go": { target: server_url, changeOrigin: false } } },
});
