import { onTheme, themed } from "./theme";

/** An image on a canvas whose pixels are written one by one, and shown once a frame. */
export class Plane {
  readonly width: number;
  readonly height: number;
  pixels: Uint32Array;
  private readonly context: CanvasRenderingContext2D;
  private readonly image: ImageData;
  private stale = true;

  /** `cleared` is called whenever it was made empty. */
  constructor(canvas: HTMLCanvasElement, private readonly cleared: () => void) {
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("this browser has no canvas");
    this.context = context;
    this.width = canvas.width;
    this.height = canvas.height;
    this.image = context.createImageData(this.width, this.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.clear();
    onTheme(() => this.clear());
  }

  clear(): void {
    this.pixels.fill(themed().back);
    this.stale = true;
    this.cleared();
  }

  /** Fills a rectangle, which has to lie within. */
  fill(x: number, y: number, width: number, height: number, colour: number): void {
    for (let row = y; row < y + height; row++) {
      const from = row * this.width + x;
      if (width === 1) this.pixels[from] = colour; else this.pixels.fill(colour, from, from + width);
    }
    this.stale = true;
  }

  show(): void {
    if (!this.stale) return;
    this.context.putImageData(this.image, 0, 0);
    this.stale = false;
  }
}
