/**
 * What can be asked of the run store: the key of a run, the shape of its result, and what it will cost.
 *
 * @module
 */
import { z } from "zod";
import type { Loss } from "../features/mod.ts";
import type { Architecture } from "../networks/network.ts";
import type { Polyline, PolylineOptions } from "../bounds/polyline/search.ts";
import type { TrainedRun, TrainingConfig } from "../training/config.ts";
import { canonicalJson, sha256 } from "../numerics/hash.ts";

/**
 * Part of every key. Raise it when anything but the kernel changes what a run leaves behind: initial values, losses,
 * the search for polylines, the fields of a result. The kernel's bytes are in the key themselves.
 */
const format = 2;

/** A trained network and what it loses. */
export interface TrainResult extends TrainedRun {
  /**
   * Loss of the final network; both units are Infinity where training diverged, that is, left a parameter that is not
   * finite. So are points of the curve whose loss was not finite.
   */
  readonly loss: Loss;
  /** Standard error of `loss.mse`; null where the loss is exact. */
  readonly standardError: number | null;
  /** Share of the ReLU units that never fire on the evaluation set; null where the loss is exact and there is no set. */
  readonly deadUnits: number | null;
}

/** Float32 in base64, little-endian on every machine; every NaN has the same bits. */
const float32 = z.codec(z.base64(), z.instanceof(Float32Array), {
  decode(text) {
    const bytes = Uint8Array.fromBase64(text);
    const view = new DataView(bytes.buffer);
    return Float32Array.from(
      { length: bytes.length >> 2 },
      (_, i) => view.getFloat32(4 * i, true),
    );
  },
  encode(values) {
    const bytes = new Uint8Array(4 * values.length);
    const view = new DataView(bytes.buffer);
    values.forEach((value, i) => {
      if (Number.isNaN(value)) view.setUint32(4 * i, 0x7fc00000, true);
      else view.setFloat32(4 * i, value, true);
    });
    return bytes.toBase64();
  },
});

/** JSON has no Infinity, the loss of a run that diverged: it is stored as null. */
export const lossValue = z.codec(
  z.number().nullable(),
  z.number().or(z.literal(Infinity)),
  {
    decode: (value) => value ?? Infinity,
    encode: (value) => Number.isFinite(value) ? value : null,
  },
);

/** The stored form of a {@link TrainResult}. */
export const trainResult: z.ZodType<TrainResult> = z.strictObject({
  seed: z.int(),
  parameters: float32,
  curve: z.array(z.tuple([z.int(), lossValue])),
  loss: z.strictObject({ mse: lossValue, fvu: lossValue }),
  standardError: z.number().nullable(),
  deadUnits: z.number().min(0).max(1).nullable(),
});

/**
 * The key of one trained run.
 *
 * @param engine what computes, e.g. the hash of the kernel's bytes
 * @param run `configKey(config)`, passed because it is the same for all seeds
 */
export function trainKey(
  engine: string,
  run: string,
  config: TrainingConfig,
  seed: number,
): string {
  const { curvePoints } = config;
  return sha256(canonicalJson({ format, engine, run, curvePoints, seed }));
}

/**
 * A configuration in a few words, for errors and listings, e.g.
 * `20-40-5-40-20, S = 0.9, 5000 steps of 128 at 0.003, from spread initial values × 1`.
 */
export function describeTraining(config: TrainingConfig): string {
  const { architecture, data, noise, schedule, initial } = config;
  const { steps, batch, learningRate } = schedule;
  const start = initial.kind === "grown"
    ? `grown from ${widths(initial.from.architecture)}`
    : initial.kind === "given"
    ? "from given parameters"
    : `from ${initial.kind} initial values × ${initial.gain}`;
  const sparse = data.sparsity > 0 ? `, S = ${data.sparsity}` : "";
  const noisy = noise > 0 ? `, σ = ${noise}` : "";
  return `${
    widths(architecture)
  }${sparse}${noisy}, ${steps} steps of ${batch} at ${learningRate}, ${start}`;
}

function widths({ layers }: Architecture): string {
  return [layers[0].inputs, ...layers.map(({ outputs }) => outputs)].join("-");
}

/** Drawing a sample and weighing its error take about as long as this many multiply-adds of a layer. */
const perSampleCost = 20;

/** Expected work, in multiply-adds of a forward pass over all samples: what decides which job is long. */
export function trainingCost(config: TrainingConfig): number {
  const { architecture, schedule } = config;
  let perSample = perSampleCost;
  for (const { inputs, outputs } of architecture.layers) {
    perSample += (inputs + 1) * outputs;
  }
  return schedule.steps * schedule.batch * perSample;
}

/** The stored form of a {@link Polyline}. */
export const polyline: z.ZodType<Polyline> = z.strictObject({
  kinks: z.int(),
  reach: z.number(),
  vertices: z.array(z.tuple([z.number(), z.number()])),
  mse: z.number(),
  mseError: z.number(),
  fvu: z.number(),
  start: z.string(),
  improvements: z.int(),
});

/** The key of the best polyline for some options; the kernel has no part in it. */
export function polylineKey(options: PolylineOptions): string {
  return sha256(canonicalJson({ format, polyline: options }));
}

/** The options in a few words, for errors and listings. */
export function describePolyline(options: PolylineOptions): string {
  return `best polyline ${canonicalJson(options)}`;
}

/** Expected work in the unit of {@link trainingCost}, fitted to measured times of 1 to 24 kinks. */
export function polylineCost(
  { kinks, starts, hops }: PolylineOptions,
): number {
  const pieces = kinks + 1;
  const perStep = pieces * Math.max(1000, 60 * pieces);
  return 3e8 + 2 * perStep * (150 * starts + 30 * hops);
}
