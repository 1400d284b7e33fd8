import { call, key, path } from "./api";
import { confirm } from "./confirm";
import { element, fill, number, say, written } from "./dom";
import { epoch, withheld } from "./lease";
import { isOver, margins, type Margin } from "./margin";
import type { FlashState } from "./model";
import { culture, limit, onRig } from "./rig";

/** Limits are in nJ, what was given is counted in pJ: shown rounded up, as the controller tells it. */
const nanojoules = (picojoules: number): number => Math.ceil(picojoules / 1000);
const microseconds = (): number => Math.round(number("lasts") * 1000);

function margin(): Margin[] {
  const of = culture();
  if (of === undefined) return [];
  const energy = number("power") * microseconds();
  const row = (rule: string, used: number, plus: number): Margin[] => {
    const found = limit(rule);
    return found === undefined ? [] : [{ rule, used, then: plus, limit: found.value, unit: found.unit }];
  };
  const hour = Number(of.litLastHourPicojoules ?? 0), day = Number(of.litLastDayPicojoules ?? 0);
  return [
    ...row("flash.power", 0, number("power")), ...row("flash.energy", 0, nanojoules(energy)),
    ...row("flash.hour", nanojoules(hour), nanojoules(hour + energy)), ...row("flash.day", nanojoules(day), nanojoules(day + energy)),
  ];
}

function show(): void {
  const lights = culture()?.lights ?? [];
  element("lit").hidden = lights.length === 0;
  fill("light", lights);
  margins("lightmargin", margin());
}

const said = (state: FlashState): string =>
  `flash ${state.operation}: ${state.progress}, ${state.microwatts ?? 0} µW for ${state.litAtMostMicroseconds ?? 0} µs ${state.end ?? ""} ${state.reason ?? ""}`.trim();

function review(): void {
  say("told", "");
  const asked = { culture: written("culture"), light: written("light"), microwatts: number("power"), microseconds: microseconds(), epoch: epoch(), key: key() };
  const tight = [...margin().filter(isOver).map((line) => line.rule), ...withheld()];
  confirm(`${asked.microwatts} µW from ${asked.light} for ${asked.microseconds / 1000} ms onto ${asked.culture}. ` +
    (tight.length > 0 ? "It will be refused by " + tight.join(", ") + "." : "It is within all limits shown."), "Flash", async () => {
    const begun = await call<FlashState>(path("/v1/cultures/", asked.culture, "/flashes"), asked);
    say("shone", said(begun));
    // It is lit: what is asked from here on changes nothing, and is not asked for again.
    void follow(begun.operation);
  });
}

async function follow(operation: string): Promise<void> {
  try {
    say("shone", said(await call<FlashState>("/v1/flashes/" + operation + "?waitMilliseconds=15000")));
  } catch { say("shone", `flash ${operation} was lit; what became of it could not be asked. Look it up in the history.`); }
}

export function begin(): void {
  element<HTMLFormElement>("flash").onsubmit = (event) => { event.preventDefault(); review(); };
  for (const id of ["culture", "light", "power", "lasts"]) element(id).addEventListener("input", show);
  onRig(show);
}
