import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { localExecutor } from "../../src/runs/execute.ts";
import { workerExecutor } from "../../src/runs/worker_executor.ts";
import { POLYLINE_SEARCH } from "../../src/bounds/polyline/search.ts";
import { loadEngine } from "../../src/runs/kernel.ts";
import type { TrainResult } from "../../src/training/result.ts";
import { smallConfig } from "./_runs.ts";

const module = new URL("../../src/runs/worker.ts", import.meta.url);
const code = (text: string) =>
  new URL(`data:text/javascript,${encodeURIComponent(text)}`);

Deno.test("a worker gives the bits that this thread gives", async () => {
  const worker = workerExecutor(module);
  const local = localExecutor(loadEngine());
  const config = smallConfig();
  const request = [
    "training",
    [3, 1].map((seed) => ({ config, seed })),
    [[], []],
  ] as const;
  assertEquals(await worker.run(...request), await local.run(...request));
  const options = { ...POLYLINE_SEARCH, kinks: 1, starts: 1, hops: 0 };
  const search = ["polyline", [options], [[]]] as const;
  assertEquals(await worker.run(...search), await local.run(...search));
  worker.close();
});

Deno.test("an error in a worker comes back, and the worker goes on", async () => {
  const worker = workerExecutor(module);
  const config = smallConfig();
  const initial = { kind: "given" as const, parameters: [1, 2] };
  await assertRejects(
    () =>
      worker.run(
        "training",
        [{ config: { ...config, initial }, seed: 1 }],
        [[]],
      ),
    Error,
    "initial.parameters has 2 numbers",
  );
  await assertRejects(
    () => worker.run("training", [{ config, seed: 0.5 }], [[]]),
    Error,
    "training: seed: ",
  );
  await assertRejects(
    () => worker.run("absent", [null], [[]]),
    Error,
    'kind of job "absent" is unknown',
  );
  const [result] = await worker.run("training", [{ config, seed: 1 }], [[]]);
  assertEquals((result as TrainResult).seed, 1);
  worker.close();
});

for (
  const [what, url, message] of [
    ["cannot be found", new URL("./absent.ts", import.meta.url), "absent.ts"],
    [
      "breaks at work",
      code("onmessage = () => { throw 'no end' }"),
      "no end",
    ],
  ] as const
) {
  Deno.test(`a worker that ${what} ends its job with an error`, async () => {
    const worker = workerExecutor(url);
    // Twice: the next job gets a new worker and is not left waiting.
    for (let job = 0; job < 2; job++) {
      const error = await assertRejects(
        () =>
          worker.run("training", [{ config: smallConfig(), seed: 1 }], [[]]),
        Error,
        "the worker stopped",
      );
      assertStringIncludes(error.message, message);
    }
    worker.close();
  });
}

Deno.test("a worker that never answers can be ended", async () => {
  const worker = workerExecutor(code("onmessage = () => { for (;;); }"));
  let settled = false;
  worker.run("training", [], []).finally(() => settled = true);
  await new Promise((done) => setTimeout(done, 50));
  worker.close();
  assertEquals(settled, false);
});
