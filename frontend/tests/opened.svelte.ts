import { side } from "../src/desk/side.svelte";

/** A page that has something open at the side. */
export class Opened {
  open = $state("");
  readonly stop: () => void;

  constructor() {
    this.stop = $effect.root(() =>
      side(
        () => this.open,
        () => {
          this.open = "";
        },
      ),
    );
  }
}
