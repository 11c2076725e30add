/**
 * What turns a figure's specification into the one that is committed. Apart from drawing it, which
 * takes a library that is slow to load.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import { theme } from "./theme.ts";

/**
 * A picture as it is committed: self-contained, with its data and the theme, ready for any
 * Vega-Lite editor.
 *
 * @param description what a screen reader says of the picture
 */
export function completeSpec(
  spec: TopLevelSpec,
  description: string,
): TopLevelSpec {
  const schema = "https://vega.github.io/schema/vega-lite/v6.json";
  return { ...spec, $schema: schema, description, config: theme };
}
