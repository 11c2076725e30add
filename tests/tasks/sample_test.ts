import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { type Job, jobCost } from "../../src/jobs/mod.ts";
import { trainingJob } from "../../src/jobs/training.ts";
import { shardKey } from "../../src/runs/shard.ts";
import { drawSample } from "../../tasks/_sample.ts";
import { smallConfig } from "../runs/_runs.ts";

const range = (length: number, from = 0) =>
  Array.from({ length }, (_, i) => from + i);

/** Configurations of very different cost: the largest job has a fifth of all. */
const asked: Job[] = [
  ...range(9).flatMap((i) => {
    const config = smallConfig({ neurons: 2 + i % 7, steps: 20 + i });
    return [...range(8), ...range(4, 1000)]
      .map((seed) => trainingJob(config, seed));
  }),
  ...range(4).map((seed) =>
    trainingJob(smallConfig({ neurons: 20, steps: 90 }), seed)
  ),
];
const costOf = (runs: readonly Job[]) =>
  runs.reduce((sum, job) => sum + jobCost(job), 0);
const jobsOf = (runs: readonly Job[]) => new Set(runs.map(shardKey));
const draws = range(60).map(String);

Deno.test("the same draw gives the same sample in any order of asking, another one another", () => {
  const backwards = asked.toReversed();
  const jobs = (runs: readonly Job[], draw: string) =>
    [...jobsOf(drawSample(runs, 0.1, draw).runs)].sort();
  assertEquals(jobs(asked, "a"), jobs(backwards, "a"));
  assertNotEquals(jobs(asked, "a"), jobs(asked, "b"));
});

Deno.test("a sample has its share of the cost, at most one job more", () => {
  const all = costOf(asked);
  const largest = 4 * jobCost(asked.at(-1)!);
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
