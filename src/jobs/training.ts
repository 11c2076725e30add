/**
 * Training one seed of a configuration. The engine trains four seeds in the time of one.
 *
 * @module
 */
import { z } from "zod";
import { canonicalJson, sha256 } from "../numerics/hash.ts";
import { isExact } from "../losses/exact_loss.ts";
import { checkNoise } from "../losses/source_loss.ts";
import { LANES } from "../training/compiled/memory.ts";
import { checkConfig } from "../training/check_config.ts";
import type { TrainingConfig } from "../training/config.ts";
import { trainingConfig } from "../training/config_schema.ts";
import { configKey } from "../training/config_key.ts";
import { peculiarities, widths } from "../training/describe_config.ts";
import type { Engine } from "../training/engine.ts";
import { initialParameters } from "../training/initial.ts";
import { trainedMatrices } from "../training/matrices.ts";
import { optimisers } from "../training/optimisers/mod.ts";
import {
  lossValue,
  measureRun,
  misfitOfLoss,
  misfitOfRun,
  type TrainResult,
  trainResult,
} from "../training/result.ts";
import { curveSteps, sampleCount } from "../training/schedule.ts";
import type { Job, JobKind, Keeping } from "./mod.ts";
import { trainingPace } from "./_training_pace.ts";

/**
 * Part of every key. Raise it when anything but the kernel changes what a run leaves behind:
 * initial values, losses, the fields of a result. The kernel's bytes are in the key themselves.
 */
const format = 2;

/** One seed of a configuration. */
export interface TrainingSpec {
  readonly config: TrainingConfig;
  readonly seed: number;
}

/** The job that trains one seed. */
export function trainingJob(
  config: TrainingConfig,
  seed: number,
): Job<TrainResult> {
  return { kind: "training", spec: { config, seed } satisfies TrainingSpec };
}

/**
 * Thousands of seeds share one configuration, and its name takes longer than all else that is asked
 * of it.
 */
const names = new WeakMap<TrainingConfig, string>();

/** `configKey`, once for every object. */
function runOf(config: TrainingConfig): string {
  let name = names.get(config);
  if (name === undefined) names.set(config, name = configKey(config));
  return name;
}

/**
 * A configuration in a few words, e.g.
 * `20-40-5-40-20, S = 0.9, 5000 steps of 128 at 0.003, from spread initial values × 1`.
 */
export function describeTraining(config: TrainingConfig): string {
  const { architecture, data, noise, schedule, initial } = config;
  const { steps, batch, learningRate } = schedule;
  const start = initial.kind === "grown"
    ? `grown from ${widths(initial.from.architecture)}`
    : initial.kind === "given"
    ? "from given parameters"
    : `from ${initial.kind} initial values × ${initial.gain}`;
  const sparse = data.sparsity > 0 ? `, S = ${data.sparsity}` : "";
  const noisy = noise > 0 ? `, σ = ${noise}` : "";
  const unusual = peculiarities(config).map((part) => `, ${part}`).join("");
  return `${
    widths(architecture)
  }${sparse}${noisy}${unusual}, ${steps} steps of ${batch} at ${learningRate}, ${start}`;
}

/**
 * Drawing a sample and weighing its error take about as long as this many multiply-adds of a layer.
 */
const perSampleCost = 20;

/**
 * Expected work, in multiply-adds of a forward pass over all samples. Two more passes of the same
 * length belong to it, so that of the optimiser's own arithmetic a third counts.
 */
export function trainingCost(config: TrainingConfig): number {
  const { architecture, optimiser, schedule } = config;
  let perSample = perSampleCost;
  for (const { inputs, outputs } of architecture.layers) {
    perSample += (inputs + 1) * outputs;
  }
  const own = optimisers.get(optimiser.kind)
    .cost?.(optimiser, trainedMatrices(config)) ?? 0;
  const batch = sampleCount(schedule) / schedule.steps;
  return schedule.steps * (batch * perSample + own / 3);
}

