import { assert, assertEquals, assertThrows } from "@std/assert";
import { superpositionModel } from "../../src/networks/network.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { distributions, drawFeatures } from "../../src/features/mod.ts";
import { encode, reconstruct, run } from "../../src/networks/evaluate.ts";
import {
  type Architecture,
  autoencoder,
  countParameters,
  type Layer,
  parameterOffsets,
} from "../../src/networks/network.ts";
import { seededKinds, type TrainingConfig } from "../../src/training/config.ts";
import { withReluOutput } from "../../src/schemes/_trained.ts";
import {
  initialParameters,
  neededInitial,
} from "../../src/training/initial.ts";
import { configKey } from "../../src/training/config_key.ts";
import { dataOf } from "../features/_data.ts";
import { configWith } from "./_configs.ts";

const wide = autoencoder([6, 50, 20, 3], [3, 70, 6]);
const data = { features: 6 };

/** A config and the network that one seed of it starts from. */
function start(config: TrainingConfig, seed: number, base?: Float32Array) {
  const values = initialParameters(config, seed, base ?? null);
  const parameters = Float64Array.from(values);
  return { architecture: config.architecture, parameters };
}

/** Dense samples of the data. */
function samples(config: TrainingConfig, count: number): Float32Array[] {
  const random = randomStream("initial test", 0, "samples");
  return Array.from({ length: count }, () => drawFeatures(config.data, random));
}

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

Deno.test("aligned: every output answers its own feature, and nothing at the origin; the rest is spread", () => {
  const plain = autoencoder([6, 9, 3], [3, 12, 6]);
  const rectified = withReluOutput(plain);
  for (const architecture of [plain, rectified]) {
    for (let seed = 0; seed < 20; seed++) {
      const config = configWith({
        architecture,
        data,
        initial: { kind: "aligned", gain: 1 },
      });
      const network = start(config, seed);
      assert(
        reconstruct(network, new Float64Array(6)).every((y) =>
          Math.abs(y) < 1e-6
        ),
      );
      const own = data.features;
      let sum = 0;
      for (let i = 0; i < own; i++) {
        const alone = new Float64Array(6);
        alone[i] = 1;
        const answer = reconstruct(network, alone)[i];
        assert(answer > 0, `output ${i} of seed ${seed} is ${answer}`);
        sum += answer;
      }
      assert(Math.abs(sum / own - 0.5) < 1e-6, `mean ${sum / own}`);
    }
  }
});

Deno.test("aligned leaves a tied output as spread has it; only an untied ReLU output needs it", () => {
  const tied = superpositionModel(6, 3);
  const config = configWith({
    architecture: tied,
    data,
    initial: { kind: "aligned", gain: 1 },
  });
  const { parameters } = start(config, 0);
  assert(parameters.every((w) => w !== 0));
  assertEquals(neededInitial(tied).kind, "spread");
  const plain = autoencoder([6, 3], [3, 12, 6]);
  assertEquals(neededInitial(plain).kind, "spread");
  assertEquals(neededInitial(withReluOutput(plain)).kind, "aligned");
});

Deno.test("spread and aligned know what a probe reads, and a dictionary has no features to align with", () => {
  const from = configWith({ architecture: autoencoder([6, 3], [3, 6]), data });
  const parameters = [...initialParameters(from, 1, null)];
  const network = { architecture: from.architecture, parameters };
  const given = { ...from, parameters: Float64Array.from(parameters) };
  const config = (
    kind: "spread" | "aligned",
    target: "features" | "hidden" = "features",
  ) =>
    configWith({
      architecture: autoencoder([3, 8, 8], [8, target === "hidden" ? 3 : 6]),
      data,
      initial: { kind, gain: 1 },
      source: { kind: "hidden", network, target },
    });
  for (let seed = 0; seed < 5; seed++) {
    const probe = start(config("aligned"), seed);
    const answers = Array.from({ length: 6 }, (_, i) => {
      const alone = new Float64Array(6);
      alone[i] = 1;
      return reconstruct(probe, encode(given, alone))[i];
    });
    const mean = answers.reduce((a, b) => a + b) / 6;
    assert(Math.abs(mean - 0.5) < 1e-5, `mean ${mean}`);
    // The first layer bends where hidden states are.
    const spread = start(config("spread", "hidden"), seed);
    const active = new Array<number>(8).fill(0);
    const xs = samples(from, 500);
    for (const x of xs) {
      run(spread, 0, 1, encode(given, x)).forEach((y, o) =>
        active[o] += y > 0 ? 1 : 0
      );
    }
    assert(active.filter((k) => k === 0 || k === xs.length).length <= 1);
  }
  assertThrows(
    () => initialParameters(config("aligned", "hidden"), 0, null),
    RangeError,
    "initial.kind is aligned for a dictionary of a hidden state, whose outputs are no features: use spread",
  );
});

