/** A small picture with a clipped line and symbols, for tests. */
import type { TopLevelSpec } from "vega-lite";
import { completeSpec } from "../../src/rendering/complete_spec.ts";
import { seriesEncoding } from "../../src/rendering/palette.ts";

export interface Row {
  scheme: string;
  neurons: number;
  mse: number | null;
}

export const rows: Row[] = ["linear", "nonlinear", "shared-hinges"].flatMap(
  (scheme, i) =>
    [4, 12, 36].map((neurons) => ({ scheme, neurons, mse: (3 - i) / neurons })),
);

export function picture(
  values: readonly unknown[] = rows,
  domain?: [number, number],
): TopLevelSpec {
  const { color, strokeDash, shape } = seriesEncoding("scheme", [
    "linear",
    "nonlinear",
    "shared-hinges",
  ]);
  return completeSpec({
    data: { values: values as Row[] },
    title: "A trial",
    layer: [
      { mark: { type: "line", clip: true }, encoding: { color, strokeDash } },
      { mark: "point", encoding: { color, shape } },
    ],
    encoding: {
      x: { field: "neurons", type: "quantitative", scale: { type: "log" } },
      y: {
        field: "mse",
        type: "quantitative",
        scale: { type: "log", ...(domain && { domain }) },
        title: "mse, mean over features",
      },
    },
  }, 'Loss against "neurons"');
}
