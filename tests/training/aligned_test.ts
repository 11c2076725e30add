/** Initial values whose outputs answer their own features. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { encode, reconstruct, run } from "../../src/networks/evaluate.ts";
import { autoencoder, superpositionModel } from "../../src/networks/network.ts";
import { withReluOutput } from "../../src/schemes/_trained.ts";
import {
  initialParameters,
  neededInitial,
} from "../../src/training/initial.ts";
import { configWith } from "./_configs.ts";
import { samples, start } from "./_start.ts";

const data = { features: 6 };

Deno.test("aligned: every output answers its own feature, and nothing at the origin; the rest is spread", () => {
  const plain = autoencoder([6, 9, 3], [3, 12, 6]);
  const rectified = withReluOutput(plain);
  for (const architecture of [plain, rectified]) {
    for (let seed = 0; seed < 20; seed++) {
      const config = configWith({
        architecture,
        data,
        initial: { kind: "aligned", gain: 1 },
      });
      const network = start(config, seed);
      assert(
        reconstruct(network, new Float64Array(6)).every((y) =>
          Math.abs(y) < 1e-6
        ),
      );
      const own = data.features;
      let sum = 0;
      for (let i = 0; i < own; i++) {
        const alone = new Float64Array(6);
        alone[i] = 1;
        const answer = reconstruct(network, alone)[i];
        assert(answer > 0, `output ${i} of seed ${seed} is ${answer}`);
        sum += answer;
      }
      assert(Math.abs(sum / own - 0.5) < 1e-6, `mean ${sum / own}`);
    }
  }
});

Deno.test("aligned leaves a tied output as spread has it; only an untied ReLU output needs it", () => {
  const tied = superpositionModel(6, 3);
  const config = configWith({
    architecture: tied,
    data,
    initial: { kind: "aligned", gain: 1 },
  });
  const { parameters } = start(config, 0);
  assert(parameters.every((w) => w !== 0));
  assertEquals(neededInitial(tied).kind, "spread");
  const plain = autoencoder([6, 3], [3, 12, 6]);
  assertEquals(neededInitial(plain).kind, "spread");
  assertEquals(neededInitial(withReluOutput(plain)).kind, "aligned");
});

Deno.test("spread and aligned know what a probe reads, and a dictionary has no features to align with", () => {
  const from = configWith({ architecture: autoencoder([6, 3], [3, 6]), data });
  const parameters = [...initialParameters(from, 1, null)];
  const network = { architecture: from.architecture, parameters };
  const given = { ...from, parameters: Float64Array.from(parameters) };
  const config = (
    kind: "spread" | "aligned",
    target: "features" | "hidden" = "features",
  ) =>
    configWith({
      architecture: autoencoder([3, 8, 8], [8, target === "hidden" ? 3 : 6]),
      data,
      initial: { kind, gain: 1 },
      source: { kind: "hidden", network, target },
    });
  for (let seed = 0; seed < 5; seed++) {
    const probe = start(config("aligned"), seed);
    const answers = Array.from({ length: 6 }, (_, i) => {
      const alone = new Float64Array(6);
      alone[i] = 1;
      return reconstruct(probe, encode(given, alone))[i];
    });
    const mean = answers.reduce((a, b) => a + b) / 6;
    assert(Math.abs(mean - 0.5) < 1e-5, `mean ${mean}`);
    // The first layer bends where hidden states are.
    const spread = start(config("spread", "hidden"), seed);
    const active = new Array<number>(8).fill(0);
    const xs = samples(from, 500);
    for (const x of xs) {
      run(spread, 0, 1, encode(given, x)).forEach((y, o) =>
        active[o] += y > 0 ? 1 : 0
      );
    }
    assert(active.filter((k) => k === 0 || k === xs.length).length <= 1);
  }
  assertThrows(
    () => initialParameters(config("aligned", "hidden"), 0, null),
    RangeError,
    "initial.kind is aligned for a dictionary of a hidden state, whose outputs are no features: use spread",
  );
});
