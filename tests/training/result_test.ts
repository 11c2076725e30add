import { assert, assertEquals, assertRejects } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { trainSeeds } from "../../src/jobs/training.ts";
import { measureRun } from "../../src/training/result.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { autoencoder } from "../../src/networks/network.ts";
import { withReluOutput } from "../../src/schemes/_trained.ts";
import { superpositionModel } from "../../src/networks/network.ts";
import { loadEngine } from "../../src/runs/kernel.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { neededInitial } from "../../src/training/initial.ts";
import { smallConfig } from "../runs/_runs.ts";

Deno.test("a run of two features has the exact loss of its final network", async () => {
  const config = smallConfig();
  const [result] = await trainSeeds(loadEngine(), config, [4]);
  const network = {
    architecture: config.architecture,
    parameters: Float64Array.from(result.parameters),
  };
  assertEquals(result.seed, 4);
  assertEquals(result.curve.length, config.curvePoints);
  assertEquals(result.loss, exactLoss(network, config.data));
  assertEquals(result.standardError, null);
});

Deno.test("a run of more features has an estimate with its standard error", async () => {
  const config = {
    ...smallConfig(),
    architecture: autoencoder([3, 2], [2, 3]),
    data: independent(3, 0.5),
  };
  const [result] = await trainSeeds(loadEngine(), config, [0]);
  const { mse } = result.loss;
  const relative = (result.standardError ?? 0) / mse;
  assertEquals(relative > 0.001 && relative < 0.02, true, `${relative}`);
});

Deno.test("a run that diverged loses infinitely much", () => {
  const config = smallConfig();
  const parameters = new Float32Array(17).fill(NaN);
  const run = { seed: 0, parameters, curve: [[1, 0.5], [2, NaN]] as const };
  const result = measureRun(config, run);
  assertEquals(result.loss, { mse: Infinity, fvu: Infinity });
  assertEquals(result.curve, [[1, 0.5], [2, Infinity]]);
});

Deno.test("a grown network without its base is refused", async () => {
  const from = smallConfig();
  const config = smallConfig({ initial: { kind: "grown", gain: 1, from } });
  await assertRejects(
    () => trainSeeds(loadEngine(), config, [0]),
    RangeError,
    "base",
  );
});

Deno.test("training at the ends of sparsity: finite losses, and the share of dead units with them", async () => {
  const architectures = [
    autoencoder([20, 10, 5], [5, 10, 20]),
    superpositionModel(20, 5),
    withReluOutput(autoencoder([20, 5], [5, 20, 20])),
  ];
  for (const sparsity of [0, 0.999]) {
    for (const architecture of architectures) {
      const config: TrainingConfig = {
        ...smallConfig({ steps: 300, batch: 64 }),
        architecture,
        initial: neededInitial(architecture),
        data: independent(20, sparsity),
      };
      const name = `S = ${sparsity}, ${JSON.stringify(architecture)}`;
      const results = await trainSeeds(loadEngine(), config, [0, 1]);
      for (const { loss, standardError, deadUnits, curve } of results) {
        assert(curve.every(([, mse]) => mse >= 0 && mse < 1), name);
        assert(loss.fvu > 0.2 && loss.fvu < 1, `${name}: fvu ${loss.fvu}`);
        const relative = standardError! / loss.mse;
        assert(relative > 0 && relative < 0.3, `${name}: ± ${relative}`);
        // Alive: a network whose ReLUs are all dead guesses the mean.
        assert(deadUnits! >= 0 && deadUnits! < 1, `${name}: ${deadUnits}`);
      }
    }
  }
});

Deno.test("units that cannot fire are counted as dead, at both ends of sparsity", () => {
  const architecture = superpositionModel(20, 5);
  for (const sparsity of [0, 0.999]) {
    const config: TrainingConfig = {
      ...smallConfig(),
      architecture,
      data: independent(20, sparsity),
    };
    // h = 0, and the output is its bias: positive for 13 features, negative for 7.
    const parameters = new Float32Array(20 * 5 + 20);
    parameters.fill(0.5, 100, 113);
    parameters.fill(-0.5, 113);
    const { loss, deadUnits } = measureRun(config, {
      seed: 0,
      parameters,
      curve: [],
    });
    assertEquals(deadUnits, 7 / 20);
    assert(loss.fvu >= 1 && loss.fvu < Infinity);
  }
});
