import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  isDraft,
  prepareFolder,
  requireRenaming,
  requireReplaceable,
  writeWhole,
} from "../../src/runs/drafts.ts";
import { UsageError } from "../../src/runs/usage_error.ts";
import { obstacles } from "./_obstacles.ts";

function withFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const namesIn = (folder: string) =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("all files are replaced, or none where one cannot be drafted; no draft is left", () =>
  withFolder((folder) => {
    const texts = (text: string, second = folder) => [
      { path: `${folder}/a`, text, folder },
      { path: `${folder}/b`, text, folder: second },
    ];
    writeWhole(texts("old"));
    writeWhole(texts("new"));
    assertThrows(() => writeWhole(texts("newer", `${folder}/absent`)));
    assertEquals(namesIn(folder), ["a", "b"]);
    assertEquals(Deno.readTextFileSync(`${folder}/a`), "new");
    // Nor where one cannot be renamed.
    Deno.mkdirSync(`${folder}/c`);
    assertThrows(() => writeWhole([{ path: `${folder}/c`, text: "", folder }]));
    assertEquals(namesIn(folder), ["a", "b", "c"]);
  }));

Deno.test("what a killed process left is swept after an hour; nothing younger, nothing of others", () =>
  withFolder((folder) => {
    const uuid = crypto.randomUUID();
    const young = `.draft-${crypto.randomUUID()}`;
    const old = [`.draft-${uuid}`, `.probe-${uuid}`];
    assert([young, ...old].every(isDraft));
    const others = [".draft-", `.draft-${uuid}.ts`, `draft-${uuid}`, "notes"];
    assert(!others.some(isDraft));
    for (const name of [young, ...old, ...others]) {
      Deno.writeTextFileSync(`${folder}/${name}`, "half a file");
    }
    const folderProbe = `.draft-${crypto.randomUUID()}`;
    Deno.mkdirSync(`${folder}/${folderProbe}`);
    const now = Deno.statSync(`${folder}/${young}`).mtime!.getTime() / 1000;
    for (const name of [...old, ...others, folderProbe]) {
      Deno.utimeSync(`${folder}/${name}`, now - 7200, now - 7200);
    }
    prepareFolder(folder);
    assertEquals(namesIn(folder), [young, ...others].sort());
  }));

for (const [kind, put, message] of obstacles) {
  // Whatever a file holds, another one can take its place.
  const isFile = /UTF-8/.test(message.source);
  Deno.test(`${kind} ${isFile ? "can" : "cannot"} be replaced by a file`, () =>
    withFolder((folder) => {
      const path = `${folder}/file`;
      put(path);
      if (isFile) requireReplaceable(path);
      else {
        const error = assertThrows(() => requireReplaceable(path), UsageError);
        assert(message.test(error.message), error.message);
      }
    }));
}

Deno.test("a file without any write permission is refused, whoever asks, and left as it is", () =>
  withFolder((folder) => {
    const path = `${folder}/file`;
    requireReplaceable(path);
    Deno.writeTextFileSync(path, "text");
    requireReplaceable(path);
    requireRenaming(folder, path);
    Deno.chmodSync(path, 0o444);
    assertThrows(
      () => requireReplaceable(path),
      UsageError,
      `"${path}" is read-only: make it a file that you may write`,
    );
    assertEquals(Deno.readTextFileSync(path), "text");
    assertEquals(namesIn(folder), ["file"]);
  }));

Deno.test("what the system has against renaming is told, and no probe is left", () =>
  withFolder((folder) => {
    assertThrows(
      () => requireRenaming(folder, `${folder}/absent/file`),
      Deno.errors.NotFound,
    );
    assertEquals(namesIn(folder), []);
  }));

Deno.test("a file that vanishes while it is tried is not replaced by a folder", () =>
  withFolder((folder) => {
    requireRenaming(folder, `${folder}/absent`);
    assertEquals(namesIn(folder), []);
  }));
