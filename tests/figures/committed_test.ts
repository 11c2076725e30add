import { assertEquals } from "@std/assert";
import { checkClaims } from "../../src/protocol/sentences.ts";
import { discoverFigures } from "../../src/protocol/discover_figures.ts";
import {
  decodeSnapshot,
  encodeSnapshot,
} from "../../src/rendering/snapshot.ts";
import { checkPictures, checkReadme, strays } from "../../tasks/_committed.ts";
import {
  filesOf,
  fileStem,
  layoutOf,
  profilesOf,
  repository,
} from "../../tasks/_layout.ts";
import { hasFull, replay } from "../../tasks/_ledgers.ts";
import { figures } from "../../tasks/figures.ts";
import { run } from "../tasks/_trial.ts";

const all = await discoverFigures();

for (const figure of all) {
  for (const profile of profilesOf(figure)) {
    // A full profile is announced before it is trained.
    if (profile === "full" && !await hasFull(figure, repository)) continue;
    const name = fileStem(figure.id, profile);
    Deno.test(`${name}: the committed pictures and claims are those of the committed numbers`, async () => {
      const files = filesOf(repository, figure.id, profile);
      const text = await Deno.readTextFile(files.snapshot);
      const snapshot = decodeSnapshot(text, files.snapshot);
      assertEquals(encodeSnapshot(snapshot), text);
      assertEquals(snapshot.profile, profile);
      const rows = snapshot.rows.map((row) => figure.row.parse(row));
      assertEquals(
        { id: snapshot.id, title: snapshot.title, caption: snapshot.caption },
        { id: figure.id, title: figure.title, caption: figure.caption(rows) },
      );
      assertEquals(snapshot.claims, figure.claims(rows));
      checkClaims(name, snapshot.claims);
      assertEquals(
        await checkPictures(figure, profile, snapshot, repository),
        [],
      );
      if (profile === "full") {
        assertEquals((await replay(figure, repository)).problems, []);
      }
    });
  }
}

Deno.test("every committed file belongs to a figure", async () => {
  assertEquals(await strays(all, repository), []);
});

Deno.test("the README's claims and gallery are those of the committed numbers", async () => {
  assertEquals(await checkReadme(all, repository), []);
});

Deno.test("every figure runs from training to picture", async () => {
  const root = await Deno.makeTempDir();
  const layout = { ...layoutOf(root), figures: repository.figures };
  const { code, err } = await run(figures, ["--profile", "smoke"], layout);
  await Deno.remove(root, { recursive: true });
  assertEquals([code, err], [0, ""]);
});
