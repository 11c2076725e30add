/** The names of runs: what is in them, and that nothing renames an old one. */
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { z } from "zod";
import { terms } from "../../src/losses/terms/mod.ts";
import { canonicalJson, sha256 } from "../../src/numerics/hash.ts";
import {
  configure,
  defaults,
  type TrainingConfig,
} from "../../src/training/config.ts";
import { configKey, named } from "../../src/training/config_key.ts";
import type { AdamSettings } from "../../src/training/optimisers/adam.ts";
import { optimisers } from "../../src/training/optimisers/mod.ts";
import { anyConfig, configWith } from "./_configs.ts";

/**
 * A configuration as it was written when the first runs were named: before there was noise, with
 * Adam the only optimiser.
 */
function firstFormat(config: TrainingConfig): object {
  const { architecture, data, initial, noise, schedule, optimiser } = config;
  const { kind: _, ...adam } = optimiser as AdamSettings;
  const { steps, batch, learningRate, warmup, decay, finalLearningRate } =
    schedule;
  return {
    architecture,
    data: {
      features: data.features,
      sparsity: data.sparsity,
      importance: data.importance,
    },
    initial: initial.kind === "grown"
      ? { ...initial, from: firstFormat(initial.from) }
      : initial,
    schedule: {
      ...{ steps, batch, learningRate, warmup, decay, finalLearningRate },
      ...adam,
    },
    curvePoints: 0,
    ...(noise > 0 && { noise }),
  };
}

Deno.test("configurations of the first format have the names of the first format", () => {
  fc.assert(
    fc.property(anyConfig, anyConfig, (config, from) => {
      for (
        const one of [
          config,
          { ...config, initial: { kind: "grown", gain: 1, from } } as const,
        ]
      ) {
        assertEquals(
          configKey(one),
          sha256(canonicalJson(firstFormat(one))),
        );
      }
    }),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("a new field with a default renames nothing, and has a name where it is something else", () => {
  const record = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,6}$/),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(record, fc.jsonValue(), fc.jsonValue(), (old, usual, other) => {
      const always = Object.keys(old);
      const name = (value: object) =>
        canonicalJson(
          named(value, always, (field, inner) =>
            field === "NEW" && canonicalJson(inner) === canonicalJson(usual)),
        );
      assertEquals(name({ ...old, NEW: usual }), name(old));
      // A copy of the default is the default.
      const copy = structuredClone(usual);
      assertEquals(name({ ...old, NEW: copy }), name(old));
      if (canonicalJson(other) === canonicalJson(usual)) return;
      assertNotEquals(name({ ...old, NEW: other }), name(old));
    }),
    { seed: 1 },
  );
});

Deno.test("so does a new field of the schedule or of a layer", () => {
  const plain = configWith();
  const { architecture, schedule } = plain;
  const withExtra = (extra: number): TrainingConfig[] => [
    { ...plain, schedule: { ...schedule, extra } as typeof schedule },
    {
      ...plain,
      architecture: {
        ...architecture,
        layers: architecture.layers.map((layer) => ({ ...layer, extra })),
      },
    },
  ];
  const parts: object[] = [defaults.schedule, defaults.layer];
  try {
    // As the commit that brings such a field would write its default down.
    for (const part of parts) Object.assign(part, { extra: 0 });
    for (const config of withExtra(0)) {
      assertEquals(configKey(config), configKey(plain));
    }
    for (const config of withExtra(1)) {
      assertNotEquals(configKey(config), configKey(plain));
    }
  } finally {
    for (const part of parts) Reflect.deleteProperty(part, "extra");
  }
});

Deno.test("what is written out as the default is what is left out", () => {
  const config = configWith();
  const { noise, objective, fixed, source } = defaults;
  const written = configure({
    ...config,
    ...{ noise, objective, fixed, source },
    data: { ...config.data, ...{ kind: "independent" } },
    optimiser: {
      ...{ stabilizer: 1e-8, beta2: 0.999, beta1: 0.9, weightDecay: 0 },
      kind: "adam",
    },
  });
  assertEquals(configKey(written), configKey(config));
});

Deno.test("whatever is not at its default is in the name, in the runs that it grows from too", () => {
  const config = configWith();
  const { architecture } = config;
  const parameters = new Array<number>(27).fill(0.5);
  const hidden = (
    target: "features" | "hidden",
    network = { architecture, parameters },
  ) => ({ ...config, source: { kind: "hidden", network, target } }) as const;
  const changed: TrainingConfig[] = [
    config,
    { ...config, noise: 0.1 },
    { ...config, fixed: [0] },
    { ...config, fixed: [0, 1] },
    { ...config, objective: [] },
    { ...config, objective: [{ kind: "mse" }, { kind: "mse" }] },
    hidden("features"),
    hidden("hidden"),
    hidden("hidden", { architecture, parameters: parameters.with(3, 0) }),
    configWith({ data: { features: 2, ...{ kind: "correlated", groups: 2 } } }),
    configWith({ data: { features: 2, ...{ kind: "correlated", groups: 1 } } }),
    configWith({ optimiser: { weightDecay: 0.1 } }),
    configWith({ optimiser: { beta1: 0.8 } }),
  ];
  const grown = changed.map((from): TrainingConfig => ({
    ...config,
    initial: { kind: "grown", gain: 1, from },
  }));
  const keys = [...changed, ...grown].map(configKey);
  assertEquals(new Set(keys).size, keys.length);
});

Deno.test("another optimiser is named by its kind and by what is not its default", () => {
  const schema = (settings: z.ZodRawShape) =>
    z.strictObject({ kind: z.literal("trial"), ...settings });
  const trial = (settings: z.ZodRawShape) => ({
    default: {
      id: "trial",
      summary: "a trial",
      schema: schema(settings),
      start: () => () => {},
    },
  });
  const old = { reach: z.number() };
  const config = (optimiser: object, objective = defaults.objective) =>
    configure({
      ...configWith(),
      optimiser: { kind: "trial", ...optimiser },
      objective,
    });
  optimisers.add("trial.ts", trial(old));
  const before = configKey(config({ reach: 1 }));
  assertNotEquals(before, configKey(configWith()));
  assertNotEquals(before, configKey(config({ reach: 2 })));
  // A setting is added with a default.
  optimisers.add(
    "trial.ts",
    trial({ ...old, momentum: z.number().default(0) }),
  );
  assertEquals(configKey(config({ reach: 1 })), before);
  assertEquals(configKey(config({ reach: 1, momentum: 0 })), before);
  assertNotEquals(configKey(config({ reach: 1, momentum: 0.5 })), before);
  // Terms likewise.
  const penalised = (settings: object) =>
    configKey(
      configure({
        ...configWith(),
        objective: [{ kind: "mse" }, { kind: "trial", ...settings }],
      }),
    );
  const term = (settings: z.ZodRawShape) => {
    const { default: { start: _, ...rest } } = trial(settings);
    terms.add("trial.ts", { default: { ...rest, kernel: true } });
  };
  term(old);
  const first = penalised({ reach: 1 });
  term({ ...old, power: z.number().default(2) });
  assertEquals(penalised({ reach: 1, power: 2 }), first);
  assertNotEquals(penalised({ reach: 1, power: 1 }), first);
});

Deno.test("a kind that nobody knows has no name", () => {
  assertThrows(
    () => configKey({ ...configWith(), optimiser: { kind: "sgd" } }),
    RangeError,
    'optimiser "sgd" is unknown: use one of adam',
  );
});
