/** Activations that the house does not have, in its table. */
import "../_catalogue.ts";
import {
  type Activation,
  activations,
} from "../../src/networks/activations/mod.ts";

/** Piecewise linear, with both slopes unlike those of a ReLU. */
export const leaky: Activation = {
  id: "leaky",
  summary: "a quarter below 0, one and a half above",
  slopes: [0.25, 1.5],
  apply: (x) => x < 0 ? 0.25 * x : 1.5 * x,
  derivative: (x) => x < 0 ? 0.25 : 1.5,
};

/** Smooth. */
export const softsign: Activation = {
  id: "softsign",
  summary: "x/(1 + |x|)",
  slopes: null,
  apply: (x) => x / (1 + Math.abs(x)),
  derivative: (x) => 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))),
};

for (const one of [leaky, softsign]) {
  activations.add(`${one.id}.ts`, { default: one });
}
