import "./from";
import { createApp } from "vue";
import { words, use_words, type WordFiles } from "@shared/words/words";
import { router } from "./router";
import citizen from "./citizen.vue";
import "./citizen.css";

const files = import.meta.glob("../shared/words/*/{common,citizen}.json", { import: "default" }) as WordFiles;

void use_words(files).then(() => createApp(citizen).use(words).use(router).mount("#page"));
