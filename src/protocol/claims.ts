/**
 * The claims that figures judge, and where they stand: *Toy Models of Superposition* (Elhage et
 * al., 2022), its appendix "Nonlinear Compression" and its footnotes 20–25, in our own words.
 *
 * @module
 */

/** What the paper says. */
export interface PaperClaim {
  /** Where it says it. */
  readonly from: string;
  readonly words: string;
}

/** The paper's claims, by their ids, in its order. */
export const paperClaims: Readonly<Record<string, PaperClaim>> = {
  "more-compact": {
    from: "appendix",
    words: "A nonlinear code can pack more than linear superposition.",
  },
  "break-even": {
    from: "appendix",
    words:
      "It takes 12 neurons per segment, and beats the linear code at 36 in all.",
  },
  "hard-to-learn": {
    from: "appendix",
    words:
      "Discontinuities and halves that must match are hard for gradient descent.",
  },
  "decompress-first": {
    from: "appendix",
    words:
      "Decompressing first pays only where it saves space across many layers.",
  },
  "degenerate-case": {
    from: "appendix",
    words: "One dense dimension is a poor case for superposition.",
  },
  "scaling": {
    from: "appendix",
    words: "Scaling up probably favours superposition.",
  },
  "no-removal": {
    from: "text before footnote 20",
    words: "A direction in superposition cannot simply be removed.",
  },
  "sparse-factoring": {
    from: "footnote 20",
    words: "Factoring the activations sparsely recovers the features.",
  },
  "free-l1": {
    from: "footnote 21",
    words: "An L1 penalty removes some superposition at no cost.",
  },
  "gaussian-latents": {
    from: "footnote 22",
    words: "Sums of many sparse variables look Gaussian.",
  },
  "surprisal-bound": {
    from: "footnote 23",
    words: "The hidden dimensions needed grow at least as −n(1−S) log(1−S).",
  },
  "finite-transition": {
    from: "footnote 24",
    words: "The compressed-sensing transition sharpens with size.",
  },
  "linearity": {
    from: "footnote 25",
    words: "Features are directions.",
  },
};
