/**
 * When does compression pay? The cost model behind "decompress first".
 *
 * A residual stream carries `features` numbers past L layers. Compressed, it carries only `hidden`.
 * Every layer has `width` neurons, and each of them reads the stream and writes to it, so that a
 * layer costs `2·width` parameters for every number that the stream carries, and saves
 * `2·width·(features − hidden)`. Packing costs the encoder's parameters, unpacking the decoder's.
 * Costs are parameters; one example passes each of them once, so they are multiply-adds too.
 * (Biases are counted among the parameters, but only add.)
 *
 * Assumed: the code's error harms no layer, layers have the same width either way, and attention is
 * left out. A layer that computes with the features linearly cannot read a nonlinear code, hence
 * {@link AmortizationModel.decompressEvery}: null if the features are unpacked once, at the end, as
 * by layers that only carry them; k if every k-th layer unpacks them and packs its result again, at
 * the price of the whole code each time.
 *
 * @module
 */

/** The numbers that the model needs. */
export interface AmortizationModel {
  /** n, numbers in the stream without compression, a whole number above `hidden`. */
  readonly features: number;
  /** m, numbers in the stream with it, at least 1. */
  readonly hidden: number;
  /** Parameters of the encoder and of the decoder together, at least 0. */
  readonly codeParameters: number;
  /** Neurons of one layer, at least 1; each reads and writes the whole stream. */
  readonly width: number;
  /** Every how many layers the code is paid again, at least 1, or null for once in all. */
  readonly decompressEvery: number | null;
}

/** Parameters that one layer saves: `2·width·(features − hidden)`. */
export function savedPerLayer(model: AmortizationModel): number {
  check(model);
  return 2 * model.width * (model.features - model.hidden);
}

/**
 * Net parameters saved after `layers` layers; negative before it pays: `layers·savedPerLayer −
 * codeParameters·(1 + ⌊layers/decompressEvery⌋)`, the last term 1 without repetition.
 */
export function netSaving(model: AmortizationModel, layers: number): number {
  const saving = savedPerLayer(model);
  if (!Number.isInteger(layers) || layers < 0) {
    throw new RangeError(
      `layers is ${layers}: it must be a whole number of at least 0`,
    );
  }
  const { codeParameters, decompressEvery } = model;
  const again = decompressEvery === null
    ? 0
    : Math.floor(layers / decompressEvery);
  return layers * saving - codeParameters * (1 + again);
}

/**
 * The layers from which on compression has paid, at every depth from there, or null if it never
 * does. Once in all: `⌈codeParameters / savedPerLayer⌉`. With repetition every k layers it pays at
 * all only if k layers save more than the code costs.
 */
export function layersToBreakEven(model: AmortizationModel): number | null {
  const saving = savedPerLayer(model);
  const { codeParameters, decompressEvery } = model;
  if (decompressEvery === null) return Math.ceil(codeParameters / saving);
  const perCycle = decompressEvery * saving - codeParameters;
  if (perCycle <= 0) return null;
  // The saving dips lowest at the end of a cycle, when the code has just been paid: the first cycle
  // (0, 1, …) whose start does not dip below 0 ends the debt; before it, the debt was last open one
  // layer earlier or more.
  const cycle = Math.ceil(codeParameters / perCycle);
  let layers = cycle * decompressEvery;
  while (layers > 0 && netSaving(model, layers - 1) >= 0) layers--;
  return layers;
}

function check(model: AmortizationModel): void {
  const whole = (name: string, value: number, least: number) => {
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(
        `${name} is ${value}: it must be a whole number of at least ${least}`,
      );
    }
  };
  whole("hidden", model.hidden, 1);
  whole("features", model.features, model.hidden + 1);
  whole("codeParameters", model.codeParameters, 0);
  whole("width", model.width, 1);
  if (model.decompressEvery !== null) {
    whole("decompressEvery", model.decompressEvery, 1);
  }
}
