import { call, key, live, Refused, use } from "./api";
import { Traces } from "./traces";
import { samples } from "./wire";

interface Limit { name: string; value?: string; unit: string }
interface Culture {
  name: string; electrodes?: number[]; reservoirs?: string[]; limits?: Limit[];
  givenLastHourNanoliters?: string; givenLastDayNanoliters?: string; givenNanoliters?: string;
}
interface Reservoir { name: string; contentNanoliters?: string; leftAtLeastNanoliters?: string; expires?: string }
interface Rig {
  name: string; stopped?: boolean; cultures?: Culture[]; reservoirs?: Reservoir[];
  instruments?: { name: string; condition: string; reason?: string; safeState?: string }[];
  interlocks?: { name: string; state: string; reason?: string; reading?: number }[];
}
interface Lease { lease: string; epoch: string; silenceMilliseconds: number }
interface DoseState { operation: string; progress: string; nanoliters?: string; deliveredAtLeastNanoliters?: string; deliveredAtMostNanoliters?: string; end?: string; reason?: string }
interface Asked { culture: string; reservoir: string; nanoliters: number; nanolitersPerMinute: number; epoch: string; key: string }

const element = <T extends HTMLElement>(id: string): T => {
  const found = document.getElementById(id);
  if (found === null) throw new Error("the page has no " + id);
  return found as T;
};
const number = (id: string): number => element<HTMLInputElement>(id).valueAsNumber;
const chosen = (id: string): string => element<HTMLSelectElement>(id).value;
const tell = (text: string): void => { element("told").textContent = text; };
const text = (e: unknown): string => e instanceof Refused ? e.message
    : "no answer came, so it is not known whether this was done (" + String(e) + ")";

let rig: Rig = { name: "" };
let lease: Lease | undefined;
let asked: Asked | undefined;
let watched = "";
const traces = new Traces(element<HTMLCanvasElement>("traces"));

function fill(id: string, names: string[]): void {
  const select = element<HTMLSelectElement>(id);
  const before = Array.from(select.options, (option) => option.value);
  if (before.join("\n") !== names.join("\n")) select.replaceChildren(...names.map((name) => new Option(name)));
}

function culture(): Culture | undefined { return rig.cultures?.find((one) => one.name === chosen("culture")); }

/** What each rule leaves, from what the controller has counted; null if the form is not filled in. */
function margin(): { rule: string; used: number; then: number; limit: number; unit: string }[] {
  const of = culture();
  if (of === undefined) return [];
  const volume = number("volume");
  const row = (rule: string, used: number, more: number) => {
    const limit = of.limits?.find((one) => one.name === rule);
    return limit === undefined ? [] : [{ rule, used, then: used + more, limit: Number(limit.value ?? 0), unit: limit.unit }];
  };
  const from = rig.reservoirs?.find((one) => one.name === chosen("reservoir"));
  const content = Number(from?.contentNanoliters ?? 0), drawn = content - Number(from?.leftAtLeastNanoliters ?? 0);
  return [
    ...row("dose.volume", 0, volume), ...row("dose.rate", 0, number("rate")),
    ...row("dose.hour", Number(of.givenLastHourNanoliters ?? 0), volume),
    ...row("dose.day", Number(of.givenLastDayNanoliters ?? 0), volume),
    ...row("dose.total", Number(of.givenNanoliters ?? 0), volume),
    { rule: "dose.content", used: drawn, then: drawn + volume, limit: content, unit: "nL" },
  ];
}

function show(): void {
  element("name").textContent = rig.name + (rig.stopped ? ": STOPPED" : "");
  fill("culture", (rig.cultures ?? []).map((one) => one.name));
  fill("reservoir", culture()?.reservoirs ?? []);
  element("margin").querySelector("tbody")?.replaceChildren(...margin().map((line) => {
    const row = document.createElement("tr");
    const over = !(line.then <= line.limit);
    row.className = over ? "over" : "";
    for (const cell of [line.rule, line.used + " " + line.unit, line.then + " " + line.unit, line.limit + " " + line.unit, over ? "too much" : "within"]) {
      row.insertCell().textContent = cell;
    }
    return row;
  }));
  const lines = [
    ...(rig.instruments ?? []).map((one) => [one.name, one.condition, one.safeState, one.reason]),
    ...(rig.interlocks ?? []).map((one) => ["interlock " + one.name, one.state, one.reading === undefined ? "no reading" : String(one.reading), one.reason]),
    ...(rig.reservoirs ?? []).map((one) => ["reservoir " + one.name, (one.leftAtLeastNanoliters ?? "0") + " nL left at least", "expires " + (one.expires ?? "")]),
  ];
  element("state").replaceChildren(...lines.map((parts) => {
    const item = document.createElement("li");
    item.textContent = parts.filter(Boolean).join(" · ");
    return item;
  }));
}

function watch(): void {
  const name = chosen("culture");
  if (name === "" || name === watched) return;
  watched = name;
  element("traced").textContent = name + ": " + (culture()?.electrodes?.length ?? 0) + " electrodes";
  live({ watch: "samples", culture: name, decimation: 500 }, (frame) => traces.add(samples(frame)), (why) => {
    element("traced").textContent = "no traces: " + why;
    // Not at once: a controller that refuses would be asked without end.
    setTimeout(() => { watched = ""; }, 1000);
  });
}

