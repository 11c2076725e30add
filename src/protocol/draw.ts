/**
 * From a figure's rows to the texts of its files. Nothing is drawn from anything else.
 *
 * @module
 */
import { formatJson } from "../rendering/json.ts";
import { completeSpec, renderSvg } from "../rendering/render.ts";
import type { Snapshot } from "../rendering/snapshot.ts";
import type { Figure, ProfileName } from "./figure.ts";

/** The texts of `<id>.vl.json` and `<id>.svg`. */
export interface Drawing {
  readonly spec: string;
  readonly svg: string;
}

/**
 * Draws what stands in a snapshot.
 *
 * @throws {Error} naming the figure, and what is wrong with a row or with the picture
 */
export async function drawFigure(
  figure: Figure,
  snapshot: Snapshot,
): Promise<Drawing> {
  try {
    const rows = parseRows(figure, snapshot.rows);
    const complete = completeSpec(figure.spec(rows), figure.title);
    const spec = formatJson(complete, "the picture") + "\n";
    // Drawn from the text, so that the file holds everything that the picture shows.
    return { spec, svg: await renderSvg(JSON.parse(spec)) };
  } catch (error) {
    throw new Error(
      `figures/${figure.id}/figure.ts: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

/** The snapshot of rows that have just been made: caption and claims computed from them. */
export function makeSnapshot(
  figure: Figure,
  profile: ProfileName,
  made: readonly unknown[],
): Snapshot {
  const rows = parseRows(figure, made);
  return {
    id: figure.id,
    title: figure.title,
    profile,
    caption: figure.caption(rows),
    claims: figure.claims(rows).map((claim) => ({ ...claim })),
    rows,
  };
}

function parseRows(
  figure: Figure,
  rows: readonly unknown[],
): Record<string, unknown>[] {
  return rows.map((row, i) => {
    const result = figure.row.safeParse(row);
    if (result.success) return result.data as Record<string, unknown>;
    const [{ path, message }] = result.error.issues;
    throw new Error(`row ${i}: ${path.join(".") || "it"}: ${message}`);
  });
}
