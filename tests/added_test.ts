/**
 * Adding is one file: one of everything that can be added is put into a copy of the tree and used.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tables } from "../src/runs/catalogue.ts";
import { withCopy } from "./_copy.ts";
import { emptyReadme } from "./tasks/_trial.ts";

/**
 * By the path at which each is put; none is named anywhere else but in the figure that uses them.
 */
const added: Readonly<Record<string, string>> = {
  "src/features/burst.ts": `
import { z } from "zod";
import type { Distribution, FeatureDistribution } from "./mod.ts";

const active = (word: number, { sparsity }: FeatureDistribution) =>
  word / 2 ** 32 >= sparsity;
const burst: Distribution = {
  id: "burst",
  summary: "all features or none",
  parameter: null,
  schema: z.strictObject({
    kind: z.literal("burst"),
    features: z.int().min(1),
    sparsity: z.number().min(0).lt(1),
    importance: z.array(z.number()).nullable(),
  }),
  independent: false,
  identical: true,
  activity: ({ features, sparsity: S }) => ({
    density: Array<number>(features).fill(1 - S),
    patterns: (of) => of.length === 2 ? [S, 0, 0, 1 - S] : [S, 1 - S],
  }),
  sampler: (data) => (x, random) => {
    const on = active(random.next(), data);
    for (let i = 0; i < x.length; i++) {
      const value = (random.next() >>> 8) / 2 ** 24;
      x[i] = on ? value : 0;
    }
  },
  fineSampler: (data) => (x, random) => {
    const on = active(random.next(), data);
    for (let i = 0; i < x.length; i++) {
      const value = random.uniform();
      x[i] = on ? value : 0;
    }
  },
  streamName: ({ features, sparsity }) => \`burst \${features} \${sparsity}\`,
};
export default burst;
`,
  "src/networks/activations/abs.ts": `
import type { Activation } from "./mod.ts";

const abs: Activation = {
  id: "abs",
  summary: "the absolute value",
  slopes: [-1, 1],
  apply: Math.abs,
  derivative: (x) => x < 0 ? -1 : 1,
};
export default abs;
`,
  "src/training/optimisers/sign.ts": `
import { z } from "zod";
import type { Optimiser } from "./mod.ts";

const sign: Optimiser = {
  id: "sign",
  summary: "a step of one size, whatever the gradient's",
  schema: z.strictObject({ kind: z.literal("sign") }),
  start: () => (parameters, gradient, rate) => {
    const size = Math.fround(rate);
    for (let i = 0; i < parameters.length; i++) {
      parameters[i] -= size * Math.sign(gradient[i]);
    }
  },
};
export default sign;
`,
  "src/losses/terms/norm.ts": `
import { z } from "zod";
import type { Tagged } from "../../numerics/tagged.ts";
import type { Term } from "./mod.ts";

interface Norm extends Tagged {
  readonly weight: number;
}
const norm: Term<Norm> = {
  id: "norm",
  summary: "half the weighted sum of squares of all parameters",
  schema: z.strictObject({ kind: z.literal("norm"), weight: z.number() }),
  penalty({ weight }, _architecture, parameters, gradient) {
    let sum = 0;
    for (let i = 0; i < parameters.length; i++) {
      gradient[i] += Math.fround(weight * parameters[i]);
      sum += weight * parameters[i] * parameters[i] / 2;
    }
    return sum;
  },
};
export default norm;
`,
  "src/bounds/nothing.ts": `
import type { Bound } from "./mod.ts";

const nothing: Bound = {
  id: "nothing",
  summary: "a bound that bounds nothing",
  lower: () => ({ mse: 0, fvu: 0 }),
};
export default nothing;
`,
  "src/schemes/first.ts": `
import { autoencoder, countNeurons, countParameters } from "../networks/network.ts";
import type { Scheme } from "./mod.ts";

const first: Scheme = {
  id: "first",
  summary: "a decoder of absolute values; trained",
  candidates({ data: { features }, hidden }) {
    const plain = autoencoder([features, hidden], [hidden, 3, features]);
    const layers = plain.layers.map((layer) =>
      layer.activation === "relu" ? { ...layer, activation: "abs" } : layer
    );
    const architecture = { ...plain, layers };
    return [{
      kind: "trained",
      variant: null,
      segments: null,
      epsilon: null,
      neurons: countNeurons(architecture),
      parameters: countParameters(architecture),
      architecture,
    }];
  },
};
export default first;
`,
  "src/jobs/square.ts": `
import { z } from "zod";
import { type Job, type JobKind, keyOf } from "./mod.ts";

export const square = (of: number): Job<number> => ({ kind: "square", spec: of });
const kind: JobKind<number, number> = {
  id: "square",
  verb: "squaring",
  spec: z.number(),
  result: z.number(),
  key: (of) => keyOf("square", 1, of),
  describe: (of) => \`the square of \${of}\`,
  cost: () => 1,
  run: (specs) => Promise.resolve(specs.map((of) => of * of)),
  madeUp: () => 0,
};
export default kind;
`,
  "figures/added/figure.ts": `
import { z } from "zod";
import { square } from "../../src/jobs/square.ts";
import type { Figure } from "../../src/protocol/figure.ts";
import first from "../../src/schemes/first.ts";
import { configure } from "../../src/training/config.ts";

const row = z.strictObject({ seed: z.int(), fvu: z.number(), four: z.number() });
const figure: Figure<z.infer<typeof row>> = {
  id: "added",
  title: "What was added",
  order: 100,
  row,
  async rows(context) {
    const data = { kind: "burst", features: 2, sparsity: 0.5, importance: null };
    const problem = { data, hidden: 1, noise: 0 };
    const options = { neurons: [], split: [1, 1] as const, segments: [], epsilon: [] };
    const [candidate] = first.candidates(problem, options);
    if (candidate.kind !== "trained") throw new Error("it is trained");
    const config = configure({
      architecture: candidate.architecture,
      data,
      initial: { kind: "uniform", gain: 1 },
      schedule: { steps: 20, batch: 16, learningRate: 0.01 },
      optimiser: { kind: "sign" },
      objective: [{ kind: "mse" }, { kind: "norm", weight: 0.001 }],
    });
    const four = await context.get(square(2));
    const results = await context.train(config, [0, 1, 2]);
    return results.map(({ seed, loss }) => ({ seed, fvu: loss.fvu, four }));
  },
  caption: (rows) => \`\${rows.length} seeds.\`,
  spec: (rows) => ({
    data: { values: [...rows] },
    mark: "point",
    encoding: {
      x: { field: "seed", type: "quantitative" },
      y: { field: "fvu", type: "quantitative" },
    },
  }),
  claims: () => [],
};
export default figure;
`,
};

