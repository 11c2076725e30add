/** Figure 11: what its committed numbers must obey. */
import { assert, assertEquals } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { noisyLimit } from "../../src/bounds/rate_distortion/limit.ts";
import { evaluationLoss } from "../../src/losses/evaluation_loss.ts";
import { autoencoder, countParameters } from "../../src/networks/network.ts";
import { decodeSnapshot } from "../../src/rendering/snapshot.ts";
import { schemes as allSchemes } from "../../src/schemes/mod.ts";
import { Refusal } from "../../src/constructions/problem.ts";
import { cases, limitNoises, row } from "../../figures/noise/rows.ts";

const path = "snapshots/noise.json";
const text = await Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
const rows = decodeSnapshot(text, path).rows.map((r) => row.parse(r));
const limits = rows.filter((r) => r.kind === "limit");
const schemes = rows.filter((r) => r.kind === "scheme");

Deno.test("no scheme's measured loss lies below the limit", () => {
  for (const r of schemes) {
    const limit = limits.find((l) =>
      l.features === r.features && l.noise === r.noise
    )!;
    // In fvu, as the mse's standard error stands to the mse.
    const error = (r.standardError ?? 0) / r.mse * r.median;
    assert(
      r.best >= limit.lower - 5 * error,
      `${r.series} at σ = ${r.noise}: ${r.best} is below ${limit.lower}`,
    );
  }
});

Deno.test("no scheme of compare lies below the limit, wherever it applies", () => {
  const options = {
    neurons: [],
    split: [1, 1] as const,
    segments: [2],
    epsilon: [0.1],
  };
  const dense = independent(2, 0);
  const sparse = independent(3, 0.9, [1, 0.2, 0.1]);
  const asked = [
    { data: dense, hidden: 1, noise: 0.1 },
    { data: dense, hidden: 1, noise: 2 },
    { data: sparse, hidden: 2, noise: 0.3 },
  ].map((problem) => {
    const { data, hidden, noise } = problem;
    return { problem, limit: noisyLimit(data, hidden, noise).lower };
  });
  let compared = 0;
  for (const scheme of allSchemes.all()) {
    for (const { problem, limit } of asked) {
      try {
        for (const c of scheme.candidates(problem, options)) {
          if (c.kind !== "closed") continue;
          const slack = 5 * (c.standardError ?? 0);
          assert(c.loss.mse >= limit.mse - slack, scheme.id);
          compared++;
        }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }
  assert(compared > 20, `only ${compared} codes were compared`);
});

Deno.test("no random network lies below the limit", () => {
  const architecture = autoencoder([3, 6, 1], [1, 6, 3]);
  for (let seed = 0; seed < 20; seed++) {
    const random = randomStream("limit", seed, "parameters");
    const data = independent(3, seed / 20);
    const network = {
      architecture,
      parameters: Float64Array.from(
        { length: countParameters(architecture) },
        () => 2 * random.uniform() - 1,
      ),
    };
    for (const units of ["power", "own"] as const) {
      const noise = 0.2 + seed / 10;
      const channel = { noise, units };
      const set = evaluationSet(data, 2048);
      const { loss, standardError } = evaluationLoss(
        network,
        data,
        set,
        channel,
      );
      const { lower } = noisyLimit(data, 1, noise);
      assert(loss.mse >= lower.mse - 5 * standardError);
    }
  }
});

Deno.test("the limit rises with σ and is known to a part in a thousand", () => {
  for (const { features } of cases.paper) {
    const own = limits.filter((l) => l.features === features);
    assertEquals(own.map(({ noise }) => noise), limitNoises.paper);
    own.forEach((l, i) => {
      assert(l.upper <= 1.001 * l.lower);
      if (i > 0) assert(l.lower > own[i - 1].upper);
    });
  }
});

Deno.test("the limit is drawn at every σ that schemes meet", () => {
  for (const profile of ["paper", "smoke"] as const) {
    for (const { noises } of cases[profile]) {
      assert(noises.every((noise) => limitNoises[profile].includes(noise)));
    }
  }
});
