/**
 * `deno task compare`: one comparison of schemes at the command line.
 *
 * @module
 */
import { type Bound, bounds } from "../src/bounds/mod.ts";
import { type Problem, Refusal } from "../src/constructions/problem.ts";
import { kindName } from "../src/features/kinds/names.ts";
import { denser } from "../src/features/kinds/rare.ts";
import { type Loss } from "../src/features/mod.ts";
import {
  countActive,
  evaluationSamples,
} from "../src/losses/evaluation_set.ts";
import { evaluatedData } from "../src/losses/network_loss.ts";
import { createProgress } from "../src/runs/progress.ts";
import { createRunner, type Runner } from "../src/runs/runner.ts";
import { openStore } from "../src/runs/store.ts";
import { workerExecutor } from "../src/runs/worker_executor.ts";
import { loadCatalogue } from "../src/runs/catalogue.ts";
import { type SchemeOptions, schemes } from "../src/schemes/mod.ts";
import { loadTfjs } from "../src/training/tfjs.ts";
import { chooseCandidates } from "./_candidates.ts";
import { type Compared, compareEntries } from "./_comparison.ts";
import { type Flags, parseCompare } from "./_compare_flags.ts";
import { optionsOf, problemOf } from "./_compare_problem.ts";
import { asCsv, asJson, asTable, readable } from "./_formats.ts";
import { type Layout, repository } from "./_layout.ts";
import { checkMemory } from "./_memory.ts";
import { orderRemark } from "./_order.ts";
import { runProcess, type Terminal } from "./_task.ts";

/** All schemes read the features themselves. */
const source = { kind: "features" } as const;

/** Runs the command on a repository's store; returns the exit code. */
export async function compare(
  args: readonly string[],
  terminal: Terminal,
  layout: Layout = repository,
): Promise<number> {
  await loadCatalogue();
  const all = schemes.all();
  const parsed = parseCompare(all.map(({ id }) => id), args);
  if (parsed.help !== null) {
    terminal.print(parsed.help);
    return 0;
  }
  const { flags } = parsed;
  const { schemes: asked } = flags;
  const problem = problemOf(flags);
  const options = optionsOf(flags);
  const { entries, remarks } = chooseCandidates(
    all.filter(({ id }) => asked?.includes(id) ?? true),
    asked !== undefined,
    problem,
    options,
  );
  checkMemory(entries, problem, flags);
  // Closed forms need no store and no workers.
  const runner = entries.some(({ candidate }) => candidate.kind === "trained")
    ? await openRunner(flags.engine, terminal, layout)
    : null;
  for (const line of remarks) terminal.remark(line);
  let compared: Compared[];
  try {
    const train = runner?.train ?? noTraining;
    compared = await compareEntries(entries, problem, flags, train);
  } finally {
    // Before anything is printed, so that the progress line ends first.
    runner?.close();
  }
  for (const { row } of compared) {
    if (row.diverged === 0) continue;
    terminal.remark(
      `${
        [row.scheme, row.variant ?? ""].join(" ").trim()
      } with ${row.neurons.total} neurons: ${row.diverged} of ${row.seeds} seeds diverged; choose a smaller --learning-rate`,
    );
  }
  const order = orderRemark(compared);
  if (order !== null) terminal.remark(order);
  const limits = limitsOf(problem);
  const sampled = compared.some(({ row }) => row.standardError !== null);
  if (sampled) remarkOnSamples(problem, terminal);
  const formats = {
    table: () =>
      asTable(compared, headingOf(flags, options, compared, problem, limits)),
    json: () => asJson(compared, tightest(limits)),
    csv: () => asCsv(compared),
  };
  terminal.print(formats[flags.format]());
  return 0;
}

async function openRunner(
  engine: Flags["engine"],
  terminal: Terminal,
  layout: Layout,
): Promise<Runner> {
  const options = {
    store: openStore(layout.store, "write"),
    progress: createProgress({
      ...terminal.progress,
      now: () => performance.now(),
    }),
    warn: terminal.remark,
    signal: terminal.signal,
  };
  if (engine === "compiled") return createRunner(options);
  const { version } = await loadTfjs();
  // In workers, because Ctrl-C could not end a run of minutes in this thread.
  const module = new URL("../src/runs/tfjs_worker.ts", import.meta.url);
  return createRunner({
    ...options,
    engine: `tfjs ${version.tfjs} cpu`,
    executors: Array.from(
      { length: navigator.hardwareConcurrency },
      () => workerExecutor(module),
    ),
  });
}

