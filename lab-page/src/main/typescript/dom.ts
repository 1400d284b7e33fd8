/** The element with that id; the page is broken without it. */
export function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error("the page has no " + id);
  return found as T;
}

export const number = (id: string): number => element<HTMLInputElement>(id).valueAsNumber;
export const written = (id: string): string => element<HTMLInputElement | HTMLSelectElement>(id).value.trim();

/** Writes only what differs: a screen reader says again whatever is written. */
export function say(id: string, text: string): void {
  const place = element(id);
  if (place.textContent !== text) place.textContent = text;
}

export type Cell = string | HTMLElement;

/** Makes the rows of a table's body, if they differ from what is there: who is on a button in it stays there. */
export function rows(id: string, lines: Cell[][], mark: (row: HTMLTableRowElement, index: number) => void = () => {}): void {
  const body = document.createElement("tbody");
  lines.forEach((cells, index) => {
    const row = body.insertRow();
    for (const cell of cells) row.insertCell().append(cell);
    mark(row, index);
  });
  const before = element<HTMLTableElement>(id).tBodies[0];
  if (before === undefined) throw new Error("table " + id + " has no body");
  if (before.innerHTML === body.innerHTML) return;
  const focus = before.contains(document.activeElement) ? document.activeElement?.id : undefined;
  before.replaceWith(body);
  if (focus) document.getElementById(focus)?.focus();
}

/** A button in a row; its id keeps the focus on it, its label says what it is about. */
export function button(id: string, text: string, label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.id = id;
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.onclick = act;
  return made;
}

/** The choices of a select; what was chosen stays so if it is still there. */
export function fill(id: string, names: string[]): void {
  const select = element<HTMLSelectElement>(id);
  const before = Array.from(select.options, (option) => option.value);
  if (before.join("\n") === names.join("\n")) return;
  const chosen = select.value;
  select.replaceChildren(...names.map((name) => new Option(name)));
  if (names.includes(chosen)) select.value = chosen;
}

export const isShown = (id: string): boolean => element(id).offsetParent !== null;

/** A time as people here write it; empty if there is none. */
export const clock = (at: string | undefined): string =>
  at === undefined ? "" : new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A volume of so many nanolitres, exactly, in the unit that fits. */
export function volume(nanoliters: number): string {
  if (Math.abs(nanoliters) >= 1e6) return nanoliters / 1e6 + " mL";
  return Math.abs(nanoliters) >= 1e4 ? nanoliters / 1e3 + " µL" : nanoliters + " nL";
}

/** Three digits, and a unit's prefix if it is large. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 1e6) return (value / 1e6).toPrecision(3) + " M";
  if (Math.abs(value) >= 1e4) return (value / 1e3).toPrecision(3) + " k";
  return String(Number(value.toPrecision(3)));
}
