/**
 * What figure 4 says of seeds at their tuned budget: what each loses, and how many beat the best
 * linear code.
 *
 * @module
 */
import { z } from "zod";
import {
  closedConvergence,
  compareConvergence,
  seenFrom,
} from "../../src/protocol/convergence.ts";
import {
  convergenceRow,
  convergenceShape,
  settledBy,
  settledShape,
} from "../../src/protocol/convergence_row.ts";
import {
  denseConvergence,
  linearLoss,
  reportedLengths,
} from "../../src/protocol/dense_case.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { lossesOf, type Measured } from "../../src/protocol/measured.ts";
import type { Recipe } from "../../src/protocol/recipe.ts";
import { wilsonInterval } from "../../src/statistics/bootstrap.ts";

/** One seed with the steps that all figures share. */
export const seedRow = z.strictObject({
  kind: z.literal("seed"),
  series: z.string(),
  neurons: z.int(),
  seed: z.int(),
  fvu: z.number(),
});
/** All seeds of a recipe at a budget; more steps are a series of their own. */
export const shareRow = z.strictObject({
  kind: z.literal("share"),
  series: z.string(),
  neurons: z.int(),
  steps: z.int(),
  seeds: z.int(),
  /** Share of the seeds that beat the best linear code, with its 95 % Wilson interval. */
  share: z.number(),
  low: z.number(),
  high: z.number(),
  /** Median fvu with its 95 % bootstrap interval. */
  median: z.number(),
  medianLow: z.number(),
  medianHigh: z.number(),
  ...convergenceShape,
  /** The least fvu of a constructed network with at most as many neurons. */
  constructed: z.number(),
  /** The trained networks, the first side, against that one, the second. */
  ...settledShape,
});
type SeedRow = z.infer<typeof seedRow>;
type ShareRow = z.infer<typeof shareRow>;

function seedRows({ series, built, results }: Measured): SeedRow[] {
  return results.map(({ seed, loss }) => ({
    kind: "seed",
    series,
    neurons: built.neurons.total,
    seed,
    fvu: loss.fvu,
  }));
}

/**
 * One recipe at one budget.
 *
 * @param constructed the best constructed network with at most as many neurons
 */
export async function shareRows(
  context: FigureContext,
  recipe: Recipe,
  neurons: number,
  constructed: Measured,
): Promise<(SeedRow | ShareRow)[]> {
  const all = await denseConvergence(context, recipe, neurons);
  const settled = settledBy(compareConvergence(
    all,
    closedConvergence(constructed),
    `learnability/${recipe.name}/${neurons}`,
  ));
  const linear = linearLoss().fvu;
  return reportedLengths.flatMap((length) => {
    const at = seenFrom(all, length);
    const { series, config, results, fvu } = at.measured;
    const wins = lossesOf(at.measured).filter((loss) => loss < linear).length;
    const [low, high] = wilsonInterval(wins, results.length);
    const [medianLow, medianHigh] = fvu.ci95!;
    return [{
      kind: "share" as const,
      series,
      neurons,
      steps: config!.schedule.steps,
      seeds: results.length,
      share: wins / results.length,
      low,
      high,
      median: fvu.median,
      medianLow,
      medianHigh,
      ...convergenceRow(at),
      constructed: constructed.fvu.median,
      ...settled,
    }, ...length === 1 ? seedRows(at.measured) : []];
  });
}
