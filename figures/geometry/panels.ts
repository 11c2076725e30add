/**
 * The panels of figure 7.
 *
 * @module
 */
import { styleOf } from "../../src/rendering/palette.ts";
import { ascending } from "../../src/rendering/select.ts";
import { heldOptions, leastNorm, parts, type Row } from "./rows.ts";

/** Rows of one kind. */
export type Of<Kind extends Row["kind"]> = Extract<Row, { kind: Kind }>;
const colors: Record<typeof heldOptions[number], string> = {
  "only feature 1": styleOf("quantized centred").color,
  "only feature 2": styleOf("shared-hinges").color,
  "antipodal pair": styleOf("superposition").color,
  "other": styleOf("drop").color,
};

/** Fractions at which features sit, by the shape that puts them there, and where the label stands clear of the next one. */
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

/** One map of the phase diagram; `field` says whose phases. */
export function map(
  rows: readonly Of<"phase">[],
  ties: readonly Of<"tie">[],
  field: "theory" | "trained",
  title: string,
) {
  const densities = ascending(rows.map((r) => r.density));
  const ratios = ascending(rows.map((r) => r.importance));
  const cells = rows.map((r) => {
    const [x, x2] = edges(densities, r.density);
    const [y, y2] = edges(ratios, r.importance);
    return { x, x2, y, y2, holds: r[field] };
  });
  const first = edges(densities, densities[0]);
  const last = edges(densities, densities[densities.length - 1]);
  const [bottom, top] = [ratios[0], ratios[ratios.length - 1]]
    .map((r) => edges(ratios, r));
  const xScale = {
    type: "log" as const,
    domain: [last[1], first[0]],
    nice: false,
  };
  const yScale = {
    type: "log" as const,
    domain: [bottom[0], top[1]],
    nice: false,
  };
  const x = {
    type: "quantitative" as const,
    scale: xScale,
    title: "density p = 1 − S",
    axis: { values: [1, 0.3, 0.1, 0.03, 0.01], grid: false },
  };
  const y = {
    type: "quantitative" as const,
    scale: yScale,
    title: field === "theory" ? "importance of feature 2" : null,
    axis: { values: [0.1, 0.3, 1, 3, 10], grid: false },
  };
  const domain = heldOptions.filter((option) =>
    rows.some((r) => r.theory === option || r.trained === option)
  );
  return {
    title,
    width: 270,
    height: 220,
    layer: [
      {
        data: { values: cells },
        mark: { type: "rect" as const, stroke: "#ffffff", strokeWidth: 0.5 },
        encoding: {
          x: { field: "x", ...x },
          x2: { field: "x2" },
          y: { field: "y", ...y },
          y2: { field: "y2" },
          color: {
            field: "holds",
            type: "nominal" as const,
            scale: { domain, range: domain.map((option) => colors[option]) },
            title: "the dimension holds",
            legend: field === "theory" ? null : { symbolType: "square" },
          },
        },
      },
      {
        data: { values: ties },
        mark: { type: "line" as const, color: "#000000", strokeWidth: 1.5 },
        encoding: {
          x: { field: "density", ...x },
          y: { field: "importance", ...y },
          order: { field: "importance", type: "quantitative" as const },
        },
      },
    ],
  };
}

/** The directions of the features at one sparsity. */
export function arrows(
  rows: readonly Of<"direction">[],
  sparsity: number,
  title: string,
) {
  const tips = rows.filter((r) => r.sparsity === sparsity)
    .map((r) => ({ ...r, x0: 0, y0: 0 }));
  const scale = { domain: [-1.7, 1.7], nice: false };
  const axis = { values: [-1, 0, 1], title: null };
  const at = (field: string) => ({
    field,
    type: "quantitative" as const,
    scale,
    axis,
  });
  const { color } = styleOf("superposition");
  const labels = tips.flatMap(({ feature, x, y }) => {
    const norm = Math.sqrt(x * x + y * y);
    const beyond = 1 + 0.32 / norm;
    return norm < leastNorm ? [] : { feature, x: beyond * x, y: beyond * y };
  });
  return {
    title: {
      text: title,
      fontWeight: "normal" as const,
      fontSize: 13,
      frame: "group" as const,
    },
    width: 104,
    height: 104,
    layer: [
      {
        data: { values: tips },
        mark: { type: "rule" as const, color, strokeWidth: 2 },
        encoding: {
          x: at("x0"),
          x2: { field: "x" },
          y: at("y0"),
          y2: { field: "y" },
        },
      },
      {
        data: { values: tips },
        mark: { type: "point" as const, color, size: 28 },
        encoding: { x: at("x"), y: at("y") },
      },
      {
        data: { values: labels },
        mark: { type: "text" as const, fontSize: 11 },
        encoding: { x: at("x"), y: at("y"), text: { field: "feature" } },
      },
    ],
  };
}

/** Points per feature beside the known fractions. */
export function dimensionality(
  rows: readonly Of<"dimensionality">[],
  title: string,
) {
  const points = rows.map((r) => ({
    inverse: 1 / (1 - r.sparsity),
    dimensions: r.dimensions,
  }));
  const { features, hidden } = parts.dimensionality;
  const right = Math.max(...points.map(({ inverse }) => inverse));
  const rules = [
    ...fractions,
    [
      `${hidden}/${features}: all features alike`,
      hidden / features,
      hidden / features,
    ] as const,
  ].map(([label, dimensions, labelAt]) => ({
    ...{ label, dimensions, labelAt },
    inverse: right,
  }));
  const x = {
    field: "inverse",
    type: "quantitative" as const,
    title: "1/(1 − S): 1 is dense, to the right sparser",
    scale: { type: "log" as const, domain: [0.95, right * 1.05], nice: false },
    axis: { values: [1, 2, 3, 5, 10, 20, 30], format: "d", grid: false },
  };
  const y = {
    field: "dimensions",
    type: "quantitative" as const,
    title: "dimensions per feature, D",
    scale: { domain: [0, 1.04], nice: false },
    axis: { values: [0, 0.25, 0.5, 0.75, 1], format: ".2f", grid: false },
  };
  return {
    title,
    width: 700,
    height: 290,
    layer: [
      {
        data: { values: rules },
        mark: { type: "rule" as const, strokeDash: [4, 3] },
        encoding: { y },
      },
      {
        data: { values: points },
        mark: {
          type: "point" as const,
          color: styleOf("superposition").color,
          size: 26,
          opacity: 0.35,
        },
        encoding: { x, y },
      },
      {
        data: { values: rules },
        mark: {
          type: "text" as const,
          align: "left" as const,
          dx: 12,
          fontSize: 11,
        },
        encoding: {
          x,
          y: { ...y, field: "labelAt" },
          text: { field: "label" },
        },
      },
    ],
  };
}