/** Asks every 300 ms whether the controller is there, so that a loss is shown within a second. */
async function pulse(): Promise<void> {
  const line = element("line");
  try {
    const answer = await fetch("/health", { signal: AbortSignal.timeout(600), cache: "no-store" });
    if (!answer.ok) throw new Error("HTTP " + answer.status);
    line.textContent = "connected";
    line.className = "";
  } catch {
    line.textContent = "CONNECTION LOST: nothing shown here is current";
    line.className = "lost";
  }
  setTimeout(() => void pulse(), 300);
}

async function look(): Promise<void> {
  try {
    rig = await call<Rig>("/v1/rig");
    show();
    watch();
  } catch (e) {
    if (e instanceof Refused) tell(e.message);
  }
  setTimeout(() => void look(), 1000);
}

async function renew(): Promise<void> {
  if (lease === undefined) return;
  try {
    lease = await call<Lease>("/v1/leases/" + encodeURIComponent(lease.lease) + ":renew", { lease: lease.lease, epoch: lease.epoch });
    setTimeout(() => void renew(), lease.silenceMilliseconds / 4);
  } catch (e) {
    lease = undefined;
    element("lease").textContent = "Take the lease";
    tell("the lease has ended: " + text(e));
  }
}

element("lease").onclick = async () => {
  try {
    const answer = await call<{ lease?: Lease; waiting?: number }>("/v1/leases", { resource: "culture:" + chosen("culture"), purpose: "by hand, on the page", key: key() });
    if (answer.lease === undefined) { tell("somebody else holds the lease; " + (answer.waiting ?? 0) + " are before you"); return; }
    lease = answer.lease;
    element("lease").textContent = "Lease held";
    void renew();
  } catch (e) { tell(text(e)); }
};

element<HTMLFormElement>("dose").onsubmit = (event) => {
  event.preventDefault();
  if (!element("confirm").hidden) return;
  tell("");
  asked = { culture: chosen("culture"), reservoir: chosen("reservoir"), nanoliters: number("volume"), nanolitersPerMinute: number("rate"), epoch: lease?.epoch ?? "0", key: key() };
  const tight = margin().filter((line) => !(line.then <= line.limit)).map((line) => line.rule);
  element("what").textContent = `${asked.nanoliters} nL from ${asked.reservoir} at ${asked.nanolitersPerMinute} nL/min into ${asked.culture}. ` +
    (tight.length > 0 ? "It will be refused by " + tight.join(", ") + "." : "It is within all limits shown.");
  element("confirm").hidden = false;
  // Whoever presses Enter twice gives nothing.
  element("leave").focus();
};
element("leave").onclick = () => { asked = undefined; element("confirm").hidden = true; element("review").focus(); };
element("give").onclick = async () => {
  if (asked === undefined) return;
  const give = element<HTMLButtonElement>("give");
  give.disabled = true;
  try {
    const begun = await call<DoseState>("/v1/cultures/" + encodeURIComponent(asked.culture) + "/doses", asked);
    const done = (state: DoseState): string => `dose ${state.operation}: ${state.progress}, ${state.deliveredAtLeastNanoliters ?? 0} to ${state.deliveredAtMostNanoliters ?? 0} nL ${state.end ?? ""} ${state.reason ?? ""}`;
    element("outcome").textContent = done(begun);
    asked = undefined;
    element("confirm").hidden = true;
    element("review").focus();
    element("outcome").textContent = done(await call<DoseState>("/v1/doses/" + begun.operation + "?waitMilliseconds=15000"));
  } catch (e) {
    const certain = e instanceof Refused && e.status < 500;
    tell(text(e) + (certain || asked === undefined ? "" : ". Give again: with the same key it is not given twice."));
    if (certain) { asked = undefined; element("confirm").hidden = true; element("review").focus(); }
  } finally { give.disabled = false; }
};

async function stop(): Promise<void> {
  tell("stopping …");
  try {
    const answer = await call<{ instruments?: { instrument: string; microseconds?: number; failure?: string }[] }>("/v1/rig:stop", { reason: "stopped on the page", key: key() });
    tell("STOPPED: " + (answer.instruments ?? []).map((one) => one.instrument + (one.failure ? " NOT KNOWN TO HAVE STOPPED: " + one.failure : " in " + (one.microseconds ?? 0) + " µs")).join("; "));
  } catch (e) { tell("NOT KNOWN TO HAVE STOPPED: " + text(e) + ". Press the emergency stop of the lab."); }
}
element("stop").onclick = () => void stop();
document.addEventListener("keydown", (event) => {
  if (event.key === "F9" && !event.repeat && !element<HTMLButtonElement>("stop").disabled) { event.preventDefault(); void stop(); }
});

element<HTMLFormElement>("login").onsubmit = async (event) => {
  event.preventDefault();
  const field = element<HTMLInputElement>("token");
  use(field.value.trim());
  try {
    await call("/v1/me");
    field.value = "";
    tell("");
    element("login").hidden = true;
    element("rig").hidden = false;
    element<HTMLButtonElement>("stop").disabled = false;
    void look();
  } catch (e) { tell(e instanceof Refused ? "this token is not accepted: " + e.message : "the controller does not answer: " + String(e)); }
};
const root = document.documentElement.classList;
root.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
element("theme").onclick = () => root.toggle("dark");
for (const id of ["culture", "reservoir", "volume", "rate"]) element(id).addEventListener("input", show);
void pulse();
element("token").focus();
