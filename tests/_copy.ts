/** A copy of the sources, for tests that add a file and see what becomes of it. */
import { assertEquals } from "@std/assert";
import { isDraft } from "../src/runs/drafts.ts";
import { root } from "./_sources.ts";

/**
 * What Deno is told by the environment: to ask nobody for a newer Deno, and to fetch through a port
 * where nobody listens, so that no test leaves the machine, whatever it finds.
 */
const offline: Readonly<Record<string, string>> = {
  DENO_NO_UPDATE_CHECK: "1",
  HTTP_PROXY: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
  NO_PROXY: "",
};

/** A copy of the repository without what is drawn. */
export interface Copy {
  readonly folder: string;
  /** Writes a file that must not be there yet. */
  write(path: string, text: string): Promise<void>;
  /** Runs Deno in the copy; returns what it printed. Fails where the exit code is not `code`. */
  deno(
    args: readonly string[],
    code?: number,
  ): Promise<{ out: string; err: string }>;
}

async function copyTree(from: URL, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    // A process that writes may be at work beside the tests.
    if (isDraft(name)) continue;
    const source = new URL(isDirectory ? `${name}/` : name, from);
    if (isDirectory) await copyTree(source, `${to}/${name}`);
    else if (!/\.(svg|vl\.json)$/.test(name)) {
      await Deno.copyFile(source, `${to}/${name}`);
    }
  }
}

/** Runs a test in a copy, then removes it. */
export async function withCopy(test: (copy: Copy) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const file of ["deno.json", "deno.lock"]) {
      await Deno.copyFile(new URL(file, root), `${folder}/${file}`);
    }
    for (const part of ["src", "figures", "tasks"]) {
      await copyTree(new URL(`${part}/`, root), `${folder}/${part}`);
    }
    await test({
      folder,
      async write(path, text) {
        const parent = `${folder}/${path.slice(0, path.lastIndexOf("/"))}`;
        await Deno.mkdir(parent, { recursive: true });
        await Deno.writeTextFile(`${folder}/${path}`, text, {
          createNew: true,
        });
      },
      async deno(args, code = 0) {
        const output = await new Deno.Command(Deno.execPath(), {
          args: [...args],
          cwd: folder,
          env: { NO_COLOR: "1", ...offline },
        }).output();
        const [out, err] = [output.stdout, output.stderr]
          .map((bytes) => new TextDecoder().decode(bytes));
        assertEquals(output.code, code, `${args.join(" ")}:\n${out}${err}`);
        return { out, err };
      },
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
