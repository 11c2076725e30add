/**
 * Searching the best polyline for a number of kinks, see `src/bounds/polyline/search.ts`.
 *
 * @module
 */
import { z } from "zod";
import {
  bestPolyline,
  type Polyline,
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
