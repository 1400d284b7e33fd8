// Reads tables with hyparquet and holds them to the same tables as CSV: node check_parquet.mjs HYPARQUET PARQUET CSV
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [library, parquet, csv] = process.argv.slice(2);
const { parquetMetadata, parquetReadObjects } = await import(pathToFileURL(join(library, "src/index.js")));

/** RFC 4180. */
function rows(text) {
  const all = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const row = all[all.length - 1];
    if (text[i] === '"') {
      if (quoted && text[i + 1] === '"') row[row.length - 1] += text[i++];
      else quoted = !quoted;
    } else if (!quoted && text[i] === ",") row.push("");
    else if (!quoted && text[i] === "\r" && text[i + 1] === "\n") { all.push([""]); i++; }
    else row[row.length - 1] += text[i];
  }
  return all.slice(0, -1);
}

function same(cell, text, type) {
  if (cell === null || cell === undefined) return text === "";
  if (type === "DOUBLE") return typeof cell === "number" && text !== "" && cell === Number(text);
  if (type === "INT64") return typeof cell === "bigint" && String(cell) === text;
  if (type === "BOOLEAN") return typeof cell === "boolean" && String(cell) === text;
  return typeof cell === "string" && cell === text;
}

for (const file of readdirSync(csv).sort()) {
  const table = file.replace(".csv", "");
  const bytes = readFileSync(join(parquet, table + ".parquet"));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const { schema, key_value_metadata: words } = parquetMetadata(buffer);
  const types = new Map(schema.slice(1).map((each) => [each.name, each.type]));
  const [head, ...lines] = rows(readFileSync(join(csv, file), "utf8"));
  const objects = await parquetReadObjects({ file: buffer });
  if (head.join() !== [...types.keys()].join()) throw new Error(`${table}: columns ${[...types.keys()]}, not ${head}`);
  if (objects.length !== lines.length) throw new Error(`${table}: ${objects.length} rows, not ${lines.length}`);
  lines.forEach((line, at) => head.forEach((name, i) => {
    if (!same(objects[at][name], line[i], types.get(name))) {
      throw new Error(`${table}, row ${at}, ${name}: ${objects[at][name]}, not ${line[i]}`);
    }
  }));
  const from = words.find((each) => each.key === "wetstack")?.value ?? "";
  console.log(`${table} ${objects.length}: ${[...types.values()].join(" ")}; ${from.slice(0, 20)}`);
}
