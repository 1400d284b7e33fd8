import { Plane } from "./plane";
import { themed } from "./theme";
import type { Samples } from "./wire";

/** Counts in the height of a cell: with 0.195 µV a count, 400 µV. */
const COUNTS_HIGH = 2048;
/** Columns that are empty ahead of the newest. */
const AHEAD = 6;

/**
 * All electrodes as a sweep, up to 64 as rows and more as a grid. A column is one group of samples; where samples are
 * missing, columns are marked and not closed up.
 */
export class Traces {
  private readonly plane: Plane;
  private electrodes = 0;
  private across = 1;
  private wide = 1;
  private high = 1;
  private latest = -1;
  /** Columns drawn. */
  drawn = 0;

  constructor(canvas: HTMLCanvasElement, private readonly decimation: number) {
    this.plane = new Plane(canvas, () => { this.latest = -1; });
  }

  restart(): void { this.electrodes = 0; this.latest = -1; }

  add(block: Samples): void {
    if (block.electrodes === 0) return;
    if (block.electrodes !== this.electrodes) this.arrange(block.electrodes);
    const values = block.decimation > 1 ? 2 : 1;
    for (let row = 0; row + values <= block.rows; row += values) {
      const column = Math.floor((block.first + (row / values) * block.decimation) / this.decimation);
      const fresh = column !== this.latest;
      if (fresh) this.begin(column);
      this.column(block, row, row + values - 1, column, fresh);
    }
  }

  private arrange(electrodes: number): void {
    this.electrodes = electrodes;
    this.across = electrodes > 64 ? Math.ceil(Math.sqrt(electrodes)) : 1;
    this.wide = Math.floor(this.plane.width / this.across);
    this.high = Math.floor(this.plane.height / Math.ceil(electrodes / this.across));
    this.plane.clear();
  }

  private at(column: number): number { return column % (this.wide - 1); }

  /** Empties what lies ahead of `column`, and marks what was passed over on the way to it. */
  private begin(column: number): void {
    const { back, gap } = themed();
    const passed = this.latest < 0 || column < this.latest ? 0 : Math.min(column - this.latest - 1, this.wide - 1);
    for (let missing = column - passed; missing < column; missing++) this.upright(this.at(missing), gap);
    for (let ahead = 0; ahead < Math.min(AHEAD, this.wide - 2); ahead++) this.upright(this.at(column + ahead), back);
    this.latest = column;
    this.drawn++;
  }

  private upright(x: number, colour: number): void {
    for (let cell = 0; cell < this.across; cell++) this.plane.fill(cell * this.wide + x, 0, 1, this.plane.height, colour);
  }

  private column(block: Samples, least: number, greatest: number, column: number, fresh: boolean): void {
    const { ink, line } = themed();
    const x = this.at(column), scale = this.high / COUNTS_HIGH, n = this.electrodes;
    for (let i = 0; i < n; i++) {
      const left = (i % this.across) * this.wide + x, upper = Math.floor(i / this.across) * this.high;
      const middle = upper + this.high / 2;
      const top = Math.max(upper, Math.round(middle - (block.counts[greatest * n + i] ?? 0) * scale));
      const bottom = Math.min(upper + this.high - 1, Math.round(middle - (block.counts[least * n + i] ?? 0) * scale));
      if (fresh && this.across > 1) this.plane.fill(left, upper + this.high - 1, 1, 1, line);
      // What leaves its cell is drawn as a dot at the edge.
      this.plane.fill(left, Math.min(top, upper + this.high - 1), 1, Math.max(1, bottom - top + 1), ink);
    }
  }

  show(): void { this.plane.show(); }
}