/**
 * Trains one network per seed and measures it.
 *
 * @param bases per seed, what a grown network starts from, else null
 */
export async function trainSeeds(
  engine: Engine,
  config: TrainingConfig,
  seeds: readonly number[],
  bases: readonly (Pick<TrainResult, "parameters"> | null)[] = [],
): Promise<TrainResult[]> {
  // Before anything is drawn: of data that is wrong a sampler may never give an active feature.
  checkConfig(config);
  checkNoise(config.source, config.noise);
  const initial = seeds.map((seed, i) =>
    initialParameters(config, seed, bases[i]?.parameters ?? null)
  );
  const runs = await engine.train(config, seeds, initial);
  return runs.map((run) => measureRun(config, run));
}

/** A result whose network and curve are out of reach: no ledger could give them back. */
const keeping: Keeping<TrainingSpec, TrainResult> = {
  columns: {
    mse: lossValue,
    fvu: lossValue,
    standardError: z.number().nullable(),
    deadUnits: z.number().min(0).max(1).nullable(),
  },
  keep: ({ loss, standardError, deadUnits }) => ({
    mse: loss.mse,
    fvu: loss.fvu,
    standardError,
    deadUnits,
  }),
  restore({ config, seed }, kept) {
    const { mse, fvu, ...shares } = kept as
      & Record<"mse" | "fvu", number>
      & Pick<TrainResult, "standardError" | "deadUnits">;
    const misfit = misfitOfLoss(config, { loss: { mse, fvu }, ...shares });
    if (misfit !== null) throw new RangeError(misfit);
    const refuse = (what: string): never => {
      throw new Error(
        `the full profile keeps no ${what}: rows may use losses and deadUnits alone`,
      );
    };
    return {
      seed,
      loss: { mse, fvu },
      ...shares,
      get parameters() {
        return refuse("parameters");
      },
      get curve() {
        return refuse("learning curves");
      },
    };
  },
};

const training: JobKind<TrainingSpec, TrainResult> = {
  id: "training",
  verb: "training",
  spec: z.strictObject({ config: trainingConfig, seed: z.int() }),
  result: trainResult,
  misfit: ({ config, seed }, result) =>
    result.seed === seed
      ? misfitOfRun(config, result)
      : `is of seed ${result.seed}, not ${seed}`,
  key({ config, seed }, engine) {
    const { curvePoints } = config;
    const run = runOf(config);
    return sha256(canonicalJson({ format, engine, run, curvePoints, seed }));
  },
  describe: ({ config }) => describeTraining(config),
  cost: ({ config }) => trainingCost(config),
  needs: {
    name: "the run that it grows from",
    of: ({ config: { initial }, seed }) =>
      initial.kind === "grown" ? [trainingJob(initial.from, seed)] : [],
  },
  group({ config, seed }) {
    const family = runOf(config);
    return {
      name: `${family}/${config.curvePoints}`,
      lanes: LANES,
      family,
      seed,
    };
  },
  run: (specs, needs, engine) =>
    trainSeeds(
      engine,
      specs[0].config,
      specs.map(({ seed }) => seed),
      needs.map(([base]) => base as TrainResult | undefined ?? null),
    ),
  /** The network before training, said to lose as much as guessing the mean. */
  madeUp({ config, seed }, [base]) {
    const exact = isExact(config);
    return {
      seed,
      // Made where somebody looks.
      get parameters() {
        const from = base as TrainResult | undefined;
        return initialParameters(config, seed, from?.parameters ?? null);
      },
      curve: curveSteps(config.schedule.steps, config.curvePoints)
        .map((step) => [step, 1] as const),
      loss: { mse: 1, fvu: 1 },
      standardError: exact ? null : 0,
      deadUnits: exact ? null : 0,
    };
  },
  pace: ({ config }, engine, now) =>
    trainingPace(config, trainingCost(config), engine, now),
  keeping,
};
export default training;
