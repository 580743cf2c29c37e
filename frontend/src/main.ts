import { mount } from "svelte";
import "./ui/tokens.css";
import "./ui/parts.css";
import "./ui/phone.css";
import App from "./App.svelte";
import { keepOffer } from "./crew/installer.svelte";
import { start } from "./data/start";
import { listen } from "./router.svelte";
import { followTheme } from "./ui/look.svelte";
import { keepTime } from "./ui/now.svelte";

followTheme();
keepTime();
keepOffer();
listen();
const target = document.getElementById("app");
if (target) mount(App, { target });
void start();
