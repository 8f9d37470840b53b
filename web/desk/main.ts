import { createApp } from "vue";
import { words, use_words, type WordFiles } from "@shared/words/words";
import { mend_poppers } from "./poppers";
import { router } from "./router";
import desk from "./desk.vue";
import "./desk.css";
import "./frame.css";
import "./pages.css";
import "./parts.css";
import "./print.css";

const files = import.meta.glob(["../shared/words/*/*.json", "!**/{citizen,case_home}.json"], { import: "default" }) as WordFiles;

mend_poppers();
void use_words(files).then(() => createApp(desk).use(words).use(router).mount("#page"));
