import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { featureVariance, independent } from "../../src/features/mod.ts";
import "../networks/_activations.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import {
  autoencoder,
  countParameters,
  parameterOffsets,
} from "../../src/networks/network.ts";

Deno.test("a network that says nothing loses the variance, weighted by importance", () => {
  const data = independent(3, 0.6, [1, 0.5, 0]);
  const architecture = autoencoder([3, 1], [1, 3]);
  const mean = (1 - data.sparsity) / 2;
  // W[3, 1], b[1], W[1, 3], then the biases of the output.
  const parameters = Float64Array.of(0, 0, 0, 0, 0, 0, 0, mean, mean, mean);
  const { loss, standardError } = evaluationLoss(
    { architecture, parameters },
    data,
    evaluationSet(data),
  );
  const mse = 1.5 * featureVariance(data.sparsity) / 3;
  assertAlmostEquals(loss.mse, mse, 3 * standardError);
  assertAlmostEquals(loss.fvu, 1, 3 * standardError / mse);
  assert(standardError < 0.02 * mse);
});

Deno.test("estimates scatter around the exact loss by their standard error", () => {
  const architecture = autoencoder([2, 6, 1], [1, 6, 2]);
  const deviations = Array.from({ length: 40 }, (_, seed) => {
    const random = randomStream("evaluation-loss", seed, "parameters");
    const parameters = Float64Array.from(
      { length: countParameters(architecture) },
      () => 2 * random.uniform() - 1,
    );
    const network = { architecture, parameters };
    // A sparsity of its own per network gives a set of its own.
    const data = independent(2, seed / 100);
    const { loss, standardError } = evaluationLoss(
      network,
      data,
      evaluationSet(data, 512),
    );
    return (loss.mse - exactLoss(network, data).mse) / standardError;
  });
  const rms = Math.sqrt(
    deviations.reduce((sum, d) => sum + d * d, 0) / deviations.length,
  );
  assert(rms > 0.7 && rms < 1.3, `deviations in standard errors: ${rms}`);
});

Deno.test("the evaluation set is fixed, in range, and sparse as asked", () => {
  const data = independent(4, 0.7);
  const set = evaluationSet(data);
  assert(set.every((x) => x >= 0 && x < 1));
  const zeros = set.filter((x) => x === 0).length / set.length;
  assertAlmostEquals(zeros, 0.7, 0.006);
  assert(evaluationSet(data).every((x, i) => x === set[i]));
});

Deno.test("refusals name the value", () => {
  const data = independent(2, 0);
  assertThrows(() => evaluationSet(data, 1), RangeError, "samples is 1");
  const architecture = autoencoder([2, 1], [1, 2]);
  const network = { architecture, parameters: new Float64Array(7) };
  assertThrows(
    () =>
      evaluationLoss(network, { ...data, features: 3 }, new Float64Array(6)),
    RangeError,
    "the data has 3",
  );
  assertThrows(
    () => evaluationLoss(network, data, new Float64Array(5)),
    RangeError,
    "5 numbers",
  );
});

Deno.test("only units that can die are counted, whatever they give", () => {
  const data = independent(3, 0.5);
  for (const activation of ["relu", "leaky", "softsign"]) {
    const architecture = autoencoder([3, 4, 1], [1, 2, 3], activation);
    const parameters = new Float64Array(countParameters(architecture));
    const { deadUnits } = evaluationLoss(
      { architecture, parameters },
      data,
      evaluationSet(data, 64),
    );
    assertEquals(deadUnits, activation === "relu" ? 1 : 0);
  }
});

Deno.test("dead units are the ReLUs that no sample moves", () => {
  const data = independent(3, 0.5);
  const architecture = autoencoder([3, 4, 1], [1, 2, 3]);
  const { layers, length } = parameterOffsets(architecture);
  const parameters = new Float64Array(length).fill(1);
  const set = evaluationSet(data, 64);
  const share = () =>
    evaluationLoss({ architecture, parameters }, data, set).deadUnits;
  assertEquals(share(), 0);
  // Two of four encoder units are pushed below every input, then both decoder units.
  parameters.fill(-9, layers[0].bias!, layers[0].bias! + 2);
  assertEquals(share(), 2 / 6);
  parameters.fill(-99, layers[2].bias!, layers[2].bias! + 2);
  assertEquals(share(), 4 / 6);
});
