import { assert, assertEquals, assertThrows } from "@std/assert";
import { isThere, readText, systemReason } from "../../src/runs/files.ts";
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

Deno.test("a file is read with every character that it has; what is not there is null", () =>
  withFolder((folder) => {
    const path = `${folder}/file`;
    assertEquals([readText(path), isThere(path)], [null, false]);
    const text = "σ\0 \uFEFF\r\n";
    Deno.writeTextFileSync(path, text);
    assertEquals([readText(path), isThere(path)], [text, true]);
  }));

for (const [kind, put, message] of obstacles) {
  Deno.test(`${kind} in place of a file is one line that names the path`, () =>
    withFolder((folder) => {
      const path = `${folder}/file`;
      put(path);
      const error = assertThrows(() => readText(path), UsageError);
      assert(message.test(error.message), error.message);
      assert(error.message.startsWith(`"${path}"`), error.message);
      assertEquals(isThere(path), true);
    }));
}

Deno.test("a pipe is refused without waiting for what writes into it", () =>
  withFolder((folder) => {
    // No test can make a pipe without a subprocess; to the system it is as little a file as this.
    const path = "/dev/null";
    assert(Deno.lstatSync(path).isCharDevice);
    assertThrows(
      () => readText(path),
      UsageError,
      `"${path}" is neither a file nor a folder: `,
    );
    Deno.writeTextFileSync(`${folder}/file`, "");
    assertThrows(
      () => readText(`${folder}/file/in`),
      UsageError,
      `cannot read "${folder}/file/in" (Not a directory`,
    );
  }));

Deno.test("the system's errors are told from ours", () => {
  const system = assertThrows(() => Deno.readDirSync("/nowhere"));
  assertEquals(
    systemReason(system),
    "No such file or directory (os error 2): readdir '/nowhere'",
  );
  const others = [
    new TypeError("x is undefined"),
    new UsageError("no"),
    1,
    null,
  ];
  for (const other of others) assertEquals(systemReason(other), null);
});
