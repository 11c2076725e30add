/**
 * One sparse feature as a source in the units of one slope: an atom at 0, and a uniform density by
 * quadrature.
 *
 * @module
 */
import { naturalLog } from "../../numerics/elementary.ts";
import { gaussLegendre } from "../../numerics/gauss_legendre.ts";
import type { Letter, Source } from "./letter_gain.ts";

/** A sparse feature stretched to `length`, scaled so that its density is 1. */
export interface SparseSource extends Source {
  /** S·length/p, the mass of the zeros. */
  readonly atom: number;
  /** Length of the uniform middle that was cut out; 0 for a short source. */
  readonly cut: number;
  /** Length of what is left. */
  readonly short: number;
  /** Letters to begin a search with. */
  readonly start: readonly Letter[];
}

const rule = gaussLegendre(10);
/** Unit Gaussians of this spacing sum to a constant within 2·e^{−2π²/spacing²} < 1e-14. */
const spacing = 0.75;
/** How far from an end the letters are free. */
const window = 12;
/** Length of the held lattice: at its centre neither end is felt, by e^{−100/4}. */
const lattice = 20;
/**
 * From here on the letter at 0 has all the mass of the zeros, but for a share of about ten in it.
 */
const largeAtom = 2e8;

/**
 * A feature that is 0 with probability S, else uniform on [0, length), as masses of total
 * `length/p`.
 *
 * Far from its ends a long source is uniform, and there an even lattice of letters is best to
 * within rounding. So only the two ends are searched: between them sits a lattice that is held, and
 * of its periods all but a few are cut out. Where the cut was, the output c is √(2π), every gain is
 * 1 and the squared error is 1.
 *
 * @param sparsity S in [0, 1)
 * @param length √(2s) > 0
 * @param panel length of a quadrature panel of ten nodes
 */
export function sparseSource(
  sparsity: number,
  length: number,
  panel = 1,
): SparseSource {
  const atom = sparsity * length / (1 - sparsity);
  // The letter at 0 answers for what lies nearer than √(2 ln atom): only there its weight meets the
  // density's.
  const shadow = Math.sqrt(2 * naturalLog(1 + atom));
  const left = window + Math.ceil(shadow);
  const ends = left + lattice + window;
  const short = length > ends + spacing
    ? ends + (length - ends) % spacing
    : length;
  const cut = length - short;
  const held: Letter[] = [];
  if (cut > 0) {
    const right = short - window;
    for (let y = left + spacing / 2; y < right; y += spacing) {
      held.push({ y, q: spacing });
    }
  }
  const letters = Math.max(1, Math.round(short / 1.5)), step = short / letters;
  const start = Array.from(
    { length: letters },
    (_, j) => ({ y: (j + 0.5) * step, q: step }),
  ).filter(({ y }) =>
    y >= shadow && (cut === 0 || y < left || y > short - window)
  );
  if (atom > 0) (atom > largeAtom ? held : start).unshift({ y: 0, q: atom });

  const positions = atom > 0 ? [0] : [], masses = atom > 0 ? [atom] : [];
  const panels = Math.ceil(short / panel), width = short / panels;
  for (let k = 0; k < panels; k++) {
    rule.nodes.forEach((node, i) => {
      positions.push((k + node) * width);
      masses.push(rule.weights[i] * width);
    });
  }
  return {
    positions: Float64Array.from(positions),
    masses: Float64Array.from(masses),
    held,
    atom,
    cut,
    short,
    start,
  };
}

/** The letters found for one length as the start for another; null where they would not help. */
export function carryLetters(
  letters: readonly Letter[],
  from: SparseSource,
  to: SparseSource,
): Letter[] | null {
  const ratio = to.short / from.short;
  const isHeld = (source: SparseSource) => source.atom > largeAtom;
  if (
    (from.cut > 0) !== (to.cut > 0) || isHeld(from) !== isHeld(to) ||
    ratio < 0.8 || ratio > 1.25
  ) return null;
  return letters.map(({ y, q }) => ({
    y: from.cut === 0
      ? y * ratio
      : y < from.short / 2
      ? y
      : y + to.short - from.short,
    q,
  }));
}
