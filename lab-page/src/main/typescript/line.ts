import { within } from "./api";
import { element, say } from "./dom";

/** Asks every 300 ms whether the controller is there, so that a loss is shown within a second. */
export async function line(): Promise<void> {
  const shown = element("line");
  try {
    const answer = await fetch("/health", { signal: within(600), cache: "no-store" });
    if (!answer.ok) throw new Error("HTTP " + answer.status);
    say("line", "connected");
    shown.className = "";
    document.body.classList.remove("lost");
  } catch {
    say("line", "CONNECTION LOST: nothing shown here is current");
    shown.className = "lost";
    document.body.classList.add("lost");
  }
  setTimeout(() => void line(), 300);
}