Deno.test("given: the given parameters, for every seed", () => {
  const parameters = Array.from({ length: 15 }, (_, i) => i / 7);
  const config = configWith({
    architecture: superpositionModel(5, 2),
    data: { features: 5 },
    initial: { kind: "given", parameters },
  });
  for (const seed of [0, 1]) {
    assertEquals(
      initialParameters(config, seed, null),
      Float32Array.from(parameters),
    );
  }
});

Deno.test("grown: the same function as the network it grows from", () => {
  const from = configWith({
    architecture: autoencoder([3, 4, 2], [2, 5, 3]),
    data: { features: 3 },
  });
  for (
    const architecture of [
      autoencoder([3, 9, 2], [2, 5, 3]),
      autoencoder([3, 4, 2], [2, 11, 3]),
      autoencoder([3, 7, 3], [3, 8, 3]),
      from.architecture,
    ]
  ) {
    const config = configWith({
      architecture,
      data: { features: 3 },
      initial: { kind: "grown", gain: 1, from },
    });
    const base = initialParameters(from, 1, null);
    const small = start(from, 1);
    const large = start(config, 1, base);
    assertEquals(large.parameters.length, countParameters(architecture));
    for (const x of samples(config, 200)) {
      assertEquals(reconstruct(large, x), reconstruct(small, x));
    }
    // New units are alive: some weight into each of them is not 0.
    const { inputs, outputs } = architecture.layers[0];
    for (let o = 4; o < outputs; o++) {
      const into = Array.from(
        { length: inputs },
        (_, i) => large.parameters[i * outputs + o],
      );
      assert(into.some((w) => w !== 0));
    }
  }
});

Deno.test("initial values that do not fit say what is wrong", () => {
  const given = configWith({
    initial: { kind: "given", parameters: [1, 2, 3] },
  });
  assertThrows(
    () => initialParameters(given, 0, null),
    RangeError,
    "initial.parameters has 3 numbers but the architecture takes 43: give one for each",
  );
  const from = configWith();
  const grown = (architecture = configWith().architecture) =>
    configWith({ architecture, initial: { kind: "grown", gain: 1, from } });
  assertThrows(
    () => initialParameters(grown(), 0, null),
    RangeError,
    "a grown network needs the parameters of the run that it grows from: pass them as base",
  );
  const misfit =
    "the network to grow from must have the layers of the larger one, none of them wider and the inputs of tied ones as wide";
  const base = initialParameters(from, 0, null);
  const same = from.architecture;
  const changed = (change: Partial<Layer>): Architecture => ({
    ...same,
    layers: same.layers.map((layer, l) =>
      l === 1 ? { ...layer, ...change } : layer
    ),
  });
  for (
    const architecture of [
      autoencoder([2, 4, 1], [1, 5, 2]),
      autoencoder([2, 5, 1], [1, 5, 5, 2]),
      changed({ activation: "relu" }),
      changed({ bias: false }),
    ]
  ) {
    assertThrows(
      () => initialParameters(grown(architecture), 0, base),
      RangeError,
      misfit,
    );
  }
  assertThrows(
    () => initialParameters(grown(), 0, base.slice(1)),
    RangeError,
    misfit,
  );
  // A new hidden dimension of a tied network has outgoing weights wherever it has incoming ones.
  const tied = configWith({
    architecture: superpositionModel(5, 2),
    data: { features: 5 },
  });
  assertThrows(
    () =>
      initialParameters(
        {
          ...tied,
          architecture: superpositionModel(5, 3),
          initial: { kind: "grown", gain: 1, from: tied },
        },
        0,
        initialParameters(tied, 0, null),
      ),
    RangeError,
    misfit,
  );
});
