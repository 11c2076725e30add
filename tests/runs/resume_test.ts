import { assertEquals } from "@std/assert";
import { compiledWorkers, createRunner } from "../../src/runs/runner.ts";
import { openStore } from "../../src/runs/store.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { longRequest, smallConfig, storeEntries } from "./_runs.ts";

const small = smallConfig();
const grown = smallConfig({
  neurons: 5,
  initial: { kind: "grown", gain: 0.5, from: small },
});
const seeds = [0, 1, 2, 3, 4, 5];
const all: Request[] = [[small, seeds], [grown, seeds]];

type Request = [config: TrainingConfig, seeds: number[]];

/** What a store holds after the requests, one round after the other, those of a round together. */
async function trainedBy(
  workers: number,
  rounds: Request[][],
): Promise<Map<string, string>> {
  const folder = Deno.makeTempDirSync();
  for (const requests of rounds) {
    const runner = createRunner({
      store: openStore(folder, "write"),
      executors: compiledWorkers(workers),
      warn: (line) => {
        throw new Error(line);
      },
    });
    await Promise.all(requests.map((request) => runner.train(...request)));
    runner.close();
  }
  const entries = storeEntries(folder);
  Deno.removeSync(folder, { recursive: true });
  return entries;
}

Deno.test("one worker and two leave the same store", async () => {
  const one = await trainedBy(1, [all]);
  assertEquals(one.size, 2 * seeds.length);
  assertEquals(await trainedBy(2, [all]), one);
});

Deno.test("neither the grouping of the seeds nor the order of the requests matters", async () => {
  const expected = await trainedBy(1, [all]);
  const backwards: Request[] = [
    [grown, seeds.toReversed()],
    [small, seeds.toReversed()],
  ];
  assertEquals(await trainedBy(1, [backwards]), expected);
  const apart: Request[][] = [
    [[grown, [5, 2]]],
    [[small, [4]], [grown, [0, 3, 4]]],
    [[small, [1]], [grown, [1]]],
  ];
  assertEquals(await trainedBy(2, apart), expected);
});

Deno.test("a killed process costs the jobs in flight, and the next one goes on to the same bits", async () => {
  const folder = Deno.makeTempDirSync();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      `--allow-write=${folder}`,
      new URL("./_train.ts", import.meta.url).pathname,
      folder,
      "2",
    ],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  let ended = false;
  const status = child.status.finally(() => ended = true);
  while (!ended && storeEntries(folder).size < 4) {
    await new Promise((done) => setTimeout(done, 10));
  }
  child.kill("SIGKILL");
  assertEquals((await status).signal, "SIGKILL");
  const kept = storeEntries(folder);
  const { config } = longRequest;
  // Jobs start in the order of the seeds, so these are what is kept and what was lost in flight.
  const seeds = longRequest.seeds.slice(0, kept.size + 8);

  const runner = createRunner({
    store: openStore(folder, "write"),
    executors: compiledWorkers(2),
    warn: (line) => {
      throw new Error(line);
    },
  });
  await runner.train(config, seeds);
  runner.close();
  assertEquals(runner.stats(), { trained: 8, found: kept.size, damaged: 0 });
  const resumed = storeEntries(folder);
  kept.forEach((text, path) => assertEquals(resumed.get(path), text));
  assertEquals(resumed, await trainedBy(1, [[[config, seeds]]]));
  Deno.removeSync(folder, { recursive: true });
});
