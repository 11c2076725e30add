/**
 * The three formats of `compare`.
 *
 * @module
 */
import type { Loss } from "../src/features/mod.ts";
import { formatJson } from "../src/rendering/json.ts";
import {
  type Compared,
  comparison,
  type ComparisonRow,
} from "./_comparison.ts";

/**
 * One object `{ limit, rows: [...] }`; the loss of diverged runs is null, since JSON has no
 * Infinity.
 *
 * @param limit what no scheme can pass; null where no bound applies
 */
export function asJson(
  compared: readonly Compared[],
  limit: Loss | null,
): string {
  const rows = compared.map(({ row }) => row);
  return formatJson(comparison.encode({ limit, rows }), "output");
}

/**
 * One line per row under a line of names, for pandas, R and Altair: nested names are joined by
 * underscores, what does not apply is empty, the loss of diverged runs is `inf`.
 */
export function asCsv(compared: readonly Compared[]): string {
  const names = columns.map(([name]) => name);
  const lines = compared.map(({ row }) => columns.map(([, of]) => of(row)));
  return [names, ...lines].map((cells) => cells.map(csvCell).join(","))
    .join("\n");
}

type Cell = string | number | null;

const lossColumns = (
  unit: "mse" | "fvu",
): [string, (row: ComparisonRow) => Cell][] => [
  [`${unit}_best`, (row) => row[unit].best],
  [`${unit}_median`, (row) => row[unit].median],
  [`${unit}_iqm`, (row) => row[unit].iqm],
  [`${unit}_ci95_low`, (row) => row[unit].ci95?.[0] ?? null],
  [`${unit}_ci95_high`, (row) => row[unit].ci95?.[1] ?? null],
];

const columns: [name: string, of: (row: ComparisonRow) => Cell][] = [
  ["scheme", (row) => row.scheme],
  ["variant", (row) => row.variant],
  ["features", (row) => row.features],
  ["hidden", (row) => row.hidden],
  ["sparsity", (row) => row.sparsity],
  ["noise", (row) => row.noise],
  ["segments", (row) => row.segments],
  ["epsilon", (row) => row.epsilon],
  ["neurons_encoder", (row) => row.neurons.encoder],
  ["neurons_decoder", (row) => row.neurons.decoder],
  ["neurons_output", (row) => row.neurons.output],
  ["neurons_total", (row) => row.neurons.total],
  ["parameters", (row) => row.parameters],
  ["seeds", (row) => row.seeds],
  ["steps", (row) => row.steps],
  ...lossColumns("mse"),
  ...lossColumns("fvu"),
  ["data", (row) => row.data],
  ["learningRate", (row) => row.learningRate],
  ["standardError", (row) => row.standardError],
  ["deadUnits", (row) => row.deadUnits],
  ["diverged", (row) => row.diverged],
  ["lastDoubling", (row) => row.lastDoubling],
];

/** RFC 4180. */
function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (cell === Infinity) return "inf";
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A table for people: first the codes that are no ReLU network, then the networks, fewest neurons
 * first, and of as many the one that loses least.
 *
 * @param heading what was compared, in lines
 */
export function asTable(
  compared: readonly Compared[],
  heading: readonly string[],
): string {
  const networks = compared.filter(({ network }) => network);
  const others = compared.filter(({ network }) => !network);
  const seeds = Math.max(...compared.map(({ row }) => row.seeds));
  const showsDead = compared.some(({ row }) => (row.deadUnits ?? 0) > 0);
  const header = [
    ...[
      "",
      "neurons",
      "enc+dec+out",
      "parameters",
      "scheme",
      "variant",
      "Z",
      "ε",
    ],
    ...(showsDead ? ["dead"] : []),
    ...["mse", "fvu"],
    ...(seeds > 0
      ? ["95 % of fvu", `best fvu of ${seeds}`, "last doubling"]
      : []),
  ];
  const cells = ({ row, network }: Compared): string[] => {
    const { encoder, decoder, output, total } = row.neurons;
    const { ci95 } = row.fvu;
    const beaten = !network ||
      networks.some(({ row: other }) =>
        other.neurons.total <= total && other.mse.median < row.mse.median
      );
    return [
      beaten ? "" : "*",
      String(total),
      [encoder, decoder, output].join("+"),
      String(row.parameters),
      row.scheme,
      row.variant ?? "",
      String(row.segments ?? ""),
      String(row.epsilon ?? ""),
      ...(showsDead ? [row.seeds > 0 ? percent(row.deadUnits ?? 0) : ""] : []),
      readable(row.mse.median),
      readable(row.fvu.median),
      ci95 === null ? "" : `${readable(ci95[0])}–${readable(ci95[1])}`,
      row.seeds === 0 ? "" : readable(row.fvu.best),
      row.lastDoubling === null ? "" : change(row.lastDoubling),
    ].slice(0, header.length);
  };
  const groups: [title: string, members: Compared[]][] = [
    ["No ReLU network (neurons do not count):", others],
    [
      "ReLU networks (*: none with as many neurons or fewer loses less):",
      networks,
    ],
  ];
  const shown = groups.filter(([, members]) => members.length > 0);
  const lines = align([
    header,
    ...shown.flatMap(([, members]) => members.map(cells)),
  ]);
  const text = [...heading, "", lines.shift()!];
  for (const [title, members] of shown) {
    text.push(title, ...lines.splice(0, members.length));
  }
  return text.join("\n");
}

/** Four significant digits. */
export function readable(value: number): string {
  return value === Infinity ? "diverged" : value.toPrecision(4);
}

/** A share in whole per cent; one that is not 0 never looks like it. */
function percent(share: number): string {
  return share > 0 && share < 0.01 ? "<1 %" : `${Math.round(100 * share)} %`;
}

/** What a factor changes, in per cent with its sign. */
function change(factor: number): string {
  const tenths = Math.round(1000 * (factor - 1));
  const sign = tenths < 0 ? "−" : tenths > 0 ? "+" : "";
  return `${sign}${(Math.abs(tenths) / 10).toFixed(1)} %`;
}

/** Columns of whole numbers end together, all others begin together. */
function align(lines: readonly (readonly string[])[]): string[] {
  const [header, ...body] = lines;
  return lines.map((cells) =>
    cells.map((cell, i) => {
      const column = body.map((line) => line[i]);
      const width = Math.max(header[i].length, ...column.map((c) => c.length));
      const whole = column.every((other) => /^\d*$/.test(other));
      return whole ? cell.padStart(width) : cell.padEnd(width);
    }).join("  ").trimEnd()
  );
}
