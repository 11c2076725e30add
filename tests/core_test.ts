/** The core runs where there is no host: bundled for browsers, with neither Deno nor Node. */
import { assert, assertEquals } from "@std/assert";
import { createContext, runInContext } from "node:vm";
import { readKind } from "../src/features/kinds/names.ts";
import { independent } from "../src/features/mod.ts";
import type { Network } from "../src/networks/network.ts";
import { autoencoder } from "../src/networks/network.ts";
import { filesOfTable, tables } from "../src/runs/catalogue.ts";
import { kernelBytes, loadKernel } from "../src/runs/kernel.ts";
import { compiledEngine } from "../src/training/compiled.ts";
import { configure, type TrainingConfig } from "../src/training/config.ts";
import { initialParameters } from "../src/training/initial.ts";
import { code, modules, root } from "./_sources.ts";

/** The folders that know no host. */
const core = [
  "src/numerics",
  "src/statistics",
  "src/features",
  "src/networks",
  "src/losses",
  "src/constructions",
  "src/schemes",
  "src/bounds",
  "src/training",
];

Deno.test("no module of the core names a host", async () => {
  const wrong: string[] = [];
  const host = /\bDeno\b|\bprocess\b|["']node:|\bnavigator\b|\bperformance\b/;
  assert(host.test('import "node:fs";') && host.test("Deno.cwd()"));
  for (const folder of core) {
    for (const path of await modules(folder)) {
      const found = (await code(path)).match(host);
      if (found) wrong.push(`${path}: ${found[0]}`);
    }
  }
  assertEquals(wrong, []);
});

/**
 * A program that fills the tables of the core as a page would, and leaves a function that trains.
 */
async function program(): Promise<string> {
  const lines: string[] = [], fills: string[] = [];
  for (const { folder } of tables) {
    if (!core.some((name) => `${folder}/`.startsWith(`${name}/`))) continue;
    const at = new URL(`${folder}/`, root);
    const name = `m${lines.length}`;
    lines.push(`import * as ${name} from "${at}mod.ts";`);
    fills.push(
      `{ const table = Object.values(${name}).find((value) => value?.folder === "${folder}");`,
    );
    for (const file of await filesOfTable(at)) {
      const module = `m${lines.length}`;
      lines.push(`import * as ${module} from "${at}${file}";`);
      fills.push(`table.add("${file}", ${module});`);
    }
    fills.push("}");
  }
  return [
    ...lines,
    `import { compiledEngine } from "${root}src/training/compiled.ts";`,
    `import { createKernel } from "${root}src/training/compiled/kernel.ts";`,
    `import { initialParameters } from "${root}src/training/initial.ts";`,
    `import { exactLoss } from "${root}src/losses/exact_loss.ts";`,
    ...fills,
    `globalThis.train = async (bytes, config, seeds) => {
      const initial = seeds.map((seed) => initialParameters(config, seed, null));
      const runs = await compiledEngine(createKernel(bytes)).train(config, seeds, initial);
      return JSON.stringify(runs.map((run) => ({ ...run, parameters: [...run.parameters] })));
    };
    globalThis.exact = (network, data) => JSON.stringify(exactLoss(network, data));`,
  ].join("\n");
}

/**
 * What the program leaves behind in a world that has the language and text encoding, and nothing
 * else.
 */
async function withoutHost(): Promise<{
  train(
    bytes: Uint8Array,
    config: TrainingConfig,
    seeds: number[],
  ): Promise<string>;
  exact(network: Network, data: TrainingConfig["data"]): string;
}> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/entry.ts`, await program());
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["bundle", "-q", "--config", new URL("deno.json", root).pathname],
        ...["--platform", "browser", "--format", "iife"],
        ...["-o", `${folder}/bundle.js`, `${folder}/entry.ts`],
      ],
      cwd: root,
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    const context = createContext({ TextEncoder, TextDecoder });
    runInContext(await Deno.readTextFile(`${folder}/bundle.js`), context);
    assertEquals(
      runInContext("typeof Deno + typeof process", context),
      "undefinedundefined",
    );
    return context as Awaited<ReturnType<typeof withoutHost>>;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const schedule = { steps: 30, batch: 40, learningRate: 0.01 };
const initial = { kind: "spread", gain: 1 } as const;
const configs: TrainingConfig[] = [
  configure({
    architecture: autoencoder([2, 5, 1], [1, 5, 2]),
    data: independent(2, 0.3),
    initial,
    schedule,
  }),
  configure({
    architecture: autoencoder([4, 2], [2, 6, 4]),
    // Drawn by the host in place of the kernel.
    data: { ...independent(4, 0.6), ...readKind("correlated:2") },
    initial,
    schedule,
    noise: 0.1,
  }),
];

Deno.test("the core, bundled for browsers, trains the same bits without a host", async () => {
  const { train, exact } = await withoutHost();
  for (const config of configs) {
    const seeds = [3, 4];
    const here = await compiledEngine(loadKernel()).train(
      config,
      seeds,
      seeds.map((seed) => initialParameters(config, seed, null)),
    );
    const there = JSON.parse(await train(kernelBytes, config, seeds));
    assertEquals(
      there,
      here.map((run) => ({ ...run, parameters: [...run.parameters] })),
    );
  }
  const [{ architecture, data }] = configs;
  const parameters = initialParameters(configs[0], 0, null);
  const network = { architecture, parameters: Float64Array.from(parameters) };
  const { mse } = JSON.parse(exact(network, data));
  assert(mse > 0 && mse < 1);
});
