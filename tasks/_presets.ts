/**
 * The presets of `compare`.
 *
 * @module
 */

/** What a preset sets: the defaults of some flags. */
export interface Settings {
  readonly features: number;
  readonly hidden: number;
  /** Ratio of one feature's importance to that of the one before. */
  readonly importance: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** Without a preset: the case of the paper's appendix, and this project's way to train. */
export const usual: Settings = {
  features: 2,
  hidden: 1,
  importance: 1,
  steps: 20_000,
  batch: 64,
  learningRate: 0.01,
  weightDecay: 0,
};

/** The presets by name. */
export const presets = {
  /**
   * The setting of *Toy Models of Superposition* and of the notebook beside it: its first example,
   * and how all of its models are trained. 0.01 is the weight decay that PyTorch's AdamW has unless
   * told otherwise.
   */
  "toy-models": {
    features: 5,
    hidden: 2,
    importance: 0.9,
    steps: 10_000,
    batch: 1024,
    learningRate: 0.001,
    weightDecay: 0.01,
  },
} as const satisfies Record<string, Settings>;

/** The name of a preset. */
export type Preset = keyof typeof presets;
/** The names of all presets. */
export const presetNames = Object.keys(presets) as Preset[];

/** One preset in a line, for the help. */
export function describePreset(name: Preset): string {
  const { features, hidden, importance, steps, batch, learningRate } =
    presets[name];
  return `the paper's setting, ${features} features in ${hidden} dimensions, importance ${importance}, ${steps} steps of ${batch} at a constant ${learningRate}, weight decay ${
    presets[name].weightDecay
  }; other flags override it`;
}
