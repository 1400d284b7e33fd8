import { rows } from "./dom";

/** What a rule leaves, from what the controller has counted. */
export interface Margin { rule: string; used: number; then: number; limit: number; unit: string }

/** Also if it is no amount at all: what is asked for only adds. */
export const isOver = (line: Margin): boolean => !(line.then > 0 && line.then >= line.used && line.then <= line.limit);

/** Shows them in the table with that id. */
export function margins(id: string, lines: Margin[]): void {
  rows(id, lines.map((line) => [line.rule, line.used + " " + line.unit, line.then + " " + line.unit, line.limit + " " + line.unit,
    line.then <= line.limit && isOver(line) ? "✕ no amount" : isOver(line) ? "✕ too much" : "✓ within"]), (row, i) => { const line = lines[i]; row.className = line !== undefined && isOver(line) ? "over" : ""; });
}
