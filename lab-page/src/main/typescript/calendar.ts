import { call, key, path } from "./api";
import { attempt, confirm } from "./confirm";
import { button, clock, element, fill, isShown, rows, say, written } from "./dom";
import { isHeld, release, renew, take } from "./lease";
import type { Booking, Lease } from "./model";
import { may, me, onRig, rig } from "./rig";

/** An hour from now, to the minute, as an input wants it. */
function local(plusMinutes: number): string {
  const at = new Date(Date.now() + plusMinutes * 60_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function actions(lease: Lease): HTMLElement {
  const place = document.createElement("span");
  if (isHeld(lease)) {
    place.append(button("renew-" + lease.lease, "Renew", "Renew the lease of " + lease.resource, () => void attempt(renew)),
      button("release-" + lease.lease, "Release", "Release the lease of " + lease.resource, () => void attempt(release)));
  } else if (may("SAFETY_OFFICER", "ADMIN")) {
    place.append(button("revoke-" + lease.lease, "End", "End the lease of " + lease.resource + " of " + lease.holder, () => {
      const ask = { lease: lease.lease, reason: "ended on the page", key: key() };
      confirm(`End the lease of ${lease.resource} that ${lease.holder} has? What runs under it is switched off.`, "End it", async () => {
        await call(path("/v1/leases/", ask.lease, ":revoke"), ask);
      });
    }));
  }
  return place;
}

function cancel(booking: Booking): HTMLElement | string {
  if (!may("ADMIN") && !(may("OPERATOR") && booking.who === me.name)) return "";
  return button("cancel-" + booking.booking, "Cancel", `Cancel the booking of ${booking.resource} from ${clock(booking.from)}`, () => {
    const ask = { booking: booking.booking, reason: "cancelled on the page", key: key() };
    confirm(`Cancel the booking of ${booking.resource} from ${clock(booking.from)}?`, "Cancel the booking", async () => {
      await call(path("/v1/bookings/", ask.booking, ":cancel"), ask);
    });
  });
}

async function look(): Promise<void> {
  try {
    if (me.name !== "" && isShown("leases")) {
      const [leases, bookings] = await Promise.all([call<{ leases?: Lease[]; waiting?: number }>("/v1/leases"), call<{ bookings?: Booking[] }>("/v1/bookings")]);
      rows("leases", (leases.leases ?? []).map((one) => [one.resource, one.holder + (isHeld(one) ? " (this page)" : ""), one.purpose ?? "", clock(one.until), actions(one)]));
      say("waiting", (leases.leases ?? []).length === 0 ? "Nobody holds a lease." : `${leases.waiting ?? 0} wait for one.`);
      rows("bookings", (bookings.bookings ?? []).map((one) => [one.resource, one.who, clock(one.from), clock(one.until), one.purpose ?? "", cancel(one)]));
      say("booked", (bookings.bookings ?? []).length === 0 ? "Nothing is booked." : "");
    }
  } catch { /* the next look tells; what holds for the whole page is told elsewhere */ }
  setTimeout(() => void look(), 1000);
}

async function book(): Promise<void> {
  const from = new Date(written("from")), until = new Date(written("until"));
  await call<Booking>("/v1/bookings", { resource: written("resource"), from: from.toISOString(), until: until.toISOString(), purpose: written("purpose"), key: key() });
}

export function begin(): void {
  element<HTMLInputElement>("from").value = local(60);
  element<HTMLInputElement>("until").value = local(120);
  element<HTMLFormElement>("book").onsubmit = (event) => { event.preventDefault(); void attempt(book); };
  element("whole").onclick = () => take("rig");
  onRig(() => fill("resource", [...(rig.cultures ?? []).map((one) => "culture:" + one.name), "rig"]));
  void look();
}

