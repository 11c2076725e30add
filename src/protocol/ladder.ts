/**
 * A scheme trained for longer and longer, so that it shows where more training leads.
 *
 * @module
 */
import { forgivable } from "../runs/runs.ts";
import type { Scheme } from "../schemes/mod.ts";
import { type Case, report, type Tuned, tuneScheme } from "./measure.ts";
import type { Measured, Trains } from "./measured.ts";

/** One length of a ladder: what was tuned there, and what it loses. */
export interface Rung {
  /** Training length, 1 for the case's own steps. */
  readonly length: number;
  readonly tuned: Tuned;
  readonly measured: Measured;
}

/** What is trained at which lengths. */
export interface Ladder {
  /** Rising; one of them is 1. */
  readonly lengths: readonly number[];
  /** Names the stream of a scheme's intervals, to which every length but 1 adds itself. */
  stream(scheme: string): string;
}

/** A scheme as it was tuned at some length; null where it cannot spend the budget. */
interface Tried {
  readonly scheme: Scheme;
  readonly tuned: Tuned | null;
}

/** The rates that are tried at a length longer than the one at which this was tuned. */
function ratesAfter({ recipe, learningRate }: Tuned): number[] {
  const smaller = recipe.learningRates.filter((rate) => rate < learningRate);
  const next = smaller.length > 0 ? Math.max(...smaller) : learningRate / 3;
  return [learningRate, next];
}

/**
 * The best of some schemes at a budget, at every length. Every scheme is tuned once as everywhere
 * else. At the other lengths it keeps its recipe and its shape, and its learning rate is tuned
 * anew: at shorter ones among all rates of the recipe, at longer ones between that of the length
 * before and the next smaller one, as the best rate falls where training lasts longer. At each
 * length the scheme that does best on the selection seeds is reported.
 *
 * @returns the lengths in their order; none where no scheme can spend the budget
 */
export async function trainLadder(
  context: Trains,
  of: Case,
  schemes: readonly Scheme[],
  neurons: number,
  { lengths, stream }: Ladder,
): Promise<Rung[]> {
  const tuneAll = (
    before: readonly Tried[],
    length: number,
    rates: (tuned: Tuned) => readonly number[],
  ) =>
    Promise.all(before.map(async ({ scheme, tuned }): Promise<Tried> => {
      if (tuned === null) return { scheme, tuned };
      const { recipe } = tuned;
      const again: Case = {
        ...of,
        steps: Math.round(of.steps * length),
        recipes: [{ ...recipe, learningRates: rates(tuned) }],
        tries: () => [tuned.candidate],
      };
      const found = await tuneScheme(context, again, scheme, neurons);
      return { scheme, tuned: found && { ...found, recipe } };
    }));
  const rung = (tried: readonly Tried[], length: number): Promise<Rung> => {
    const tuned = tried.flatMap(({ tuned }) => tuned ?? [])
      .reduce((a, b) => (b.score < a.score ? b : a));
    const name = stream(tuned.scheme);
    return forgivable(
      report(context, of, tuned, {
        stream: length === 1 ? name : `${name}/${length}`,
        stretch: length,
      }).then((measured) => ({ length, tuned, measured })),
    );
  };
  const once: Tried[] = await Promise.all(
    schemes.map(async (scheme) => ({
      scheme,
      tuned: await tuneScheme(context, of, scheme, neurons),
    })),
  );
  if (once.every(({ tuned }) => tuned === null)) return [];
  // Reported while the next length is tuned, which needs no more than the rates of this one.
  const rungs = [rung(once, 1)];
  const shorter = lengths.filter((length) => length < 1).map(async (length) =>
    await rung(
      await tuneAll(once, length, ({ recipe }) => recipe.learningRates),
      length,
    )
  );
  rungs.push(...shorter.map(forgivable));
  let before = once;
  for (const length of lengths.filter((length) => length > 1)) {
    before = await tuneAll(before, length, ratesAfter);
    rungs.push(rung(before, length));
  }
  return (await Promise.all(rungs)).sort((a, b) => a.length - b.length);
}
