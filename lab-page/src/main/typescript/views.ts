import { element } from "./dom";

const names: string[] = [];

/** Shows one view and hides the others; its name stands in the address, so that a browser's Back leads back. */
function open(): void {
  const wanted = location.hash.slice(2), name = names.includes(wanted) ? wanted : names[0];
  document.querySelectorAll<HTMLElement>("[data-view]").forEach((view) => { view.hidden = view.dataset["view"] !== name; });
  document.querySelectorAll<HTMLAnchorElement>("nav a").forEach((link) => {
    if (link.hash.slice(2) === name) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  });
}

export function begin(): void {
  document.querySelectorAll<HTMLElement>("[data-view]").forEach((view) => {
    const name = view.dataset["view"] ?? "", link = document.createElement("a");
    names.push(name);
    // No element has such an id, so that nothing is scrolled to.
    link.href = "#/" + name;
    link.id = "to-" + name;
    link.textContent = view.querySelector("h2")?.textContent ?? name;
    element("views").append(link);
  });
  addEventListener("hashchange", open);
  open();
}
