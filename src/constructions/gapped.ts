/**
 * The shared-hinges network with a better choice of hidden numbers: the levels of x take treads of
 * t with gaps between them, and the decoder's ramps lie in the gaps, where only the encoder's ramps
 * lead.
 *
 * In `piecewise-linear` proper the treads touch, so the decoder's ramps cost some of every tread.
 * Here only the encoder's ramps cost anything, the decoder's slopes are of order Z, and the mse
 * tends to `1/(24·Z²)` with ε, at the same 4(Z − 1) + 2 neurons.
 *
 * @module
 */
import type { Network } from "../networks/network.ts";
import { networkOfUnits, unit } from "./units.ts";

/**
 * The code with gaps, levels centred, the encoder's ramps centred on their jumps.
 *
 * @param segments Z ≥ 1
 * @param epsilon ε, the width of the encoder's ramps in x, 0 < ε ≤ 1/Z
 * @param gap length of a gap in units of a tread, > 0. Longer gaps lose less, but not by much: as
 * long as a tread (the default) the ramps cost about 6 % more than in the limit of endless gaps,
 * and the decoder's steepest weight is twice its flattest.
 */
export function gapped(
  segments: number,
  epsilon: number,
  gap: number = 1,
): Network {
  const jumps = Array.from({ length: segments - 1 }, (_, j) => j + 1);
  const period = 1 + gap;
  /** t runs over [0, 1]; a tread is 1/length of it. */
  const length = (segments - 1) * period + 1;
  const rise = period / (length * epsilon);
  const fall = length / gap;
  const encoder = jumps.flatMap((j) =>
    [-0.5, 0.5].map((side) => unit([1, 0], -(j / segments + side * epsilon)))
  );
  const decoder = jumps.flatMap((j) =>
    [j * period - gap, j * period].map((end) => unit([1], -end / length))
  );
  const pairs = (slope: number) => jumps.flatMap(() => [slope, -slope]);
  return networkOfUnits(
    [
      [unit([0, 1]), ...encoder],
      [unit([1 / length, ...pairs(rise)])],
    ],
    [
      [unit([1]), ...decoder],
      [
        unit([0, ...pairs(fall / segments)], 0.5 / segments),
        // Along a gap, ŷ returns from 1 to 0.
        unit([length, ...pairs(-fall - length)]),
      ],
    ],
  );
}
