import { assertEquals, AssertionError } from "@std/assert";
import { discoverFigures } from "../../src/protocol/discover_figures.ts";
import { checkCommitted, checkReadme, strays } from "../../tasks/_committed.ts";
import {
  fileStem,
  layoutOf,
  profilesOf,
  repository,
} from "../../tasks/_layout.ts";
import { hasFull, replay } from "../../tasks/_ledgers.ts";
import { figures } from "../../tasks/figures.ts";
import { run } from "../tasks/_trial.ts";

/** Fails with the problems themselves: each says where it is, and the last what to do. */
function none(problems: readonly string[]): void {
  if (problems.length > 0) throw new AssertionError(problems.join("\n"));
}

const all = await discoverFigures();

for (const figure of all) {
  for (const profile of profilesOf(figure)) {
    // A full profile is announced before it is trained.
    if (profile === "full" && !hasFull(figure, repository)) continue;
    const name = fileStem(figure.id, profile);
    Deno.test(`${name}: the committed pictures and claims are those of the committed numbers`, async () => {
      none(await checkCommitted(figure, profile, repository));
      if (profile === "full") {
        none((await replay(figure, repository)).problems);
      }
    });
  }
}

Deno.test("every committed file belongs to a figure", () => {
  none(strays(all, repository));
});

Deno.test("the README's claims and gallery are those of the committed numbers", () => {
  none(checkReadme(all, repository));
});

Deno.test("every figure runs from training to picture", async () => {
  const root = await Deno.makeTempDir();
  const layout = { ...layoutOf(root), figures: repository.figures };
  const { code, err } = await run(figures, ["--profile", "smoke"], layout);
  await Deno.remove(root, { recursive: true });
  assertEquals([code, err], [0, ""]);
});
