/**
 * Figure 6: when compression pays, in layers.
 *
 * @module
 */
import { twoPerSegment } from "../../src/constructions/staircase.ts";
import { countNeurons, countParameters } from "../../src/networks/network.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import piecewiseLinear from "../../src/schemes/piecewise-linear.ts";
import {
  layersToBreakEven,
  savedPerLayer,
} from "../../src/bounds/cost/amortization.ts";
import {
  best,
  closed,
  data,
  linearLoss,
  losses,
  plain,
  problem,
  rampWidth,
  sizeOf,
  summarizeSeeds,
  tuned,
} from "../../src/protocol/dense.ts";
import { picture } from "./picture.ts";
import { type Row, row } from "./rows.ts";
import type { Figure, FigureContext } from "../../src/protocol/figure.ts";

const widths = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const repetitions = [null, 4, 1];

interface Code {
  readonly series: string;
  readonly neurons: number;
  readonly parameters: number;
}

/** The smallest network of each kind that beats the best linear code. */
async function codes(context: FigureContext): Promise<Code[]> {
  const linear = linearLoss().fvu;
  const segments = Array.from({ length: 6 }, (_, i) => i + 1);
  const paper = segments.map((count) =>
    twoPerSegment({ segments: count, epsilon: rampWidth, decoder: "floor" })
  ).find((network) => exactLoss(network, data).fvu < linear)!;
  const built = closed(piecewiseLinear, { segments, epsilon: [rampWidth] })
    .filter(({ loss }) => loss.fvu < linear)
    .sort((a, b) => a.neurons.total - b.neurons.total);
  const first = (variant: string) => built.find((c) => c.variant === variant)!;
  const trained = await Promise.all(
    [plain, best].map(async (recipe) => {
      const all = await Promise.all(
        sizeOf(context).budgets.map((neurons) =>
          tuned(context, recipe, neurons)
        ),
      );
      const winners = all.filter(({ neurons, results }) =>
        summarizeSeeds(`${recipe.name}/${neurons}`, losses(results))
          .ci95![1] < linear
      );
      return winners.slice(0, 1).map(({ neurons, config }) => ({
        series: recipe.name,
        neurons,
        parameters: countParameters(config.architecture),
      }));
    }),
  );
  const counted = (
    series: string,
    { neurons, parameters }: {
      neurons: { total: number };
      parameters: number;
    },
  ) => ({ series, neurons: neurons.total, parameters });
  return [
    {
      series: "two-per-segment",
      neurons: countNeurons(paper.architecture).total,
      parameters: countParameters(paper.architecture),
    },
    counted("shared-hinges", first("shared-hinges")),
    counted("smallest construction found", built[0]),
    ...trained.flat(),
  ];
}

const figure: Figure<Row> = {
  id: "amortization",
  title: "How many layers until the saved width pays for the neurons",
  order: 6,
  row,
  async rows(context) {
    const { data: { features }, hidden } = problem;
    return (await codes(context)).flatMap((code) =>
      repetitions.flatMap((decompressEvery) =>
        widths.map((width) => ({
          ...code,
          width,
          decompressEvery,
          layers: layersToBreakEven({
            features,
            hidden,
            codeParameters: code.parameters,
            width,
            decompressEvery,
          }),
        }))
      )
    );
  },
  caption(rows) {
    const saved = savedPerLayer({
      features: problem.data.features,
      hidden: problem.hidden,
      codeParameters: 0,
      width: 1,
      decompressEvery: null,
    });
    const paper = rows.find((r) => r.series === "two-per-segment")!;
    return `Two features ride in one dimension of a residual stream instead of two. Cost model: a layer's neurons each read and write every dimension of the stream, so that a dimension less saves ${saved} parameters (and as many multiply-adds) per neuron and layer; packing and unpacking cost the parameters of encoder and decoder, each time that they happen. Shown are the layers from which on the saving has paid for the code, against the width of a layer, for the smallest network of each kind that beats the best linear code (two per segment with floor levels is the paper's own, ${paper.neurons} neurons, ${paper.parameters} parameters). Left: unpacked once, after layers that only carry the features. Middle and right: unpacked and packed again every fourth layer, and in every layer, because a layer that computes with the features cannot read a nonlinear code; no point means that it never pays. The code's error is assumed to harm no layer.`;
  },
  spec: picture,
  claims(rows) {
    const at = (series: string, width: number, every: number | null) =>
      rows.find((r) =>
        r.series === series && r.width === width && r.decompressEvery === every
      );
    const series = [...new Set(rows.map((r) => r.series))];
    /** The narrowest layer for which a code pays within one layer, carried or unpacked in it. */
    const oneLayer = (name: string, every: number | null) =>
      widths.find((width) => at(name, width, every)?.layers === 1) ?? null;
    const narrow = widths[1];
    const least = series.map((name) => at(name, narrow, null)!.layers!);
    const every = series.map((name) => oneLayer(name, null));
    const many = Math.min(...least) > 1;
    const always = every.every((width) => width === null);
    const list = (of: (name: string) => unknown) =>
      series.map((name) => `${name} ${of(name) ?? "at no width here"}`).join(
        ", ",
      );
    const again = series.map((name) =>
      widths.find((width) => at(name, width, 1)?.layers !== null)
    ).filter((width) => width !== undefined);
    return [{
      claim: "decompress-first",
      verdict: always ? "supported" : many ? "qualified" : "refuted",
      sentence:
        `Unpacked once, at ${narrow} neurons a layer the saved dimension has paid after so many layers: ${
          list((name) => at(name, narrow, null)!.layers)
        }; in wide layers a single one is enough, from so many neurons a layer on: ${
          list((name) => oneLayer(name, null))
        }. If every layer must unpack, it pays only from ${
          again.length > 0 ? Math.min(...again) : "no width"
        } neurons a layer on for the cheapest code and from ${
          again.length > 0 ? Math.max(...again) : "no width"
        } on for the dearest.`,
    }];
  },
};
export default figure;
