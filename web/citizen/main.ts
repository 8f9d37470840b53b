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

void use_words({ ...at_hand, ...others }).then(() => createApp(citizen).use(words).use(router).mount("#page"));
keep_shell();
