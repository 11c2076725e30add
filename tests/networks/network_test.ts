import { assertEquals, assertThrows } from "@std/assert";
import {
  type Architecture,
  autoencoder,
  checkArchitecture,
  countNeurons,
  countParameters,
  type Layer,
  parameterOffsets,
} from "../../src/networks/network.ts";
import { superpositionModel } from "../../src/networks/network.ts";

const layer = (inputs: number, outputs: number, tiedTo: number | null = null) =>
  ({
    inputs,
    outputs,
    activation: "identity",
    bias: true,
    tiedTo,
  }) satisfies Layer;

Deno.test("parameters stand layer by layer, weights before biases, tied weights once", () => {
  assertEquals(parameterOffsets(autoencoder([2, 3, 1], [1, 2])), {
    layers: [
      { weights: 0, bias: 6 },
      { weights: 9, bias: 12 },
      { weights: 13, bias: 15 },
    ],
    length: 17,
  });
  assertEquals(parameterOffsets(superpositionModel(5, 2)), {
    layers: [{ weights: 0, bias: null }, { weights: 0, bias: 10 }],
    length: 15,
  });
  assertEquals(countParameters(autoencoder([2, 18, 1], [1, 18, 2])), 147);
});

Deno.test("neurons are ReLU units, by where they sit", () => {
  assertEquals(countNeurons(autoencoder([2, 18, 1], [1, 12, 2])), {
    encoder: 18,
    decoder: 12,
    output: 0,
    total: 30,
  });
  assertEquals(countNeurons(superpositionModel(5, 2)), {
    encoder: 0,
    decoder: 0,
    output: 5,
    total: 5,
  });
});

Deno.test("an autoencoder has ReLU on all hidden layers but the hidden state", () => {
  const { layers, encoderLayers } = autoencoder([2, 4, 3, 1], [1, 5, 2]);
  assertEquals(encoderLayers, 3);
  assertEquals(
    layers.map(({ activation }) => activation),
    ["relu", "relu", "identity", "relu", "identity"],
  );
});

Deno.test("an architecture that does not fit together says where and what to do", () => {
  const refused: [Architecture, string][] = [
    [
      { layers: [layer(2, 1), layer(1, 2)], encoderLayers: 2 },
      "encoderLayers is 2 of 2 layers: an autoencoder needs at least one layer on either side of the hidden state",
    ],
    [
      { layers: [layer(2, 1), layer(1, 2)], encoderLayers: 0 },
      "encoderLayers is 0 of 2 layers: an autoencoder needs at least one layer on either side of the hidden state",
    ],
    [
      { layers: [layer(2, 0), layer(0, 2)], encoderLayers: 1 },
      "layer 0 has shape 2×0: both widths must be whole numbers of at least 1",
    ],
    [
      { layers: [layer(2, 1.5), layer(1.5, 2)], encoderLayers: 1 },
      "layer 0 has shape 2×1.5: both widths must be whole numbers of at least 1",
    ],
    [
      { layers: [layer(2, 3), layer(4, 2)], encoderLayers: 1 },
      "layer 1 takes 4 inputs but layer 0 gives 3: make the two widths equal",
    ],
  ];
  const tie = (first: Layer, second: Layer): Architecture => ({
    layers: [first, second],
    encoderLayers: 1,
  });
  for (const [architecture, message] of refused) {
    assertThrows(() => checkArchitecture(architecture), RangeError, message);
  }
  for (
    const [architecture, index, shape, tiedTo] of [
      // Not the transposed shape, itself, a later layer, a layer that is not there.
      [tie(layer(2, 3), layer(3, 4, 0)), 1, "3×4", 0],
      [tie(layer(2, 3), layer(3, 2, 1)), 1, "3×2", 1],
      [tie(layer(2, 3, 1), layer(3, 2)), 0, "2×3", 1],
      [tie(layer(2, 3), layer(3, 2, 7)), 1, "3×2", 7],
    ] as const
  ) {
    assertThrows(
      () => checkArchitecture(architecture),
      RangeError,
      `layer ${index} (${shape}) is tied to layer ${tiedTo}: tie it to an earlier, untied layer of the transposed shape`,
    );
  }
  // A chain of ties: the partner must have weights of its own.
  assertThrows(
    () =>
      checkArchitecture({
        layers: [layer(2, 3), layer(3, 2, 0), layer(2, 3, 1)],
        encoderLayers: 1,
      }),
    RangeError,
    "layer 2 (2×3) is tied to layer 1: tie it to an earlier, untied layer of the transposed shape",
  );
  checkArchitecture(superpositionModel(80, 20));
});
