/** SOAP on the host against the kernel's, bit for bit, and both against float64. */
import { assert, assertEquals } from "@std/assert";
import {
  autoencoder,
  parameterOffsets,
  superpositionModel,
} from "../../../src/networks/network.ts";
import type { TrainingConfig } from "../../../src/training/config.ts";
import { loadKernel } from "../../../src/runs/kernel.ts";
import { KernelRun } from "../../../src/training/compiled/run.ts";
import optimiser, {
  type SoapSettings,
} from "../../../src/training/optimisers/soap.ts";
import { configWith, laneParameters, laneStates } from "../_configs.ts";
import { assertSameSteps, hardConfigs } from "./_bits.ts";
import {
  assertFollows,
  type Descend,
  identity,
  matricesOf,
  plus,
  type Rows,
  times,
  transpose,
} from "./_reference.ts";

const soap = (settings = {}) => ({ kind: "soap", ...settings });

const configs = hardConfigs("soap", [
  { weightDecay: 0.3, factorDecay: 0.5, refresh: 3 },
  { beta1: 0.5, beta2: 0.7, factorDecay: 0.5 },
  { refresh: 1 },
]);

Deno.test("the host's SOAP takes the kernel's steps, bit for bit", () => {
  const { idle, lost } = assertSameSteps(configs);
  assert(idle > 10_000, `only ${idle} gradients are 0`);
  assert(lost > 0, "nothing diverged");
});

/** The orthogonal factor of a QR decomposition, by Householder's reflections. */
function orthogonalFactor(a: Rows): Rows {
  const n = a.length;
  let q = identity(n), r = a;
  for (let k = 0; k < n; k++) {
    const column = r.map((row, i) => i < k ? 0 : row[k]);
    const length = Math.hypot(...column);
    const sign = column[k] < 0 ? -1 : 1;
    const v = column.map((x, i) => i === k ? x + sign * length : x);
    const square = v.reduce((sum, x) => sum + x * x, 0);
    if (square === 0) continue;
    const reflection = identity(n).map((row, i) =>
      row.map((x, j) => x - 2 * v[i] * v[j] / square)
    );
    q = times(q, reflection);
    r = times(reflection, r);
  }
  // Gram–Schmidt leaves every vector on the side that it came from.
  return q.map((row) => row.map((x, j) => r[j][j] < 0 ? -x : x));
}

