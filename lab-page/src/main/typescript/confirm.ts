import { wrong, Refused } from "./api";
import { element, say } from "./dom";

let act: (() => Promise<void>) | undefined;
let before: Element | null = null;

/** Asks no more; nothing is done. */
export function close(): void {
  act = undefined;
  element("confirm").hidden = true;
  if (before instanceof HTMLElement) before.focus();
}

/**
 * Asks before something is done to a culture or to people. It covers nothing, so the emergency stop stays in reach; what
 * does nothing has the focus first, so that Enter pressed twice does nothing.
 */
export function confirm(what: string, yes: string, then: () => Promise<void>): void {
  if (act !== undefined) { element("leave").focus(); return; }
  act = then;
  before = document.activeElement;
  say("what", what);
  element("give").textContent = yes;
  element("confirm").hidden = false;
  element("leave").focus();
}

/** Does it, and says what went wrong. What may have been done can be asked for again, with the same key. */
async function give(): Promise<void> {
  const todo = act, yes = element<HTMLButtonElement>("give");
  if (todo === undefined) return;
  yes.disabled = true;
  say("told", "");
  try {
    await todo();
    if (act === todo) close();
  } catch (e) {
    const certain = e instanceof Refused && e.status < 500;
    say("told", wrong(e) + (certain ? "" : `. Press “${yes.textContent ?? ""}” again: with the same key it is not done twice.`));
    if (certain && act === todo) close();
  } finally { yes.disabled = false; }
}

/** Does what needs no question, and says what went wrong. */
export async function attempt(todo: () => Promise<void>): Promise<void> {
  say("told", "");
  try { await todo(); } catch (e) { say("told", wrong(e)); }
}

export function begin(): void {
  element("leave").onclick = close;
  element("give").onclick = () => void give();
  element("confirm").addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}
