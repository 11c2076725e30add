import {
  assert,
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
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
  misfitOf,
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

Deno.test("every kind says what does not fit a spec", () => {
  const silent = jobKinds.all().filter(({ misfit }) => misfit === undefined);
  assertEquals(silent.map(({ id }) => id), []);
});

/** The same result with one of its numbers a little larger, for each of them. */
function* nudged(value: unknown): Generator<unknown> {
  if (typeof value === "number") {
    yield value + Math.max(1e-9, Math.abs(value) * 1e-9);
  } else if (typeof value === "object" && value !== null) {
    for (const [step, part] of Object.entries(value)) {
      for (const other of nudged(part)) {
        yield Array.isArray(value)
          ? value.with(Number(step), other)
          : { ...value, [step]: other };
      }
    }
  }
}

/** How many numbers of a result only doing the work again holds. */
const unseen: Record<string, number> = {
  // The vertices, and how exact the loss is.
  polyline: 2 * 3 + 1,
  // The standard error.
  "noisy-code": 1,
};
for (const job of examples.filter(({ kind }) => kind !== "drawing")) {
  const { kind } = job;
  Deno.test(`${describeJob(job)}: its result fits, and does not with another number`, async () => {
    const result = await done(job);
    assertEquals(misfitOf(job, result), null);
    const { result: form } = jobKinds.get(kind);
    const others = [...nudged(result)];
    const believed = others.filter((other) =>
      form.safeParse(other).success && misfitOf(job, other) === null
    );
    assert(others.length > 3);
    assertEquals(believed.length, unseen[kind] ?? 0);
  });
}

const foreign: [job: Job, change: Record<string, unknown>, says: string][] = [
  [examples[0], { kinks: 2 }, "is of 2 kinks and reach 0, not 1 and 0"],
  [examples[0], { reach: 1 }, "is of 1 kinks and reach 1, not 1 and 0"],
  [examples[0], { vertices: [[0, 0]] }, "has 1 vertices, not 3"],
  [examples[0], { mse: 0.001, fvu: 0.012 }, "which no polyline has"],
  [examples[0], { mseError: -1 }, "which no polyline has"],
  [examples[0], { improvements: 1 }, "has 1 improvements in 0 hops"],
  [examples[2], { upper: { mse: 0, fvu: 0 } }, "do not rise from 0 to 1"],
  [examples[3], { segments: 4 }, "is a code that is not tried"],
  [examples[3], { variant: "margin 0.4" }, "is a code that is not tried"],
  [examples[3], { neurons: 1 }, "is a code that is not tried"],
  [examples[3], { standardError: 1 }, "is not between 0 and mse"],
  [examples[4], { epsilon: 0.3 }, "is a code that is not tried"],
];
for (const [job, change, says] of foreign) {
  Deno.test(`${describeJob(job)}: a result with ${JSON.stringify(change)} does not fit`, async () => {
    const changed = { ...await done(job) as object, ...change };
    assertStringIncludes(misfitOf(job, changed) ?? "nothing", says);
  });
}

Deno.test("no code does not fit where there are some, nor a code where there is none", async () => {
  assertEquals(misfitOf(examples[4], null), "is null, but there are codes");
  const three = { ...problem, data: { ...problem.data, features: 3 } };
  const none = noisyCodeJob({
    ...codes,
    problem: three,
    family: "piecewise-linear",
  });
  assertEquals(misfitOf(none, null), null);
  assertEquals(
    misfitOf(none, await done(examples[4])),
    "is a code that is not tried",
  );
});

Deno.test("a picture is an SVG with the description of its specification", async () => {
  const text = (description: string) =>
    JSON.stringify({
      description,
      data: { values: [{ a: 1 }] },
      mark: "point",
      encoding: { x: { field: "a", type: "quantitative" } },
    });
  const job = drawingJob(text('a < "b" & c'), "library");
  const svg = await done(job);
  const { result } = jobKinds.get("drawing");
  assertEquals(result.safeParse(svg).success, true);
  assertEquals(misfitOf(job, svg), null);
  for (const other of ["", "<svg", "no picture", `x${svg}`, `${svg}x`]) {
    assertEquals(result.safeParse(other).success, false);
  }
  const another = await done(drawingJob(text("another one"), "library"));
  assertEquals(misfitOf(job, another), "is the picture of something else");
});

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
