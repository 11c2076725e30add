/**
 * A trained network and what it loses: what one seed of a configuration leaves behind, and how it
 * is stored.
 *
 * @module
 */
import { z } from "zod";
import type { Loss } from "../features/mod.ts";
import { networkLoss } from "../losses/network_loss.ts";
import type { TrainedRun, TrainingConfig } from "./config.ts";

/** A trained network and what it loses. */
export interface TrainResult extends TrainedRun {
  /**
   * Loss of the final network; both units are Infinity where training diverged, that is, left a
   * parameter that is not finite. So are points of the curve whose loss was not finite.
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
  if (!run.parameters.every(Number.isFinite)) {
    const loss = { mse: Infinity, fvu: Infinity };
    return { ...run, curve, loss, standardError: null, deadUnits: null };
  }
  const parameters = Float64Array.from(run.parameters);
  return { ...run, curve, ...networkLoss(config, parameters) };
}

/** A loss that overflowed or is not a number is that of a run that diverged. */
function finite(loss: number): number {
  return Number.isFinite(loss) ? loss : Infinity;
}
