/** The colours of the theme in force, as pixels of an image have them. */
export interface Colours { back: number; ink: number; line: number; gap: number }

let colours: Colours | undefined;
const listeners: (() => void)[] = [];

/** #rrggbb as a pixel, whose bytes are red, green, blue, opacity. */
function pixel(name: string): number {
  const value = parseInt(getComputedStyle(document.documentElement).getPropertyValue(name).trim().slice(1), 16);
  return (0xff000000 | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

export function themed(): Colours {
  colours ??= { back: pixel("--back"), ink: pixel("--good"), line: pixel("--line"), gap: pixel("--gap") };
  return colours;
}

/** Is called when the theme has changed: pictures that are kept have to be made again. */
export const onTheme = (listener: () => void): void => { listeners.push(listener); };

export function theme(button: HTMLButtonElement): void {
  const root = document.documentElement.classList;
  const set = (dark: boolean): void => {
    root.toggle("dark", dark);
    button.textContent = dark ? "Light" : "Dark";
    colours = undefined;
    for (const listener of listeners) listener();
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.onchange = () => set(system.matches);
  button.onclick = () => set(!root.contains("dark"));
  set(system.matches);
}
