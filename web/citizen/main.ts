import "./from";
import { createApp } from "vue";
import { words, use_words, type WordFiles } from "@shared/words/words";
import { router } from "./router";
import citizen from "./citizen.vue";
import { keep_shell } from "./shell";
import "./citizen.css";

// Chinese comes with the page, which saves its readers a walk over a slow line; other languages follow.
const chinese = import.meta.glob("../shared/words/zh/{common,citizen}.json", { import: "default", eager: true });
const others = import.meta.glob(["../shared/words/*/{common,citizen}.json", "!**/zh/*"], { import: "default" }) as WordFiles;
const at_hand = Object.fromEntries(Object.entries(chinese).map(([path, area]) => [path, () => Promise.resolve(area)])) as WordFiles;

/** Between long pieces of work a slow phone draws and listens. */
const breath = (): Promise<void> => new Promise((go_on) => window.setTimeout(go_on));

async function begin(): Promise<void> {
    await breath();
    await use_words({ ...at_hand, ...others });
    await breath();
    const app = createApp(citizen).use(words).use(router);
    await breath();
    app.mount("#page");
}

void begin();
keep_shell();
