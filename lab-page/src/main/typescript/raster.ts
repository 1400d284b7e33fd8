import { Plane } from "./plane";
import { themed } from "./theme";

const SECONDS = 10;

/** Spikes of all electrodes over the last ten seconds, as a sweep: one row or more an electrode. */
export class Raster {
  private readonly plane: Plane;
  private order = new Map<number, number>();
  private perColumn = 1;
  private latest = -1;

  constructor(canvas: HTMLCanvasElement) { this.plane = new Plane(canvas, () => { this.latest = -1; }); }

  restart(electrodes: number[], samplesPerSecond: number): void {
    this.order = new Map(electrodes.map((electrode, index) => [electrode, index]));
    this.perColumn = Math.max(1, Math.floor((samplesPerSecond * SECONDS) / this.plane.width));
    this.plane.clear();
  }

  /** Time has come to `sample`; what is missing before it is marked. */
  reach(sample: number, missed: number): void {
    const column = Math.floor(sample / this.perColumn), { back, gap } = themed();
    if (column <= this.latest && this.latest - column < this.plane.width) return;
    const from = this.latest < 0 || column < this.latest ? column : Math.max(this.latest + 1, column - this.plane.width + 1);
    const whole = column - Math.floor(missed / this.perColumn);
    for (let each = from; each <= column; each++) {
      this.plane.fill(each % this.plane.width, 0, 1, this.plane.height, each >= whole && each < column ? gap : back);
    }
    for (let ahead = 1; ahead <= 8; ahead++) this.plane.fill((column + ahead) % this.plane.width, 0, 1, this.plane.height, back);
    this.latest = column;
  }

  /** Electrode and sample, in turn. */
  add(spikes: number[]): void {
    const high = this.plane.height / Math.max(1, this.order.size), { ink } = themed();
    for (let i = 0; i + 1 < spikes.length; i += 2) {
      const index = this.order.get(spikes[i] ?? -1), sample = spikes[i + 1] ?? 0;
      if (index === undefined) continue;
      const column = Math.floor(sample / this.perColumn);
      if (column > this.latest) this.reach(sample, 0);
      if (this.latest - column >= this.plane.width - 8) continue;
      const y = Math.floor(index * high);
      // Two columns: one alone is pale where the canvas is shown smaller than it is.
      this.plane.fill(Math.min(column % this.plane.width, this.plane.width - 2), y, 2, Math.max(1, Math.min(this.plane.height - y, Math.floor(high) - 1)), ink);
    }
  }

  show(): void { this.plane.show(); }
}
