import { assertEquals, assertRejects } from "@std/assert";
import { localExecutor, measure } from "../../src/runs/execute.ts";
import { exactLoss } from "../../src/networks/exact_loss.ts";
import { autoencoder } from "../../src/networks/network.ts";
import { compiledEngine } from "../../src/training/compiled.ts";
import { smallConfig } from "./_runs.ts";

Deno.test("a run of two features has the exact loss of its final network", async () => {
  const config = smallConfig();
  const [result] = await localExecutor(compiledEngine)
    .train(config, [4], [null]);
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
    data: { features: 3, sparsity: 0.5, importance: null },
  };
  const [result] = await localExecutor(compiledEngine)
    .train(config, [0], [null]);
  const { mse } = result.loss;
  const relative = (result.standardError ?? 0) / mse;
  assertEquals(relative > 0.001 && relative < 0.02, true, `${relative}`);
});

Deno.test("a run that diverged loses infinitely much", () => {
  const config = smallConfig();
  const parameters = new Float32Array(17).fill(NaN);
  const run = { seed: 0, parameters, curve: [[1, 0.5], [2, NaN]] as const };
  const result = measure(config, run);
  assertEquals(result.loss, { mse: Infinity, fvu: Infinity });
  assertEquals(result.curve, [[1, 0.5], [2, Infinity]]);
});

Deno.test("a grown network without its base is refused", async () => {
  const from = smallConfig();
  const config = smallConfig({ initial: { kind: "grown", gain: 1, from } });
  await assertRejects(
    () => localExecutor(compiledEngine).train(config, [0], [null]),
    RangeError,
    "base",
  );
});
