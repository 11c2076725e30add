/** What probes and dictionaries lose. */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { type HiddenSource, reader } from "../../src/losses/source.ts";
import { sourceLoss } from "../../src/losses/source_loss.ts";
import { encode } from "../../src/networks/evaluate.ts";
import {
  autoencoder,
  countParameters,
  type Network,
} from "../../src/networks/network.ts";
import { randomStream } from "../../src/numerics/random.ts";

const data = independent(4, 0.5, [1, 0.5, 2, 0]);
const set = evaluationSet(data, 4096);

/** A network with parameters uniform within ±1. */
function networkOf(
  architecture: Network["architecture"],
  seed: number,
): Network {
  const random = randomStream("source loss", seed, "parameters");
  return {
    architecture,
    parameters: Float64Array.from(
      { length: countParameters(architecture) },
      () => 2 * random.uniform() - 1,
    ),
  };
}

const given = networkOf(autoencoder([4, 6, 2], [2, 4]), 1);
const sourceOf = (target: HiddenSource["target"]): HiddenSource => ({
  kind: "hidden",
  network: { ...given, parameters: [...given.parameters] },
  target,
});

Deno.test("a probe loses what the encoder and the probe lose as one network", () => {
  const probe = networkOf(autoencoder([2, 3], [3, 5, 4]), 2);
  const encoder = given.architecture.layers.slice(0, 2);
  const parts = encoder.reduce((sum, l) => sum + (l.inputs + 1) * l.outputs, 0);
  const whole = {
    architecture: {
      layers: [...encoder, ...probe.architecture.layers],
      encoderLayers: 3,
    },
    parameters: Float64Array.of(
      ...given.parameters.slice(0, parts),
      ...probe.parameters,
    ),
  };
  for (const noise of [0, 0.3]) {
    const channel = { noise, units: "power" } as const;
    const { loss, standardError } = sourceLoss(
      probe,
      sourceOf("features"),
      data,
      set,
      channel,
    );
    const expected = evaluationLoss(whole, data, set, channel);
    assertEquals({ loss, standardError }, {
      loss: expected.loss,
      standardError: expected.standardError,
    });
  }
});

Deno.test("a dictionary loses nothing where it copies, and the variance where it is mute", () => {
  const architecture = autoencoder([2, 2], [2, 2]);
  const copy = Float64Array.of(1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0);
  const loss = (parameters: Float64Array) =>
    sourceLoss({ architecture, parameters }, sourceOf("hidden"), data, set);
  assertEquals(loss(copy).loss, { mse: 0, fvu: 0 });
  const mean = [0, 0];
  const states = Array.from(
    { length: 4096 },
    (_, s) => encode(given, set.subarray(4 * s, 4 * s + 4)),
  );
  for (const h of states) h.forEach((x, j) => mean[j] += x / states.length);
  const variance = states.reduce(
    (sum, h) =>
      sum + h.reduce((s, x, j) => s + (x - mean[j]) * (x - mean[j]), 0),
    0,
  ) / (2 * states.length);
  assert(variance > 0.01);
  const mute = new Float64Array(12);
  mute.set(mean, 10);
  const { loss: { mse, fvu }, standardError } = loss(mute);
  assertAlmostEquals(mse, variance, 1e-12);
  assertAlmostEquals(fvu, 1, 1e-12);
  assert(standardError > 0 && standardError < 0.1 * mse);
});

Deno.test("a dictionary counts its dead units, and refuses noise in words", () => {
  const architecture = autoencoder([2, 3, 2], [2, 2]);
  const network = {
    architecture,
    parameters: new Float64Array(countParameters(architecture)),
  };
  const source = sourceOf("hidden");
  assertEquals(sourceLoss(network, source, data, set).deadUnits, 1);
  assertThrows(
    () =>
      sourceLoss(network, source, data, set, { noise: 0.1, units: "power" }),
    RangeError,
    "noise is 0.1 on a dictionary of a hidden state: its loss is only known without; make it 0",
  );
});

Deno.test("what a network reads and is to give", () => {
  const x = Float32Array.of(0.5, 0, 0.25, 1);
  const h = Float32Array.from(encode(given, x));
  const both = reader({ kind: "features" }, data);
  assertEquals(both.read(x), { input: x, target: x });
  assertEquals([both.inputs, both.outputs], [4, 4]);
  assertEquals(both.weights, data.importance);
  const probe = reader(sourceOf("features"), data);
  assertEquals(probe.read(x), { input: h, target: x });
  assertEquals([probe.inputs, probe.outputs], [2, 4]);
  assertEquals(probe.weights, data.importance);
  const dictionary = reader(sourceOf("hidden"), data);
  assertEquals(dictionary.read(x), { input: h, target: h });
  assertEquals([dictionary.inputs, dictionary.outputs], [2, 2]);
  assertEquals(dictionary.weights, [1, 1]);
});
