#!/usr/bin/env node
// Plain JavaScript that old Nodes can read: it finds a Node that runs the program, and says what to do where there is none.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE_MAJOR = 24;
/** How long a Node found beside the package may take to tell its version. */
const VERSION_TIMEOUT_MS = 5_000;
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];

const script = fileURLToPath(import.meta.url);
const home = dirname(dirname(script));

/** @param {string} version such as `v24.21.0` */
const isNewEnough = (version) => Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0) >= NODE_MAJOR;

/** Where `npm install` puts the package `node`: in this package, or beside it when it is installed in another. */
const candidates = () => {
  const modules = [join(home, "node_modules"), dirname(home)];
  return modules.flatMap((folder) => [join(folder, "node", "bin", "node"), join(folder, ".bin", "node")]);
};

const findNode = () =>
  candidates().find((path) => {
    if (!existsSync(path)) return false;
    const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: VERSION_TIMEOUT_MS });
    return status === 0 && isNewEnough(stdout.trim());
  });

/** Runs this script again with another Node: same terminal, same signals, same end. */
const handOver = (node) => {
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`poolhouse: ${node} does not start: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
};

const run = async () => {
  // Beside the code, where nobody can write who could not change the code itself; a folder of the machine's that all
  // may write to would let another account put its own code into this process.
  module.enableCompileCache(join(home, "node_modules", ".cache", "poolhouse"));
  const { main } = await import("../src/main.ts");
  process.exit(await main(process.argv.slice(2)));
};

if (isNewEnough(process.version)) await run();
else {
  const node = findNode();
  if (node === undefined) {
    process.stderr.write(
      `poolhouse needs Node ${NODE_MAJOR} or newer, and this is ${process.version}. Install it from https://nodejs.org, ` +
        "or run `npm install` in poolhouse's folder, which brings one along.\n",
    );
    process.exit(1);
  }
  handOver(node);
}