/** SOAP as its authors write it, in float64: the vectors of a basis are its columns. */
function reference({ architecture, optimiser }: TrainingConfig): Descend {
  const { beta1, beta2, stabilizer, weightDecay, factorDecay, refresh } =
    optimiser as SoapSettings;
  const layers = matricesOf(architecture).map((at) => {
    const [m, n] = [at.length, at[0].length];
    const zero = (rows: number, columns: number): Rows =>
      Array.from({ length: rows }, () => Array(columns).fill(0));
    return {
      ...{ at, mean: zero(m, n), square: zero(m, n) },
      ...{ L: zero(m, m), R: zero(n, n), P: identity(m), Q: identity(n) },
    };
  });
  const inMatrix = new Set(layers.flatMap(({ at }) => at.flat()));
  const single = new Map<number, [mean: number, square: number]>();
  /** Where in a basis the eigenvalues stand, the largest first. */
  const orderOf = (factor: Rows, basis: Rows) => {
    const turned = times(times(transpose(basis), factor), basis);
    const values = turned.map((row, i) => row[i]);
    return values.map((_, i) => i).sort((i, j) => values[j] - values[i]);
  };
  const sorted = (rows: Rows, order: number[]) => order.map((i) => rows[i]);
  const columns = (rows: Rows, order: number[]) =>
    transpose(sorted(transpose(rows), order));
  const power = (factor: Rows, basis: Rows) => {
    const trace = factor.reduce((sum, row, i) => sum + row[i], 0);
    const shifted = plus(factor, identity(factor.length), 1 / trace, 2 ** -20);
    return orthogonalFactor(times(shifted, basis));
  };
  return (parameters, gradient, rate, step) => {
    const [rest1, rest2] = [1 - beta1 ** step, 1 - beta2 ** step];
    const move = (mean: number, square: number) =>
      rate * (mean / rest1) / (Math.sqrt(square / rest2) + stabilizer);
    parameters.forEach((w, i) => parameters[i] = w * (1 - rate * weightDecay));
    for (let i = 0; i < parameters.length; i++) {
      if (inMatrix.has(i)) continue;
      const [m, v] = single.get(i) ?? [0, 0];
      const mean = beta1 * m + (1 - beta1) * gradient[i];
      const square = beta2 * v + (1 - beta2) * gradient[i] ** 2;
      single.set(i, [mean, square]);
      parameters[i] -= move(mean, square);
    }
    for (const layer of layers) {
      const g = layer.at.map((row) => row.map((i) => gradient[i]));
      const into = (a: Rows) => times(times(transpose(layer.P), a), layer.Q);
      const turned = into(g);
      // The mean gradient is kept as it is, and turned at every step.
      layer.mean = plus(layer.mean, g, beta1, 1 - beta1);
      const squared = turned.map((row) => row.map((x) => x * x));
      layer.square = plus(layer.square, squared, beta2, 1 - beta2);
      const moves = into(layer.mean).map((row, i) =>
        row.map((mean, j) => move(mean, layer.square[i][j]))
      );
      const back = times(times(layer.P, moves), transpose(layer.Q));
      layer.at.forEach((row, i) =>
        row.forEach((at, j) => parameters[at] -= back[i][j])
      );
      const rest = 1 - factorDecay;
      layer.L = plus(layer.L, times(g, transpose(g)), factorDecay, rest);
      layer.R = plus(layer.R, times(transpose(g), g), factorDecay, rest);
      if (step <= refresh || step % refresh === 0) {
        const p = orderOf(layer.L, layer.P), q = orderOf(layer.R, layer.Q);
        layer.square = columns(sorted(layer.square, p), q);
        layer.P = power(layer.L, columns(layer.P, p));
        layer.Q = power(layer.R, columns(layer.Q, q));
      }
    }
  };
}

Deno.test("the step is SOAP's as in a float64 reference", () => {
  for (
    const config of [
      configWith({ optimiser: soap() }),
      configWith({
        architecture: autoencoder([3, 4, 2], [2, 4, 3]),
        data: { features: 3 },
        optimiser: soap({ weightDecay: 0.3, refresh: 1 }),
      }),
      // Tied weights are one matrix; the bias of the decoder is in none.
      configWith({
        architecture: superpositionModel(3, 2),
        data: { features: 3 },
        optimiser: soap({ refresh: 7, factorDecay: 0.8 }),
      }),
    ]
  ) {
    // Parameters move by about 1. Directions along which hardly any gradient has pointed yet are
    // those of rounding errors, which is why they part this far.
    assertFollows(config, () => reference(config), 2e-3);
  }
});

Deno.test("a bias that the mean takes out again keeps its bits", () => {
  const config = configWith({
    architecture: autoencoder([3, 6, 2], [2, 6, 3]),
    data: { features: 3 },
    noise: 0.3,
    optimiser: soap(),
  });
  const initial = laneParameters(config).map((parameters) =>
    parameters.map((w, i) => w === 0 ? 0.01 * i : w)
  );
  const run = new KernelRun(
    loadKernel(),
    config,
    initial,
    laneStates("bias"),
    laneStates("noise"),
  );
  run.train(50);
  const { layers } = parameterOffsets(config.architecture);
  const idle = layers[config.architecture.encoderLayers - 1].bias!;
  initial.forEach((before, lane) => {
    const after = run.parameters(lane);
    assertEquals(after.slice(idle, idle + 2), before.slice(idle, idle + 2));
    assert(after[idle + 2] !== before[idle + 2]);
  });
});

Deno.test("SOAP's settings are checked, and its authors' unless given", () => {
  assertEquals(optimiser.schema.parse(soap()), {
    ...{ kind: "soap", weightDecay: 0, beta1: 0.9, beta2: 0.99 },
    ...{ stabilizer: 1e-8, factorDecay: 0.95, refresh: 10 },
  });
  for (const wrong of [{ refresh: 0 }, { factorDecay: 1 }, { momentum: 0.9 }]) {
    assert(!optimiser.schema.safeParse(soap(wrong)).success);
  }
});
