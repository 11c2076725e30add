/** Initial values that each seed draws. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { distributions, drawFeatures } from "../../src/features/mod.ts";
import { run } from "../../src/networks/evaluate.ts";
import {
  autoencoder,
  countParameters,
  parameterOffsets,
} from "../../src/networks/network.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { seededKinds, type TrainingConfig } from "../../src/training/config.ts";
import { configKey } from "../../src/training/config_key.ts";
import { initialParameters } from "../../src/training/initial.ts";
import { dataOf } from "../features/_data.ts";
import { configWith } from "./_configs.ts";
import { samples, start } from "./_start.ts";

const wide = autoencoder([6, 50, 20, 3], [3, 70, 6]);
const data = { features: 6 };

Deno.test("uniform: weights and biases fill ±gain·√(3/inputs) evenly", () => {
  const gain = 0.7;
  const config = configWith({
    architecture: wide,
    data,
    initial: { kind: "uniform", gain },
  });
  const { layers, length } = parameterOffsets(wide);
  wide.layers.forEach(({ inputs }, l) => {
    const end = layers[l + 1]?.weights ?? length;
    const bound = Math.fround(gain * Math.sqrt(3 / inputs));
    // In units of the bound, over many seeds.
    const values = Array.from(
      { length: 40 },
      (_, seed) =>
        [...initialParameters(config, seed, null).slice(layers[l].weights, end)]
          .map((w) => w / bound),
    ).flat();
    assert(values.every((w) => w >= -1 && w <= 1));
    assert(Math.max(...values) > 0.99 && Math.min(...values) < -0.99);
    // Uniform on [−1, 1): E w = 0, E w² = 1/3, each within five standard errors.
    const n = values.length;
    const mean = values.reduce((s, w) => s + w, 0) / n;
    const square = values.reduce((s, w) => s + w * w, 0) / n;
    assert(Math.abs(mean) < 5 * Math.sqrt(1 / 3 / n), `mean ${mean}`);
    assert(
      Math.abs(square - 1 / 3) < 5 * Math.sqrt((1 / 5 - 1 / 9) / n),
      `mean square ${square}`,
    );
  });
});

Deno.test("a seed always starts from the same values, and no two from equal ones", () => {
  for (const kind of seededKinds) {
    const config = configWith({ initial: { kind, gain: 1 } });
    const first = initialParameters(config, 5, null);
    assertEquals(first.length, countParameters(config.architecture));
    assertEquals(initialParameters(config, 5, null), first);
    const others = [
      initialParameters(config, 6, null),
      initialParameters(
        { ...config, data: { ...config.data, sparsity: 0.1 } },
        5,
        null,
      ),
      initialParameters(configWith({ initial: { kind, gain: 0.9 } }), 5, null),
    ];
    for (const other of others) {
      assert(other.every((w, i) => w !== first[i] || w === 0));
    }
    // The learning curve is no part of the run's name.
    assertEquals(
      initialParameters({ ...config, curvePoints: 50 }, 5, null),
      first,
    );
  }
});

/**
 * How many ReLU units of some seeds' networks are dead or linear on dense data, and how many there
 * are.
 */
function useless(config: TrainingConfig): [count: number, total: number] {
  const { architecture } = config;
  const xs = samples(config, 2000);
  let count = 0, total = 0;
  for (let seed = 0; seed < 5; seed++) {
    const network = start(config, seed);
    architecture.layers.forEach(({ outputs, activation }, l) => {
      if (activation !== "relu") return;
      const active = new Array<number>(outputs).fill(0);
      for (const x of xs) {
        run(network, 0, l + 1, x).forEach((y, o) => active[o] += y > 0 ? 1 : 0);
      }
      total += outputs;
      count += active.filter((k) => k === 0 || k === xs.length).length;
    });
  }
  return [count, total];
}