Deno.test("adding is one file, for everything that a table holds and for a figure", async () => {
  const folders = Object.keys(added).map((path) =>
    path.slice(0, path.lastIndexOf("/"))
  );
  assertEquals(
    tables.map(({ folder }) => folder).filter((f) => !folders.includes(f)),
    [],
  );
  await withCopy(async ({ folder, write, deno }) => {
    for (const [path, text] of Object.entries(added)) await write(path, text);
    await write("README.md", emptyReadme);
    await Deno.mkdir(`${folder}/snapshots`);
    await deno(["check", "-q", ...Object.keys(added)]);
    const { out: made } = await deno(["task", "-q", "figures", "added"]);
    assertStringIncludes(made, "added: 3 rows, wrote snapshots/added.json");
    const { rows } = JSON.parse(
      await Deno.readTextFile(`${folder}/snapshots/added.json`),
    );
    for (const { fvu, four } of rows) {
      assert(fvu > 0 && fvu < 2, `fvu is ${fvu}`);
      assertEquals(four, 4);
    }
    const { out: verified } = await deno(["task", "-q", "verify", "added"]);
    assertStringIncludes(verified, "added: reproduced");
    const { out: plan } = await deno([
      "task",
      "-q",
      "figures",
      "added",
      "--dry-run",
    ]);
    assertStringIncludes(plan, "added: nothing to train");
    const { out: table } = await deno([
      ...[
        "task",
        "-q",
        "compare",
        "--schemes",
        "first,linear",
        "--data",
        "burst",
      ],
      ...["--sparsity", "0.5", "--seeds", "2", "--steps", "10"],
    ]);
    assertStringIncludes(table, "a bound that bounds nothing");
    assertStringIncludes(table, "first");
  });
});
