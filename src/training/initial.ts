/**
 * The parameters that training starts from. Only + − × ÷ √, so the same on every machine.
 *
 * @module
 */
import { type RandomSource, randomStream } from "../numerics/random.ts";
import { denser } from "../features/kinds/rare.ts";
import { featureSampler } from "../features/mod.ts";
import { reader } from "../losses/source.ts";
import { activations, isLinear, mayDie } from "../networks/activations/mod.ts";
import { prepare } from "../networks/evaluate.ts";
import { type Architecture, parameterOffsets } from "../networks/network.ts";
import { alignOutput } from "./aligned.ts";
import type { SeededInitial, TrainingConfig } from "./config.ts";
import { configKey } from "./config_key.ts";
import { embed } from "./embed.ts";
import { drawLooksLinear } from "./looks_linear.ts";

/** Uniform on [−bound, bound). */
const symmetric = (random: RandomSource, bound: number) =>
  (2 * random.uniform() - 1) * bound;

/**
 * Starting parameters of one seed, in float32.
 *
 * - `uniform`: weights and biases uniform within ±gain·√(3/inputs), so that a weight has variance
 *   gain²/inputs; gain 1/√3 is PyTorch's default for dense layers, √2 is He et al. (2015).
 * - `spread`: the same weights, but every ReLU unit's bias puts its kink through a random sample
 *   with an active feature, so that hardly any unit starts dead or linear; other biases are 0.
 * - `aligned`: the same, but an untied last layer answers every feature that is active alone with
 *   that feature itself, so that no ReLU on the output starts dead: see `aligned.ts`.
 * - `looks-linear`: hidden units in pairs that cancel what bends, see `looks_linear.ts`, and the
 *   last layer aligned where it is risky: see {@link neededInitial}.
 * - `given`: the given parameters.
 * - `grown`: the smaller network in `base`, every layer widened by `spread` units whose outgoing
 *   weights are 0.
 *
 * @param base final parameters of `config.initial.from` for the same seed where the kind is
 * `grown`, else null
 * @throws {RangeError} where given parameters or a base do not fit the architecture
 */
export function initialParameters(
  config: TrainingConfig,
  seed: number,
  base: ArrayLike<number> | null,
): Float32Array {
  const { architecture, initial } = config;
  const { length } = parameterOffsets(architecture);
  if (initial.kind === "given") {
    if (initial.parameters.length !== length) {
      throw new RangeError(
        `initial.parameters has ${initial.parameters.length} numbers but the architecture takes ${length}: give one for each`,
      );
    }
    return Float32Array.from(initial.parameters);
  }
  const random = randomStream(configKey(config), seed, "initial");
  const { kind, gain } = initial;
  switch (kind) {
    case "uniform":
      return drawUniform(architecture, gain, random);
    case "spread":
      return Float32Array.from(drawSpread(config, gain, random));
    case "aligned": {
      const parameters = drawSpread(config, gain, random);
      alignOutput({ architecture, parameters }, config);
      return Float32Array.from(parameters);
    }
    case "looks-linear": {
      const { data, source } = config;
      const parameters = drawLooksLinear(
        architecture,
        gain,
        random,
        activeReader(config, random),
        reader(source, data).read(new Float32Array(data.features)).input,
      );
      if (neededInitial(architecture).kind === "aligned") {
        alignOutput({ architecture, parameters }, config);
      }
      return Float32Array.from(parameters);
    }
    case "grown": {
      if (base === null) {
        throw new RangeError(
          "a grown network needs the parameters of the run that it grows from: pass them as base",
        );
      }
      const parameters = drawSpread(config, gain, random);
      const { from } = initial;
      embed(
        from.architecture,
        Float64Array.from(base),
        architecture,
        parameters,
      );
      return Float32Array.from(parameters);
    }
    default:
      throw new RangeError(
        `initial.kind is ${kind satisfies never}: use uniform, spread, aligned, looks-linear, given or grown`,
      );
  }
}

/**
 * The initial values that an architecture needs: `aligned` for a ReLU on the reconstruction, else
 * `spread`.
 *
 * Most features are 0 most of the time, so the first thing that an output ReLU learns is to be 0.
 * One that does not answer its feature by then never fires again, and at high sparsity many of them
 * die like that. Tied ones are safe: they read what they write.
 */
export function neededInitial({ layers }: Architecture): SeededInitial {
  const { activation, tiedTo } = layers[layers.length - 1];
  const risky = tiedTo === null && mayDie(activations.get(activation));
  return { kind: risky ? "aligned" : "spread", gain: 1 };
}

function drawUniform(
  architecture: Architecture,
  gain: number,
  random: RandomSource,
): Float32Array {
  const { layers, length } = parameterOffsets(architecture);
  const parameters = new Float32Array(length);
  architecture.layers.forEach(({ inputs, outputs, tiedTo }, l) => {
    const bound = gain * Math.sqrt(3 / inputs);
    const { weights, bias } = layers[l];
    if (tiedTo === null) {
      for (let i = 0; i < inputs * outputs; i++) {
        parameters[weights + i] = symmetric(random, bound);
      }
    }
    if (bias !== null) {
      for (let o = 0; o < outputs; o++) {
        parameters[bias + o] = symmetric(random, bound);
      }
    }
  });
  return parameters;
}

/** Of {@link denser} data each has an active feature with a probability of about 2⁻¹⁰ or more. */
const mostDraws = 2 ** 16;

/**
 * Draws samples with at least one active feature: at the origin all kinks would meet, and sparse
 * features are mostly there. Where they are so sparse that drawing would take for ever, they are
 * those of {@link denser} data, which has hardly another law given that something is active.
 *
 * @returns what the network reads of the next one, which the call after may overwrite
 */
function activeReader(
  { data, source }: Pick<TrainingConfig, "data" | "source">,
  random: RandomSource,
): () => Float32Array {
  const { read } = reader(source, data);
  const draw = featureSampler(denser(data));
  const x = new Float32Array(data.features);
  return () => {
    for (let drawn = 0; drawn < mostDraws; drawn++) {
      draw(x, random);
      if (x.some((value) => value > 0)) return read(x).input;
    }
    throw new RangeError(
      `data is ${data.kind} of sparsity ${data.sparsity}: none of ${mostDraws} samples has an active feature to start from; use uniform initial values, or data that is active more often`,
    );
  };
}

function drawSpread(
  config: TrainingConfig,
  gain: number,
  random: RandomSource,
): Float64Array {
  const { architecture } = config;
  const nextActive = activeReader(config, random);
  const { layers, length } = parameterOffsets(architecture);
  const parameters = new Float64Array(length);
  architecture.layers.forEach(
    ({ inputs, outputs, activation, tiedTo }, l) => {
      const bound = gain * Math.sqrt(3 / inputs);
      const { weights, bias } = layers[l];
      if (tiedTo === null) {
        for (let i = 0; i < inputs * outputs; i++) {
          parameters[weights + i] = symmetric(random, bound);
        }
      }
      if (bias === null || isLinear(activations.get(activation))) return;
      const before = prepare({ architecture, parameters }, 0, l);
      for (let o = 0; o < outputs; o++) {
        const read = nextActive();
        const at = before(read).at(-1) ?? read;
        let sum = 0;
        for (let i = 0; i < inputs; i++) {
          const w = tiedTo === null ? i * outputs + o : o * inputs + i;
          sum += at[i] * parameters[weights + w];
        }
        parameters[bias + o] = -sum;
      }
    },
  );
  return parameters;
}
