/**
 * What the host does in the kernel's memory, bit for bit; and that seeds, lanes and kernels keep
 * apart.
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { autoencoder, parameterOffsets } from "../../src/networks/network.ts";
import { kernelBytes } from "../../src/runs/kernel.ts";
import { createKernel } from "../../src/training/compiled/kernel.ts";
import { KernelRun } from "../../src/training/compiled/run.ts";
import { configWith, laneParameters, laneStates } from "./_configs.ts";

import {
  architecture,
  hosted,
  outcome,
  plain,
  throughIdentity,
  train,
  withActivation,
} from "./_hosted.ts";

Deno.test("batches that the host draws are the kernel's own, bit for bit", () => {
  for (const config of plain) {
    const initial = laneParameters(config);
    const source = throughIdentity(config.data.features);
    for (const seeds of [4, 2]) {
      const some = initial.slice(0, seeds);
      assertEquals(
        outcome({ ...config, source }, some),
        outcome(config, some),
      );
    }
  }
});

Deno.test("an activation of the host has the bits of the kernel's", () => {
  for (const config of plain) {
    const hosted = withActivation(config.architecture, (id) => `host-${id}`);
    const initial = laneParameters(config);
    assertEquals(
      outcome({ ...config, architecture: hosted }, initial),
      outcome(config, initial),
    );
  }
});

Deno.test("steps of the host have the bits of the kernel's", () => {
  const configs = plain.filter(({ optimiser }) => optimiser.weightDecay === 0);
  assert(configs.length > 2);
  for (const config of configs) {
    for (const fixed of [[], [0], [1]]) {
      const initial = laneParameters(config);
      assertEquals(
        outcome(
          { ...config, fixed, optimiser: { kind: "host-adam" } },
          initial,
        ),
        outcome({ ...config, fixed }, initial),
      );
    }
  }
});

Deno.test("whatever the host does, a seed's result does not depend on its neighbours", async () => {
  const seeds = [0, 1, 2, 3, 4, 5];
  for (const config of hosted) {
    const short = { ...config, schedule: { ...config.schedule, steps: 12 } };
    const alone = await Promise.all(
      seeds.map(async (seed) => (await train(short, [seed]))[0]),
    );
    assertEquals(new Set(alone.map((run) => `${run.parameters}`)).size, 6);
    assertEquals(await train(short, seeds), alone);
    assertEquals(await train(short, [5, 2, 0]), [5, 2, 0].map((s) => alone[s]));
  }
});

Deno.test("a fixed layer keeps its bits, and the others train", () => {
  const configs = [
    configWith({ architecture, optimiser: { weightDecay: 0.3 } }),
    configWith({ architecture, noise: 0.2 }),
    configWith({ architecture, optimiser: { kind: "soap", weightDecay: 0.3 } }),
    configWith({ architecture, optimiser: { kind: "muon", weightDecay: 0.3 } }),
    configWith({
      architecture,
      objective: [{ kind: "mse" }, { kind: "ridge" }],
    }),
  ];
  for (const config of configs) {
    const initial = laneParameters(config);
    const { layers } = parameterOffsets(architecture);
    for (const fixed of [[0], [1, 2], [3], [0, 1, 2]]) {
      const { lanes } = outcome({ ...config, fixed }, initial);
      lanes.forEach(([parameters], lane) => {
        layers.forEach(({ weights, bias }, l) => {
          const [from, to] = [weights, bias! + architecture.layers[l].outputs];
          const before = initial[lane].slice(from, to);
          const after = (parameters as Float32Array).slice(from, to);
          const kept = after.filter((w, i) => w === before[i]).length;
          if (fixed.includes(l)) assertEquals(after, before);
          else assert(kept < after.length, `layer ${l} did not train`);
        });
      });
    }
  }
});

Deno.test("a lane that diverges through the host leaves the others alone", () => {
  for (const config of hosted) {
    const initial = laneParameters(config);
    const healthy = outcome(config, initial, 8);
    const starts = initial.map((parameters) => parameters.slice());
    starts[1].fill(NaN);
    const sick = outcome(config, starts, 8);
    for (const lane of [0, 2, 3]) {
      assertEquals(sick.lanes[lane], healthy.lanes[lane]);
      assertEquals(sick.losses[lane], healthy.losses[lane]);
    }
    assert(Number.isNaN(sick.losses[1]), `${sick.losses[1]}`);
  }
});

Deno.test("kernels side by side do not disturb each other", () => {
  // Both in one memory would overwrite each other, both with an activation of the host mistake it.
  const configs = [
    configWith({ architecture: autoencoder([2, 6, 1], [1, 6, 2], "leaky") }),
    configWith({
      architecture: autoencoder([3, 9, 2], [2, 9, 3], "softsign"),
      data: { features: 3, sparsity: 0.5 },
    }),
  ];
  const alone = configs.map((config) =>
    outcome(config, laneParameters(config), 40, createKernel(kernelBytes))
  );
  const runs = configs.map((config) =>
    new KernelRun(
      createKernel(kernelBytes),
      config,
      laneParameters(config),
      laneStates("host"),
    )
  );
  for (let step = 0; step < 40; step++) runs.forEach((run) => run.train(1));
  runs.forEach((run, i) => {
    assertEquals(run.takeLosses(), alone[i].losses);
    alone[i].lanes.forEach(([parameters], lane) =>
      assertEquals(run.parameters(lane), parameters)
    );
  });
});

Deno.test("an activation or optimiser with a number that the kernel does not have is refused", () => {
  const architecture = autoencoder([2, 3, 1], [1, 2], "impostor");
  for (
    const [config, what, has] of [
      [configWith({ architecture }), 'activation "impostor"', 2],
      [
        configWith({ optimiser: { kind: "pretender" } }),
        'optimiser "pretender"',
        3,
      ],
    ] as const
  ) {
    assertThrows(
      () => outcome(config, laneParameters(config)),
      RangeError,
      `${what} says that it is number 7 in the kernel, which has ${has}: leave kernel out`,
    );
  }
});
