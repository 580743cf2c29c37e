import { mount } from "svelte";
import "./ui/tokens.css";
import App from "./App.svelte";
import { listen } from "./router.svelte";
import { followTheme } from "./ui/look.svelte";

followTheme();
listen();
const target = document.getElementById("app");
if (target) mount(App, { target });
