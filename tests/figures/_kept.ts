/**
 * What every snapshot must keep: the rows that stood there at some commit, column by column and bit
 * by bit. Of the dense figures that is the one before the house was rebuilt; of the sparse ones the
 * one that trained them anew by the recipes that tuning chooses.
 *
 * `kept.json` was made from git's history, and the records of a commit can be made again:
 *
 * ```sh
 * old=$(mktemp -d) && git archive 29be8c0 snapshots | tar -x -C "$old"
 * deno run --allow-read tests/figures/_kept.ts "$old/snapshots" codes.json geometry.json
 * ```
 *
 * @module
 */
import { sha256 } from "../../src/numerics/hash.ts";
import { encodeJson } from "../../src/rendering/json.ts";

type Row = Record<string, unknown>;

/** What is kept of a snapshot. */
export interface Kept {
  /** How many rows there were. */
  readonly rows: number;
  /** The columns of each kind of row; rows without a column `kind` stand under the empty name. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /**
   * The values of the column `series`, of the kinds that have one: rows of another series are new.
   */
  readonly series: readonly string[];
  /**
   * SHA-256 of the JSON of all these rows in their order, a line each, with these columns alone in
   * theirs.
   */
  readonly sha256: string;
}

const kindOf = (row: Row) => String(row.kind ?? "");

/** The record of rows that are all to be kept. */
export function record(rows: readonly Row[]): Kept {
  const columns = Object.fromEntries(
    rows.map((row) => [kindOf(row), Object.keys(row).sort()]),
  );
  const series = [
    ...new Set(rows.flatMap((row) => "series" in row ? [`${row.series}`] : [])),
  ].sort();
  return withHash(rows, { columns, series });
}

/**
 * The same record of other rows: of their kinds, series and columns only those that the record
 * knows.
 */
export function recordAgain(
  rows: readonly Row[],
  { columns, series }: Pick<Kept, "columns" | "series">,
): Kept {
  const old = rows.filter((row) =>
    kindOf(row) in columns &&
    (!("series" in row) || series.includes(`${row.series}`))
  );
  return withHash(old, { columns, series });
}

function withHash(
  rows: readonly Row[],
  { columns, series }: Pick<Kept, "columns" | "series">,
): Kept {
  const projected = rows.map((row) =>
    Object.fromEntries(
      columns[kindOf(row)].filter((name) => name in row)
        .map((name) => [name, row[name]]),
    )
  );
  // As snapshots are written: a zero keeps its sign.
  const text = projected.map((row) => encodeJson(row, "row")).join("\n");
  return { rows: rows.length, columns, series, sha256: sha256(text) };
}

if (import.meta.main) {
  const [folder, ...names] = Deno.args;
  const kept: Record<string, Kept> = {};
  for (const name of names) {
    // The text as it was: today's schema of claims is not that of then.
    const { rows } = JSON.parse(Deno.readTextFileSync(`${folder}/${name}`));
    kept[name] = record(rows);
  }
  console.log(JSON.stringify(kept, null, 2));
}
