/** Data of every kind for tests, and what it is by other means than those of `src/features/`. */
import fc from "fast-check";
import { readKind } from "../../src/features/kinds/names.ts";
import {
  type FeatureDistribution,
  independent,
} from "../../src/features/mod.ts";

/** Data of a kind as `--data` names it. */
export function dataOf(
  kind: string,
  features: number,
  sparsity: number,
  importance: readonly number[] | null = null,
): FeatureDistribution {
  return { ...independent(features, sparsity, importance), ...readKind(kind) };
}

/** What a group or an exponent is. */
export const parameterOf = (data: FeatureDistribution, name: string) =>
  (data as unknown as Record<string, number>)[name];

/**
 * The probability of every set of active features, feature i in bit i: from the definitions,
 * feature by feature.
 */
export function enumerated(data: FeatureDistribution): number[] {
  const { kind, features, sparsity } = data;
  const p = 1 - sparsity;
  const group = parameterOf(data, "group"),
    exponent = parameterOf(data, "exponent");
  const frequencies = Array.from(
    { length: features },
    (_, i) => Math.pow(i + 1, -exponent),
  );
  const total = frequencies.reduce((sum, x) => sum + x, 0);
  return Array.from({ length: 2 ** features }, (_, set) => {
    const active = Array.from({ length: features }, (_, i) => set >> i & 1);
    const groups = Array.from(
      { length: Math.floor(features / (group ?? 1)) },
      (_, g) =>
        active.slice(g * group, (g + 1) * group).reduce((sum, a) => sum + a, 0),
    );
    const product = (of: readonly number[]) =>
      of.reduce((all, x) => all * x, 1);
    switch (kind) {
      case "independent":
        return product(active.map((a) => a === 1 ? p : sparsity));
      case "correlated":
        return product(
          groups.map((count) =>
            count === group ? p : count === 0 ? sparsity : 0
          ),
        );
      case "anticorrelated":
        return product(
          groups.map((count) =>
            count === 0 ? 1 - group * p : count === 1 ? p : 0
          ),
        );
      case "zipf":
        return product(active.map((a, i) => {
          const q = p * features * frequencies[i] / total;
          return a === 1 ? q : 1 - q;
        }));
      default:
        throw new Error(`what is ${kind}?`);
    }
  });
}

/** Any kind of data that there is for so many features, at any of some sparsities. */
export function anyKind(
  features: number,
  importance: fc.Arbitrary<number[] | null> = fc.constant(null),
): fc.Arbitrary<FeatureDistribution> {
  const groups = Array.from({ length: features - 1 }, (_, i) => i + 2)
    .filter((group) => features % group === 0);
  const of = (kind: string, sparsities: number[]) =>
    fc.record({ sparsity: fc.constantFrom(...sparsities), importance })
      .map((more) => ({ ...dataOf(kind, features, 0), ...more }));
  return fc.oneof(
    of("independent", [0, 0.5, 0.9]),
    ...groups.flatMap((group) => [
      of(`correlated:${group}`, [0, 0.3, 0.9]),
      of(`anticorrelated:${group}`, [1 - 1 / group, 0.9, 0.99]),
    ]),
    of("zipf:0.5", [0.6, 0.9]),
    of("zipf:1", [0.8, 0.95]),
    of("zipf:2.5", [0.9, 0.99]),
  );
}

/** One of each kind for so many features, which 2 divides, and 3 if there are more than 4. */
export function everyKind(
  features: number,
  importance: readonly number[] | null = null,
): FeatureDistribution[] {
  const group = features > 4 ? 3 : 2;
  return [
    dataOf("independent", features, 0.6, importance),
    dataOf(`correlated:${group}`, features, 0.7, importance),
    dataOf(`anticorrelated:${group}`, features, 0.7, importance),
    dataOf("zipf:1", features, 0.8, importance),
  ];
}
