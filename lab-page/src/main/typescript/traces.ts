import type { Samples } from "./wire";

/** All electrodes as a sweep: only the columns that are new are drawn. */
export class Traces {
  private readonly context: CanvasRenderingContext2D;
  private readonly waiting: Samples[] = [];
  private column = 0;
  private electrodes = 0;
  private cleared = "";
  frames = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("this browser has no canvas");
    this.context = context;
    const draw = (): void => { this.draw(); requestAnimationFrame(draw); };
    requestAnimationFrame(draw);
  }

  /** Keeps what comes until the next frame; a page that is not shown keeps the latest 200 only. */
  add(block: Samples): void {
    this.waiting.push(block);
    if (this.waiting.length > 200) this.waiting.shift();
  }

  private draw(): void {
    if (this.waiting.length > 0) this.frames++;
    for (const block of this.waiting) this.block(block);
    this.waiting.length = 0;
  }

  private block(block: Samples): void {
    const { width, height } = this.canvas;
    const style = getComputedStyle(document.documentElement);
    const back = style.getPropertyValue("--back"), ink = style.getPropertyValue("--good");
    if (block.electrodes !== this.electrodes || back !== this.cleared) {
      this.cleared = back;
      this.electrodes = block.electrodes;
      this.context.fillStyle = back;
      this.context.fillRect(0, 0, width, height);
    }
    const across = block.electrodes > 64 ? Math.ceil(Math.sqrt(block.electrodes)) : 1;
    const down = Math.ceil(block.electrodes / across);
    const wide = Math.floor(width / across), high = height / down;
    // Counts of 0.195 µV: a cell is 400 µV high.
    const scale = high / 2048;
    for (let row = 0; row + 1 < block.rows; row += 2) {
      this.column = (this.column + 1) % (wide - 1);
      this.context.fillStyle = back;
      for (let x = 0; x < across; x++) this.context.fillRect(x * wide + this.column, 0, across > 1 ? 2 : 8, height);
      this.context.fillStyle = ink;
      for (let i = 0; i < block.electrodes; i++) {
        const least = block.counts[row * block.electrodes + i] ?? 0;
        const greatest = block.counts[(row + 1) * block.electrodes + i] ?? 0;
        const middle = (Math.floor(i / across) + 0.5) * high;
        const top = Math.max(middle - high / 2, middle - greatest * scale);
        const bottom = Math.min(middle + high / 2, middle - least * scale);
        this.context.fillRect((i % across) * wide + this.column, top, 1, Math.max(1, bottom - top));
      }
    }
  }
}
