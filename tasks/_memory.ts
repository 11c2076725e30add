/**
 * What the trainings of a comparison would take of a machine's memory, counted before anything is
 * taken.
 *
 * @module
 */
import type { Problem } from "../src/constructions/problem.ts";
import { UsageError } from "../src/runs/usage_error.ts";
import type { TrainedCandidate } from "../src/schemes/mod.ts";
import { BLOCK, ELEMENT } from "../src/training/compiled/layout.ts";
import type { Entry } from "./_candidates.ts";

/** What of the flags takes memory. */
interface Sizes {
  readonly batch: number;
  readonly seeds: number;
  readonly engine: "compiled" | "tfjs";
}

/** What a worker, and what all results together may take: any machine has it. */
const most = 1e9;

/** What is kept of a run beside its parameters, as a number of numbers. */
const perRun = 256;

/**
 * Bytes of the four seeds that train side by side in a worker, at most a few per cent too many in
 * the kernel and a bound for tfjs, which trains one seed at a time: parameters, gradient and two
 * moments, and for the samples in memory the input, the target and every unit's output and
 * gradient.
 */
export function workerBytes(
  { architecture, parameters }: Pick<
    TrainedCandidate,
    "architecture" | "parameters"
  >,
  { data, noise }: Problem,
  { batch, engine }: Omit<Sizes, "seeds">,
): number {
  const { layers, encoderLayers } = architecture;
  // What passes through the kernel block by block: all that need not see, or show, a whole batch.
  const block = Math.ceil(batch / BLOCK) * BLOCK;
  const samples = (whole: boolean) =>
    whole || engine === "tfjs" ? block : BLOCK;
  const given = data.kind !== "independent", noisy = noise > 0;
  let elements = 4 * parameters +
    2 * layers[0].inputs * samples(given || noisy);
  layers.forEach(({ outputs }, l) => {
    elements += outputs * samples(noisy && l < encoderLayers) +
      outputs * samples(noisy && l === encoderLayers - 1);
  });
  return ELEMENT * elements;
}

/**
 * Refuses what would end in an allocation that fails, or in a machine that swaps.
 *
 * @throws {UsageError} naming the flags that are too large together
 */
export function checkMemory(
  entries: readonly Pick<Entry, "scheme" | "candidate">[],
  problem: Problem,
  sizes: Sizes,
): void {
  const { batch, seeds } = sizes;
  let kept = 0, runs = 0;
  for (const { scheme, candidate } of entries) {
    if (candidate.kind === "closed") continue;
    const { neurons, parameters } = candidate;
    const bytes = workerBytes(candidate, problem, sizes);
    if (bytes > most) {
      throw new UsageError(
        `${scheme} with ${neurons.total} neurons and ${parameters} parameters would take ${
          gigabytes(bytes)
        } of memory in every worker for a --batch of ${batch}, at most ${
          gigabytes(most)
        } will do: choose smaller --features, --neurons or --batch`,
      );
    }
    // Each seed is trained twice, with all steps and with half of them.
    runs += 2 * seeds;
    kept += 8 * 2 * seeds * (parameters + perRun);
  }
  if (kept > most) {
    throw new UsageError(
      `--seeds is ${seeds}, which makes ${runs} networks of ${
        gigabytes(kept)
      } in all, at most ${
        gigabytes(most)
      } will do: choose fewer seeds, or fewer or smaller networks`,
    );
  }
}

const gigabytes = (bytes: number) =>
  `${Number((bytes / 1e9).toPrecision(2))} GB`;
