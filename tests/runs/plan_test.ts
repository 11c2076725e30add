import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { jobKey } from "../../src/jobs/mod.ts";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { trainingJob } from "../../src/jobs/training.ts";
import { createPlanner, Pending } from "../../src/runs/plan.ts";
import { memoryStore, type Store } from "../../src/runs/store.ts";
import { POLYLINE_SEARCH } from "../../src/bounds/polyline/search.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { trainResult } from "../../src/training/result.ts";
import { fakeResult, smallConfig } from "./_runs.ts";

const engine = "fake";

function keep(store: Store, config: TrainingConfig, seed: number): void {
  const key = jobKey(trainingJob(config, seed), engine);
  store.write(key, trainResult, fakeResult(seed, config));
}

Deno.test("a plan answers from the store", async () => {
  const store = memoryStore();
  const config = smallConfig();
  [1, 2].forEach((seed) => keep(store, config, seed));
  const planner = createPlanner({ store, engine });
  assertEquals(await planner.train(config, [2, 1]), [
    fakeResult(2),
    fakeResult(1),
  ]);
  assertEquals(planner.missing, []);
});

Deno.test("a plan lists each missing run once, also when several are asked for together", async () => {
  const store = memoryStore();
  const config = smallConfig();
  keep(store, config, 1);
  const planner = createPlanner({ store, engine });
  const requests = [
    planner.train(config, [1, 2]),
    planner.train(config, [2, 3]),
    planner.train({ ...config, curvePoints: 9 }, [1]),
    planner.get(polylineJob({ ...POLYLINE_SEARCH, kinks: 2 })),
  ];
  // A figure hears of the first; that nobody hears of the others must not end the process.
  await assertRejects(() => requests[0], Pending);
  const reason = "not in the store";
  const what =
    "2-2-1-2-2, 20 steps of 16 at 0.01, from spread initial values × 1";
  assertEquals(planner.missing, [
    { what, seeds: [2, 3], reason },
    { what, seeds: [1], reason },
    {
      what:
        'best polyline {"hops":300,"kinks":2,"reach":0,"seed":1,"starts":20}',
      seeds: [],
      reason,
    },
  ]);
});

Deno.test("a plan says what a grown network waits for", async () => {
  const store = memoryStore();
  const from = smallConfig();
  const config = smallConfig({ initial: { kind: "grown", gain: 1, from } });
  keep(store, from, 1);
  const planner = createPlanner({ store, engine });
  await assertRejects(() => planner.train(config, [1, 2]), Pending);
  assertEquals(
    planner.missing.map(({ what, seeds, reason }) => [
      what.slice(35),
      seeds,
      reason,
    ]),
    [
      ["grown from 2-2-1-2-2", [1], "not in the store"],
      ["from spread initial values × 1", [2], "not in the store"],
      [
        "grown from 2-2-1-2-2",
        [2],
        "not in the store, nor is the run that it grows from",
      ],
    ],
  );
});

Deno.test("a plan says what is damaged", async () => {
  const store: Store = {
    ...memoryStore(),
    read: () => ({ state: "damaged", reason: "some/file: it is empty" }),
  };
  const planner = createPlanner({ store, engine });
  await assertRejects(() => planner.train(smallConfig(), [1]), Pending);
  assertStringIncludes(
    planner.missing[0].reason,
    "damaged in the store (some/file: it is empty)",
  );
});
