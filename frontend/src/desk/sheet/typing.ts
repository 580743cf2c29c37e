/**
 * The field somebody types in while the draft is read anew. What was typed stays in it; where the draft has another value by now, the
 * change is sent with the revision that was seen, so that the server refuses it and says what the other changed.
 */
import { tick } from "svelte";

type Input = HTMLInputElement | HTMLTextAreaElement;

export class Typing {
  #here: { input: Input; began: string } | undefined;
  /** Fields whose value the draft went past while one typed: the revision that was seen, and what the draft says. */
  readonly #overtaken = new WeakMap<Input, { revision: number; draft: string }>();

  /** A field got the focus. */
  begin(target: EventTarget | null): void {
    const is = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    this.#here = is ? { input: target, began: target.value } : undefined;
  }

  /** It lost the focus. Typed back to how it was, nothing is sent, and it shows what the draft says. */
  end(): void {
    const { input, began } = this.#here ?? {};
    const overtaken = input && this.#overtaken.get(input);
    if (input && overtaken && input.value === began) {
      input.value = overtaken.draft;
      this.#overtaken.delete(input);
    }
    this.#here = undefined;
  }

  /** Runs `show`, which puts a newer draft than `revision` on the page, without touching what is being typed. */
  async around(revision: number | undefined, show: () => void): Promise<void> {
    const here = this.#here;
    const typed = here?.input.value;
    show();
    await tick();
    if (!here || typed === undefined) return;
    const draft = here.input.value;
    if (typed === here.began) here.began = draft;
    else if (draft !== typed && revision !== undefined) {
      here.input.value = typed;
      const before = this.#overtaken.get(here.input)?.revision;
      this.#overtaken.set(here.input, { revision: before ?? revision, draft });
    }
  }

  /** Asked as a field is left with a change: the revision it was typed on, where the draft has gone past it. */
  seen(): number | undefined {
    const input = this.#here?.input;
    const overtaken = input && this.#overtaken.get(input);
    if (input) this.#overtaken.delete(input);
    return overtaken?.revision;
  }
}
