/**
 * Activations, optimisers and a term that only tests have: what a newcomer would put into files,
 * and what the kernel knows once more under a name that it does not.
 */
import { z } from "zod";
import { terms } from "../../src/losses/terms/mod.ts";
import { activations } from "../../src/networks/activations/mod.ts";
import { type Architecture } from "../../src/networks/network.ts";
import { optimisers } from "../../src/training/optimisers/mod.ts";
import { configWith } from "./_configs.ts";

export const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0));

// What a newcomer would put into files, and the kernel's own things once more, without its number.
export const relu = activations.get("relu");
for (
  const activation of [
    { ...relu, id: "host-relu", kernel: undefined },
    { ...activations.get("identity"), id: "host-identity", kernel: undefined },
    {
      ...{ id: "leaky", summary: "a tenth below 0", slopes: [0.1, 1] },
      apply: (x: number) => x < 0 ? 0.1 * x : x,
      derivative: (x: number) => x < 0 ? 0.1 : 1,
    },
    {
      ...{ id: "softsign", summary: "smooth", slopes: null },
      apply: (x: number) => x / (1 + Math.abs(x)),
      derivative: (x: number) => 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))),
    },
    { ...relu, id: "impostor", kernel: 7 },
  ]
) activations.add(`${activation.id}.ts`, { default: activation });

export const kind = (id: string) => ({
  ...{ id, summary: "of a test" },
  schema: z.strictObject({ kind: z.literal(id) }),
});
optimisers.add("momentum.ts", {
  default: {
    ...kind("momentum"),
    start(_settings: unknown, count: number) {
      const velocity = new Float32Array(count);
      return (
        parameters: Float32Array,
        gradient: Float32Array,
        rate: number,
      ) => {
        for (let i = 0; i < count; i++) {
          velocity[i] = Math.fround(0.75 * velocity[i] + gradient[i]);
          parameters[i] -= Math.fround(rate * velocity[i]);
        }
      };
    },
  },
});
optimisers.add("normalized.ts", {
  default: {
    ...kind("normalized"),
    start: () =>
    (
      parameters: Float32Array,
      gradient: Float32Array,
      rate: number,
    ) => {
      const size = norm(gradient);
      gradient.forEach((g, i) => parameters[i] -= rate * g / size);
    },
  },
});
optimisers.add("host-adam.ts", {
  default: {
    ...kind("host-adam"),
    start: (_settings: unknown, count: number) =>
      optimisers.get("adam").start(configWith().optimiser, count, []),
  },
});
optimisers.add("pretender.ts", {
  default: { ...kind("pretender"), kernel: 7, start: () => () => {} },
});
terms.add("ridge.ts", {
  default: {
    ...kind("ridge"),
    penalty(
      _settings: unknown,
      _architecture: Architecture,
      parameters: Float32Array,
      gradient: Float32Array,
    ) {
      let sum = 0;
      parameters.forEach((w, i) => {
        gradient[i] += Math.fround(0.02 * w);
        sum += 0.01 * w * w;
      });
      return sum;
    },
  },
});
