/**
 * Searching the best polyline for a number of kinks, see `src/bounds/polyline/search.ts`.
 *
 * @module
 */
import { z } from "zod";
import {
  bestPolyline,
  type Polyline,
  polylineLowerBound,
  type PolylineOptions,
} from "../bounds/polyline/search.ts";
import { canonicalJson, sha256 } from "../numerics/hash.ts";
import type { Job, JobKind } from "./mod.ts";

/** Part of every key. Raise it when the code changes what is found. */
const format = 2;

/** The job that searches the best polyline. */
export function polylineJob(options: PolylineOptions): Job<Polyline> {
  return { kind: "polyline", spec: options };
}

const polyline: JobKind<PolylineOptions, Polyline> = {
  id: "polyline",
  verb: "searching the",
  spec: z.strictObject({
    kinks: z.int().min(0),
    reach: z.number().min(0),
    starts: z.int().min(0),
    hops: z.int().min(0),
    seed: z.int(),
  }),
  result: z.strictObject({
    kinks: z.int(),
    reach: z.number(),
    vertices: z.array(z.tuple([z.number(), z.number()])),
    mse: z.number(),
    mseError: z.number(),
    fvu: z.number(),
    start: z.string(),
    improvements: z.int(),
  }),
  misfit({ kinks, reach, hops }, result) {
    const { vertices, mse, mseError, fvu, improvements } = result;
    if (result.kinks !== kinks || result.reach !== reach) {
      return `is of ${result.kinks} kinks and reach ${result.reach}, not ${kinks} and ${reach}`;
    }
    if (vertices.length !== kinks + 2) {
      return `has ${vertices.length} vertices, not ${kinks + 2}`;
    }
    if (fvu !== 12 * mse) {
      return `has mse ${mse} and fvu ${fvu}, which are not one loss`;
    }
    if (!(mseError >= 0 && mse + mseError >= polylineLowerBound(kinks))) {
      return `has mse ${mse} ± ${mseError}, which no polyline has`;
    }
    return improvements >= 0 && improvements <= hops
      ? null
      : `has ${improvements} improvements in ${hops} hops`;
  },
  // Named before there were other kinds; no engine has a part in it.
  key: (options) => sha256(canonicalJson({ format, polyline: options })),
  describe: (options) => `best polyline ${canonicalJson(options)}`,
  /** Fitted to measured times of 1 to 24 kinks. */
  cost({ kinks, starts, hops }) {
    const pieces = kinks + 1;
    const perStep = pieces * Math.max(1000, 60 * pieces);
    return 3e8 + 2 * perStep * (150 * starts + 30 * hops);
  },
  run: (specs) => Promise.try(() => specs.map(bestPolyline)),
  /** A straight line with its kinks evenly spaced. */
  madeUp: ({ kinks, reach }) => ({
    kinks,
    reach,
    vertices: Array.from(
      { length: kinks + 2 },
      (_, i) => [i / (kinks + 1), 0.5] as const,
    ),
    mse: 1,
    mseError: 0,
    fvu: 1,
    start: "made up",
    improvements: 0,
  }),
};
export default polyline;
