import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { noisyLimit } from "../../src/bounds/rate_distortion/limit.ts";
import { POLYLINE_SEARCH } from "../../src/bounds/polyline/search.ts";
import { bestFound, twoFeatures } from "../../src/constructions/two_in_one.ts";
import {
  describeJob,
  type Job,
  jobCost,
  jobKey,
  jobKinds,
} from "../../src/jobs/mod.ts";
import { drawingJob } from "../../src/jobs/drawing.ts";
import { noisyCodeJob } from "../../src/jobs/noisy-code.ts";
import { noisyLimitJob } from "../../src/jobs/noisy-limit.ts";
import { polylineJob } from "../../src/jobs/polyline.ts";
import { twoInOneJob } from "../../src/jobs/two-in-one.ts";
import { codeLoss } from "../../src/losses/code_loss.ts";
import { networkCode } from "../../src/losses/evaluation_loss.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { piecewiseLinear } from "../../src/schemes/piecewise-linear.ts";
import { quantizedCode } from "../../src/schemes/quantized.ts";
import { localExecutor } from "../../src/runs/execute.ts";
import { memoryStore } from "../../src/runs/store.ts";
import { changes } from "./_changes.ts";

const problem = {
  data: independent(2, 0),
  hidden: 1,
  noise: 0.3,
};
const codes = { problem, levels: 3, neurons: 12, epsilons: [0.1, 0.2] };
/** One of every kind that no engine has a part in, each the work of a moment. */
const examples: Job[] = [
  polylineJob({ ...POLYLINE_SEARCH, kinks: 1, starts: 1, hops: 0 }),
  twoInOneJob(twoFeatures(0.5, 0.7)),
  noisyLimitJob(problem),
  noisyCodeJob({ ...codes, family: "quantized" }),
  noisyCodeJob({ ...codes, family: "piecewise-linear" }),
  drawingJob('{"data": {"values": [{"a": 1}]}, "mark": "point"}', "library"),
];

async function done<Result>({ kind, spec }: Job<Result>): Promise<Result> {
  const executor = localExecutor({
    name: "compiled",
    train: () => Promise.reject(new Error("nothing to train")),
  });
  const [result] = await executor.run(kind, [spec], [[]]);
  return result as Result;
}

Deno.test("there is an example of every kind", () => {
  const kinds = [...examples.map(({ kind }) => kind), "training"];
  assertEquals(
    [...new Set(kinds)].sort(),
    jobKinds.all().map(({ id }) => id),
  );
});

for (const job of examples) {
  const { kind, spec } = job;
  Deno.test(`${describeJob(job)}: every part of the spec is in the key, the engine is not`, () => {
    const keys = [spec, ...changes(spec)].map((spec) =>
      jobKey({ kind, spec }, "kernel")
    );
    assert(keys.length > 2);
    assertEquals(new Set(keys).size, keys.length);
    assertEquals(jobKey(job, "other"), keys[0]);
  });

  Deno.test(`${describeJob(job)}: results survive the store to the last bit, made-up ones too`, async () => {
    const store = memoryStore();
    const { result, madeUp, spec: form } = jobKinds.get(kind);
    assertEquals(form.safeParse(spec).success, true);
    for (const value of [await done(job), madeUp(spec, [])]) {
      store.write("key", result, value);
      assertEquals(store.read("key", result), { state: "found", value });
    }
    assert(jobCost(job) > 0);
  });
}

Deno.test("a polyline has the name that stores know it by", () => {
  assertEquals(
    jobKey(polylineJob({ ...POLYLINE_SEARCH, kinks: 3 }), "any"),
    "fbd582e33cfe2e2c66481274929986e42fde8cee5418caa10a48c359b7a7d9c7",
  );
});

Deno.test("the lowest minimum is that of the construction", async () => {
  const data = twoFeatures(0.5, 0.7);
  const network = bestFound(data);
  assertEquals(await done(twoInOneJob(data)), {
    parameters: [...network.parameters],
    loss: exactLoss(network, data),
  });
});

Deno.test("the limit is that of the bounds", async () => {
  assertEquals(
    await done(noisyLimitJob(problem)),
    noisyLimit(problem.data, 1, 0.3),
  );
});

Deno.test("the best code is measured on the samples of all, and no code of its family is better on those that chose", async () => {
  const channel = { noise: 0.3, units: "own" } as const;
  const { data } = problem;
  const quantized = await done(noisyCodeJob({ ...codes, family: "quantized" }));
  const margin = Number(quantized!.variant.replace("margin ", ""));
  const code = quantizedCode(problem, quantized!.segments, margin);
  const { loss, standardError } = codeLoss(
    code,
    data,
    evaluationSet(data),
    channel,
  );
  assertEquals([quantized!.loss, quantized!.standardError], [
    loss,
    standardError,
  ]);

  const built = await done(
    noisyCodeJob({ ...codes, family: "piecewise-linear" }),
  );
  const few = evaluationSet(data, 2048, "selection");
  const score = (variant: string, z: number, epsilon: number) =>
    codeLoss(
      networkCode(piecewiseLinear(variant as "shared-hinges", z, epsilon)!),
      data,
      few,
      channel,
    ).loss.mse;
  const chosen = score(built!.variant, built!.segments, built!.epsilon!);
  assert(built!.neurons <= 12);
  for (const epsilon of codes.epsilons) {
    assert(chosen <= score("shared-hinges", 2, epsilon));
  }
});

Deno.test("a family without a code for the problem says so", async () => {
  const data = { ...problem.data, features: 3 };
  const spec = {
    ...codes,
    problem: { ...problem, data },
    family: "piecewise-linear",
  } as const;
  assertEquals(await done(noisyCodeJob(spec)), null);
});

Deno.test("a picture is another one where what draws it is", () => {
  assertNotEquals(
    jobKey(drawingJob("{}", "a"), ""),
    jobKey(drawingJob("{}", "b"), ""),
  );
});
