/**
 * From a figure's rows to the texts of its files. Nothing is drawn from anything else.
 *
 * @module
 */
import { completeSpec } from "../rendering/complete_spec.ts";
import { formatJson } from "../rendering/json.ts";
import { Interrupted } from "../runs/runner.ts";
import { UsageError } from "../runs/usage_error.ts";
import { sha256 } from "../numerics/hash.ts";
import type { Snapshot } from "../rendering/snapshot.ts";
import type { Figure, ProfileName } from "./figure.ts";
import { checkClaims } from "./sentences.ts";

/** The texts of `<id>.vl.json` and `<id>.svg`. */
export interface Drawing {
  readonly spec: string;
  readonly svg: string;
}

/** Draws the text of a complete specification as SVG. */
export type Draw = (text: string) => Promise<string>;

/**
 * Draws it here and now. The library is loaded where something is drawn: it takes longer than most
 * commands.
 */
const drawAnew: Draw = async (text) => {
  const { renderSvg } = await import("../rendering/render.ts");
  return await renderSvg(JSON.parse(text));
};

/**
 * Names all that has a say in a picture beside its specification: the code of `src/rendering/`, and
 * the libraries with their versions.
 */
export async function rendererName(): Promise<string> {
  const root = new URL("../../", import.meta.url);
  const folder = new URL("src/rendering/", root);
  const files: URL[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) files.push(new URL(name, folder));
  }
  files.sort((a, b) => a.href < b.href ? -1 : 1);
  files.push(new URL("deno.lock", root));
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(file)));
  return sha256(JSON.stringify(texts));
}

/**
 * Draws what stands in a snapshot.
 *
 * @param draw what makes the picture; only who need not be sure of it passes one that remembers
 * @throws {Error} naming the figure, and what is wrong with a row or with the picture
 */
export async function drawFigure(
  figure: Figure,
  snapshot: Snapshot,
  draw: Draw = drawAnew,
): Promise<Drawing> {
  try {
    const rows = parseRows(figure, snapshot.rows);
    const complete = completeSpec(figure.spec(rows), figure.title);
    const spec = formatJson(complete, "the picture") + "\n";
    // Drawn from the text, so that the file holds everything that the picture shows.
    return { spec, svg: await draw(spec) };
  } catch (error) {
    // What is not the figure's fault.
    if (error instanceof UsageError || error instanceof Interrupted) {
      throw error;
    }
    throw new Error(
      `figures/${figure.id}/figure.ts: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

/**
 * The snapshot of rows that have just been made: caption and claims computed from them.
 *
 * @throws {Error} naming a row that is wrong, or the figure and the claim whose sentence is too
 * long
 */
export function makeSnapshot(
  figure: Figure,
  profile: ProfileName,
  made: readonly unknown[],
): Snapshot {
  const rows = parseRows(figure, made);
  const claims = figure.claims(rows);
  checkClaims(figure.id, claims);
  return {
    id: figure.id,
    title: figure.title,
    profile,
    caption: figure.caption(rows),
    claims: claims.map((claim) => ({ ...claim, details: [...claim.details] })),
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
