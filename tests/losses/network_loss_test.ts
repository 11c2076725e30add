import { assert, assertEquals } from "@std/assert";
import { type FeatureDistribution } from "../../src/features/mod.ts";
import {
  evaluatedData,
  networkLoss,
  type Task,
} from "../../src/losses/network_loss.ts";
import { reconstruct } from "../../src/networks/evaluate.ts";
import { autoencoder, countParameters } from "../../src/networks/network.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { dataOf } from "../features/_data.ts";

const architecture = autoencoder([6, 8, 2], [2, 8, 6]);
const random = randomStream("network loss", 0, "test");
const parameters = Float64Array.from(
  { length: countParameters(architecture) },
  () => 0.6 * (2 * random.uniform() - 1),
);
const network = { architecture, parameters };
const source = { kind: "features" } as const;
const importance = [1, 0.9, 0.8, 0.7, 0.6, 0.5];

const lossAt = (x: ArrayLike<number>) =>
  reconstruct(network, x).reduce(
    (sum, back, i) => sum + importance[i] * (back - x[i]) * (back - x[i]) / 6,
    0,
  );

/** Features that are active together, and how often. */
type Alone = readonly [members: readonly number[], probability: number];

/** What is lost beyond nothing active, to first order in p: by one feature or one group alone. */
function toFirstOrder(
  data: FeatureDistribution,
  alone: readonly Alone[],
): number {
  const absent = lossAt(new Float64Array(6));
  let excess = 0;
  for (const [members, probability] of alone) {
    const samples = 4096;
    for (let s = 0; s < samples; s++) {
      const x = new Float64Array(data.features);
      for (const i of members) x[i] = random.uniform();
      excess += probability / samples * (lossAt(x) - absent);
    }
  }
  return excess;
}

Deno.test("features too rare for an evaluation set: the loss is that of one alone, continued from denser data", () => {
  for (const sparsity of [1 - 1e-5, 0.9999999, 1 - 1e-13]) {
    const p = 1 - sparsity;
    const each = [0, 1, 2, 3, 4, 5];
    const harmonic = each.reduce((sum, i) => sum + 1 / (i + 1), 0);
    const singles = each.map((i): Alone => [[i], p]);
    for (
      const [kind, alone] of [
        ["independent", singles],
        ["anticorrelated:3", singles],
        ["correlated:3", [[[0, 1, 2], p], [[3, 4, 5], p]]],
        ["zipf:1", each.map((i): Alone => [[i], p * 6 / (i + 1) / harmonic])],
      ] as [kind: string, alone: Alone[]][]
    ) {
      const data = dataOf(kind, 6, sparsity, importance);
      const task: Task = { architecture, data, noise: 0, source };
      const { loss, standardError } = networkLoss(task, parameters);
      const name = `${kind} at S = ${sparsity}`;
      const deviation = standardError!;
      assert(deviation > 0 && deviation < p, name);
      const expected = toFirstOrder(data, alone);
      const excess = loss.mse - lossAt(new Float64Array(6));
      const off = Math.abs(excess - expected);
      assert(off < 4 * deviation + 0.02 * Math.abs(expected) + 1e-16, name);
    }
  }
});

Deno.test("a network that gives nothing back loses all of features that are too rare to be met", () => {
  for (const sparsity of [0.9999999, 1 - 2 ** -53]) {
    const data = dataOf("independent", 6, sparsity);
    const silent = new Float64Array(parameters.length);
    const measured = networkLoss(
      { architecture, data, noise: 0, source },
      silent,
    );
    const { loss, standardError, deadUnits } = measured;
    assert(Math.abs(loss.fvu - 1) < 0.2, `fvu ${loss.fvu}`);
    assert(standardError! > 0 && standardError! < 0.1 * loss.mse);
    assertEquals(deadUnits, 1);
  }
});

Deno.test("what is evaluated on its own data: frequent features, noise, dictionaries", () => {
  const frequent = dataOf("independent", 6, 0.999);
  const rare = dataOf("independent", 6, 0.99999);
  const of = (change: Partial<Task>) => {
    const task: Task = {
      architecture,
      data: rare,
      noise: 0,
      source,
      ...change,
    };
    return evaluatedData(task) === task.data;
  };
  const hidden = (target: "features" | "hidden") => ({
    kind: "hidden" as const,
    target,
    network: { architecture, parameters: [...parameters] },
  });
  assertEquals(of({ data: frequent }), true);
  assertEquals(of({}), false);
  assertEquals(of({ source: hidden("features") }), false);
  assertEquals(of({ source: hidden("hidden") }), true);
  assertEquals(of({ noise: 0.1 }), true);
});
