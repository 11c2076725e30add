/** Muon on the host against the kernel's, bit for bit, and both against float64. */
import { assert, assertEquals } from "@std/assert";
import {
  autoencoder,
  superpositionModel,
} from "../../../src/networks/network.ts";
import type { TrainingConfig } from "../../../src/training/config.ts";
import muon, {
  type MuonSettings,
} from "../../../src/training/optimisers/muon.ts";
import { configWith } from "../_configs.ts";
import { assertSameSteps, hardConfigs } from "./_bits.ts";
import {
  assertFollows,
  type Descend,
  matricesOf,
  plus,
  type Rows,
  times,
  transpose,
} from "./_reference.ts";

const by = (settings = {}) => ({ kind: "muon", ...settings });

const configs = hardConfigs("muon", [
  { weightDecay: 0.3, momentum: 0.5, singleRate: 0.7 },
  { momentum: 0.7, beta1: 0.5, beta2: 0.7 },
  {},
]);

Deno.test("the host's Muon takes the kernel's steps, bit for bit", () => {
  const { idle, lost } = assertSameSteps(configs);
  assert(idle > 10_000, `only ${idle} gradients are 0`);
  assert(lost > 0, "nothing diverged");
});

/** Muon in float64, as its author writes it; a layer's bias is the last row. */
function reference({ architecture, optimiser }: TrainingConfig): Descend {
  const { momentum, singleRate, weightDecay, beta1, beta2, stabilizer } =
    optimiser as MuonSettings;
  const layers = matricesOf(architecture).map((at, l) => {
    const weights = at.slice(0, architecture.layers[l].inputs);
    return { at: weights, mean: weights.map((row) => row.map(() => 0)) };
  });
  const inMatrix = new Set(layers.flatMap(({ at }) => at.flat()));
  const single = new Map<number, [mean: number, square: number]>();
  const orthogonal = (x: Rows): Rows => {
    // The author's matrices are [outputs][inputs], the shorter side first.
    if (x.length > x[0].length) return transpose(orthogonal(transpose(x)));
    const length = Math.max(Math.hypot(...x.flat()), 1e-7);
    x = x.map((row) => row.map((value) => value / length));
    for (let round = 0; round < 5; round++) {
      const a = times(x, transpose(x));
      const b = plus(a, times(a, a), -4.775, 2.0315);
      x = plus(x, times(b, x), 3.4445, 1);
    }
    return x;
  };
  return (parameters, gradient, rate, step) => {
    for (let i = 0; i < parameters.length; i++) {
      if (inMatrix.has(i)) continue;
      const own = rate * singleRate;
      const [m, v] = single.get(i) ?? [0, 0];
      const mean = beta1 * m + (1 - beta1) * gradient[i];
      const square = beta2 * v + (1 - beta2) * gradient[i] ** 2;
      single.set(i, [mean, square]);
      parameters[i] *= 1 - own * weightDecay;
      parameters[i] -= own * mean / (1 - beta1 ** step) /
        (Math.sqrt(square / (1 - beta2 ** step)) + stabilizer);
    }
    for (const layer of layers) {
      const g = layer.at.map((row) => row.map((i) => gradient[i]));
      layer.mean = plus(layer.mean, g, momentum, 1 - momentum);
      const moves = orthogonal(plus(layer.mean, g, momentum, 1 - momentum));
      const [inputs, outputs] = [g.length, g[0].length];
      const size = rate * Math.sqrt(Math.max(1, outputs / inputs));
      layer.at.forEach((row, i) =>
        row.forEach((at, j) => {
          parameters[at] *= 1 - rate * weightDecay;
          parameters[at] -= size * moves[i][j];
        })
      );
    }
  };
}

Deno.test("the step is Muon's as in a float64 reference", () => {
  for (
    const config of [
      configWith({ optimiser: by() }),
      configWith({
        architecture: autoencoder([3, 7, 2], [2, 5, 3]),
        data: { features: 3, sparsity: 0.3 },
        optimiser: by({ weightDecay: 0.3, momentum: 0.8, singleRate: 0.5 }),
      }),
      // Tied weights are one matrix.
      configWith({
        architecture: superpositionModel(5, 2),
        data: { features: 5, sparsity: 0.5 },
        schedule: { batch: 64 },
        optimiser: by(),
      }),
    ]
  ) {
    // A hundred float32 roundings of parameters of size 1.
    assertFollows(config, () => reference(config), 1e-5);
  }
});

Deno.test("Muon's settings are checked, and its author's unless given", () => {
  assertEquals(muon.schema.parse({ kind: "muon" }), {
    ...{ kind: "muon", weightDecay: 0, momentum: 0.95, singleRate: 0.015 },
    ...{ beta1: 0.9, beta2: 0.95, stabilizer: 1e-10 },
  });
  for (
    const wrong of [{ momentum: 1 }, { singleRate: 0 }, { nesterov: true }]
  ) {
    assert(!muon.schema.safeParse(by(wrong)).success);
  }
});
