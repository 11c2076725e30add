/**
 * How captions and claims say how points were trained, and what training still has to go.
 *
 * @module
 */
import { percent, show } from "../rendering/numbers.ts";
import { unique } from "../rendering/select.ts";
import { median } from "../statistics/quantile.ts";
import type { ConvergenceRow } from "./convergence_row.ts";
import { listed, sentence } from "./sentences.ts";

/**
 * Which optimisers tuning has chosen among points: `Adam at 12 of 40 points and SOAP at the
 * others`.
 */
export function chosenOptimisers(
  points: readonly { readonly optimiser: string | null }[],
): string {
  const all = points.flatMap(({ optimiser }) => optimiser ?? []);
  const names = unique(all).sort();
  const each = names.map((kind, i) => {
    const name = kind === "adam" ? "Adam" : kind.toUpperCase();
    const count = all.filter((other) => other === kind).length;
    return names.length === 1
      ? `${name} at every point`
      : i === names.length - 1
      ? `${name} at the others`
      : `${name} at ${count} of ${all.length} points`;
  });
  return listed(each);
}

/** Where a trained code would end, with its interval: `0.1 [0.02, 0.12]`. */
export function limitOf(of: ConvergenceRow): string {
  const shown = (end: number | null) => end === null ? "∞" : show(end);
  return `${shown(of.limit)} [${shown(of.limitLow)}, ${shown(of.limitHigh)}]`;
}

/**
 * What a caption says of how far from converged its points are; closed forms among them have
 * nothing to go.
 *
 * @param lengths at which every trained point was trained, 1 for that which is reported
 * @param nameOf calls the point that is farthest
 */
export function stillToGo<Point extends ConvergenceRow>(
  points: readonly Point[],
  lengths: readonly number[],
  nameOf: (point: Point) => string,
): string {
  const trained = points.flatMap((point) =>
    point.toGo === null ? [] : [{ point, toGo: point.toGo }]
  );
  const most = trained.reduce((a, b) => (b.toGo > a.toGo ? b : a));
  const others = lengths.filter((length) => length !== 1).map((l) => `${l}`);
  return sentence(
    "Still to go, to the limit of a power law with an offset",
    `through the medians after these and ${listed(others)} times the steps:`,
    `${percent(median(trained.map(({ toGo }) => toGo)))} of the loss`,
    "at the median point,",
    `${percent(most.toGo)} at the farthest (${nameOf(most.point)})`,
  );
}
