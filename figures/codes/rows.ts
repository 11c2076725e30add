/**
 * The codes that figure 1 draws, and how a code becomes a path and a map.
 *
 * @module
 */
import { z } from "zod";
import { decode, encode } from "../../src/networks/evaluate.ts";
import { countNeurons, type Network } from "../../src/networks/network.ts";
import { piecewiseLinear } from "../../src/schemes/piecewise-linear.ts";
import linear from "../../src/schemes/linear.ts";
import quantizedScheme from "../../src/schemes/quantized.ts";
import { dequantize, quantize } from "../../src/constructions/levels.ts";
import {
  budgetsOf,
  closed,
  denseCell,
  linearLoss,
  problem,
} from "../../src/protocol/dense_case.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { medianRun } from "../../src/protocol/measured.ts";
import { best } from "../../src/protocol/recipe.ts";

const panelRow = z.strictObject({
  kind: z.literal("panel"),
  panel: z.string(),
  fvu: z.number(),
  neurons: z.int(),
  /** The seed shown, of a trained network. */
  seed: z.int().nullable(),
  seeds: z.int(),
});
const pathRow = z.strictObject({
  kind: z.literal("path"),
  panel: z.string(),
  /** The share of the square that the encoder gives a smaller hidden number, in [0, 1]. */
  t: z.number(),
  /** A short piece of the decoder's path through feature space. */
  x: z.number(),
  y: z.number(),
  x2: z.number(),
  y2: z.number(),
});
const cellRow = z.strictObject({
  kind: z.literal("cell"),
  panel: z.string(),
  x: z.number(),
  y: z.number(),
  t: z.number(),
});
/** The shape of one row. */
export const row = z.discriminatedUnion("kind", [panelRow, pathRow, cellRow]);
/** One row of the figure. */
export type Row = z.infer<typeof row>;

/** Cells per side of the encoder's map. */
const cells = 24;
/** Pieces of the decoder's path. */
const pieces = 160;
const segments = 3;
/** Wide enough to be seen. */
export const visibleRamp = 0.05;
/** Neurons of the trained codes. */
const trainedBudgets = [4, 12, 36];

/** A code of two features in one number. */
interface Code {
  readonly panel: string;
  readonly fvu: number;
  readonly neurons: number;
  readonly seed: number | null;
  readonly seeds: number;
  encode(point: [number, number]): number;
  decode(t: number): ArrayLike<number>;
  /** Whether the path jumps between two hidden numbers. */
  jumps(t: number, next: number): boolean;
}

function ofNetwork(
  network: Network,
  rest: Omit<Code, "encode" | "decode" | "jumps">,
): Code {
  return {
    ...rest,
    encode: (point) => encode(network, point)[0],
    decode: (t) => decode(network, [t]),
    jumps: () => false,
  };
}

const untrained = { seed: null, seeds: 0 };

/** The codes that nobody trains. */
function constructedCodes(): Code[] {
  const [affine] = closed(linear);
  const quantized = closed(quantizedScheme, { segments: [segments] })
    .find(({ variant }) => variant === "centred")!;
  const ramped = piecewiseLinear("shared-hinges", segments, visibleRamp)!;
  return [
    ofNetwork(affine.network!, {
      panel: "linear",
      fvu: linearLoss().fvu,
      neurons: affine.neurons.total,
      ...untrained,
    }),
    {
      panel: `quantized, Z = ${segments}`,
      fvu: quantized.loss.fvu,
      neurons: 0,
      ...untrained,
      encode: (point) => quantize(point, segments),
      decode: (t) => dequantize(t, 2, segments, "centred"),
      jumps: (t, next) =>
        Math.floor(segments * t) !== Math.floor(segments * next),
    },
    ofNetwork(ramped, {
      panel: `piecewise-linear, Z = ${segments}`,
      fvu: exactLoss(ramped, problem.data).fvu,
      neurons: countNeurons(ramped.architecture).total,
      ...untrained,
    }),
  ];
}

/** The trained network whose loss is nearest to the median of its seeds. */
async function trainedCode(
  context: FigureContext,
  neurons: number,
): Promise<Code> {
  const measured = await denseCell(context, best, neurons);
  const run = medianRun(measured);
  const network = {
    architecture: measured.config!.architecture,
    parameters: Float64Array.from(run.parameters),
  };
  return ofNetwork(network, {
    panel: `trained, ${neurons} neurons`,
    fvu: run.loss.fvu,
    neurons,
    seed: run.seed,
    seeds: measured.results.length,
  });
}

/** The decoder's path and the encoder's map. */
function draw(code: Code): Row[] {
  const { panel, fvu, neurons, seed, seeds } = code;
  const side = Array.from({ length: cells }, (_, i) => (i + 0.5) / cells);
  const map = side.flatMap((x) =>
    side.map((y) => ({ x, y, t: code.encode([x, y]) }))
  );
  // The extremes of a ReLU network over the square may lie anywhere on its edge; a fine walk around
  // it is near enough.
  const edge = Array.from({ length: 401 }, (_, i) => i / 400).flatMap((
    s,
  ): [number, number][] => [[s, 0], [s, 1], [0, s], [1, s]])
    .filter(([x, y]) => panel.startsWith("quantized") ? x < 1 && y < 1 : true)
    .map(code.encode);
  const all = [...edge, ...map.map(({ t }) => t)];
  const low = Math.min(...all), high = Math.max(...all);
  const sorted = map.map(({ t }) => t).sort((a, b) => a - b);
  /**
   * Share of the square with a smaller t: a colour that does not depend on how the code stretches
   * t.
   */
  const scaled = (t: number) =>
    sorted.filter((other) => other < t).length / (sorted.length - 1);
  const step = (high - low) / pieces;
  const at = (i: number) => low + step * i;
  const path = Array.from({ length: pieces }, (_, i) => i)
    .filter((i) => !code.jumps(at(i), at(i + 1)))
    .map((i): Row => {
      const [from, to] = [code.decode(at(i)), code.decode(at(i + 1))];
      return {
        kind: "path",
        panel,
        t: scaled(at(i) + step / 2),
        x: from[0],
        y: from[1],
        x2: to[0],
        y2: to[1],
      };
    });
  return [
    { kind: "panel", panel, fvu, neurons, seed, seeds },
    ...path,
    ...map.map(({ x, y, t }): Row => ({
      kind: "cell",
      panel,
      x,
      y,
      t: scaled(t),
    })),
  ];
}

/** All rows. */
export async function makeRows(context: FigureContext): Promise<Row[]> {
  const budgets = trainedBudgets.filter((n) => budgetsOf(context).includes(n));
  const trained = await Promise.all(
    budgets.map((neurons) => trainedCode(context, neurons)),
  );
  return [...constructedCodes(), ...trained].flatMap(draw);
}
