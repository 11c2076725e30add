import { assertEquals } from "@std/assert";
import { trainingCost, trainingJob } from "../../src/jobs/training.ts";
import { costLine } from "../../tasks/_cost.ts";
import { smallConfig } from "../runs/_runs.ts";

/** A clock that says after every look that a minute has passed. */
function minutes(): () => number {
  let looks = 0;
  return () => 60_000 * looks++;
}

const estimate = { runs: 8, found: 3, work: 1e6, typical: [] };

Deno.test("a cost is stated only where there is one", async () => {
  const say = (part: Partial<typeof estimate>) =>
    costLine("it", { ...estimate, ...part }, 1, minutes());
  assertEquals(await say({ runs: 0, found: 0 }), "it: trains nothing");
  assertEquals(await say({ found: 8 }), "it: all of 8 runs are in the store");
  // Polylines alone.
  assertEquals(
    await say({}),
    "it: 3 of 8 runs are in the store, the others take 1.0e6 multiply-adds of forward passes",
  );
});

Deno.test("time follows from the kernel's, the loss's, and the workers", async () => {
  const config = smallConfig({ steps: 20 });
  // Two steps take a minute, so does the loss of each of four seeds: 14 minutes for a job.
  const job = 4 * trainingCost(config);
  const say = (jobs: number) =>
    costLine(
      "it",
      {
        ...estimate,
        work: 5 * job,
        typical: [0, 1].map((seed) => trainingJob(config, seed)),
      },
      jobs,
      minutes(),
    );
  const start = `it: 3 of 8 runs are in the store, the others take ${
    (5 * job).toExponential(1).replace("e+", "e")
  } multiply-adds of forward passes, about `;
  assertEquals(await say(1), `${start}1 h 10 min here with 1 worker`);
  const cores = navigator.hardwareConcurrency;
  if (cores >= 2) {
    assertEquals(await say(2), `${start}35 min 00 s here with 2 workers`);
  }
  // More workers than cores win nothing.
  assertEquals(
    (await say(2 * cores)).split(" here")[0],
    (await say(cores)).split(" here")[0],
  );
});
