import { call, key, path } from "./api";
import { confirm } from "./confirm";
import { isOver, margins, type Margin } from "./margin";
import { clock, element, fill, number, rows, say, short, volume, written } from "./dom";
import { epoch, withheld } from "./lease";
import type { DoseState, Reservoir } from "./model";
import { culture, limit, onRig, rig } from "./rig";


/** What each rule leaves, from what the controller has counted. */
function margin(): Margin[] {
  const of = culture();
  if (of === undefined) return [];
  const more = number("volume");
  const row = (rule: string, used: number, plus: number): Margin[] => {
    const found = limit(rule);
    return found === undefined ? [] : [{ rule, used, then: used + plus, limit: found.value, unit: found.unit }];
  };
  const from = rig.reservoirs?.find((one) => one.name === written("reservoir"));
  const content = Number(from?.contentNanoliters ?? 0), drawn = content - Number(from?.leftAtLeastNanoliters ?? 0);
  return [
    ...row("dose.volume", 0, more), ...row("dose.rate", 0, number("rate")),
    ...row("dose.hour", Number(of.givenLastHourNanoliters ?? 0), more),
    ...row("dose.day", Number(of.givenLastDayNanoliters ?? 0), more),
    ...row("dose.total", Number(of.givenNanoliters ?? 0), more),
    { rule: "dose.content", used: drawn, then: drawn + more, limit: content, unit: "nL" },
  ];
}

const isExpired = (one: Reservoir): boolean => one.expires !== undefined && Date.parse(one.expires) <= Date.now();

function show(): void {
  const of = culture();
  fill("reservoir", of?.reservoirs ?? []);
  margins("margin", margin());
  rows("reservoirs", (rig.reservoirs ?? []).map((one) => {
    const left = Number(one.leftAtLeastNanoliters ?? 0), content = Number(one.contentNanoliters ?? 0);
    return [one.name, one.pump, `${one.substance}, ${short(Number(one.nanomolar ?? 0) / 1000)} µM`, `${volume(left)} of ${volume(content)}`,
      (isExpired(one) ? "✕ expired " : "") + clock(one.expires)];
  }));
  rows("today", (rig.cultures ?? []).map((one) => {
    const of = (given: string | undefined, rule: string): string =>
      volume(Number(given ?? 0)) + " of " + volume(Number(one.limits?.find((each) => each.name === rule)?.value ?? 0));
    return [one.name, of(one.givenLastHourNanoliters, "dose.hour"), of(one.givenLastDayNanoliters, "dose.day"),
      of(one.givenNanoliters, "dose.total")];
  }));
}

const said = (state: DoseState): string =>
  `dose ${state.operation}: ${state.progress}, ${state.deliveredAtLeastNanoliters ?? 0} to ${state.deliveredAtMostNanoliters ?? 0} nL ${state.end ?? ""} ${state.reason ?? ""}`.trim();

function review(): void {
  say("told", "");
  const asked = { culture: written("culture"), reservoir: written("reservoir"), nanoliters: number("volume"), nanolitersPerMinute: number("rate"), epoch: epoch(), key: key() };
  const from = rig.reservoirs?.find((one) => one.name === asked.reservoir);
  const tight = [...margin().filter(isOver).map((line) => line.rule), ...(from !== undefined && isExpired(from) ? ["dose.expired"] : []), ...withheld()];
  confirm(`${asked.nanoliters} nL from ${asked.reservoir} at ${asked.nanolitersPerMinute} nL/min into ${asked.culture}. ` +
    (tight.length > 0 ? "It will be refused by " + tight.join(", ") + "." : "It is within all limits shown."), "Give", async () => {
    const begun = await call<DoseState>(path("/v1/cultures/", asked.culture, "/doses"), asked);
    say("outcome", said(begun));
    // It has begun: what is asked from here on changes nothing, and is not asked for again.
    void follow(begun.operation);
  });
}

async function follow(operation: string): Promise<void> {
  try {
    say("outcome", said(await call<DoseState>("/v1/doses/" + operation + "?waitMilliseconds=15000")));
  } catch { say("outcome", `dose ${operation} has begun; what became of it could not be asked. Look it up in the history.`); }
}

export function begin(): void {
  element<HTMLFormElement>("dose").onsubmit = (event) => { event.preventDefault(); review(); };
  for (const id of ["culture", "reservoir", "volume", "rate"]) element(id).addEventListener("input", show);
  onRig(show);
}
