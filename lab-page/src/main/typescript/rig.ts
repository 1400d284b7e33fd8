import { call, Refused } from "./api";
import { fill, say, written } from "./dom";
import type { Culture, Device, Rig, User } from "./model";

/** The rig as the controller told last; who looks at it. */
export let rig: Rig = { name: "" };
export let me: User = { name: "" };

const listeners: (() => void)[] = [];
let running = 0;

/** Is called each time the controller has told how the rig is. */
export const onRig = (listener: () => void): void => { listeners.push(listener); };

export const culture = (): Culture | undefined => rig.cultures?.find((one) => one.name === written("culture"));

/** The array that the chosen culture grows on, while its instrument has a session. */
export function array(): Device | undefined {
  // Without a device it is the only array of its instrument.
  const [instrument, device] = (culture()?.array ?? "").split("/");
  return rig.instruments?.find((one) => one.name === instrument)?.devices?.find((one) => one.layout !== undefined && (device ?? one.name) === one.name);
}

/** A limit of the chosen culture that is in force. */
export function limit(name: string): { value: number; unit: string } | undefined {
  const found = culture()?.limits?.find((one) => one.name === name);
  return found === undefined ? undefined : { value: Number(found.value ?? 0), unit: found.unit };
}

export const may = (...roles: string[]): boolean => me.roles?.some((role) => roles.includes(role)) ?? false;

/** What a token may do who has it is told before they try. */
function roles(): void {
  const names = (me.roles ?? []).map((role) => role.toLowerCase().replace("_", " ")).join(", ");
  say("me", me.name + (names ? ": " + names : ""));
  say("role", may("OPERATOR") ? "" : "This token may look, and not dose or stimulate: its roles are " + (names || "none") + ".");
  document.querySelectorAll<HTMLButtonElement | HTMLFieldSetElement>("[data-acts]").forEach((one) => {
    one.disabled = !may(...(one.dataset["acts"] ?? "").split(" "));
  });
}

export function show(): void {
  fill("culture", (rig.cultures ?? []).map((one) => one.name));
  say("name", rig.name);
  document.title = rig.name + (rig.stopped ? ": STOPPED" : "") + " – Wetstack";
  for (const listener of listeners) listener();
}

/** Asks each second, until `end` or a token that is good no more. */
export function begin(user: User, onExpired: (why: string) => void): void {
  me = user;
  roles();
  const mine = ++running;
  const look = async (): Promise<void> => {
    if (mine !== running) return;
    try {
      const told = await call<Rig>("/v1/rig");
      if (mine !== running) return;
      rig = told;
      show();
    } catch (e) {
      if (e instanceof Refused && e.status === 401) { running++; onExpired(e.message); return; }
      if (e instanceof Refused) say("told", e.message);
    }
    setTimeout(() => void look(), 1000);
  };
  void look();
}