function noTraining(): never {
  throw new Error("a comparison of closed forms asked for training");
}

/** Says so where losses are means over samples of which hardly any has an active feature. */
function remarkOnSamples({ data, noise }: Problem, terminal: Terminal): void {
  const evaluated = evaluatedData({ data, noise, source });
  if (evaluated !== data || denser(data) === data) return;
  const active = countActive(data);
  terminal.remark(
    `${active} of the ${evaluationSamples} samples that losses are means over ${
      active === 1 ? "has" : "have"
    } an active feature: with noise, these losses say ${
      active === 0 ? "nothing" : "little"
    } of so sparse features; choose a smaller --sparsity`,
  );
}

/** A bound and where it lies. */
interface Limit {
  readonly bound: Bound;
  readonly loss: Loss;
}

/** Every bound that applies. */
function limitsOf(problem: Problem): Limit[] {
  return bounds.all().flatMap((bound) => {
    try {
      return [{ bound, loss: bound.lower(problem) }];
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  });
}

/** The highest of all lower bounds; null where there is none. */
function tightest(limits: readonly Limit[]): Loss | null {
  return limits.reduce<Loss | null>(
    (high, { loss }) => high === null || loss.mse > high.mse ? loss : high,
    null,
  );
}

/** What was compared and what the numbers mean. */
function headingOf(
  flags: Flags,
  { split }: SchemeOptions,
  compared: readonly Compared[],
  { data }: Problem,
  limits: readonly Limit[],
): string[] {
  const kind = kindName(data);
  const { features, hidden, sparsity, noise, importance } = flags;
  const dimensions = `hidden dimension${hidden === 1 ? "" : "s"}${
    noise === 0 ? "" : ` of unit power with noise of deviation ${noise}`
  }`;
  const heading = [
    `${features} features in ${hidden} ${dimensions}, sparsity ${sparsity}${
      kind === "independent" ? "" : `, data ${kind}`
    }${importance === 1 ? "" : `, importance ${importance}ⁱ`}`,
    "mse is the mean over features; fvu is the fraction of variance unexplained, 1 is guessing the mean",
  ];
  for (const { bound, loss } of limits) {
    heading.push(
      `no scheme of any size can lose less than mse ${
        readable(loss.mse)
      }, fvu ${readable(loss.fvu)}: ${bound.summary}`,
    );
  }
  const trained = compared.filter(({ row }) => row.seeds > 0);
  if (trained.length > 0) {
    heading.push(
      `trained: median of ${flags.seeds} seeds with its 95 % interval; ${flags.steps} steps of ${flags.batch} samples, learning rate ${flags.learningRate}${
        flags.weightDecay === 0 ? "" : `, weight decay ${flags.weightDecay}`
      }, split ${split.join(":")}, engine ${flags.engine}`,
    );
  }
  const errors = compared.flatMap(({ row }) => row.standardError ?? []);
  if (errors.length > 0) {
    const exact = compared.filter(({ row }) =>
      row.seeds === 0 && row.standardError === null
    ).map(({ row }) => row.scheme);
    const evaluated = evaluatedData({ data, noise, source });
    const from = evaluated === data
      ? ""
      : ` at sparsity ${
        readable(evaluated.sparsity)
      }, continued to ${sparsity} in proportion to the density`;
    heading.push(
      `${
        noise === 0 ? "trained losses" : "losses"
      } are means over ${evaluationSamples} samples${from}, standard error of mse at most ${
        readable(Math.max(...errors))
      }${
        exact.length === 0 ? "" : `; exact: ${[...new Set(exact)].join(", ")}`
      }`,
    );
  }
  if (compared.some(({ row }) => (row.deadUnits ?? 0) > 0)) {
    heading.push(
      "dead: median share of the ReLUs that never fire on these samples",
    );
  }
  if (compared.some(({ row }) => row.lastDoubling !== null)) {
    heading.push(
      "last doubling: by how much the median differs from that of runs with half the steps",
    );
  }
  return heading;
}

if (import.meta.main) await runProcess(compare);
