import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { trainingCost } from "../../src/jobs/job.ts";
import { shardKey } from "../../src/runs/shard.ts";
import { type Asked, drawSample } from "../../tasks/_sample.ts";
import { smallConfig } from "../runs/_runs.ts";

const range = (length: number, from = 0) =>
  Array.from({ length }, (_, i) => from + i);

/** Configurations of very different cost: the largest job has a fifth of all. */
const asked: Asked[] = [
  ...range(9).map((i) => ({
    config: smallConfig({ neurons: 2 + i % 7, steps: 20 + i }),
    seeds: [...range(8), ...range(4, 1000)],
  })),
  { config: smallConfig({ neurons: 20, steps: 90 }), seeds: range(4) },
];
const costOf = (runs: readonly Asked[]) =>
  runs.reduce(
    (sum, { config, seeds }) => sum + seeds.length * trainingCost(config),
    0,
  );
const jobsOf = (runs: readonly Asked[]) =>
  new Set(
    runs.flatMap(({ config, seeds }) =>
      seeds.map((seed) => shardKey(config, seed))
    ),
  );
const draws = range(60).map(String);

Deno.test("the same draw gives the same sample in any order of asking, another one another", () => {
  const backwards = asked.toReversed().map(({ config, seeds }) => ({
    config,
    seeds: seeds.toReversed(),
  }));
  const jobs = (runs: readonly Asked[], draw: string) =>
    [...jobsOf(drawSample(runs, 0.1, draw).runs)].sort();
  assertEquals(jobs(asked, "a"), jobs(backwards, "a"));
  assertNotEquals(jobs(asked, "a"), jobs(asked, "b"));
});

Deno.test("a sample has its share of the cost, at most one job more", () => {
  const all = costOf(asked);
  const largest = 4 * trainingCost(asked.at(-1)!.config);
  assert(largest > all / 5);
  for (const draw of draws) {
    const { runs, count, of, share } = drawSample(asked, 0.1, draw);
    assertEquals(share, costOf(runs) / all);
    assertEquals(count, runs.length);
    assertEquals(of, 9 * 12 + 4);
    assert(0.1 <= share && share < 0.1 + largest / all, `${draw}: ${share}`);
  }
});

Deno.test("no sample is empty, however small its share", () => {
  for (const draw of draws) {
    const { runs, count } = drawSample(asked, 1e-9, draw);
    assertEquals(jobsOf(runs).size, 1);
    assertEquals(count, 4);
  }
});

Deno.test("the whole share is all runs", () => {
  for (const draw of draws) {
    const { count, of, share } = drawSample(asked, 1, draw);
    assertEquals([count, share], [of, 1]);
  }
});

Deno.test("every job is drawn sometimes, the largest too", () => {
  const drawn = new Set(
    draws.flatMap((draw) => [...jobsOf(drawSample(asked, 0.1, draw).runs)]),
  );
  assertEquals(drawn, jobsOf(asked));
});
