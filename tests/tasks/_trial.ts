/**
 * A repository in miniature for the tests of the tasks: real training of a very small network, a
 * real picture.
 */
import { type Layout, layoutOf } from "../../tasks/_layout.ts";
import { runMain, type Terminal } from "../../tasks/_task.ts";

/** The text of a figure file that trains `seeds` seeds for a handful of steps. */
export function trialFigure(id: string, order: number): string {
  return `
import { z } from "zod";
import { independent } from "../../../../src/features/mod.ts";
import { autoencoder } from "../../../../src/networks/network.ts";
import { configure as configuration } from "../../../../src/training/config.ts";
import { seriesEncoding } from "../../../../src/rendering/palette.ts";

export default {
  id: ${JSON.stringify(id)},
  title: "Trial ${order}",
  order: ${order},
  row: z.strictObject({ scheme: z.string(), seed: z.int(), mse: z.number() }),
  async rows({ profile, train }) {
    const results = await train(configuration({
      architecture: autoencoder([2, 3, 1], [1, 3, 2]),
      data: independent(2, 0),
      initial: { kind: "uniform", gain: 1 },
      schedule: { steps: ${10 + order}, batch: 32, learningRate: 0.01 },
      curvePoints: 2,
    }), profile === "paper" ? [1, 2, 3] : [1]);
    return results.map(({ seed, loss }) => ({ scheme: "nonlinear", seed, mse: loss.mse }));
  },
  caption: (rows) => \`\${rows.length} seeds.\`,
  spec: (rows) => ({
    data: { values: rows },
    mark: "point",
    encoding: {
      x: { field: "seed", type: "quantitative" },
      y: { field: "mse", type: "quantitative" },
      color: seriesEncoding("scheme", ["nonlinear"], null).color,
    },
  }),
  claims: (rows) => [{ claim: "scaling", verdict: "open", sentence: \`\${rows.length} seeds | say nothing.\`, details: ["Nor do these."] }],
};
`;
}

/**
 * The text of a figure file with a full profile: tunes a learning rate of a sparse problem, then
 * reports the networks at the best one. The paper profile trains fewer seeds of the same.
 *
 * @param use what is made of the reported results, which the profile's limits may forbid
 */
export function fullTrial(
  id: string,
  order: number,
  use = "",
): string {
  return trialFigure(id, order)
    .replace("  row: z.strict", "  full: true,\n  row: z.strict")
    .replace(
      /const results = await train[^]*?\[1\]\);/,
      `
    const configure = (learningRate) => configuration({
      architecture: autoencoder([3, 3, 1], [1, 3, 3]),
      data: independent(3, 0.5),
      initial: { kind: "uniform", gain: 1 },
      schedule: { steps: 20, batch: 32, learningRate },
    });
    const scored = await Promise.all([0.001, 0.003, 0.01].map(async (rate) => {
      const runs = await train(configure(rate), [1000, 1001]);
      return { rate, mse: runs.reduce((sum, { loss }) => sum + loss.mse, 0) };
    }));
    const { rate } = scored.reduce((best, one) => one.mse < best.mse ? one : best);
    const count = profile === "full" ? 8 : 1;
    const results = await train(configure(rate), Array.from({ length: count }, (_, i) => i));
    ${use}`,
    );
}

/** A README with nothing but the markers. */
export const emptyReadme =
  "# Trial\n<!-- claims -->\n<!-- /claims -->\nBetween.\n<!-- gallery -->\n<!-- /gallery -->\nEnd.\n";

/**
 * Runs a test on a repository with the given figure files, beside the sources so that imports
 * resolve; then removes it.
 */
export async function withTree(
  figures: Readonly<Record<string, string>>,
  test: (layout: Layout) => Promise<void>,
): Promise<void> {
  const parent = new URL("../../.pleat/", import.meta.url).pathname;
  await Deno.mkdir(parent, { recursive: true });
  const root = await Deno.makeTempDir({ dir: parent, prefix: "test-" });
  try {
    const layout = layoutOf(root);
    await Deno.mkdir(layout.figures);
    await Deno.mkdir(layout.snapshots);
    await Deno.writeTextFile(layout.readme, emptyReadme);
    for (const [file, text] of Object.entries(figures)) {
      const path = `${layout.figures}/${file}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), {
        recursive: true,
      });
      await Deno.writeTextFile(path, text);
    }
    await test(layout);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** What a command printed and returned. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in process, without progress. */
export async function run(
  main: (
    args: readonly string[],
    terminal: Terminal,
    layout: Layout,
  ) => Promise<number>,
  args: readonly string[],
  layout: Layout,
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const out: string[] = [], err: string[] = [];
  const code = await runMain(
    (args, terminal) => main(args, terminal, layout),
    args,
    {
      print: (line) => out.push(line),
      remark: (line) => err.push(line),
      progress: { write: () => {}, terminal: false },
      signal,
    },
  );
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** Every file below a folder with its text, what is kept for another time left out. */
export async function filesBelow(
  folder: string,
  prefix = "",
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) {
      if (name !== "store" && name !== "drawings") {
        Object.assign(files, await filesBelow(path, `${prefix}${name}/`));
      }
    } else files[prefix + name] = await Deno.readTextFile(path);
  }
  return files;
}
