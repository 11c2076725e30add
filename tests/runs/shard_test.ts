import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { trainingJob } from "../../src/jobs/training.ts";
import { owns, ownsJob, type Shard, shardKey } from "../../src/runs/shard.ts";
import { POLYLINE_SEARCH } from "../../src/bounds/polyline/search.ts";
import { sha256 } from "../../src/numerics/hash.ts";
import { smallConfig } from "./_runs.ts";

const shardsOf = (parts: number): Shard[] =>
  Array.from({ length: parts }, (_, i) => ({ part: i + 1, parts }));

/** The one part that says yes. */
function theOne(parts: number, has: (shard: Shard) => boolean): number {
  const owners = shardsOf(parts).filter(has);
  assertEquals(owners.length, 1);
  return owners[0].part;
}

const partCounts = fc.integer({ min: 1, max: 40 });

Deno.test("every key is in exactly one part", () => {
  const hex = fc.array(fc.constantFrom(..."0123456789abcdef"), {
    minLength: 64,
    maxLength: 64,
  });
  fc.assert(
    fc.property(hex, partCounts, (digits, parts) => {
      theOne(parts, (shard) => owns(shard, digits.join("")));
    }),
    { seed: 1 },
  );
});

Deno.test("every run is in exactly one part, that of the run it grows from and of the seeds it trains with", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.nat({ max: 4000 }),
      fc.integer({ min: 2, max: 40 }),
      (steps, seed, parts) => {
        const root = smallConfig({ steps });
        const grow = (from: typeof root, neurons: number) =>
          smallConfig({ neurons, initial: { kind: "grown", gain: 1, from } });
        const grown = grow(root, 3);
        const first = 4 * Math.floor(seed / 4);
        const owners = [
          theOne(parts, (shard) => ownsJob(shard, trainingJob(root, seed))),
          theOne(parts, (shard) => ownsJob(shard, trainingJob(grown, seed))),
          theOne(
            parts,
            (shard) => ownsJob(shard, trainingJob(grow(grown, 4), seed)),
          ),
          theOne(
            parts,
            (shard) =>
              ownsJob(shard, trainingJob({ ...root, curvePoints: 0 }, seed)),
          ),
          ...[0, 1, 2, 3].map((lane) =>
            theOne(
              parts,
              (shard) => ownsJob(shard, trainingJob(root, first + lane)),
            )
          ),
        ];
        assertEquals(new Set(owners).size, 1);
      },
    ),
    { seed: 1, numRuns: 30 },
  );
});

Deno.test("what belongs where does not change: shards that have begun go on", () => {
  const initial = { kind: "grown" as const, gain: 1, from: smallConfig() };
  assertEquals(
    shardKey(trainingJob(smallConfig({ neurons: 3, initial }), 5)),
    "a81b3b58ace20913eb21d11cd0747577e7594896f3275f250b28af1bb235f2c6",
  );
  assertEquals(
    shardKey(polylineJob({ ...POLYLINE_SEARCH, kinks: 3 })),
    "fbd582e33cfe2e2c66481274929986e42fde8cee5418caa10a48c359b7a7d9c7",
  );
});

Deno.test("every search for a polyline is in exactly one part", () => {
  for (let kinks = 1; kinks <= 30; kinks++) {
    const search = polylineJob({ ...POLYLINE_SEARCH, kinks });
    theOne(3, (shard) => ownsJob(shard, search));
  }
});

Deno.test("parts are about equal, over configurations, seeds and keys alike", () => {
  const parts = 3, count = 3000;
  const shares = (has: (shard: Shard, i: number) => boolean) =>
    shardsOf(parts).map((shard) =>
      Array.from({ length: count }, (_, i) => i).filter((i) => has(shard, i))
        .length / count
    );
  const one = smallConfig();
  const many = Array.from(
    { length: count },
    (_, i) => smallConfig({ steps: i + 20 }),
  );
  for (
    const all of [
      shares((shard, i) => owns(shard, sha256(String(i)))),
      shares((shard, i) => ownsJob(shard, trainingJob(one, 4 * i))),
      shares((shard, i) => ownsJob(shard, trainingJob(many[i], 1))),
    ]
  ) {
    // The standard deviation of a share is 0.0086.
    for (const share of all) assert(Math.abs(share - 1 / 3) < 0.035, `${all}`);
  }
});
