import { assert, assertEquals } from "@std/assert";
import { modules, root } from "./_sources.ts";

interface Documented {
  readonly doc?: string;
}
interface Declaration {
  readonly declarationKind: string;
  readonly jsDoc?: Documented;
  readonly location: { readonly line: number };
}
interface Module {
  readonly module_doc?: Documented;
  readonly symbols: {
    readonly name: string;
    readonly declarations: Declaration[];
  }[];
}

Deno.test("every module and every export says what it is", async () => {
  const paths = [...await modules("src"), ...await modules("figures")];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "-q", "--json", ...paths],
    cwd: root,
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const nodes: Record<string, Module> =
    JSON.parse(new TextDecoder().decode(stdout)).nodes;
  assertEquals(Object.keys(nodes).length, paths.length);
  const silent: string[] = [];
  for (const [url, module] of Object.entries(nodes)) {
    const path = url.slice(root.href.length);
    if (!module.module_doc?.doc) silent.push(`${path} (the module)`);
    for (const { name, declarations } of module.symbols) {
      // What a file has by default is what the file is about.
      if (name === "default") continue;
      for (const { declarationKind, jsDoc, location } of declarations) {
        if (declarationKind === "export" && !jsDoc?.doc) {
          silent.push(`${path}:${location.line + 1} ${name}`);
        }
      }
    }
  }
  assertEquals(silent, []);
});
