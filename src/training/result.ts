/**
 * A trained network and what it loses: what one seed of a configuration leaves behind, and how it
 * is stored.
 *
 * @module
 */
import { z } from "zod";
import { type Loss, totalVariance, unitsAgree } from "../features/mod.ts";
import { countMortal } from "../losses/evaluation_loss.ts";
import { isExact } from "../losses/exact_loss.ts";
import { type MeasuredLoss, networkLoss } from "../losses/network_loss.ts";
import { countParameters } from "../networks/network.ts";
import type { TrainedRun, TrainingConfig } from "./config.ts";
import { curveSteps } from "./schedule.ts";

/** A trained network and what it loses. */
export interface TrainResult extends TrainedRun {
  /**
   * Loss of the final network; both units are Infinity where training diverged, that is, left a
   * parameter or a loss that is not finite. So are points of the curve whose loss was not finite.
   */
  readonly loss: Loss;
  /** Standard error of `loss.mse`; null where the loss is exact. */
  readonly standardError: number | null;
  /**
   * Share of the ReLU units that never fire on the evaluation set; null where the loss is exact and
   * there is no set.
   */
  readonly deadUnits: number | null;
}

/** Float32 in base64, little-endian on every machine; every NaN has the same bits. */
const float32 = z.codec(z.string(), z.instanceof(Float32Array), {
  decode(text, context) {
    let bytes: Uint8Array;
    try {
      bytes = Uint8Array.fromBase64(text);
    } catch (error) {
      context.issues.push({
        code: "custom",
        input: text,
        message: `is no base64 (${(error as Error).message})`,
      });
      return z.NEVER;
    }
    if (bytes.length % 4 !== 0) {
      context.issues.push({
        code: "custom",
        input: text,
        message: `is ${bytes.length} bytes, no whole number of float32`,
      });
      return z.NEVER;
    }
    const view = new DataView(bytes.buffer);
    const values = new Float32Array(bytes.length >> 2);
    for (let i = 0; i < values.length; i++) {
      values[i] = view.getFloat32(4 * i, true);
    }
    return values;
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

/** Adds the loss to a run, see {@link networkLoss}. */
export function measureRun(
  config: TrainingConfig,
  run: TrainedRun,
): TrainResult {
  const curve = run.curve.map(([step, mse]) => [step, finite(mse)] as const);
  const measured = allFinite(run.parameters)
    ? networkLoss(config, Float64Array.from(run.parameters))
    : diverged;
  const sound = Object.values(measured.loss).every(Number.isFinite);
  return { ...run, curve, ...sound ? measured : diverged };
}

const diverged: MeasuredLoss = {
  loss: { mse: Infinity, fvu: Infinity },
  standardError: null,
  deadUnits: null,
};

/** A loss that overflowed or is not a number is that of a run that diverged. */
function finite(loss: number): number {
  return Number.isFinite(loss) ? loss : Infinity;
}

/** A loop, since a warm run asks it of every parameter in the store. */
function allFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return false;
  }
  return true;
}

/**
 * Whether a result can be that of a configuration, as far as that is seen without training or
 * measuring it.
 *
 * @returns what shows that it is not, after the word `result`; null where nothing does
 */
export function misfitOfRun(
  config: TrainingConfig,
  result: TrainResult,
): string | null {
  const { parameters, curve } = result;
  const { count, steps } = factsOf(config);
  if (parameters.length !== count) {
    return `has ${parameters.length} parameters, its network ${count}`;
  }
  const off = steps.findIndex((step, i) => curve[i]?.[0] !== step);
  if (off >= 0 || curve.length !== steps.length) {
    return `has a curve of ${curve.length} points, not the ${steps.length} points of its schedule`;
  }
  const finite = allFinite(parameters);
  const misfit = misfitOfLoss(config, result);
  if (misfit !== null || finite === (result.loss.mse < Infinity)) return misfit;
  // A loss that overflowed is so rare that there is time to measure it.
  if (finite && measureRun(config, result).loss.mse === Infinity) return null;
  return `has ${finite ? "no loss" : "a loss"}, but ${
    finite ? "only finite parameters" : "parameters that are not finite"
  }`;
}

/** What holds of every result of a configuration. */
interface Facts {
  readonly count: number;
  readonly steps: readonly number[];
  readonly exact: boolean;
  /** As in {@link unitsAgree}; null for a hidden state, whose variance takes its samples. */
  readonly variance: number | null;
  readonly units: number;
}

/** Thousands of seeds share one configuration. */
const known = new WeakMap<TrainingConfig, Facts>();

function factsOf(config: TrainingConfig): Facts {
  const { architecture, data, schedule, source, curvePoints } = config;
  let facts = known.get(config);
  if (facts === undefined) {
    const hidden = source.kind === "hidden" && source.target === "hidden";
    facts = {
      count: countParameters(architecture),
      steps: curveSteps(schedule.steps, curvePoints),
      exact: isExact(config),
      variance: hidden ? null : totalVariance(data),
      units: countMortal(architecture),
    };
    known.set(config, facts);
  }
  return facts;
}

/** No exact loss is further below 0 than rounding leaves it, see `exact_loss.ts`. */
const rounding = 1e-12;

/** What {@link misfitOfRun} says of the loss alone, and of what stands beside it. */
export function misfitOfLoss(
  config: TrainingConfig,
  { loss, standardError, deadUnits }: MeasuredLoss,
): string | null {
  const { mse, fvu } = loss;
  const { exact, variance, units } = factsOf(config);
  const sampled = mse < Infinity && !exact;
  for (const [name, value] of Object.entries({ standardError, deadUnits })) {
    if ((value !== null) !== sampled) {
      return `has ${name} ${value}, where it ${
        sampled ? "must be a number" : "must be null"
      }`;
    }
  }
  if (mse === Infinity || fvu === Infinity) {
    return mse === fvu ? null : `has mse ${mse} and fvu ${fvu}`;
  }
  if (!(mse >= -rounding)) return `has mse ${mse}, which is below 0`;
  const { features } = config.data;
  if (variance !== null && !unitsAgree(loss, features, variance)) {
    return `has mse ${mse} and fvu ${fvu}, which are not one loss`;
  }
  if (standardError === null || deadUnits === null) return null;
  // It is largest where one sample has all the loss, and then as large as the mean.
  if (!(standardError >= 0 && standardError <= mse * (1 + 1e-9))) {
    return `has standardError ${standardError}, which is not between 0 and mse ${mse}`;
  }
  const dead = Math.round(deadUnits * units);
  if (deadUnits !== (units > 0 ? dead / units : 0)) {
    return `has deadUnits ${deadUnits}, which is no share of ${units} units`;
  }
  return null;
}
