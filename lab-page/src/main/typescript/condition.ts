import { call, key, path } from "./api";
import { confirm } from "./confirm";
import { button, clock, rows, say, short } from "./dom";
import type { Cell } from "./dom";
import type { Instrument, Interlock } from "./model";
import { may, onRig, rig } from "./rig";

const isWell = (one: Instrument): boolean => one.condition === "READY" && !one.safeState;

function clear(one: Instrument): Cell {
  if (!one.safeState || !may("OPERATOR", "SAFETY_OFFICER")) return "";
  return button("clear-" + one.name, "Clear", "Clear the safe state of " + one.name, () => {
    const ask = { instrument: one.name, key: key() };
    confirm(`Let ${one.name} out of its safe state (${one.safeState})? Look at it first. It starts nothing.`, "Clear", async () => {
      await call(path("/v1/instruments/", ask.instrument, ":clear"), ask);
    });
  });
}

function close(one: Interlock): Cell {
  if (one.state === "CLOSED" || !may("SAFETY_OFFICER")) return "";
  return button("close-" + one.name, "Close", "Close the interlock " + one.name, () => {
    const ask = { interlock: one.name, key: key() };
    confirm(`Close the interlock ${one.name}? Its cause has to be gone.`, "Close", async () => {
      await call(path("/v1/interlocks/", ask.interlock, ":close"), ask);
    });
  });
}

/** What keeps the rig from working, in a line that stands above every view; empty if nothing does. */
function trouble(): string {
  const instruments = (rig.instruments ?? []).filter((one) => !isWell(one)).map((one) => `${one.name} is ${one.safeState ? "in its safe state" : one.condition}`);
  const interlocks = (rig.interlocks ?? []).filter((one) => one.state !== "CLOSED").map((one) => `interlock ${one.name} is open`);
  return [...instruments, ...interlocks].join("; ");
}

function show(): void {
  const text = trouble(), instruments = rig.instruments ?? [];
  say("trouble", text === "" ? "" : "Nothing is given where this holds it back: " + text + ". See Rig.");
  rows("instruments", instruments.map((one) => [one.name, (isWell(one) ? "✓ " : "✕ ") + one.condition + (one.safeState ? ", safe: " + one.safeState : ""),
    one.reason ?? "", (one.model ?? "") + (one.verifiedOnHardware ? "" : " (unverified on hardware)"), clear(one)]), (row, i) => {
    const one = instruments[i];
    row.className = one !== undefined && !isWell(one) ? "over" : "";
  });
  const interlocks = rig.interlocks ?? [];
  rows("environment", interlocks.map((one) => [one.name, one.reading === undefined && one.read === undefined ? "no reading" : short(one.reading ?? 0),
    (one.state === "CLOSED" ? "✓ " : "✕ ") + one.state, one.reason ?? "", close(one)]), (row, i) => { row.className = interlocks[i]?.state === "CLOSED" ? "" : "over"; });
  say("empty", (rig.cultures ?? []).length === 0 ? "This rig is empty: its rig file names no culture. Add one, and start the controller again." : "");
  const free = Number(rig.disk?.freeBytes ?? 0) / 1e9, keep = Number(rig.disk?.keepFreeBytes ?? 0) / 1e9;
  say("about", [rig.description, rig.version && "Wetstack " + rig.version, rig.disk && `disk: ${short(free)} GB free; recordings end at ${short(keep)} GB`].filter(Boolean).join(" · "));
  say("read", interlocks.length === 0 ? "" : "Latest reading: " + interlocks.map((one) => `${one.name} ${clock(one.read)}`).join(", "));
}

export function begin(): void { onRig(show); }
