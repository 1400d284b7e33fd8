import { call, key, path, wrong } from "./api";
import { chart } from "./chart";
import { attempt, confirm } from "./confirm";
import { element, number, rows, say, short, written } from "./dom";
import { epoch, withheld } from "./lease";
import type { Applied, Train } from "./model";
import { culture, limit, onRig } from "./rig";
import { asked, electrodes, margin, outline, played } from "./stimulus";
import type { Pulse } from "./stimulus";

/** What the array holds and would play; of a culture that may not be chosen any more. */
let loaded: { stimulus: string; culture: string; pulse: Pulse } | undefined;

/** The form; throws if it says nothing that could be played. */
function read(): Pulse {
  const pulse: Pulse = {
    electrodes: electrodes(written("electrodes")),
    phases: [{ nanoamps: number("amplitude1"), micros: number("width1") }, { nanoamps: number("amplitude2"), micros: number("width2") }],
    interphase: number("interphase"), pulses: number("pulses"), period: number("period") * 1000, settle: number("settle"), recovery: number("recovery"),
  };
  if (![...pulse.phases.flatMap((one) => [one.nanoamps, one.micros]), pulse.interphase, pulse.pulses, pulse.period, pulse.settle, pulse.recovery].every(Number.isFinite)) {
    throw new Error("a number is missing");
  }
  return pulse;
}

function show(): void {
  let pulse: Pulse;
  try {
    pulse = loaded?.pulse ?? read();
  } catch (e) {
    say("shown", e instanceof Error ? e.message : String(e));
    rows("bounds", []);
    return;
  }
  say("shown", loaded === undefined ? "As asked. What the device makes of it is shown once it is loaded; loading plays nothing."
    : `As the device will play it, loaded as ${loaded.stimulus} on ${loaded.culture}: ${pulse.pulses} pulse${pulse.pulses === 1 ? "" : "s"}` +
      (pulse.pulses > 1 ? `, one every ${short(pulse.period / 1000)} ms` : "") + `, on ${pulse.electrodes.length} electrode${pulse.electrodes.length === 1 ? "" : "s"}.`);
  const lines = margin(pulse, limit, culture()?.electrodeKind);
  const isOver = (i: number): boolean => { const line = lines[i]; return line?.limit !== undefined && !(line.value <= line.limit); };
  rows("bounds", lines.map((line, i) => [line.rule, short(line.value) + " " + line.unit, line.limit === undefined ? "as the controller decides" : short(line.limit) + " " + line.unit,
    line.limit === undefined ? "" : isOver(i) ? "✕ too much" : "✓ within"]), (row, i) => { row.className = isOver(i) ? "over" : ""; });
  const points = outline(pulse), high = Math.max(1, ...points.map(([, y]) => Math.abs(y))) * 1.15;
  const last = points[points.length - 1]?.[0] ?? 1, first = points[0]?.[0] ?? 0;
  chart(element("waveform"), "One pulse: " + pulse.phases.map((one) => `${short(one.nanoamps)} nA for ${short(one.micros)} µs`).join(", then "),
    { x: [first, last], y: [-high, high], across: "µs", up: "nA" }, [{ points, kind: loaded === undefined ? "asked" : "curve" }]);
}

/** What is in the form is no more what is loaded. */
async function unload(): Promise<void> {
  const mine = loaded;
  if (mine === undefined) return;
  loaded = undefined;
  element<HTMLButtonElement>("trigger").disabled = true;
  show();
  await call(path("/v1/cultures/", mine.culture, path("/stimuli/", mine.stimulus, ":unload")), { culture: mine.culture, stimulus: mine.stimulus, epoch: epoch(), key: key() });
}

async function load(): Promise<void> {
  const pulse = read(), of = written("culture");
  // What the controller has let go of meanwhile needs no unloading.
  await unload().catch(() => undefined);
  const answer = await call<{ stimulus: string; applied: Applied }>(path("/v1/cultures/", of, "/stimuli"), { culture: of, stimulus: asked(pulse), epoch: epoch(), key: key() });
  loaded = { stimulus: answer.stimulus, culture: of, pulse: played(answer.applied) };
  element<HTMLButtonElement>("trigger").disabled = false;
  say("fired", "");
  show();
  element("trigger").focus();
}

function review(): void {
  const mine = loaded;
  if (mine === undefined) return;
  const ask = { culture: mine.culture, stimulus: mine.stimulus, epoch: epoch(), key: key() }, pulse = mine.pulse;
  const tight = margin(pulse, limit, culture()?.electrodeKind).filter((one) => one.limit !== undefined && !(one.value <= one.limit)).map((one) => one.rule).concat(withheld());
  confirm(`${pulse.pulses} pulse${pulse.pulses === 1 ? "" : "s"} of ${pulse.phases.map((one) => `${short(one.nanoamps)} nA × ${short(one.micros)} µs`).join(", ")} on electrodes ${pulse.electrodes.join(", ")} of ${mine.culture}. ` +
    (tight.length > 0 ? "It will be refused by " + tight.join(", ") + "." : "It is within all limits shown."), "Stimulate", async () => {
    const train = await call<Train>(path("/v1/cultures/", ask.culture, path("/stimuli/", ask.stimulus, ":trigger")), ask);
    tell(train);
    if (train.progress === "INTENDED") void follow(train.operation);
  });
}

function tell(train: Train): void {
  say("fired", `train ${train.operation}: ${train.progress}` + (train.firstSample ? ", began in sample " + train.firstSample : "") + (train.reason ? ", " + train.reason : ""));
}

/** Until the device has answered, for some seconds; then it is in the history. */
async function follow(operation: string): Promise<void> {
  try {
    for (let look = 0; look < 20; look++) {
      await new Promise((done) => setTimeout(done, 500));
      const train = await call<Train>("/v1/trains/" + operation);
      tell(train);
      if (train.progress !== "INTENDED") return;
    }
  } catch { say("fired", `train ${operation}: what became of it could not be asked. Look it up in the history.`); }
}

export function begin(): void {
  element<HTMLFormElement>("stimulate").onsubmit = (event) => { event.preventDefault(); void attempt(async () => {
    try { await load(); } catch (e) { show(); say("fired", ""); say("told", e instanceof Error && !(e instanceof TypeError) ? e.message : wrong(e)); }
  }); };
  element("trigger").onclick = review;
  element("stimulate").addEventListener("input", () => { if (loaded !== undefined) void attempt(unload); else show(); });
  element("culture").addEventListener("input", () => { if (loaded !== undefined) void attempt(unload); });
  onRig(() => { if (loaded === undefined) show(); });
  show();
}
