/**
 * The panels of figure 7.
 *
 * @module
 */
import { at, linearAxis, logAxis, titledIf } from "../../src/rendering/axes.ts";
import { key } from "../../src/rendering/key.ts";
import {
  labelsRight,
  line,
  points,
  rects,
  rule,
  segments,
  text,
} from "../../src/rendering/marks.ts";
import { styleOf } from "../../src/rendering/palette.ts";
import { type Panel, panel } from "../../src/rendering/panels.ts";
import { ascending } from "../../src/rendering/select.ts";
import { heldOptions, leastNorm, parts, type Row } from "./rows.ts";

/** Rows of one kind. */
type Of<Kind extends Row["kind"]> = Extract<Row, { kind: Kind }>;

const colors: Record<typeof heldOptions[number], string> = {
  "only feature 1": styleOf("quantized centred").color,
  "only feature 2": styleOf("shared-hinges").color,
  "antipodal pair": styleOf("superposition").color,
  "other": styleOf("drop").color,
};
const { color } = styleOf("superposition");

/**
 * Fractions at which features sit, by the shape that puts them there, and where the label stands
 * clear of the next one.
 */
const fractions: [label: string, value: number, labelAt: number][] = [
  ["1: alone", 1, 1],
  ["3/4: tetrahedron", 3 / 4, 3 / 4],
  ["2/3: triangle", 2 / 3, 2 / 3],
  ["1/2: digon", 1 / 2, 1 / 2],
  ["2/5: pentagon", 2 / 5, 0.41],
  ["3/8: square antiprism", 3 / 8, 0.36],
];

/** Where cells end: halfway to the neighbour on a logarithmic axis. */
function edges(values: readonly number[], value: number): [number, number] {
  const i = values.indexOf(value);
  const last = values.length - 1;
  const between = (k: number) => Math.sqrt(values[k] * values[k + 1]);
  return [
    i === 0 ? values[0] * values[0] / between(0) : between(i - 1),
    i === last ? values[last] * values[last] / between(last - 1) : between(i),
  ];
}

/**
 * One map of the phase diagram, with the line on which the known solutions tie; `whose` says whose
 * phases.
 */
export function map(
  rows: readonly Of<"phase">[],
  ties: readonly Of<"tie">[],
  whose: "theory" | "trained",
  title: string,
): Panel {
  const densities = ascending(rows.map((r) => r.density));
  const ratios = ascending(rows.map((r) => r.importance));
  const cells = rows.map((r) => {
    const [density, density2] = edges(densities, r.density);
    const [importance, importance2] = edges(ratios, r.importance);
    return { density, density2, importance, importance2, holds: r[whose] };
  });
  const span = (values: number[]): [number, number] => [
    edges(values, values[0])[0],
    edges(values, values.at(-1)!)[1],
  ];
  const x = logAxis("density", "density p = 1 − S", {
    domain: span(densities),
    grid: false,
    reverse: true,
  });
  const y = titledIf(
    whose === "theory",
    logAxis("importance", "importance of feature 2", {
      domain: span(ratios),
      grid: false,
    }),
  );
  const holds = {
    field: "holds",
    type: "nominal" as const,
    scale: {
      domain: [...heldOptions],
      range: heldOptions.map((option) => colors[option]),
    },
    legend: null,
  };
  const order = { field: "importance", type: "quantitative" as const };
  return panel({ title }, [270, 220], [
    rects(cells, { x, y, color: holds }, {
      stroke: "#ffffff",
      strokeWidth: 0.5,
    }),
    line(ties, { x, y, order }, { color: "#000000", strokeWidth: 1.5 }),
  ]);
}

/** What the colours of the maps mean, as far as they occur. */
export function mapKey(rows: readonly Of<"phase">[]): Panel {
  const found = heldOptions.filter((option) =>
    rows.some((r) => r.theory === option || r.trained === option)
  );
  return key(
    found.map((label) => ({
      label,
      color: colors[label],
      dash: null,
      shape: "square",
    })),
    "the dimension holds",
  );
}

/** The directions of the features at one sparsity. */
export function arrows(
  rows: readonly Of<"direction">[],
  sparsity: number,
): Panel {
  const tips = rows.filter((r) => r.sparsity === sparsity);
  const axis = (field: string) =>
    linearAxis(field, null, { domain: [-1.7, 1.7], values: [-1, 0, 1] });
  const place = { x: axis("x"), y: axis("y") };
  const labels = tips.flatMap(({ feature, x, y }) => {
    const norm = Math.sqrt(x * x + y * y);
    const beyond = 1 + 0.32 / norm;
    return norm < leastNorm ? [] : { feature, x: beyond * x, y: beyond * y };
  });
  return panel({ title: `S = ${sparsity}`, minor: true }, [104, 104], [
    segments(
      tips.map(({ x, y }) => ({ x, y, x2: 0, y2: 0 })),
      place,
      { color, strokeWidth: 2 },
    ),
    points(tips, place, { color, size: 28 }),
    text(labels, place, "feature", { baseline: "middle" }),
  ]);
}

/** Points per feature beside the known fractions. */
export function dimensionality(
  rows: readonly Of<"dimensionality">[],
  title: string,
): Panel {
  const shown = rows.map((r) => ({ ...r, inverse: 1 / (1 - r.sparsity) }));
  const { features, hidden } = parts.dimensionality;
  const right = 1.05 * Math.max(...shown.map((r) => r.inverse));
  const alike = hidden / features;
  const rules = [
    ...fractions,
    [`${hidden}/${features}: all features alike`, alike, alike] as const,
  ].map(([label, dimensions, labelAt]) => ({
    ...{ label, dimensions, labelAt },
    inverse: right,
  }));
  const x = logAxis("inverse", "1/(1 − S): 1 is dense, to the right sparser", {
    domain: [0.95, right],
    values: [1, 2, 3, 5, 10, 20, 30],
    format: "d",
    grid: false,
  });
  const y = linearAxis("dimensions", "dimensions per feature, D", {
    domain: [-0.02, 1.04],
    values: [0, 0.25, 0.5, 0.75, 1],
    format: ".2f",
    grid: false,
  });
  return panel({ title }, [700, 290], [
    rule(rules, { y }, { strokeDash: [4, 3] }),
    points(shown, { x, y }, { color, size: 26, opacity: 0.35 }),
    labelsRight(rules, { x, y: at(y, "labelAt") }, "label"),
  ]);
}
