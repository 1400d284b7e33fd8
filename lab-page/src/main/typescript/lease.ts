import { call, key, path, wrong } from "./api";
import { attempt } from "./confirm";
import { clock, element, say, written } from "./dom";
import type { Lease } from "./model";
import { culture, rig } from "./rig";

interface Answer { lease?: Lease; waiting?: number }

let held: Lease | undefined;
/** Of a place in the queue: asked again with the same key, or it is lost. */
let queued: { resource: string; key: string } | undefined;
let renewing: ReturnType<typeof setTimeout> | undefined;

/** The epoch that goes with every command. Without a lease there is none: the controller refuses it, and says which lease is missing. */
export const epoch = (): string => held?.epoch ?? "0";
/** Rules that refuse every act now. */
export const withheld = (): string[] => [...(rig.stopped ? ["stop.latched"] : []), ...(held === undefined ? ["lease.none"] : [])];
export const isHeld = (lease: Lease): boolean => held?.lease === lease.lease && held.epoch === lease.epoch;

function show(text: string): void {
  say("leased", text);
  say("lease", held !== undefined ? "Release the lease" : queued !== undefined ? "Leave the queue" : "Take the lease");
}

/** It is over: at once, even if nobody could be told. */
export function forget(why: string): void {
  clearTimeout(renewing);
  held = undefined;
  queued = undefined;
  show(why);
}

function hold(lease: Lease): void {
  held = lease;
  queued = undefined;
  show(`lease of ${lease.resource} held until ${clock(lease.until)}`);
  clearTimeout(renewing);
  renewing = setTimeout(() => void renew(), lease.silenceMilliseconds / 4);
}

/** Says to the controller that somebody is here. */
export async function renew(): Promise<void> {
  const mine = held;
  if (mine === undefined) return;
  try {
    const lease = await call<Lease>(path("/v1/leases/", mine.lease, ":renew"), { lease: mine.lease, epoch: mine.epoch });
    if (held === mine) hold(lease);
  } catch (e) {
    if (held !== mine) return;
    forget("no lease");
    say("told", "The lease has ended: " + wrong(e));
  }
}

async function ask(): Promise<void> {
  const mine = queued;
  if (mine === undefined) return;
  try {
    const answer = await call<Answer>("/v1/leases", { resource: mine.resource, purpose: "by hand, on the page", key: mine.key });
    if (answer.lease !== undefined) { hold(answer.lease); return; }
    if (queued !== mine) return;
    show(`somebody else holds ${mine.resource}; ${answer.waiting ?? 0} before you`);
    setTimeout(() => void ask(), 1500);
  } catch (e) {
    queued = undefined;
    show("no lease");
    say("told", wrong(e));
  }
}

export async function release(): Promise<void> {
  const mine = held;
  if (mine === undefined) return;
  await call(path("/v1/leases/", mine.lease, ":release"), { lease: mine.lease, epoch: mine.epoch, key: key() });
  forget("no lease");
}

export function take(resource: string): void {
  if (held !== undefined) { say("told", "Release the lease of " + held.resource + " first: the page holds one at a time."); return; }
  queued = { resource, key: key() };
  void ask();
}

export function begin(): void {
  show("no lease");
  element("lease").onclick = () => void attempt(async () => {
    if (held !== undefined) await release();
    else if (queued !== undefined) forget("no lease");
    else if (culture() !== undefined) take("culture:" + written("culture"));
  });
}
