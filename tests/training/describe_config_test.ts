import { assertEquals } from "@std/assert";
import { autoencoder } from "../../src/networks/network.ts";
import type { Schedule } from "../../src/training/config.ts";
import { peculiarities, widths } from "../../src/training/describe_config.ts";
import "../networks/_activations.ts";
import { dataOf } from "../features/_data.ts";
import { configWith } from "./_configs.ts";

Deno.test("only what is unusual is told", () => {
  const config = configWith();
  assertEquals(widths(config.architecture), "2-5-1-5-2");
  assertEquals(
    peculiarities(configWith({ noise: 0.1, optimiser: { beta2: 0.99 } })),
    [],
  );
  const network = { architecture: config.architecture, parameters: [] };
  assertEquals(
    peculiarities({
      ...config,
      architecture: autoencoder([2, 5, 4, 1], [1, 5, 2], "leaky"),
      source: { kind: "hidden", network, target: "features" },
      optimiser: { kind: "descent" },
      objective: [{ kind: "mse" }, { kind: "square", weight: 1 }, {
        kind: "free",
      }],
      fixed: [0, 2],
    }),
    [
      "leaky",
      "reading the hidden state of 2-5-1-5-2",
      "by descent",
      'with square {"weight":1} and free',
      "layers 0, 2 fixed",
    ],
  );
  assertEquals(
    peculiarities({
      ...config,
      fixed: [1],
      source: { kind: "hidden", network, target: "hidden" },
    }),
    ["rebuilding the hidden state of 2-5-1-5-2", "layer 1 fixed"],
  );
});

Deno.test("a schedule is told where it is unusual", () => {
  const told = (schedule: Partial<Schedule>) =>
    peculiarities(configWith({ schedule }));
  assertEquals(told({ shape: "cosine" }), ["cosine decay"]);
  assertEquals(told({ averaged: 7 }), ["mean of the last 7 steps"]);
  assertEquals(told({ growth: 4 }), [
    "batches that grow to 4 times their size",
  ]);
  // Nothing falls.
  assertEquals(told({ shape: "cosine", decay: 0 }), []);
});

Deno.test("a kind of data is named with its parameter", () => {
  const config = configWith({ data: dataOf("anticorrelated:2", 2, 0.9) });
  assertEquals(peculiarities(config), ["anticorrelated:2"]);
});