Deno.test("spread: units bend within the data, other biases are 0", () => {
  for (const architecture of [wide, autoencoder([6, 20, 1], [1, 20, 6])]) {
    const config = (kind: "uniform" | "spread") =>
      configWith({ architecture, data, initial: { kind, gain: 1 } });
    // The sample that a kink goes through may be more extreme than the 2,000 that it is tested on.
    const [few, total] = useless(config("spread"));
    assert(few <= 0.005 * total, `${few} of ${total} units do not bend`);
    const [many] = useless(config("uniform"));
    assert(many > 0.1 * total, `only ${many} of ${total} uniform ones do not`);
    const network = start(config("spread"), 1);
    const { layers } = parameterOffsets(architecture);
    architecture.layers.forEach(({ outputs, activation }, l) => {
      if (activation === "relu") return;
      const bias = layers[l].bias ?? NaN;
      assertEquals(
        network.parameters.slice(bias, bias + outputs),
        new Float64Array(outputs),
      );
    });
  }
});

/** W and b of the first layer, whose unit o bends where Σ_i x_i·W(i, o) = −b_o. */
const layerOf = (config: TrainingConfig, seed: number) => {
  const { inputs, outputs } = config.architecture.layers[0];
  const values = initialParameters(config, seed, null);
  return {
    weights: (i: number, o: number) => values[i * outputs + o],
    biases: [...values.slice(inputs * outputs, (inputs + 1) * outputs)],
  };
};

Deno.test("spread draws plain samples until something is active, wherever that is quick", () => {
  for (const sparsity of [0, 0.9, 0.999]) {
    const config = configWith({
      architecture: autoencoder([4, 6, 1], [1, 4]),
      data: { features: 4, sparsity },
      initial: { kind: "spread", gain: 1 },
    });
    const random = randomStream(configKey(config), 3, "initial");
    const bound = Math.sqrt(3 / 4);
    const weights = Array.from(
      { length: 24 },
      () => (2 * random.uniform() - 1) * bound,
    );
    const biases = Array.from({ length: 6 }, (_, o) => {
      let x = drawFeatures(config.data, random);
      while (!x.some((value) => value > 0)) {
        x = drawFeatures(config.data, random);
      }
      return Math.fround(
        -x.reduce((sum, value, i) => sum + value * weights[6 * i + o], 0),
      );
    });
    assertEquals(layerOf(config, 3).biases, biases);
  }
});

Deno.test("spread bends at samples with something active, however rare they are", () => {
  const gain = 1;
  for (
    const [kind, features] of [
      ["independent", 1],
      ["independent", 2],
      ["independent", 1000],
      ["correlated:2", 4],
      ["correlated:500", 1000],
      ["anticorrelated:3", 6],
      ["zipf:1", 5],
      ["zipf:10", 100],
    ] as const
  ) {
    for (const sparsity of [0.9999999, 1 - 1e-12, 1 - 2 ** -53]) {
      const config = configWith({
        architecture: autoencoder([features, 30, 1], [1, features]),
        data: dataOf(kind, features, sparsity),
        initial: { kind: "spread", gain },
      });
      const name = `${features} of ${kind} at S = ${sparsity}`;
      const start = performance.now();
      const { weights, biases } = layerOf(config, 0);
      const seconds = (performance.now() - start) / 1000;
      assert(seconds < 5, `${name} takes ${seconds} s`);
      assert(biases.every((b) => b !== 0), name);
      if (kind !== "independent") continue;
      // Nearly always one feature alone is active, below 1: so −b is a part of one weight.
      const shares = biases.map((b, o) =>
        Array.from({ length: features }, (_, i) => -b / weights(i, o))
          .some((share) => share >= 0 && share < 1)
      );
      assert(shares.filter((fits) => !fits).length <= 1, name);
    }
  }
});

Deno.test("data that is never active is refused in words", () => {
  const independent = distributions.get("independent");
  distributions.add("silent.ts", {
    default: {
      ...independent,
      id: "silent",
      schema: independent.schema,
      sampler: () => (x: Float32Array) => void x.fill(0),
    },
  });
  const config = configWith({ initial: { kind: "spread", gain: 1 } });
  assertThrows(
    () =>
      initialParameters(
        { ...config, data: { ...config.data, kind: "silent" } },
        0,
        null,
      ),
    RangeError,
    "data is silent of sparsity 0: none of 65536 samples has an active feature to start from; use uniform initial values, or data that is active more often",
  );
});
