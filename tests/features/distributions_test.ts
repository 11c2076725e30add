import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import {
  featureDistribution,
  kindName,
  readKind,
} from "../../src/features/kinds/names.ts";
import {
  activityOf,
  covariance,
  distributions,
  drawFeatures,
  type FeatureDistribution,
  featureMeans,
  featureSampler,
  featureVariances,
  independent,
  lossFromErrors,
} from "../../src/features/mod.ts";
import { evaluationSet } from "../../src/losses/evaluation_set.ts";
import { sha256 } from "../../src/numerics/hash.ts";
import { type RandomSource, randomStream } from "../../src/numerics/random.ts";
import { symmetricEigen } from "../../src/numerics/symmetric_eigen.ts";
import { anyKind, dataOf, enumerated, everyKind } from "./_data.ts";

/** 2 to 6 features of any kind. */
const any = fc.integer({ min: 2, max: 6 }).chain((n) => anyKind(n));

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);

Deno.test("probabilities are those of the definitions, enumerated", () => {
  fc.assert(
    fc.property(any, (data) => {
      const all = enumerated(data);
      assertAlmostEquals(all.reduce((sum, p) => sum + p, 0), 1, 1e-12);
      const { density, patterns } = activityOf(data);
      const chance = (of: readonly number[], bits: number) =>
        all.reduce(
          (sum, p, set) =>
            of.every((i, k) => (set >> i & 1) === (bits >> k & 1))
              ? sum + p
              : sum,
          0,
        );
      const rows = numbers(data.features);
      for (const of of rows.flatMap((i) => [[i], ...rows.map((j) => [i, j])])) {
        if (of[0] === of[1]) continue;
        const found = patterns(of);
        assertEquals(found.length, 2 ** of.length);
        found.forEach((p, bits) => {
          assert(p >= 0, `${p}`);
          assertAlmostEquals(p, chance(of, bits), 1e-12, `${of}: ${bits}`);
        });
      }
      density.forEach((p, i) => assertAlmostEquals(p, patterns([i])[1], 1e-15));
      const mean = density.reduce((sum, p) => sum + p, 0) / data.features;
      assertAlmostEquals(mean, 1 - data.sparsity, 1e-12);
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("moments are those of the enumerated patterns, and no direction has a negative variance", () => {
  fc.assert(
    fc.property(any, (data) => {
      const all = enumerated(data);
      const means = featureMeans(data), matrix = covariance(data);
      const expected = (value: (set: number) => number) =>
        all.reduce((sum, p, set) => sum + p * value(set), 0);
      for (const i of numbers(data.features)) {
        const first = expected((set) => (set >> i & 1) / 2);
        assertAlmostEquals(means[i], first, 1e-12);
        for (const j of numbers(data.features)) {
          // E x² = 1/3 and E xy = 1/4 where active.
          const second = expected((set) =>
            (set >> i & 1) * (set >> j & 1) / (i === j ? 3 : 4)
          );
          const value = second - means[i] * means[j];
          assertAlmostEquals(matrix[i][j], value, 1e-12);
          assertEquals(matrix[i][j], matrix[j][i]);
        }
        assertEquals(featureVariances(data)[i], matrix[i][i]);
      }
      const { values } = symmetricEigen(matrix);
      assert(values.every((value) => value > 0), `${values}`);
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("within a group: the closed forms of correlated and anticorrelated features", () => {
  const p = 0.25;
  assertAlmostEquals(
    covariance(dataOf("correlated:2", 4, 0.75))[0][1],
    p / 4 - p * p / 4,
    1e-16,
  );
  assertAlmostEquals(
    covariance(dataOf("anticorrelated:2", 4, 0.75))[2][3],
    -p * p / 4,
    1e-16,
  );
  for (const kind of ["correlated:2", "anticorrelated:2"]) {
    assertEquals(covariance(dataOf(kind, 4, 0.75))[1][2], 0);
  }
});

Deno.test("zipf: frequencies fall as i^−α, and at α = 0 the bits are those of independent features", () => {
  const { density } = activityOf(dataOf("zipf:1.5", 8, 0.9));
  density.forEach((p, i) =>
    assertAlmostEquals(p / density[0], (i + 1) ** -1.5, 1e-14)
  );
  const [flat, alike] = [dataOf("zipf:0", 5, 0.7), independent(5, 0.7)];
  const [a, b] = [flat, alike].map((data) => {
    const random = randomStream("flat", 0, "batches");
    return numbers(100).map(() => drawFeatures(data, random));
  });
  assertEquals(a, b);
});

/**
 * Whether a sum over samples is near its expectation, given that of the square: five standard
 * errors.
 */
function near(
  sum: number,
  samples: number,
  first: number,
  second: number,
  what: string,
): void {
  const error = Math.sqrt(Math.max(0, second - first * first) / samples);
  const difference = Math.abs(sum / samples - first);
  assert(difference <= 5 * error + 1e-9, `${what} is off by ${difference}`);
}

/** Both samplers of some data, as one function that draws the next sample. */
function samplers(data: FeatureDistribution, random: RandomSource) {
  const { features, kind } = data;
  const fine = distributions.get(kind).fineSampler(data);
  const coarse = featureSampler(data);
  const x = new Float32Array(features), y = new Float64Array(features);
  return {
    "for training": () => (coarse(x, random), x),
    "for evaluation": () => (fine(y, random), y),
  };
}

for (
  const data of [
    dataOf("independent", 4, 0.7),
    dataOf("correlated:2", 4, 0),
    dataOf("correlated:2", 4, 0.7),
    dataOf("correlated:3", 6, 0.95),
    dataOf("anticorrelated:2", 4, 0.5),
    dataOf("anticorrelated:2", 4, 0.9),
    dataOf("anticorrelated:3", 6, 2 / 3),
    dataOf("zipf:1", 4, 0.5),
    dataOf("zipf:2", 5, 0.95),
  ]
) {
  Deno.test(`samples have the closed moments: ${kindName(data)}, S = ${data.sparsity}`, () => {
    const samples = 40_000, n = data.features;
    const random = randomStream("moments", 2, kindName(data));
    const { density, patterns } = activityOf(data);
    for (const [use, draw] of Object.entries(samplers(data, random))) {
      const sums = numbers(4).map(() => new Float64Array(n));
      const both = new Float64Array(n * n), products = both.slice();
      for (let s = 0; s < samples; s++) {
        const x = draw();
        for (let i = 0; i < n; i++) {
          assert(x[i] >= 0 && x[i] < 1, `${x[i]} is outside [0, 1)`);
          if (x[i] > 0) sums[0][i]++;
          for (let k = 1, power = x[i]; k < 4; k++, power *= x[i]) {
            sums[k][i] += power;
          }
          for (let j = 0; j < i; j++) {
            if (x[i] > 0 && x[j] > 0) both[i * n + j]++;
            products[i * n + j] += x[i] * x[j];
          }
        }
      }
      for (let i = 0; i < n; i++) {
        const p = density[i];
        sums.forEach((sum, k) =>
          near(
            sum[i],
            samples,
            p / (k + 1),
            p / (2 * k + 1),
            `${use}: E x^${k} of feature ${i}`,
          )
        );
        for (let j = 0; j < i; j++) {
          const [, , , joint] = patterns([i, j]);
          const pair = `of features ${j} and ${i} ${use}`;
          near(
            both[i * n + j],
            samples,
            joint,
            joint,
            `joint activity ${pair}`,
          );
          near(
            products[i * n + j],
            samples,
            joint / 4,
            joint / 9,
            `the product ${pair}`,
          );
        }
      }
    }
  });
}

Deno.test("groups do not depend on each other, and neither do samples", () => {
  const samples = 40_000;
  for (const kind of ["correlated:2", "anticorrelated:2"]) {
    const data = dataOf(kind, 4, 0.6);
    const random = randomStream("groups", 1, kind);
    for (const draw of Object.values(samplers(data, random))) {
      let across = 0, later = 0, before = false;
      for (let s = 0; s < samples; s++) {
        const x = draw(), first = x[0] + x[1] > 0, second = x[2] + x[3] > 0;
        if (first && second) across++;
        if (before && first) later++;
        before = first;
      }
      const [, , , both] = activityOf(data).patterns([0, 1]);
      const some = 0.8 - both;
      near(across, samples, some * some, some * some, `${kind} across groups`);
      near(later, samples, some * some, some * some, `${kind} across samples`);
    }
  }
});

Deno.test("every sample takes the same number of draws, however sparse", () => {
  for (const sparsity of [0.9, 1 - 1e-9, 1 - 2 ** -53]) {
    for (const { kind } of everyKind(6)) {
      const data = {
        ...everyKind(6).find((one) => one.kind === kind)!,
        sparsity,
      };
      const random = randomStream("draws", 1, kind);
      let draws = 0;
      const counted: RandomSource = {
        next: () => (draws++, random.next()),
        uniform: () => (draws++, random.uniform()),
      };
      for (const draw of Object.values(samplers(data, counted))) {
        const counts = numbers(50).map(() => {
          draws = 0;
          draw();
          return draws;
        });
        assertEquals(new Set(counts).size, 1, kind);
        assert(counts[0] <= 2 * 6, `${kind} takes ${counts[0]} draws`);
      }
    }
  }
});

Deno.test("evaluation sets of independent features are what they always were, and every kind has its own", () => {
  const names = (set: Float64Array) =>
    sha256(new Uint8Array(set.buffer)).slice(0, 16);
  assertEquals(
    [independent(3, 0.6), independent(2, 0)].map((data) =>
      names(evaluationSet(data, 64))
    ),
    ["c42ff0d02c3702c7", "29ca52083d0db92a"],
  );
  const sets = [
    ...everyKind(4),
    dataOf("correlated:4", 4, 0.7),
    dataOf("zipf:1.5", 4, 0.8),
  ].map((data) => {
    const set = evaluationSet(data, 64);
    const weighted = { ...data, importance: [1, 2, 3, 4] };
    assertEquals(evaluationSet(weighted, 64), set);
    return names(set);
  });
  assertEquals(new Set(sets).size, sets.length);
});

Deno.test("data is parsed strictly, and what is not possible names the field and the remedy", () => {
  const refused: [object, string, string][] = [
    [{ ...independent(2, 0), kind: "cubic" }, "kind", "use one of anti"],
    [{ ...independent(2, 0), group: 2 }, "", "group"],
    [
      dataOf("correlated:3", 4, 0),
      "group",
      "must divide 4 features, choose 2 or 4",
    ],
    [dataOf("correlated:2", 1, 0), "group", "needs 2 features, there is 1"],
    [dataOf("anticorrelated:2", 5, 0.9), "group", "choose 5"],
    [
      dataOf("anticorrelated:3", 6, 0.6),
      "sparsity",
      "choose at least 0.666667",
    ],
    [dataOf("zipf:1", 2, 0.2), "sparsity", "choose at least 0.25"],
    [{ ...dataOf("zipf:1", 2, 0.5), exponent: 11 }, "exponent", "from 0 to 10"],
    [{ ...independent(2, 0), sparsity: 1 }, "sparsity", ""],
  ];
  for (const [data, field, remedy] of refused) {
    const { error } = featureDistribution.safeParse(data);
    assert(error !== undefined, JSON.stringify(data));
    assertEquals(String(error!.issues[0].path), field);
    assert(error!.issues[0].message.includes(remedy), error!.issues[0].message);
  }
  for (const data of everyKind(6, [1, 2, 3, 4, 5, 6])) {
    assertEquals(featureDistribution.parse(data), data);
  }
});

Deno.test("the least sparsity that a refusal names is one that does", () => {
  for (let features = 2; features <= 60; features++) {
    for (
      const kind of [
        `anticorrelated:${features}`,
        "zipf:0.3",
        "zipf:1",
        "zipf:4",
      ]
    ) {
      const { error } = featureDistribution.safeParse(
        dataOf(kind, features, 0),
      );
      const least = Number(
        error!.issues[0].message.match(/at least ([\d.]+)/)![1],
      );
      const { success } = featureDistribution.safeParse(
        dataOf(kind, features, least),
      );
      assert(success, `${kind} of ${features} at ${least}`);
      const below = dataOf(kind, features, least - 2e-6);
      assert(!featureDistribution.safeParse(below).success, kind);
    }
  }
});

Deno.test("kinds are read as they are named", () => {
  for (
    const name of [
      "independent",
      "correlated:3",
      "anticorrelated:2",
      "zipf:0.5",
    ]
  ) {
    assertEquals(kindName(dataOf(name, 6, 0.9)), name);
  }
  assertEquals(readKind("zipf"), { kind: "zipf", exponent: 1 });
  assertEquals(readKind("correlated"), { kind: "correlated", group: 2 });
  for (
    const [text, message] of [
      [
        "cubic",
        "give one of anticorrelated:group, correlated:group, independent, zipf:exponent",
      ],
      ["correlated:2:2", "give one of"],
      ["correlated:", "whole number of at least 2 as group, e.g. correlated:2"],
      ["correlated:1", "whole number of at least 2"],
      ["correlated:2.5", "whole number of at least 2"],
      ["zipf:-1", "number from 0 to 10 as exponent"],
      ["zipf:1e1", "number from 0 to 10"],
      ["independent:2", "takes no number"],
    ]
  ) assertThrows(() => readKind(text), RangeError, message);
});

Deno.test("fvu weighs every feature by its own variance", () => {
  const data = dataOf("zipf:1", 3, 0.8, [1, 2, 4]);
  const [a, b, c] = featureVariances(data);
  assert(a > b && b > c);
  assertEquals(lossFromErrors(data, [a, b, c]).fvu, 1);
  assertAlmostEquals(
    lossFromErrors(data, [0, b, 0]).fvu,
    2 * b / (a + 2 * b + 4 * c),
    1e-15,
  );
});
